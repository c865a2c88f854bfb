"""Fixtures shared with the tests of the command line."""

from tests.cli.conftest import filled

__all__ = ["filled"]
