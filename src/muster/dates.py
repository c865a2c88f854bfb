"""Imprecise dates, intervals, and what is certain on a day.

Sources rarely give exact days. A date here is EDTF (ISO 8601-2:2019) level 1 for the years 1 to 9999, plus the level 2
form `[a..b]`, "one day in this range", which list editions and birth years need. Each date is kept as written
and as two bounds; every question about a day is answered from the bounds, never from a guess in between.

EDTF gives "about" (`~`) no width. Here it reaches one unit further on both sides: `2014~` may mean a day of 2013 or
2015, `2014-06~` one of May or July. A doubt (`?`) is about the source and moves no bound. Seasons (`2014-21` spring to
`2014-24` winter) do not say in which half of the world, so their bounds hold those of both.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from muster.errors import BadDate
from muster.frozen import quickly_made

_HINT = "write a date as 2018-11-28, 2018-11, 2018, 201X, 2014~, [1987..1989], .. (open) or leave it empty"
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SEASON_TEXTS = {str(number): name for number, name in _SEASONS.items()}
_DAY = timedelta(1)
_DAY_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CORE = re.compile(r"(?P<y>[0-9]{2}XX|[0-9]{3}X|[0-9]{4})(?:-(?P<m>[0-9]{2}|XX)(?:-(?P<d>[0-9]{2}|XX))?)?")


@quickly_made
@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A date as written, and the first and last day that it can mean (None: no bound on that side).

    `open` marks `..`: an interval's end that has not come. An empty text is unknown: it may have come.
    """

    text: str
    earliest: date | None = None
    latest: date | None = None
    approximate: bool = False
    uncertain: bool = False

    @property
    def open(self) -> bool:
        return self.text == ".."

    @property
    def unknown(self) -> bool:
        return self.text == ""

    @property
    def exact(self) -> bool:
        """True if the date is one day, and neither approximate nor uncertain."""
        return self.earliest is not None and self.earliest == self.latest and not (self.approximate or self.uncertain)

    def __str__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self.text)  # all else follows from it

    def spoken(self) -> str:
        """The date for a person to read."""
        if self.open:
            return "open"
        if self.unknown:
            return "unknown"
        if self.text.startswith("["):
            low, _, high = self.text[1:-1].partition("..")
            if not low:
                return f"by {high}"
            return f"between {low} and {high}" if high else f"{low} or later"
        core = self.text.rstrip("~?%")
        if core[5:] in _SEASON_TEXTS and len(core) == 7:
            core = f"{_SEASON_TEXTS[core[5:]]} {core[:4]}"
        return f"about {core}" if self.approximate else f"{core} (uncertain)" if self.uncertain else core


UNKNOWN = ImpreciseDate("")
OPEN = ImpreciseDate("..")


def _bounds(core: str, whole: str) -> tuple[date, date]:
    match = _CORE.fullmatch(core)
    if not match:
        raise BadDate(f"not a date: {whole!r}", hint=_HINT)
    year, month, day = match["y"], match["m"], match["d"]
    low_year, high_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low_year < 1:
        raise BadDate(f"not a date: {whole!r}", hint=_HINT)
    masked = "X" in year
    if masked and (month or day):
        raise BadDate(f"not a date: {whole!r}: a month needs a full year", hint=_HINT)
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise BadDate(f"not a date: {whole!r}: a day needs a month", hint=_HINT)
        return date(low_year, 1, 1), date(high_year, 12, 31)
    number = int(month)
    if number in _SEASONS and day is None:
        return _season(low_year, number)
    if not 1 <= number <= 12:
        raise BadDate(f"no such month: {whole!r}", hint=_HINT)
    last = calendar.monthrange(low_year, number)[1]
    if day in (None, "XX"):
        return date(low_year, number, 1), date(low_year, number, last)
    if not 1 <= int(day) <= last:
        raise BadDate(f"no such day: {whole!r}", hint=_HINT)
    exact = date(low_year, number, int(day))
    return exact, exact


