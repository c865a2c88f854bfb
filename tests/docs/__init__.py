"""Checks that the guides say what the program does."""
