"""Precise and imprecise ranges of days, as the Monitor's claims since 2024 have them, as the time of a fact.

On every day of a precise range the fact was so; of an imprecise one it was so on one day at least. The two join without
a gap. Only the flags say that the fact began or ended within the range given; without them it was so by then, or until
then at least.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from muster.dates import UNKNOWN, ImpreciseDate, Interval, parse_date, parse_day, within
from muster.errors import BadDate

_EVER = "since_beginning_of_time"
_BROKEN = "days of ranges cannot be read and were left out"
_TURNED = "ranges end before they begin and were left out"
_GAP = "precise and imprecise ranges do not join: a day lies between them"


@dataclass(frozen=True, slots=True)
class Ranged:
    """The time that a row's ranges give, and what was wrong with them."""

    time: Interval
    problems: tuple[str, ...] = ()


def range_of(
    first_precise: str, last_precise: str, first_imprecise: str, last_imprecise: str, *, starting: bool, ending: bool
) -> Ranged:
    """The time of a claim from its ranges and flags.

    >>> range_of("2005-06-01", "2005-06-03", "2005-05-01", "2005-05-31", starting=True, ending=False).time.texts()
    ('[2005-05-01..2005-05-31]', '', '2005-06-01', '2005-06-03')
    """
    problems: list[str] = []
    first, last = _pair(first_precise, last_precise, problems)
    low, high = _pair(first_imprecise, last_imprecise, problems)
    if not (first and last) and (first or last):
        first = last = first or last  # of a precise range with one end that day is sure
    if first and last and high and high < first and (first - high).days > 1:
        problems.append(_GAP)
    if first and last and low and low > last and (low - last).days > 1:
        problems.append(_GAP)
    start, end = _bounds(first, last, low, high, starting=starting, ending=ending)
    return Ranged(Interval(start, end, first, last), tuple(dict.fromkeys(problems)))


def _bounds(
    first: date | None, last: date | None, low: date | None, high: date | None, *, starting: bool, ending: bool
) -> tuple[ImpreciseDate, ImpreciseDate]:
    """Start and end: from the imprecise range where it reaches beyond the precise one, else from that."""
    before = high is not None and (first is None or low is None or low < first)
    after = high is not None and (last is None or high > last)
    latest = min(filter(None, (high, first)), default=None)  # it had begun by then
    earliest = max(filter(None, (low, last)), default=None)  # it had not ended before then
    if starting:
        start = _range(low, latest) if before else _day(first)
    else:
        start = within(None, latest) if before and latest and latest != first else UNKNOWN
    if ending:
        end = _range(earliest, high) if after else _day(last)
    else:
        end = within(earliest, None) if after and earliest and earliest != last else UNKNOWN
    return start, end


def _pair(first: str, last: str, problems: list[str]) -> tuple[date | None, date | None]:
    days: list[date | None] = []
    for text in (first, last):
        try:
            days.append(parse_day(text) if text and text != _EVER else None)
        except BadDate:
            problems.append(_BROKEN)
            days.append(None)
    if days[0] and days[1] and days[1] < days[0]:
        problems.append(_TURNED)
        return None, None
    return days[0], days[1]


def _day(day: date | None) -> ImpreciseDate:
    return parse_date(day.isoformat()) if day else UNKNOWN


def _range(low: date | None, high: date | None) -> ImpreciseDate:
    if low == high:
        return _day(low)
    return within(low, high) if low or high else UNKNOWN