def _season(year: int, number: int) -> tuple[date, date]:
    """From the first day that the season can have in either half of the world to the last."""
    if _SEASONS[number] in ("spring", "autumn"):
        return date(year, 3, 1), date(year, 11, 30)
    return date(max(year - 1, 1), 12, 1), _month_end(min(year + 1, date.max.year), 2)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _about(earliest: date, latest: date) -> tuple[date, date]:
    """The bounds of a date that is only about right: one unit of its precision further on both sides."""
    if (latest - earliest).days > 31:
        years = latest.year - earliest.year + 1 if earliest.month == 1 else 1
        return date(max(earliest.year - years, 1), earliest.month, 1), _month_end(
            min(latest.year + years, date.max.year), latest.month
        )
    if latest != earliest:
        before = (earliest - _DAY).replace(day=1) if earliest > date(1, 1, 1) else earliest
        return before, _month_end((latest + _DAY).year, (latest + _DAY).month) if latest < date.max else latest
    return max(earliest, date(1, 1, 2)) - _DAY, min(latest, date(9999, 12, 30)) + _DAY


@lru_cache(maxsize=65536)
def parse_date(text: str) -> ImpreciseDate:
    """Read an EDTF date. An empty text is unknown, `..` is open. Raises BadDate for anything else."""
    text = text.strip()
    if _DAY_TEXT.fullmatch(text):  # as most dates of lists are
        try:
            exact = date.fromisoformat(text)
        except ValueError:
            pass  # what is wrong with it is said below
        else:
            return ImpreciseDate(text, exact, exact)
    if text == "":
        return UNKNOWN
    if text == "..":
        return OPEN
    if text.startswith("[") and text.endswith("]"):
        low, dots, high = text[1:-1].partition("..")
        if not dots or not (low or high):
            raise BadDate(f"not a range of days: {text!r}", hint=_HINT)
        earliest = _bounds(low.strip(), text)[0] if low.strip() else None
        latest = _bounds(high.strip(), text)[1] if high.strip() else None
        if earliest and latest and earliest > latest:
            raise BadDate(f"the range ends before it starts: {text!r}", hint=_HINT)
        return ImpreciseDate(f"[{low.strip()}..{high.strip()}]", earliest, latest)
    mark = text[-1] if text[-1] in "~?%" else ""
    earliest, latest = _bounds(text.removesuffix(mark), text)
    if mark in ("~", "%"):
        earliest, latest = _about(earliest, latest)
    return ImpreciseDate(text, earliest, latest, approximate=mark in ("~", "%"), uncertain=mark in ("?", "%"))


def parse_day(text: str) -> date:
    """Read one exact day (YYYY-MM-DD). Raises BadDate if it is anything less precise."""
    value = parse_date(text)
    if not value.exact or value.earliest is None:
        raise BadDate(f"one exact day is needed, not {text!r}", hint="write it as YYYY-MM-DD")
    return value.earliest


def within(earliest: date | None, latest: date | None) -> ImpreciseDate:
    """The date that lies between two days, each possibly unbounded."""
    if earliest is None and latest is None:
        return UNKNOWN
    if earliest == latest and earliest is not None:
        return parse_date(earliest.isoformat())
    return parse_date(f"[{earliest or ''}..{latest or ''}]")


class Certainty(StrEnum):
    """What can be said of a fact on a day, best first."""

    ATTESTED = "attested"  # a source covers the day
    PRESUMED = "presumed"  # it began, was never said to end, and was last cited before the day
    POSSIBLE = "possible"  # the day lies inside an imprecise bound
    UNKNOWN = "unknown"  # no source reaches the day
    NO = "no"  # the day is outside the fact's time

    @property
    def rank(self) -> int:
        """0 is best; used to find the weakest link of a path."""
        return _RANKS[self]


_RANKS = {certainty: rank for rank, certainty in enumerate(Certainty)}


