"""Dates of birth as lists, rosters and people write them, read into imprecise dates.

`19 Jun 1951`, `29/05/1966`, `00/00/1963`, `circa 1972`, `Between 1960 and 1964`, `1966 or 1967`, `22.12.1971` and EDTF
all occur in official lists. One cell may give several dates; what cannot be read gives none, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from muster.dates import ImpreciseDate, parse_date
from muster.errors import BadDate

_MONTHS = {
    "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5, "jun": 6,
    "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "oct": 10,
    "october": 10, "nov": 11, "november": 11, "dec": 12, "december": 12,
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_DATE = re.compile(
    rf"(?<!\d)(?:(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)"
    rf"|(?P<day>\d{{1,2}})[./-](?P<month>\d{{1,2}})[./-](?P<year>\d{{4}})"
    rf"|(?P<month2>\d{{1,2}})/(?P<year2>\d{{4}})"
    rf"|(?P<day3>\d{{1,2}})[ -]?(?P<word3>{_MONTH})[ -]?(?P<year3>\d{{4}})"
    rf"|(?P<word4>{_MONTH}) (?P<day4>\d{{1,2}}),? (?P<year4>\d{{4}})"
    rf"|(?P<word5>{_MONTH}),?[ -]?(?P<year5>\d{{4}})"
    rf"|(?P<year6>\d{{4}}))(?!\d)"
)
_ABOUT = re.compile(r"\b(?:circa|c\.|ca\.|approx|about|around|early|mid|late|possibly)")
_RANGE = re.compile(r"\s*(?:-|–|/|\.\.|to|and)\s*(?:circa |approximately )?")
_FIRST, _LAST = 1850, 2100  # years outside are of another calendar, or no years
_LONGEST = 200


@lru_cache(maxsize=65536)
def read_births(text: str) -> tuple[ImpreciseDate, ...]:
    """The dates of birth that a text gives, each once; empty if none can be read.

    Numbers around strokes or dots are day, month, year, as on the UN, UK, EU and Australian lists; `00` is unknown.

    >>> [one.text for one in read_births("circa 1972 or 00/05/1974")]
    ['1972~', '1974-05~']
    >>> [one.text for one in read_births("Between 1960 and 1964")]
    ['[1960..1964]']
    """
    text = text.strip()[:_LONGEST]
    edtf = _edtf(text)
    if edtf:
        return (edtf,)
    plain = text.casefold()
    mark = "~" if _ABOUT.search(plain) else ""
    found: list[str] = []
    end = 0
    for match in _DATE.finditer(plain):
        one = _one(match)
        between = plain[end : match.start()]
        end = match.end()
        if not one:
            continue
        ranged = found and _RANGE.fullmatch(between) and (between.strip() != "and" or "between" in plain)
        if ranged and not found[-1].startswith("["):
            found[-1] = f"[{found[-1]}..{one}]"
        else:
            found.append(one)
    dates = (_edtf(one if one.startswith("[") else one + mark) for one in dict.fromkeys(found))
    return tuple(one for one in dates if one)


def _one(match: re.Match[str]) -> str:
    """One date in EDTF, as precise as it is given; empty if the year is none of our calendar."""
    year: str
    if match["iso"]:
        year, month, day = (*match["iso"].split("-"), "")[:3]
    elif match["day"]:
        year, month, day = match["year"], match["month"], match["day"]
    elif match["month2"]:
        year, month, day = match["year2"], match["month2"], ""
    elif match["year6"]:
        year, month, day = match["year6"], "", ""
    else:
        number = next(number for number in "345" if match[f"word{number}"])
        year, month = match[f"year{number}"], str(_MONTHS[match[f"word{number}"].rstrip(".")])
        day = match[f"day{number}"] if number != "5" else ""
    if not _FIRST <= int(year) <= _LAST:
        return ""
    if not month or int(month) == 0:
        return year
    full = f"{year}-{int(month):02}-{int(day):02}" if day and int(day) else f"{year}-{int(month):02}"
    return full if _edtf(full) else year


def _edtf(text: str) -> ImpreciseDate | None:
    try:
        found = parse_date(text)
    except BadDate:
        return None
    if found.approximate:  # how far it may be off is weighed by the evidence, which was fitted on dates as written
        written = parse_date(text.rstrip("~%"))
        found = replace(found, earliest=written.earliest, latest=written.latest)
    bounds = [bound.year for bound in (found.earliest, found.latest) if bound]
    return found if bounds and all(_FIRST <= year <= _LAST for year in bounds) else None
