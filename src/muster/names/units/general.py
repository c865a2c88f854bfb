"""What can be said of the string in a roster's unit column before it is matched with anything.

A vetting request must name a unit. Real rosters hold `Iraqi Army`, `MOD` or `N/A` in that column: those cannot be
vetted as a unit, and to screen them would look like an answer. This module says why a string names no particular
unit, and reads the simplest part of one that does: the echelon and its number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from muster.names.countries import country_code, of_a_country
from muster.names.fold import fold
from muster.names.words import ROMAN, words

EMPTY = "empty"
WHOLE_SERVICE = "names a whole service or ministry, not a unit"
COUNTRY = "names a country, not a unit"
DESCRIPTION = "a description, not a name"

_GLUED = re.compile(r"([a-z]{2,})(\d{1,3})|(\d{1,3})(st|nd|rd|th)?([a-z]{2,})")
_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th|er|eme|e|o|a)")
_PLAIN = re.compile(r"\d{1,4}")
_HTML = re.compile(r"&(?:amp;)+", re.IGNORECASE)
_REACH = 4
"""An ordinal belongs to an echelon at most this many words after it (`1st Special Operations Infantry Brigade`)."""
_FUZZY_LENGTH = 6
_NOT_ALONE = frozenset({None, "army", "region", "district", "zone"})
"""Without a number these are a service or a place, not an echelon."""


@dataclass(frozen=True, slots=True)
class _UnitWords:
    absent: frozenset[tuple[str, ...]]
    services: frozenset[str]
    descriptions: frozenset[str]
    arms: frozenset[str]
    ranks: frozenset[str]
    fillers: frozenset[str]
    nobody: frozenset[str]
    denials: frozenset[str]
    echelons: dict[str, str]


@lru_cache(maxsize=1)
def _unit_words() -> _UnitWords:
    text = resources.files("muster.names.units").joinpath("words", "general.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    echelons = {word: group.split()[0] for group in data["echelons"] for word in group.split()}
    names = ("services", "descriptions", "arms", "ranks", "fillers", "nobody", "denials")
    sets = {name: frozenset(data[name].split()) for name in names}
    return _UnitWords(absent=frozenset(tuple(item.split()) for item in data["absent"]), echelons=echelons, **sets)


def vagueness(text: str) -> str | None:
    """Why `text` names no particular unit, in a few plain words; None when it could name one.

    A string names a unit when it has an ordinal with an echelon or with a name (`2nd ISOF`), or any word that is not
    one of the general words of `units.yaml` (services, ministries, arms, ranks, descriptions) or a country. One slip
    of the pen in a general word of six letters or more is read over (`Minsitry`).
    """
    known = _unit_words()
    tokens = _tokens(text)
    if not tokens or tokens in known.absent or set(tokens) <= known.fillers:
        return EMPTY
    if country_code(text) is not None and not known.services.intersection(tokens):
        return COUNTRY
    _, ordinal = echelon_and_ordinal(text)
    if ordinal is not None:
        return None
    service = described = False
    for token in _without_countries(tokens):
        if token in known.fillers or token.isdigit() or len(token) == 1 or _ORDINAL.fullmatch(token):
            continue
        kind = _general_word(token)
        if kind is None:
            return None
        service = service or kind == "service"
        described = described or kind == "description"
    return WHOLE_SERVICE if service and not described else DESCRIPTION


def echelon_and_ordinal(text: str) -> tuple[str | None, int | None]:
    """The first numbered echelon of an English unit name as (echelon, number): `2nd Bn, 9th Div` is
    ("battalion", 2). Without a numbered echelon, the first ordinal written as one (`2nd ISOF` is (None, 2)), else the
    first echelon named; None where there is none. Bare numbers count only beside an echelon, and the ordinal of
    a rank (`2nd LT`) is not the unit's."""
    known = _unit_words()
    tokens = _tokens(text)
    echelons = [known.echelons.get(token) for token in tokens]
    first_ordinal: int | None = None
    waiting: tuple[int, int, bool] | None = None  # place, number, whether it was written as an ordinal
    for place, token in enumerate(tokens):
        echelon = echelons[place]
        if echelon is not None:
            if waiting is not None and place - waiting[0] <= (_REACH if waiting[2] else 1):
                return echelon, waiting[1]
            after = _number(tokens, place + 1, bare=True, roman=True)
            if after is not None and _number(tokens, place + 1, bare=False, roman=False) is None:
                return echelon, after
            continue
        number = _number(tokens, place, bare=True, roman=echelons[place + 1 : place + 2] not in ([], [None]))
        if number is None:
            continue
        written = not token.isdigit()
        if place + 1 < len(tokens) and tokens[place + 1] in known.ranks and written:
            continue
        if written and first_ordinal is None:
            first_ordinal = number
        waiting = (place, number, written)
    if first_ordinal is not None:
        return None, first_ordinal
    return next((echelon for echelon in echelons if echelon not in _NOT_ALONE), None), None


