"""What kind of word a token is, and which spellings are one word.

Reads `words.yaml`, the one place for particles, titles, legal forms, generic and very common words. A word's kind
caps the weight its agreement can have: that two companies are both `Ltd` says nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

MAX_TOKENS = 24
"""Names and queries are compared by their first 24 words."""

WEIGHT_CAP = {
    "word": 1.0,
    "number": 0.5,
    "common": 0.5,
    "generic": 0.3,
    "initial": 0.2,
    "title": 0.12,
    "legal": 0.1,
    "particle": 0.06,
}
"""Highest weight of a token by kind; a rare word has 1."""

NO_EVIDENCE = frozenset({"particle", "legal", "title", "initial"})
"""Kinds of token whose agreement alone never makes a hit."""

_PATRONYMIC = ("ich", "ych", "itch", "ic", "icz", "yc", "na", "a")
# As lists write them: of Russian, Ukrainian and Belarusian, in the romanisations of several offices.
_ENDINGS = {
    "-": (
        *("yy", "iy", "yi", "ii", "y", "i", "oy", "oi", "oj", "yj", "ij", "aya", "aia", "aja", "a", "oe", "oye", "oie"),
        *(
            "ae",
            "aye",
            "e",
            "ye",
            "ie",
            "ogo",
            "oho",
            "ego",
            "aga",
            "oyi",
            "omu",
            "im",
            "ym",
            "ikh",
            "ykh",
            "uyu",
            "ey",
        ),
    ),
    "~": (
        *("", "a", "u", "y", "i", "e", "o", "ya", "ia", "ja", "iya", "ii", "iy", "yi", "ie", "iye", "ye", "ey", "ei"),
        *("am", "ami", "akh", "om", "em", "oy", "oi", "ou", "yu", "iu", "iyu", "tsy"),
    ),
}
_ORDINAL = re.compile(r"0*(\d{1,6})(?:st|nd|rd|th)?")
ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
    "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `words.yaml`."""

    kind: dict[str, str]
    canon: dict[str, str]
    numbers: dict[str, int]
    tens: dict[str, int]
    units: dict[str, int]
    """Numbers below ten, which with tens before them are one number."""
    echelons: frozenset[str]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    """First word → (all words, the one-word legal form), longest first."""


@lru_cache(maxsize=1)
def words() -> Words:
    """The word lists, read once."""
    text = resources.files("muster.names").joinpath("words.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    kind: dict[str, str] = {}
    canon: dict[str, str] = {}
    for group in data["same"]:
        members = group.split()
        # groups with a word in common are one
        first = next((canon[word] for word in members if word in canon), members[0])
        joined = {canon[word] for word in members if word in canon} - {first}
        canon.update({word: first for word, known in canon.items() if known in joined})
        canon.update(dict.fromkeys(members, first))
    for stems in data["patronymics"]:
        forms = [stem + ending for stem in stems.split() for ending in _PATRONYMIC]
        sons, daughters = ([form for form in forms if form.endswith("a") == last] for last in (False, True))
        for members in (sons, daughters):
            canon.update(dict.fromkeys(members, members[0]))
    for head, stems in data["stems"].items():
        first = canon.get(head, head)
        for stem in stems.split():
            endings = _ENDINGS.get(stem[-1], ("",))
            for ending in endings:
                canon.setdefault(stem.rstrip("-~") + ending, first)
        canon.setdefault(head, first)
    for group in data["legal"]:
        members = str(group).split()
        canon.update(dict.fromkeys(members, members[0]))
        kind.update(dict.fromkeys(members, "legal"))
    # earlier lists win: `san` is a legal form before anything else
    for key, name in (("particles", "particle"), ("titles", "title"), ("generic", "generic")):
        for word in data[key].split():
            kind.setdefault(word, name)
    for word in data["common_names"].split():
        kind.setdefault(word, "common")
    for word, first in canon.items():
        # all spellings of a common word are common
        for name in ("generic", "common"):
            if kind.get(word) == name:
                kind.setdefault(first, name)
    for word, first in canon.items():
        if kind.get(first) in {"generic", "common"}:
            kind.setdefault(word, kind[first])
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form, spellings in data["legal_phrases"].items():
        for spelling in spellings:
            parts = tuple(spelling.split())
            phrases.setdefault(parts[0], []).append((parts, form))
    by_first = {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in phrases.items()}
    units = {word: number for word, number in data["number_words"].items() if number < 10} | data["units"]
    return Words(
        kind,
        canon,
        dict(data["number_words"]),
        dict(data["tens"]),
        units,
        frozenset(data["echelons"].split()),
        by_first,
    )


@lru_cache(maxsize=1)
def population() -> tuple[int, dict[str, int]]:
    """How many people and organisations of the world at large were counted, and how many of them bear each of the more
    common words (by the spelling that stands for all). Made by `bench/fit_names.py`."""
    data: dict[str, Any] = json.loads(resources.files("muster.names").joinpath("population.json").read_text("utf-8"))
    borne: dict[str, int] = {}
    for count, text in data["words"].items():
        for word in text.split():
            first = same_word(word)
            borne[first] = borne.get(first, 0) + int(count)
    return int(data["names"]), borne


@lru_cache(maxsize=1)
def rewritten() -> frozenset[str]:
    """The words `compared_tokens` may rewrite in a name without digits."""
    known = words()
    return frozenset(known.phrases) | frozenset(known.numbers) | frozenset(known.tens) | frozenset(ROMAN)


def kind_of(token: str) -> str:
    """The kind of a token: a key of `WEIGHT_CAP`."""
    if any(map(str.isdigit, token)):
        return "number"
    known = words().kind.get(token)
    if known is not None:
        return known
    return "initial" if len(token) == 1 else "word"


def same_word(token: str) -> str:
    """The spelling that stands for all spellings of this word."""
    return words().canon.get(token, token)


def _short_legal_forms(tokens: tuple[str, ...], known: Words) -> tuple[str, ...]:
    result: list[str] = []
    place, last = 0, len(tokens) - 1
    while place <= last:
        for parts, form in known.phrases.get(tokens[place], ()):
            if len(parts) > 1 and (place == last or tokens[place + 1] != parts[1]):
                continue
            if tokens[place : place + len(parts)] == parts:
                result.append(form)
                place += len(parts)
                break
        else:
            result.append(tokens[place])
            place += 1
    return tuple(result)


def compared_tokens(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens a name is compared by: at most `MAX_TOKENS`, numbers in one form (`33rd` and `033` are `33`,
    `first` is `1`, `forty-four` is `44`, and `ii` is `2` where it stands beside a word such as `corps`), legal
    forms of several words as one (`limited liability company` is `llc`)."""
    known = words()
    if not known.phrases.keys().isdisjoint(tokens):
        tokens = _short_legal_forms(tokens, known)
    result: list[str] = []
    last = len(tokens) - 1
    for place, token in enumerate(tokens[:MAX_TOKENS]):
        if place and token in known.units and tokens[place - 1] in known.tens:
            result[-1] = str(known.tens[tokens[place - 1]] + known.units[token])
        elif token in known.numbers:
            result.append(str(known.numbers[token]))
        elif token in ROMAN and (
            (place < last and tokens[place + 1] in known.echelons)
            or (place > 0 and tokens[place - 1] in known.echelons)
        ):
            result.append(str(ROMAN[token]))
        elif found := _ORDINAL.fullmatch(token):
            result.append(found.group(1))
        else:
            result.append(token)
    return tuple(result)
