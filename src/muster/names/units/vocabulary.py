"""The vocabulary of unit names: one YAML file a language, compiled once into dictionaries of tokens.

A token is looked up once and remembered: with 72,000 strings of a report but a third as many distinct tokens, this is
what makes parsing quick. Words of other scripts stay in their script here; only what is no vocabulary is folded.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from muster.names.countries import country_names
from muster.names.fold import fold

ECHELON, ARM, QUALIFIER, SERVICE, ROLE, OFFICE, RANK, PLACE = "E", "A", "Q", "S", "R", "O", "K", "P"
FILLER, JOINER, NUMBER, COUNTRY, DESCRIPTION, WORD, LETTER = "F", "J", "N", "C", "D", "W", "L"
LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru")

Item = tuple[str, str]
"""Kind and canonical word."""

_SECTIONS = {"echelons": ECHELON, "arms": ARM, "qualifiers": QUALIFIER, "services": SERVICE, "roles": ROLE}
_LISTS = {"offices": OFFICE, "ranks": RANK, "places": PLACE, "fillers": FILLER, "joiners": JOINER,
          "descriptions": DESCRIPTION}  # fmt: skip
_KINDS = {
    "echelon": ECHELON,
    "arm": ARM,
    "qualifier": QUALIFIER,
    "service": SERVICE,
    "role": ROLE,
    "country": COUNTRY,
    "name": WORD,
}
_SLIPS_IN = frozenset({ECHELON, ARM, QUALIFIER, SERVICE, ROLE, COUNTRY})
"""Kinds of words in which slips of the pen are read over; in names of ranks and places they would be guesses."""
_FUZZY_LENGTH = 6
_TWO_SLIPS = 10
_MAX_TOKEN = 40
_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ل")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ـ": None, "ک": "ك", "ی": "ي"})
_SUFFIX = (
    "st|nd|rd|th|d|o|a|e|eme|ème|ieme|er|ere|ère|re|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na|[º°ª?]|st[.]|"
    "я|й|ая|ый|го|ой|е|ти"
)
_ORDINAL = re.compile(rf"0*(\d{{1,5}})({_SUFFIX})?")
_GLUED = re.compile(r"(\d{1,4})(st|nd|rd|th|[º°ª])?([^\W\d_]{2,})|([^\W\d_]{2,})(\d{1,4})")
_ROMAN = re.compile(r"(?=[ivxl]{2})(x{0,3}|xl|l)(ix|iv|v?i{0,3})")
_VALUE = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The order of echelons; see `sizes.yaml`."""

    rank: dict[str, int]
    alike: frozenset[frozenset[str]]
    weak: frozenset[str]
    troops: frozenset[str]


class Lexeme:
    """A token as the vocabulary knows it: its key for phrases, its tokens (kind, canonical word and this lexeme)
    for each thing that it means, and whether a phrase can begin with it.

    `written` says that a number was written as an ordinal or a word, so that it is one even where no echelon stands
    beside it; `roman` that it could also be letters. Two lexemes are the same only if they are one
    object; none is changed once made.
    """

    __slots__ = ("begins", "key", "roman", "tokens", "upper", "written")

    def __init__(
        self,
        key: str,
        items: tuple[Item, ...],
        begins: bool = False,
        written: bool = False,
        roman: str = "",
        upper: bool = False,
    ) -> None:
        self.key, self.begins, self.written, self.roman, self.upper = key, begins, written, roman, upper
        self.tokens: tuple[tuple[str, str, Lexeme], ...]
        if len(items) == 1:
            self.tokens = ((*items[0], self),)
        else:
            self.tokens = tuple([(kind, word, self) for kind, word in items])


