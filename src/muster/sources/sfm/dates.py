"""Dates as researchers type them into sheets, and the times that pairs of them make.

A date stands twice in a row: as text, and as month, day and year. Where the two differ, nobody can tell which is
right, so the date is taken to lie between them. A first citation is no start, and a last citation no end, unless
the flag beside it says so; what a source of its day cannot yet have known is not taken as cited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from muster.dates import OPEN, UNKNOWN, UNTIMED, ImpreciseDate, Interval, parse_date, within
from muster.errors import BadDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
_YEARS = range(1800, 2101)  # what a year in a sheet can be; 1016 and 42016 are slips of the hand
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})?(?:-(\d{1,2})?)?)?(?:[T ].*)?")
_MDY = re.compile(r"(\d{1,2}) ?/(\d{1,2})/(\d{4})")  # month first: the parts beside these cells say so
_WORDS = re.compile(r"(?:(\d{1,2}) )?([a-z]+)\.? (\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date cell as read. `problem` says what is wrong with it; `text` is the cell's own."""

    value: ImpreciseDate = UNKNOWN
    text: str = ""
    problem: str = ""


@lru_cache(maxsize=1 << 14)
def written(text: str) -> ImpreciseDate | None:
    """The date that a text gives: 4/21/2013, 2013-04-21, 2013-04-, April 2013, 2013. None if it gives none.

    >>> written("4/21/2013").text, written("May 2010").text, written("2018-02-").text, written("3/30/3006")
    ('2013-04-21', '2010-05', '2018-02', None)
    """
    text = text.strip()
    if match := _MDY.fullmatch(text):
        month, day, year = match.groups()
    elif match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif (match := _WORDS.fullmatch(text)) and match[2].lower() in _MONTHS:
        day, year = match[1], match[3]
        month = str(_MONTHS[match[2].lower()])
    else:
        return None
    return _date(year, month, day)


def _date(year: str, month: str | None, day: str | None) -> ImpreciseDate | None:
    if not year.isdecimal() or int(year) not in _YEARS:
        return None
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part and part.isdecimal())]
    try:
        return parse_date("-".join(parts))
    except BadDate:
        return None


@lru_cache(maxsize=1 << 14)
def dated(text: str, month: str = "", day: str = "", year: str = "") -> Dated:
    """The date of a cell and of the month, day and year beside it.

    >>> dated("5/13/2013", "5", "15", "2013").value.text
    '[2013-05-13..2013-05-15]'
    """
    said = written(text) if text else None
    beside = _date(year, month, day) if year else None
    shown = text or "-".join(filter(None, (year, month, day)))
    if said is None and beside is None:
        return Dated(UNKNOWN, shown, "cannot be read" if shown else "")
    if text and said is None and beside:
        return Dated(beside, shown, f"cannot be read; its month, day and year say {beside.text}")
    if said and beside and said.text != beside.text:
        lows = [one.earliest for one in (said, beside) if one.earliest]
        highs = [one.latest for one in (said, beside) if one.latest]
        problem = f"differs from its month, day and year, {beside.text}: taken to lie between them"
        return Dated(within(min(lows), max(highs)), shown, problem)
    return Dated(said or beside or UNKNOWN, shown)


@dataclass(frozen=True, slots=True)
class Timed:
    """The time of a fact, and what was wrong with its dates."""

    time: Interval = UNTIMED
    problems: tuple[str, ...] = ()


def timed(
    first: ImpreciseDate,
    last: ImpreciseDate,
    *,
    started: bool,
    ended: bool,
    open_: bool,
    first_by: date | None = None,
    last_by: date | None = None,
) -> Timed:
    """The time between a first and a last citation.

    `started`: the first is the start. `ended`: the last is the end. `open_`: it is presumed to go on. `first_by` and
    `last_by` are the days by which the newest source of each was published.
    """
    problems: list[str] = []
    if first.earliest and last.latest and last.latest < first.earliest:
        return Timed(UNTIMED, ("last before first",))
    if last.latest and last_by and last.earliest and last.earliest > last_by:
        problems.append("cited after publication")
        ended, last = False, parse_date(last_by.isoformat())
        if first.earliest and first.earliest > last_by:
            last = UNKNOWN
    start = first if started else _by(first)
    # An imprecise citation holds for one day of its range at least: what lasted was so from the first day of a later
    # citation's range back to the last day of an earlier one's.
    first_cited = first.latest if first.exact else None
    if first_cited and first_by and first_cited > first_by:
        problems.append("start after publication" if started else "cited after publication")
        first_cited = None
        start = first
    last_cited = last.latest if last.exact else last.earliest
    if last_cited and first.latest and last_cited < first.latest:
        last_cited = None
    if first_cited and last_cited and last_cited < first_cited:
        last_cited = None
    if ended and not last.unknown:
        end = last
    elif open_:
        end = OPEN
    else:
        end = UNKNOWN if last.exact or last.unknown else within(last.earliest, None)
    if ended and last.unknown and not problems:
        problems.append("ended without a day")
    if not ended and last.unknown:
        last_cited = None
    return Timed(Interval(start, end, first_cited, last_cited), tuple(problems))


def _by(first: ImpreciseDate) -> ImpreciseDate:
    """A first citation as a bound of the start: it had begun by then. An exact one is kept as the day cited."""
    return UNKNOWN if first.exact or first.unknown else within(None, first.latest)