def _number(tokens: tuple[str, ...], place: int, *, bare: bool, roman: bool) -> int | None:
    if place >= len(tokens):
        return None
    token = tokens[place]
    if found := _ORDINAL.fullmatch(token):
        return int(found.group(1))
    if token in words().numbers:
        return words().numbers[token]
    if roman and token in ROMAN:
        return ROMAN[token]
    return int(token) if bare and _PLAIN.fullmatch(token) else None


def _tokens(text: str) -> tuple[str, ...]:
    """Folded tokens, with `SQ15` and `2ISOF` taken apart."""
    result: list[str] = []
    for token in fold(_HTML.sub(" and ", text)).tokens:
        found = _GLUED.fullmatch(token)
        if found is None or _ORDINAL.fullmatch(token):
            result.append(token)
        elif found.group(1) in _unit_words().echelons:
            result.extend((found.group(1), found.group(2)))
        elif found.group(5):
            result.extend((found.group(3) + (found.group(4) or "th"), found.group(5)))
        else:
            result.append(token)
    return tuple(result)


def _without_countries(tokens: tuple[str, ...]) -> list[str]:
    """The tokens without country names and demonyms of up to four words; two-letter codes only at the start."""
    result: list[str] = []
    place = 0
    while place < len(tokens):
        for size in (4, 3, 2, 1) if of_a_country(tokens[place]) else ():
            part = tokens[place : place + size]
            short = size == 1 and len(part[0]) < 4 and place > 0
            if len(part) == size and not short and country_code(" ".join(part)) is not None:
                place += size
                break
        else:
            result.append(tokens[place])
            place += 1
    return result


@lru_cache(maxsize=8192)
def _general_word(token: str) -> str | None:
    """Which sort of general word this is: service, description or filler; None for a word that can name something."""
    known = _unit_words()
    if token in known.services:
        return "service"
    if token in known.descriptions or token in known.ranks or token in known.arms:
        return "description"
    if token in known.echelons and known.echelons[token] not in {"command", "zone", "sector", "district", "region"}:
        return "description"
    if len(token) >= _FUZZY_LENGTH:
        from rapidfuzz.distance import OSA

        for kind, group in (("service", known.services), ("description", known.descriptions)):
            for word in group:
                if len(word) >= _FUZZY_LENGTH and OSA.distance(token, word, score_cutoff=1) <= 1:
                    return kind
    return None


def nobody(text: str) -> bool:
    """True if a leader's name says nobody: empty, `N/A`, `vacant`, or only ranks and offices (`the Commander`).

    >>> [nobody(name) for name in ("unknown", "Brig. Gen.", "Col. Ali Hassan")]
    [True, True, False]
    """
    known = _unit_words()
    tokens = _tokens(text)
    if not tokens or tokens in known.absent:
        return True
    empty = known.fillers | known.ranks | known.descriptions | known.nobody
    return all(token in empty or token.isdigit() or (token,) in known.absent for token in tokens)


def nothing(text: str) -> bool:
    """True if a statement that something exists says that it does not: empty, `none`, `refused`, `not yet signed`."""
    known = _unit_words()
    tokens = _tokens(text)
    if not tokens or tokens in known.absent:
        return True
    numbered = len(tokens) > 1 and tokens[0] == "no" and tokens[1].isdigit()  # "No. 12 of 2018"
    return tokens[0] in known.denials and not numbered