@dataclass(slots=True)
class Vocabulary:
    """Compiled words: `words` by token, `phrases` by first and second token (longest first), `empty` cells."""

    words: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Lexeme]]]] = field(default_factory=dict)
    empty: set[tuple[str, ...]] = field(default_factory=set)
    empty_begins: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    sure: dict[str, int] = field(default_factory=dict)
    slips: dict[str, list[str]] = field(default_factory=dict)
    long_words: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    def add(self, spelling: str, items: tuple[Item, ...]) -> None:
        tokens = tuple(plain(token) for token in split(spelling))
        if items[0][0] in _SLIPS_IN:
            for token in tokens:
                self.sure.setdefault(token, len(self.sure))
        if len(tokens) == 1:
            self.words.setdefault(tokens[0], items)
        elif tokens:
            rows = self.phrases.setdefault(tokens[0], {}).setdefault(tokens[1], [])
            if all(row[0] != tokens for row in rows):
                rows.append((tokens, Lexeme(" ".join(tokens), items)))
        self.parts.update(tokens)

    def compile(self) -> None:
        """Sort phrases, and index what empty cells begin with and the long words for slips of the pen."""
        self.empty_begins.update(cell[0] for cell in self.empty)
        for by_second in self.phrases.values():
            for rows in by_second.values():
                rows.sort(key=lambda row: -len(row[0]))
        for word in self.sure:
            if len(word) >= _FUZZY_LENGTH:
                for form in _deletions(word):
                    self.slips.setdefault(form, []).append(word)
            if len(word) >= _TWO_SLIPS - 1:
                self.long_words.setdefault((word[0], len(word)), []).append(word)


def split(text: str) -> list[str]:
    """The words of a text, lower-case or not, without punctuation."""
    return _WORDS.findall(text)


_WORDS = re.compile(r"[^\W_]+")


def plain(token: str) -> str:
    """A token in lower case without accents; Arabic letters in one form. The script stays."""
    token = token.lower()
    if token.isascii():
        return token
    letters = unicodedata.normalize("NFKD", token)
    token = "".join(letter for letter in letters if not unicodedata.combining(letter) or letter == "\u0306")
    return unicodedata.normalize("NFC", token).translate(_ARABIC).replace("ß", "ss").replace("œ", "oe")


def _deletions(word: str) -> set[str]:
    return {word} | {word[:place] + word[place + 1 :] for place in range(1, len(word))}


def _read(name: str) -> dict[str, Any]:
    text = resources.files("muster.names.units").joinpath("words", name).read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return data


def _spellings(value: Any) -> list[str]:
    return [one.strip() for one in str(value).split(",") if one.strip()]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """All languages in one. Earlier languages and, within one, earlier sections win where spellings collide."""
    result = Vocabulary()
    for language in LANGUAGES:
        data = _read(f"{language}.yaml")
        for number, words in data["ordinals"].items():
            for word in _spellings(words):
                tokens = tuple(plain(token) for token in split(word))
                if len(tokens) == 1:
                    result.numbers.setdefault(tokens[0], str(number))
                else:
                    result.add(word, ((NUMBER, str(number)),))
                result.parts.update(tokens)
        for spelling, parts in data.get("abbreviations", {}).items():
            items = [part.strip().split("/") for part in str(parts).split(",")]
            result.add(str(spelling), tuple((_KINDS[kind], word) for kind, word in items))
        for code, words in data.get("countries", {}).items():
            for word in _spellings(words):
                result.add(word, ((COUNTRY, "no" if code is False else str(code)),))
        for section, kind in _SECTIONS.items():
            for canonical, words in data.get(section, {}).items():
                for word in _spellings(words):
                    result.add(word, ((kind, str(canonical)),))
        for section, kind in _LISTS.items():
            for word in _spellings(data.get(section, "")):
                result.add(word, ((kind, plain(word)),))
        result.empty.update(tuple(plain(token) for token in split(cell)) for cell in _spellings(data.get("empty", "")))
    for code, name in country_names():
        if len(name) > 3 or name in ("USA", "UAE", "UK"):
            result.add(name, ((COUNTRY, code),))
    result.compile()
    return result


@lru_cache(maxsize=1)
def sizes() -> Sizes:
    """The order of echelons, read once."""
    data = _read("sizes.yaml")
    rank = {word: int(number) for number, words in data["ranks"].items() for word in _spellings(words)}
    alike = frozenset(frozenset(_spellings(line)) for line in data["alike"])
    return Sizes(rank, alike, frozenset(_spellings(data["weak"])), frozenset(_spellings(data["troops"])))


