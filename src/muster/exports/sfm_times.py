"""The time of a claim as two date cells with flags: tried out with the rules by which a sheet is read.

A sheet tells a first and a last citation, whether the first is the start and whether the last is the end. What time
that makes follows from these, and from the days on which the sources beside them were published; so each way of writing
a time is read as the importer would, and the one that gives the same time back is taken.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from muster.dates import UNTIMED, ImpreciseDate, Interval
from muster.sources.sfm.dates import dated, timed, written

Parts = tuple[str, str, str]
NO_PARTS: Parts = ("", "", "")


class Day(NamedTuple):
    """A date cell: its text, and month, day and year."""

    text: str = ""
    parts: Parts = NO_PARTS

    def value(self) -> ImpreciseDate:
        return dated(self.text, *self.parts).value


class Written(NamedTuple):
    """A time in cells; `whole` if reading them gives the same time."""

    first: Day
    started: str
    last: Day
    ended: str
    whole: bool


@lru_cache(maxsize=1 << 14)
def fitted(
    time: Interval,
    first: str | None,
    last: str | None,
    ends: str,
    first_by: date | None,
    last_by: date | None,
    started: bool = True,
) -> Written:
    """The cells for a time. `first` and `last` are the texts of the cells that it was read from, None if unknown;
    `started` is what is tried first: that the first citation is the start, or that it is not."""
    best, score = Written(Day(), "", Day(), "", time == UNTIMED), _score(time, UNTIMED)
    flags = product(("Y", "N") if started else ("N", "Y"), ("N", "E", "Y") if ends == "ended" else ("N", "Y", "E"))
    days = [(one, two) for one in _firsts(time, first) for two in _lasts(time, last)]
    for (flag, ended), (one, two) in product(flags, days):
        found = timed(
            one.value(),
            two.value(),
            started=flag == "Y",
            ended=ended == "E" or (ended == "Y" and ends == "ended"),
            open_=ended == "Y" and ends == "open",
            first_by=first_by if one.text else None,
            last_by=last_by if two.text else None,
        ).time
        if found == time:
            return Written(one, flag if one.text else "", two, ended if two.text or ended == "Y" else "", True)
        if _score(time, found) > score:
            best, score = Written(one, flag, two, ended, False), _score(time, found)
    return best


def _score(time: Interval, found: Interval) -> int:
    """How much of a time another says, less what it says otherwise. A day that is cited beside is the least fault: in
    the sheets a start or an end is always cited."""
    bounds = ((time.start.text, found.start.text), (time.end.text, found.end.text))
    cited = ((time.first_cited, found.first_cited), (time.last_cited, found.last_cited))
    held = sum(4 if one and one == two else -5 if two and one != two else 0 for one, two in bounds)
    return held + sum(2 if one and one == two else -1 if two and one != two else 0 for one, two in cited)


def _firsts(time: Interval, text: str | None) -> Iterator[Day]:
    bounds = (time.start.earliest, time.start.latest, time.first_cited)
    if text is not None:
        yield from _as_read(text, bounds)
        return
    yield Day()
    yield from _days(time.start, bounds)
    if time.start.latest and not time.start.earliest:
        yield from _ending(time.start.latest)


def _lasts(time: Interval, text: str | None) -> Iterator[Day]:
    bounds = (time.end.earliest, time.end.latest, time.last_cited)
    if text is not None:
        yield from _as_read(text, bounds)
        return
    yield Day()
    yield from _days(time.end, bounds)
    if time.end.earliest and not time.end.latest:
        yield from _beginning(time.end.earliest)


def _as_read(text: str, bounds: tuple[date | None, ...]) -> Iterator[Day]:
    """The cell as it stood; where that contradicted its month, day and year, with those that it may have had."""
    if not text:
        yield Day()
        return
    own = written(text)
    yield Day(text, _parts(own.text) if own else NO_PARTS)
    for day in dict.fromkeys(filter(None, bounds)):
        for size in (10, 7, 4):
            yield Day(text, _parts(day.isoformat()[:size]))


def _days(value: ImpreciseDate, bounds: tuple[date | None, ...]) -> Iterator[Day]:
    texts = [value.text, *(day.isoformat() for day in bounds if day)]
    for text in dict.fromkeys(texts):
        if (found := written(text)) and found.text == text:
            yield Day(text, _parts(text))


def _ending(day: date) -> Iterator[Day]:
    """The month and the year that end with a day: a first citation then means that it had begun by that day."""
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        yield Day(f"{day:%Y-%m}", _parts(f"{day:%Y-%m}"))
        if day.month == 12:
            yield Day(f"{day:%Y}", _parts(f"{day:%Y}"))


def _beginning(day: date) -> Iterator[Day]:
    if day.day == 1:
        yield Day(f"{day:%Y-%m}", _parts(f"{day:%Y-%m}"))
        if day.month == 1:
            yield Day(f"{day:%Y}", _parts(f"{day:%Y}"))


def _parts(text: str) -> Parts:
    """Month, day and year of a date such as 2014-06."""
    year, month, day = [*text.split("-"), "", ""][:3]
    return month.lstrip("0"), day.lstrip("0"), year
