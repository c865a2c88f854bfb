"""Names to be found in running text: those of a register, and those that a text introduces itself.

A name is found by its words, whatever the accents and apostrophes; the first word must be written with a capital or a
numeral, and an acronym exactly. One text form may stand for several entities: all are kept.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from anyascii import anyascii

from muster.reading.lexicon import listed, sayings
from muster.reading.text import Word, words

MAX_WORDS = 12
_ALIKE = 8  # entities that are kept for one spelling
# Names of one word that are also plain words; they are only taken for a name where a rule asks for one.
_PLAIN = listed("plain")
_SAID = frozenset(sayings())


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
        # words → the acronym as it must be written (or empty), and who may be meant
        self._names: dict[tuple[str, ...], tuple[str, list[Known]]] = {}
        self._longest: dict[str, int] = {}
        self._skeletons: dict[str, list[Known]] | None = None

    def add(self, name: str, known: Known) -> None:
        """Add a name, unless it is one letter, a number, or longer than a name is."""
        if len(name) > 160:
            return
        spelled = [word.text for word in words(name.replace("'", "’")) if word.text[0].isalnum()]
        key = tuple(part for word in spelled if (part := folded(word)))
        short = len("".join(key)) < 3 and not (len(key) == 1 and len(key[0]) == 2 and name.isupper())
        if not key or short or len(key) > MAX_WORDS or (len(key) == 1 and key[0].isdigit()):
            return
        acronym, found = self._names.get(key, ("", []))
        if known not in found:
            found.append(known)
        if len(key) == 1 and name.isupper() and len(name) <= 6:
            acronym = name
        self._names[key] = (acronym, found)
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def named(self, name: str) -> list[Known]:
        """Who is called exactly so."""
        key = tuple(part for word in words(name) if word.text[0].isalnum() and (part := folded(word.text)))
        held = self._called(key)
        return held[1] if held else []

    def rename(self, captions: Mapping[str, str]) -> None:
        """Give those that no register knows another main name: old → new."""
        for _, known in self._names.values():
            changed = [replace(one, caption=captions.get(one.caption, one.caption)) if not one.entity else one
                       for one in known]  # fmt: skip
            known[:] = dict.fromkeys(changed)

    def __len__(self) -> int:
        return len(self._names)

    def entries(self) -> Iterator[tuple[tuple[str, ...], str, list[Known]]]:
        """(words, acronym as written or empty, who it may mean) of every name that was added."""
        for key, (acronym, known) in self._names.items():
            yield key, acronym, known

    def alike(self, name: str) -> list[Known]:
        """Entities one of whose names holds this word, spelled alike: candidates for `the Hezbollah wing`."""
        return self._spelled_alike(skeleton(folded(name)))

    def at(self, sentence: Sequence[Word], place: int) -> tuple[int, list[Known]] | None:
        """The longest name that begins at a word: how many words it takes, and what it may mean."""
        if not (sentence[place].capital or sentence[place].text[0].isdigit()):
            return None
        first = folded(sentence[place].text)
        longest = self._reach(first)
        if not longest:
            return None
        key: list[str] = []
        ends: list[int] = []
        for word in range(place, min(place + longest + 3, len(sentence))):
            part = folded(sentence[word].text)
            if part:
                key.append(part)
                ends.append(word)
            elif sentence[word].text not in ("’", "-", "–", ".", "/"):
                break
        for size in range(min(len(key), longest), 0, -1):
            found = self._called(tuple(key[:size]))
            if found and self._fits(sentence, place, tuple(key[:size]), ends[size - 1], found[0]):
                return ends[size - 1] - place + 1, found[1]
        return None

    def _reach(self, first: str) -> int:
        """How many words the longest name with this first word has; 0 if there is none."""
        return self._longest.get(first, 0)

    def _called(self, key: tuple[str, ...]) -> tuple[str, list[Known]] | None:
        """The acronym as written, and who is called so."""
        return self._names.get(key)

    def _spelled_alike(self, key: str) -> list[Known]:
        if self._skeletons is None:
            self._skeletons = skeleton_of(self)
        return self._skeletons.get(key, [])

    def _fits(self, sentence: Sequence[Word], place: int, key: tuple[str, ...], last: int, acronym: str) -> bool:
        text = sentence[place].text
        if acronym:
            return text.rstrip(".") == acronym
        if len(key) == 1:
            return text.lower() not in _PLAIN and not (place == 0 and len(text) < 5)
        if sentence[last].text in _SAID:
            return False  # `Karim said` is no Karim Said
        capitals = sum(1 for word in sentence[place : last + 1] if word.capital or word.text[0].isdigit())
        return 2 * capitals >= len(key)


def skeleton_of(gazetteer: Gazetteer) -> dict[str, list[Known]]:
    """The first eight entities for the consonants of every longer word in a name."""
    found: dict[str, dict[Known, None]] = defaultdict(dict)
    for key, _, known in gazetteer.entries():
        for word in key:
            if len(word) > 5 and len(held := found[skeleton(word)]) < _ALIKE:
                held.update((one, None) for one in known if one.entity)
    return {key: list(held)[:_ALIKE] for key, held in found.items() if held}


def gazetteer(names: Iterable[tuple[str, Known]]) -> Gazetteer:
    """A gazetteer of these names."""
    made = Gazetteer()
    for name, known in names:
        made.add(name, known)
    return made
