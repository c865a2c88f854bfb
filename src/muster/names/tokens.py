"""Many names to comparable tokens, quickly.

The same tokens as `compared_tokens(fold(text).tokens)`, with two short cuts: plain ASCII names need one translation
and a split, and of other names each word is folded once. Where words influence each other (spaced letters, Persian
letters, mixed scripts within a name) the long way is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from muster.names.arabic import has_persian_letters
from muster.names.fold import MAX_CHARACTERS, SPACED, fold
from muster.names.script_class import ABJAD, ALPHABET, NO_SCRIPT, SYLLABLES
from muster.names.scripts import script_of
from muster.names.words import MAX_TOKENS, compared_tokens, rewritten

_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_PLAIN.update({ord("'"): "", ord("`"): ""})
_SPECIAL = re.compile(r"[0-9@$]|\.\S")
_LATIN = re.compile(r"[ -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+")
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u052f]")
_ASCII_LETTER = re.compile("[A-Za-z\u00c0-\u024f\uff21-\uff5a]")
_MOST_WORDS = 200_000

_VOWELLESS = frozenset({"Arab", "Hebr", "Syrc"})
_SYLLABIC = frozenset({"Hani", "Hang"})
_PLAIN_SCRIPTS = frozenset({"", "Latn", "Kana", "Hira"})


def script_class(text: str) -> int:
    """How the script of a name compares with another's: see `script_class`."""
    if text.isascii() or _LATIN.fullmatch(text):
        return NO_SCRIPT
    script = script_of(text)
    if script in _PLAIN_SCRIPTS:
        return NO_SCRIPT
    return ABJAD if script in _VOWELLESS else SYLLABLES if script in _SYLLABIC else ALPHABET


def mixed_letters(text: str) -> bool:
    """Whether Latin letters stand beside Cyrillic or Greek ones, which may look like them."""
    return _GREEK_OR_CYRILLIC.search(text) is not None and _ASCII_LETTER.search(text) is not None


class Tokeniser:
    """Folds names, remembering words that needed more than a translation."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}

    def __call__(self, texts: Iterable[str]) -> list[Sequence[str]]:
        """The tokens of each text, at most `MAX_TOKENS`."""
        changed = rewritten()
        special = _SPECIAL.search
        result: list[Sequence[str]] = []
        for text in texts:
            tokens: Sequence[str]
            if text.isascii() and len(text) <= MAX_CHARACTERS and special(text) is None:
                tokens = text.translate(_PLAIN).split()
                if len(tokens) > 3 and [len(token) for token in tokens].count(1) > 3:
                    tokens = compared_tokens(fold(text).tokens)
                elif not changed.isdisjoint(tokens):
                    tokens = compared_tokens(tuple(tokens))
                elif len(tokens) > MAX_TOKENS:
                    tokens = tokens[:MAX_TOKENS]
            else:
                tokens = self._by_word(text)
            result.append(tokens)
        return result

    def _by_word(self, text: str) -> Sequence[str]:
        if len(text) > MAX_CHARACTERS or (not text.isascii() and (has_persian_letters(text) or mixed_letters(text))):
            return compared_tokens(fold(text).tokens)
        known = self._words
        if len(known) > _MOST_WORDS:
            known.clear()
        tokens: list[str] = []
        for word in text.split():
            found = known.get(word)
            if found is None:
                folded = fold(word)
                if SPACED in folded.rewrites:  # more of the text may belong to the word that was spaced
                    return compared_tokens(fold(text).tokens)
                found = known[word] = folded.tokens
            tokens.extend(found)
        if len(tokens) > 3 and [len(token) for token in tokens].count(1) > 3:
            return compared_tokens(fold(text).tokens)
        return compared_tokens(tuple(tokens))
