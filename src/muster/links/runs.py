"""How the certainty of facts changes in time: for one fact, for several claims of it, and for several facts at once.

An overlap is the days that two facts share, not the whole time of either: a commander served under another while both
held their posts and the one unit stood under the other. Everything here follows from `Interval.on`, day by day; days on
which nothing changes are told as one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from muster.dates import Certainty, Interval

_LAST = date.max.toordinal()
_BY_RANK = {one.rank: one for one in Certainty}


@dataclass(frozen=True, slots=True)
class Run:
    """Days, the last included, on which a certainty is the same. None: without beginning or end."""

    first: date | None
    last: date | None
    certainty: Certainty

    def spoken(self) -> str:
        """The run for a person to read."""
        if self.first is None and self.last is None:
            return f"{self.certainty.value} always"
        if self.first is None:
            return f"{self.certainty.value} until {self.last}"
        if self.last is None:
            return f"{self.certainty.value} from {self.first} on"
        return f"{self.certainty.value} {self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Course:
    """The certainty of a fact on every day: `days[k]` (a day number, the first is 1) begins the k-th run."""

    days: tuple[int, ...]
    ranks: tuple[int, ...]

    def on(self, day: date) -> Certainty:
        """The certainty on a day."""
        number = day.toordinal()
        rank = self.ranks[0]
        for first, here in zip(self.days, self.ranks, strict=True):
            if first > number:
                break
            rank = here
        return _BY_RANK[rank]

    def runs(self, first: date | None = None, last: date | None = None) -> tuple[Run, ...]:
        """All runs that touch the days from `first` to `last`, whole."""
        low = first.toordinal() if first else 1
        high = last.toordinal() if last else _LAST
        found = []
        for place, begin in enumerate(self.days):
            end = self.days[place + 1] - 1 if place + 1 < len(self.days) else _LAST
            if begin <= high and end >= low:
                since = date.fromordinal(begin) if begin > 1 else None
                until = date.fromordinal(end) if end < _LAST else None
                found.append(Run(since, until, _BY_RANK[self.ranks[place]]))
        return tuple(found)

    def spans(self, certainty: Certainty) -> tuple[Run, ...]:
        """The runs of one certainty."""
        return tuple(run for run in self.runs() if run.certainty is certainty)

    def best(self) -> Certainty:
        """The best certainty that any day has."""
        return _BY_RANK[min(self.ranks)]


NEVER = Course((1,), (Certainty.NO.rank,))
ALWAYS = Course((1,), (Certainty.ATTESTED.rank,))


@lru_cache(maxsize=1 << 14)
def course_of(time: Interval) -> Course:
    """The certainty of a fact of this time on every day."""
    days = {1}
    for since in (time.start.earliest, time.start.latest, time.first_cited, time.last_cited):
        if since:
            days.add(since.toordinal())
            days.add(min(since.toordinal() + 1, _LAST))  # a start that is one day, and a lone citation, hold for it
    for until in (time.end.earliest, time.end.latest):
        if until:
            days.add(min(until.toordinal() + 1, _LAST))
    order = sorted(days)
    return _compact(order, [time.on(date.fromordinal(day)).rank for day in order])


def either(courses: Iterable[Course]) -> Course:
    """The best certainty of several claims of one fact, on every day."""
    return _merged(list(courses), min, NEVER)


def together(courses: Iterable[Course]) -> Course:
    """The certainty that several facts hold at once, which is that of the least certain, on every day."""
    return _merged(list(courses), max, ALWAYS)


def _merged(courses: Sequence[Course], pick: Callable[[list[int]], int], none: Course) -> Course:
    if len(courses) < 2:
        return courses[0] if courses else none
    order = sorted({day for course in courses for day in course.days})
    at = [0] * len(courses)
    ranks = []
    for day in order:
        for number, course in enumerate(courses):
            while at[number] + 1 < len(course.days) and course.days[at[number] + 1] <= day:
                at[number] += 1
        ranks.append(pick([course.ranks[at[number]] for number, course in enumerate(courses)]))
    return _compact(order, ranks)


def _compact(days: Sequence[int], ranks: Sequence[int]) -> Course:
    kept = [place for place in range(len(days)) if not place or ranks[place] != ranks[place - 1]]
    return Course(tuple(days[place] for place in kept), tuple(ranks[place] for place in kept))