class Lexicon:
    """Token → lexemes, each distinct token worked out once."""

    def __init__(self) -> None:
        self._vocabulary = vocabulary()
        self.known: dict[str, tuple[Lexeme, ...]] = {}

    def look(self, token: str) -> tuple[Lexeme, ...]:
        """The lexemes of a raw token; several where words are glued (`311CCAS`, `SQ15`), none if it has no letters."""
        found = self.known.get(token)
        if found is None:
            if len(self.known) > _KEPT:
                self.known.clear()
            found = self.known[token] = self._new(token)
        return found

    def _new(self, token: str) -> tuple[Lexeme, ...]:
        known = self._vocabulary
        key = plain(token[:_MAX_TOKEN])
        if not key:
            return ()  # nothing but marks, such as the stroke that lengthens an Arabic word
        upper = token.isupper()
        if number := self._number(key):
            return (number,)
        if (form := self._form(key)) is not None:
            return (self._lexeme(form, upper),)
        if not key.isalpha() and (glued := _GLUED.fullmatch(key)):
            first, suffix, rest, word, last = glued.groups()
            parts = (first + (suffix or ""), rest) if first else (word, last)
            if first or self._form(word) is not None:
                return tuple(one for part in parts for one in self._new(part))
        roman = ""
        if key[0] in _VALUE and token[0].isupper() and (key in ("i", "v", "x") or _ROMAN.fullmatch(key)):
            roman = str(_roman(key))
            if len(key) > 1:
                return (Lexeme(key, ((NUMBER, roman),), key in known.phrases, True, roman, upper),)
        if len(key) == 1:
            return (Lexeme(key, ((LETTER, key),), key in known.phrases, False, roman, upper),)
        text = key if key.isascii() else "".join(fold(key).tokens)
        return (Lexeme(text or key, ((WORD, text or key),), key in known.phrases, False, roman, upper),)

    def _number(self, key: str) -> Lexeme | None:
        if key[0].isdigit() and (found := _ORDINAL.fullmatch(key)):
            return Lexeme(key, ((NUMBER, str(int(found.group(1)))),), False, bool(found.group(2)))
        form = key if key in self._vocabulary.numbers else self._without_article(key, self._vocabulary.numbers)
        if form is not None:
            begins = form in self._vocabulary.phrases
            return Lexeme(form, ((NUMBER, self._vocabulary.numbers[form]),), begins, True)
        return None

    def _lexeme(self, key: str, upper: bool) -> Lexeme:
        items = self._vocabulary.words.get(key, ((WORD, key if key.isascii() else "".join(fold(key).tokens) or key),))
        return Lexeme(key, items, key in self._vocabulary.phrases, False, "", upper)

    def _form(self, key: str) -> str | None:
        """The vocabulary's spelling of a token, one or two slips of the pen read over; None for any other word."""
        known = self._vocabulary
        if key in known.words or key in known.parts:
            return key
        if (form := self._without_article(key, known.parts)) is not None:
            return form
        if len(key) < _FUZZY_LENGTH or not (key.isalpha() or not any(letter.isdigit() for letter in key)):
            return None
        distance = _slips()
        first = key[0]
        near = {
            word
            for form in _deletions(key)
            if form in known.slips
            for word in known.slips[form]
            if word[0] == first and distance(key, word, score_cutoff=1) <= 1
        }
        if not near and len(key) >= _TWO_SLIPS:
            near = {
                word
                for length in range(len(key) - 2, len(key) + 3)
                for word in known.long_words.get((first, length), ())
                if distance(key, word, score_cutoff=2) <= 2
            }
        return min(near, key=known.sure.__getitem__) if near else None

    def _without_article(self, key: str, known: Any) -> str | None:
        if key.isascii() or not "\u0600" <= key[0] <= "\u06ff":
            return None
        for prefix in _PREFIXES:
            rest = key.removeprefix(prefix)
            if len(rest) < len(key) and len(rest) > 1 and rest in known:
                return rest
        return None


@lru_cache(maxsize=1)
def _slips() -> Any:
    """How many slips of the pen lie between two words; loaded when the first unknown word comes."""
    from rapidfuzz.distance import OSA

    return OSA.distance


_KEPT = 200_000


def _roman(key: str) -> int:
    total = 0
    for letter, following in zip(key, [*key[1:], "i"], strict=True):
        value = _VALUE[letter]
        total += -value if value < _VALUE[following] else value
    return total


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The one lexicon of this process."""
    return Lexicon()
