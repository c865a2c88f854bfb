"""Dates in the UN list: typed fields, a note that may hold the month, and days written in words.

The fields win; the note is read only for what the fields leave open, and a date that cannot be read stays text.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping

from muster.dates import parse_date
from muster.errors import BadDate

_MONTHS = {name[:3].casefold(): number for number, name in enumerate(calendar.month_name) if name}
_STARTS = re.compile(
    r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:(?<=-\d\d-\d\d)[+-]\d\d:\d\d)?(?![\d-])"
)  # a day may have a zone
_WORDS = re.compile(r"^(?:(?P<d>\d{1,2}) )?(?P<m>[A-Z][a-z]{2,8})\.?(?: (?P<y>\d{4}))?$")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}")
_WHEN = r"(?P<day>(?:\d{1,2} [A-Z][a-z]{2,8}\.? ?)?(?:18|19|20)\d\d)\b"
_BORN = re.compile(rf"\b(?:DP?OB(?::| -)|born(?: in(?:,? [A-Z][\w’-]*){{1,4}})?)(?: in| on)? (?:a\) )?{_WHEN}")
_ALSO_BORN = re.compile(rf" [b-h]\) {_WHEN}")


def valid(text: str) -> str:
    """The day, month or year a field starts with, in EDTF; empty if it is none."""
    match = _STARTS.match(text) if text else None
    if not match:
        return ""
    try:
        return parse_date(match[1]).text
    except BadDate:
        return ""


def day_in(text: str) -> str:
    """The first day in a text, as `2011-03-26` or `26 Mar. 2011`; empty if there is none."""
    iso = _ISO.search(text)
    if iso:
        return valid(iso[0])
    match = _DAY.search(text)
    return _worded(match[0], "") if match else ""


def _worded(text: str, year: str) -> str:
    match = _WORDS.match(text)
    month = _MONTHS.get(match["m"][:3].casefold()) if match else None
    if not match or not month or not (match["y"] or year):
        return ""
    day = f"-{int(match['d']):02}" if match["d"] else ""
    return valid(f"{match['y'] or year}-{month:02}{day}")


def births_in(text: str) -> Iterator[str]:
    """The days of birth that a text tells: `DOB: a) 3 May 1961 b) 1962`, `DPOB - 1961`, `born in Bo on 3 May 1961`."""
    if "OB" not in text and "born" not in text:
        return
    for first in _BORN.finditer(text):
        told: re.Match[str] | None = first
        while told:
            words = told["day"].replace(".", " ").split()
            if found := valid(words[0]) if len(words) == 1 else _worded(" ".join(words), ""):
                yield found
            told = _ALSO_BORN.match(text, told.end())


def birth_date(fields: Mapping[str, str]) -> tuple[str, str]:
    """A date of birth in EDTF, and what remains of its note. The first is empty if none can be read.

    `EXACT` is the day, month or year itself, `APPROXIMATELY` one marked `~`, `BETWEEN` a range `[..]`.
    """
    kind, note = fields.get("TYPE_OF_DATE", ""), fields.get("NOTE", "")
    low, high = valid(fields.get("FROM_YEAR", "")), valid(fields.get("TO_YEAR", ""))
    if kind == "BETWEEN" or (low and high):
        if low and high and low > high:
            low, high = high, low
        return (f"[{low}..{high}]" if low or high else ""), note
    found = valid(fields.get("DATE", "")) or valid(fields.get("YEAR", ""))
    worded = _worded(note, found) if len(found) in (0, 4) else ""
    if worded:
        found, note = worded, ""
    return (f"{found}~" if found and kind == "APPROXIMATELY" else found), note
