"""Script classes of names: by their (transliterated) letters, another alphabet, a script without vowels, one character
a syllable. Apart from the compiled code, so that reading a name needs none of it."""

NO_SCRIPT, ALPHABET, ABJAD, SYLLABLES = range(4)
