"""Dates as lists write them in words: several in one cell, enumerated, about, between, day first or last.

A date that is read becomes EDTF; the words around it stay as its note; what is no date of the Gregorian calendar (a
Hijri year, `early childhood`) is given back as text. Numbers are read day first, as the lists that use this write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from muster.dates import parse_date
from muster.errors import BadDate

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_NUMBER_OF = {
    month: number
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DATE = re.compile(
    rf"""(?<![\d.])(?<!(?<!\d)\d/)(?<!(?<!\d)\d\d/)(?:
    (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})(?!\d)
    |(?P<d1>\d{{1,2}})\s?[./]\s?(?P<m1>\d{{1,2}})\s?[./]\s?(?P<y1>\d{{4}})(?!\d)
    |(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]{{0,3}}(?P<m2>{_MONTHS})\b[\s.,-]{{0,4}}(?P<y2>\d{{4}})(?!\d)
    |(?<![a-z])(?P<m3>{_MONTHS})\b[\s.]{{0,2}}(?P<d3>\d{{1,2}}),?\s{{1,2}}(?P<y3>\d{{4}})(?!\d)
    |(?<![a-z/])(?P<m4>{_MONTHS})\b[\s.,-]{{0,4}}(?P<y4>\d{{4}})(?!\d)
    |(?P<y5>\d{{4}})-(?P<m5>\d{{2}})(?![\d/.-])
    |(?P<m7>\d{{1,2}})/(?P<y7>\d{{4}})(?!\d)
    |(?P<decade>\d{{3}})0s\b
    |(?P<y6>\d{{4}})(?!\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ALONE = re.compile(r"(?:1[5-9]|20)[0-9]{2}(-[0-9]{2}-[0-9]{2})?")  # most cells hold a day or year and nothing else
_WORDS_APART = re.compile(r"[\s,;:/>|\"“”]+")
_ABOUT = re.compile(r"\b(?:approx(?:imat(?:e|ely|ive|ively))?|circa|about|around|estimated|ca?)\b\.?", re.IGNORECASE)
_UNSURE = re.compile(r"\b(?:probably|possibly|perhaps)\b", re.IGNORECASE)
_AFTER = re.compile(r"^\s*\(\s*(?:approx\w*|circa)\.?\s*\)", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|prior to|by)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\b", re.IGNORECASE)
_JOINT = re.compile(r"^\s*(?:-|–|to)\s*$", re.IGNORECASE)
_AND = re.compile(r"^\s*and\s*$", re.IGNORECASE)
_ONLY_OR = re.compile(r"^[\s,]*(?:or|/)\s*$", re.IGNORECASE)
_ENUMERATOR = re.compile(r"(?<!\w)\(?[a-z]\)|(?<!\w)\((?:ii|iii|iv)\)", re.IGNORECASE)
_GLUE = frozenset(
    {"or", "and", "to", "born", "in", "on", "the", "alt", "dob", "date", "of", "birth", "alternative", "either"}
)
_NOTHING = frozenset({"", "na", "n/a", "n.a.", "unknown", "n/d", "none", "not available", "-"})
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_LONGEST = 2000  # characters; real cells hold up to 300


class Dates(NamedTuple):
    """What a cell says: dates in EDTF, each with the words beside it, and the text that is no date."""

    found: tuple[tuple[str, str], ...] = ()
    rest: tuple[str, ...] = ()


@dataclass(slots=True)
class _Item:
    """One date as it stands in the text. `value` is empty if it is none of this calendar."""

    value: str
    text: str
    words: list[str] = field(default_factory=list)
    about: bool = False
    unsure: bool = False
    before: bool = False


def _edtf(match: re.Match[str]) -> str:
    """The date of a match in EDTF; empty if there is no such day, or no such year to be born or listed in."""
    if match["decade"]:
        text, year = f"{match['decade']}X", int(match["decade"]) * 10
    elif match["iso"]:
        text, year = match["iso"], int(match["iso"][:4])
    else:
        place = next(number for number in "1234567" if match[f"y{number}"])
        month = match[f"m{place}"] if place != "6" else ""
        day = match[f"d{place}"] if place in "123" else ""
        text, year = match[f"y{place}"], int(match[f"y{place}"])
        if month:
            text += f"-{int(month) if month.isdigit() else _NUMBER_OF[month[:3].lower()]:02}"
        if day:
            text += f"-{int(day):02}"
    return _valid(text) if _FIRST_YEAR <= year <= _LAST_YEAR else ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _valid(text: str) -> str:
    try:
        return parse_date(text).text
    except BadDate:
        return ""


def read_dates(text: str) -> Dates:
    """All dates in a cell. A mark of absence (`na`, `unknown`) is nothing at all.

    >>> read_dates("a) Approximately 1955-1958 b) 14/10/1974").found
    (('[1955..1958]', 'approximately'), ('1974-10-14', ''))
    """
    if (alone := _ALONE.fullmatch(text)) and (not alone[1] or _is_day(text)):
        return Dates(((text, ""),))
    return _read(" ".join(text.split()))


@lru_cache(maxsize=16384)
def _read(text: str) -> Dates:
    if text.strip(" .").casefold() in _NOTHING:
        return Dates()
    if len(text) > _LONGEST:
        return Dates(rest=(text,))
    items: list[_Item] = []
    ranges: list[tuple[int, int]] = []
    end, between = 0, False
    for match in _DATE.finditer(text):
        gap = text[end : match.start()]
        item = _Item(_edtf(match), match[0])
        if items and _AFTER.match(gap):
            items[-1].about = True
            gap = _AFTER.sub("", gap)
        joined = bool(items) and (_JOINT.match(gap) or (between and _AND.match(gap)))
        if joined and items[-1].value and item.value:
            ranges.append((len(items) - 1, len(items)))
        elif items and _ONLY_OR.match(gap):
            item.about = items[-1].about
        between = bool(_BETWEEN.search(gap))
        item.about = item.about or bool(_ABOUT.search(gap))
        item.unsure = bool(_UNSURE.search(gap))
        item.before = bool(_BEFORE.search(gap))
        for known in (_ABOUT, _UNSURE, _BETWEEN, _BEFORE):
            gap = known.sub(" ", gap)
        _attach(gap, items, item)
        items.append(item)
        end = match.end()
    if not items:
        return Dates(rest=(text,))
    tail = text[end:]
    if _AFTER.match(tail):
        items[-1].about = True
        tail = _AFTER.sub("", tail)
    _attach(tail, items, items[-1])
    return _settled(items, ranges)


def _attach(gap: str, items: list[_Item], item: _Item) -> None:
    """Words between two dates belong to the one before, those at the start to the first."""
    gap = _ENUMERATOR.sub(" ", gap)
    words = [word for word in _WORDS_APART.split(gap) if word.strip("().-–'‘’[]")]
    if any(word.strip("().-–'‘’[]").casefold() not in _GLUE for word in words):
        (items[-1] if items else item).words.append(" ".join(words).strip(" ,;"))


def _settled(items: list[_Item], ranges: list[tuple[int, int]]) -> Dates:
    found: list[tuple[str, str]] = []
    rest: list[str] = []
    first_of = dict(ranges)
    done = False
    for place, item in enumerate(items):
        if done:
            done = False
            continue
        last = first_of.get(place)
        span = _valid(f"[{item.value}..{items[last].value}]") if last is not None else ""
        if span and last is not None:
            about = ["approximately"] if item.about or items[last].about else []
            found.append((span, " ".join([*about, *item.words, *items[last].words])))
            done = True
        elif item.value:
            found.append((_marked(item), " ".join(item.words)))
        else:
            rest.append(" ".join([item.text, *item.words]))
    return Dates(tuple(dict.fromkeys(found)), tuple(rest))


def _marked(item: _Item) -> str:
    if item.before:
        return _valid(f"[..{item.value}]") or item.value
    mark = "%" if item.about and item.unsure else "~" if item.about else "?" if item.unsure else ""
    return _valid(item.value + mark) or item.value
