"""Names to be found in running text: those of a register, and those that a text introduces itself.

A name is found by its words, whatever the accents and apostrophes; the first word must be written with a capital or a
numeral, and an acronym exactly. One text form may stand for several entities: all are kept.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from muster.reading.lexicon import listed
from muster.reading.text import Word, words

MAX_WORDS = 12
# Names of one word that are also plain words; they are only taken for a name where a rule asks for one.
_PLAIN = listed("plain")


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word as it is compared: small letters, no accents, no apostrophes or hyphens."""
    if not word.isascii():
        word = anyascii(unicodedata.normalize("NFKC", word))
    return "".join(char for char in word.lower() if char.isalnum())


def skeleton(word: str) -> str:
    """The consonants of a word, doubled ones once: one key for `hezbollah`, `hizballah` and `hizbullah`."""
    kept = ""
    for char in word:
        if char not in "aeiouyw" and not kept.endswith(char):
            kept += char
    return kept


@dataclass(frozen=True, slots=True)
class Known:
    """A name that texts are searched for: the entity it may mean, its kind, and its main name."""

    entity: str
    kind: str
    caption: str


class Gazetteer:
    """Names by their words. `add` takes the name as a register or a text gives it."""

    def __init__(self) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], list[Known]]] = defaultdict(dict)
        self._acronyms: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        self._skeletons: dict[str, list[Known]] = defaultdict(list)

    def add(self, name: str, known: Known) -> None:
        """Add a name, unless it is one letter, a number, or longer than a name is."""
        if len(name) > 160:
            return
        spelled = [word.text for word in words(name.replace("'", "’")) if word.text[0].isalnum()]
        key = tuple(part for word in spelled if (part := folded(word)))
        short = len("".join(key)) < 3 and not (len(key) == 1 and len(key[0]) == 2 and name.isupper())
        if not key or short or len(key) > MAX_WORDS or (len(key) == 1 and key[0].isdigit()):
            return
        found = self._by_first[key[0]].setdefault(key, [])
        if known not in found:
            found.append(known)
        if len(key) == 1 and name.isupper() and len(name) <= 6:
            self._acronyms[key] = name
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def __len__(self) -> int:
        return sum(len(names) for names in self._by_first.values())

    def alike(self, name: str) -> list[Known]:
        """Entities one of whose names holds this word, spelled alike: candidates for `the Hezbollah wing`."""
        if not self._skeletons:
            for names in self._by_first.values():
                for key, known in names.items():
                    for word in key:
                        if len(word) > 5:
                            self._skeletons[skeleton(word)].extend(one for one in known if one.entity)
        return list(dict.fromkeys(self._skeletons.get(skeleton(folded(name)), [])))[:8]

    def at(self, sentence: Sequence[Word], place: int) -> tuple[int, list[Known]] | None:
        """The longest name that begins at a word: how many words it takes, and what it may mean."""
        first = folded(sentence[place].text)
        names = self._by_first.get(first)
        if not names or not (sentence[place].capital or sentence[place].text[0].isdigit()):
            return None
        key: list[str] = []
        ends: list[int] = []
        for word in range(place, min(place + self._longest[first] + 3, len(sentence))):
            part = folded(sentence[word].text)
            if part:
                key.append(part)
                ends.append(word)
            elif sentence[word].text not in ("’", "-", "–", ".", "/"):
                break
        for size in range(len(key), 0, -1):
            found = names.get(tuple(key[:size]))
            if found and self._fits(sentence, place, tuple(key[:size]), ends[size - 1]):
                return ends[size - 1] - place + 1, found
        return None

    def _fits(self, sentence: Sequence[Word], place: int, key: tuple[str, ...], last: int) -> bool:
        text = sentence[place].text
        if key in self._acronyms:
            return text.rstrip(".") == self._acronyms[key]
        if len(key) == 1:
            return text.lower() not in _PLAIN and not (place == 0 and len(text) < 5)
        capitals = sum(1 for word in sentence[place : last + 1] if word.capital or word.text[0].isdigit())
        return 2 * capitals >= len(key)


def gazetteer(names: Iterable[tuple[str, Known]]) -> Gazetteer:
    """A gazetteer of these names."""
    made = Gazetteer()
    for name, known in names:
        made.add(name, known)
    return made
