"""Editions: which claims a list held on which of its days.

Each edition is stored as its difference to a base, so importing another day's file writes only what changed,
in any order of days. From those differences this module works out, for every claim, the runs of editions
that held it, and from a run the time for which the list vouches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from muster.claims import Claim
from muster.dates import OPEN, UNKNOWN, Interval, within


@dataclass(frozen=True, slots=True)
class Edition:
    """The content of one list (or one part of it) on one day, as the register knows it."""

    id: int
    stream: str
    dataset: str
    part: str
    kind: str
    title: str
    publisher: str
    published: str
    first_day: date
    last_day: date
    sha256: str
    content: str
    base: int | None
    added: int
    removed: int
    total: int
    files: tuple[str, ...]
    notes: tuple[str, ...]
    imported: str

    @property
    def publishes(self) -> bool:
        """True for a publisher's list, whose silence about a former entry has a meaning."""
        return self.kind == "list"


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A stretch of successive editions that all held a claim; `before` and `after` are their neighbours.

    `again` is true if an earlier stretch held it too, so that it was withdrawn in between. A timeline makes each
    run once and lends it to thousands of claims, so that a run is equal to itself alone and found by that at once.
    """

    first: Edition
    last: Edition
    before: Edition | None
    after: Edition | None
    again: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A claim as the register holds it: with the time its list vouches for, and whether it was withdrawn.

    `withdrawn` is the day of the edition that no longer carried it; its last one, if the edition's date is imprecise.
    """

    claim: Claim
    time: Interval
    dataset: str
    withdrawn: date | None = None

    def current(self, day: date) -> bool:
        """False once the publisher had withdrawn the claim."""
        return self.withdrawn is None or day < self.withdrawn


class Timeline:
    """The editions of one stream that are known, and the runs in which a claim was held."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        self._by_id = {edition.id: edition for edition in editions}
        self.ids = self._by_id.keys()
        self.kind = editions[0].kind
        if self.kind == "list":
            by_day = {e.last_day: e for e in sorted(editions, key=lambda e: e.id)}
            self.order = [by_day[day] for day in sorted(by_day)]
        else:
            self.order = [max(editions, key=lambda e: e.id)]  # a working file: only its newest state counts
        self.runs = cache(self._runs)

    @property
    def newest(self) -> Edition:
        return self.order[-1]

    def _holds(self, edition: Edition, signs: Mapping[int, int]) -> bool:
        at: int | None = edition.id
        while at is not None:
            if at in signs:
                return signs[at] > 0
            at = self._by_id[at].base
        return False

    def _runs(self, changes: tuple[tuple[int, int], ...]) -> tuple[Run, ...]:
        signs = dict(changes)
        found: list[Run] = []
        begin: int | None = None
        holds = [self._holds(edition, signs) for edition in self.order]
        for index, held in enumerate([*holds, False]):
            if held and begin is None:
                begin = index
            elif not held and begin is not None:
                before = self.order[begin - 1] if begin else None
                after = self.order[index] if index < len(self.order) else None
                found.append(Run(self.order[begin], self.order[index - 1], before, after, bool(found)))
                begin = None
        return tuple(found)


def held(claim: Claim, run: Run) -> Held:
    """The claim with the time that this run of editions vouches for.

    A listing that appears between two editions began after the first and by the second; of a relation or value
    its absence from an older edition says nothing. A listing or relation that a newer edition no longer carries
    ended between the two; one that the newest edition still carries is open. A re-listing that repeats the first
    listing's date began after the edition without it: until then it was off the list.
    """
    if not run.first.publishes:
        return Held(claim, claim.time, run.first.dataset)
    time = _vouched(claim.time, run, claim.predicate == "listed_under", bool(claim.object))
    return Held(claim, time, run.first.dataset, run.after.last_day if run.after else None)


@lru_cache(maxsize=1 << 14)
def _vouched(own: Interval, run: Run, listing: bool, relation: bool) -> Interval:
    """The time of a list's claim: its own, with the days and bounds that the run of editions gives."""
    cited = _cited(own, run)
    if not (listing or relation):
        return Interval(own.start, own.end, *cited)
    start, end = own.start, own.end
    if listing and (start.unknown or run.again):
        after = run.before.first_day + timedelta(days=1) if run.before else None
        start = within(after, max(run.first.last_day, after) if after else run.first.last_day)
    if run.after:
        end = within(run.last.first_day, run.after.last_day - timedelta(days=1))
    elif end.unknown:
        end = OPEN
    if start.earliest and end.latest and end.latest < start.earliest:
        start = UNKNOWN  # re-listed under the first listing's date: keep the editions' word
    return Interval(start, end, *cited)


def _cited(own: Interval, run: Run) -> tuple[date | None, date | None]:
    """The days that a list's claim is cited for: its own, else those on which the editions that held it came out."""
    first, last = run.first.last_day, run.last.first_day
    if own.first_cited or own.last_cited:
        return (
            own.first_cited or min(first, own.last_cited or first),
            own.last_cited or max(last, own.first_cited or last),
        )
    return (first, last) if first <= last else (None, None)  # an imprecise edition proves no single day