@quickly_made
@dataclass(frozen=True, slots=True)
class Interval:
    """The time of a fact: when it began and ended, and the days on which sources attest it.

    `first_cited` and `last_cited` are the days the sources speak for, never later than their publication.
    If only one of the two is given, it is the one day spoken for.
    """

    start: ImpreciseDate = UNKNOWN
    end: ImpreciseDate = UNKNOWN
    first_cited: date | None = None
    last_cited: date | None = None

    def __hash__(self) -> int:
        return hash((self.start.text, self.end.text, self.last_cited))  # of what differs between intervals

    def texts(self) -> tuple[str, str, str, str]:
        """Start, end, first and last day cited as text; empty where unknown."""
        first, last = self.first_cited, self.last_cited
        return self.start.text, self.end.text, first.isoformat() if first else "", last.isoformat() if last else ""

    def on(self, day: date) -> Certainty:
        """What is certain of the fact on `day`.

        >>> Interval(parse_date("2016-11"), OPEN, None, date(2018, 11, 28)).on(date(2018, 1, 1)).value
        'attested'
        """
        if self.start.earliest and day < self.start.earliest:
            return Certainty.NO
        if self.end.latest and day > self.end.latest:
            return Certainty.NO
        if self.first_cited and self.last_cited and self.first_cited <= day <= self.last_cited:
            return Certainty.ATTESTED
        begun = self._begun(day)
        if begun is not Certainty.ATTESTED:
            return begun
        return self._not_ended(day)

    def _begun(self, day: date) -> Certainty:
        if self.start.latest and day >= self.start.latest:
            return Certainty.ATTESTED
        cited = self.first_cited or self.last_cited
        if cited and day >= cited:
            return Certainty.ATTESTED
        return Certainty.POSSIBLE if self.start.earliest else Certainty.UNKNOWN

    def _not_ended(self, day: date) -> Certainty:
        if self.end.earliest and day <= self.end.earliest:
            return Certainty.ATTESTED
        cited = self.last_cited or self.first_cited
        if cited and day <= cited:
            return Certainty.ATTESTED
        if self.start.exact and day == self.start.latest:
            return Certainty.ATTESTED
        if self.end.open:
            return Certainty.PRESUMED
        return Certainty.POSSIBLE if self.end.latest else Certainty.UNKNOWN

    def days_since_cited(self, day: date) -> int | None:
        """Days from the last citation to `day`; None if never cited or cited later."""
        cited = self.last_cited or self.first_cited
        return (day - cited).days if cited and cited <= day else None

    def meets(self, other: Interval) -> bool:
        """True unless the bounds show that the two intervals share no day."""
        return not (_before(self.end, other.start) or _before(other.end, self.start))

    def began_by(self, day: date) -> bool:
        """True unless the bounds show that the fact had not begun on `day`."""
        return not (self.start.earliest and self.start.earliest > day)

    def spoken(self) -> str:
        """The interval for a person to read, with the citations that carry it."""
        if self.start.unknown and self.end.unknown:
            span = "start and end unknown"
        elif self.start == self.end:
            span = self.start.spoken()
        else:
            begin = "start unknown" if self.start.unknown else _said("since", "began", self.start)
            finish = {"": "end unknown", "..": ""}.get(self.end.text, _said("until", "ended", self.end))
            span = f"{begin}, {finish}" if finish else begin
        if self.last_cited and self.last_cited != self.first_cited and self.first_cited:
            return f"{span}; cited {self.first_cited} to {self.last_cited}"
        cited = self.last_cited or self.first_cited
        return f"{span}; cited {cited}" if cited else span


UNTIMED = Interval()
"""The time of a fact of which no source says when; one object, so that asking for it is cheap."""


def _said(since: str, began: str, value: ImpreciseDate) -> str:
    """The date after the word that fits: "since 2016", but "began by 2016"."""
    return f"{began if value.text.startswith('[') else since} {value.spoken()}"


def _before(end: ImpreciseDate, start: ImpreciseDate) -> bool:
    return end.latest is not None and start.earliest is not None and end.latest < start.earliest


def parse_interval(text: str) -> tuple[ImpreciseDate, ImpreciseDate]:
    """Read an EDTF interval: `2016-11/..`, `/2014`, or one date, which is both ends.

    Raises BadDate if it ends before it can have begun.
    """
    first, slash, second = text.partition("/")
    start = parse_date(first)
    end = parse_date(second) if slash else start
    if start.open:
        raise BadDate(f"a start cannot be open: {text!r}", hint="leave the start empty if it is unknown")
    if _before(end, start):
        raise BadDate(f"ends before it starts: {text!r}", hint="check the order: start/end")
    return start, end
