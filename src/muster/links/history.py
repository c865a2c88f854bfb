"""The chain of command through time: who came to stand above or below a unit, who led it, and who left.

A change is a day on which a certainty changes: that a superior is attested from here, or that no source reaches
further, are changes as much as an end is. What is presumed is never told as known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from muster.claims import Stance
from muster.dates import Certainty
from muster.errors import UsageError
from muster.links.asked import ASSERTED, asked
from muster.links.chain import CHAIN
from muster.links.graph import Graph, Relation
from muster.links.leaders import LEADING, POSTINGS, course, posted
from muster.links.runs import ALWAYS, NEVER, Course, either, together
from muster.links.steps import View


@dataclass(frozen=True, slots=True)
class Tie:
    """A link of the chain at any time: `lower` belongs to `upper`. `own` is the link's certainty on every day,
    `along` that it holds together with links between it and the unit. `claims` are those that carry it."""

    lower: str
    upper: str
    relation: str
    side: str  # above or below the unit
    own: Course
    along: Course
    claims: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two links that meet in one entity, each attested on some day, both on none. `best` is the best certainty that any
    day has for both: with `no`, their times exclude each other."""

    lower: Tie
    upper: Tie
    best: Certainty


@dataclass(frozen=True, slots=True)
class Change:
    """On `day` the certainty with which `entity` stands `side` (above, below) the unit, or leads (`leader`) `of`,
    becomes `after`; the day before it was `before`."""

    day: date
    side: str
    entity: str
    of: str
    before: Certainty
    after: Certainty
    claims: tuple[str, ...]

    def spoken(self) -> str:
        """What happened, in words."""
        return _SAID.get((self.before, self.after)) or _AFTER[self.after]


_SAID = {
    (Certainty.NO, Certainty.ATTESTED): "begins",
    (Certainty.NO, Certainty.PRESUMED): "presumed from here: open-ended, attested earlier",
    (Certainty.NO, Certainty.POSSIBLE): "may begin from here",
    (Certainty.ATTESTED, Certainty.POSSIBLE): "may end from here",
    (Certainty.PRESUMED, Certainty.POSSIBLE): "may end from here",
    (Certainty.ATTESTED, Certainty.UNKNOWN): "attested no longer; whether it goes on is unknown",
    (Certainty.PRESUMED, Certainty.UNKNOWN): "presumed no longer; whether it goes on is unknown",
}
_AFTER = {
    Certainty.ATTESTED: "attested from here",
    Certainty.PRESUMED: "presumed from here: open-ended, no later source",
    Certainty.POSSIBLE: "possible from here",
    Certainty.UNKNOWN: "unknown from here: no source reaches these days",
    Certainty.NO: "ends",
}


@dataclass(frozen=True, slots=True)
class History:
    """What a chain was and how it changed. `standing` is what counts on the first day, as changes from nothing."""

    ties: tuple[Tie, ...]
    standing: tuple[Change, ...]
    changes: tuple[Change, ...]
    apart: tuple[Apart, ...]


def history(
    graph: Graph,
    unit: str,
    first: date,
    last: date,
    *,
    depth: int = 1,
    max_depth: int = 12,
    roles: Collection[str] = LEADING,
    stances: Collection[Stance] = ASSERTED,
) -> History:
    """All that stood above the unit, up to `depth` below it, and those who led the unit and its superiors, from
    `first` to `last`, and each change in these days. Raises UsageError if the days are reversed."""
    if last < first:
        raise UsageError(f"{last} is before {first}", hint="give the earlier day first, as 2010..2020")
    view = View(graph, asked(last, stances=stances, predicates=CHAIN))
    above, upper = _reach(view, unit, first, last, max_depth, upward=True)
    below, lower = _reach(view, unit, first, last, depth, upward=False)
    found = [
        (ties, entity, at, side)
        for side, courses, ties in (("above", above, upper), ("below", below, lower))
        for entity, at in courses.items()
        if entity != unit
    ]
    standing: list[Change] = []
    changes: list[Change] = []
    for ties, entity, at, side in found:
        claims = tuple(sorted({claim for tie in ties if entity == _far(tie) for claim in tie.claims}))
        _tell(standing, changes, at, (first, last), side, entity, unit, claims)
    for led, at in ((unit, ALWAYS), *sorted((entity, at) for entity, at in above.items() if entity != unit)):
        for (person, _), relations in posted(graph, led, roles).items():
            counted = [one for one in relations if one.stance in stances]
            held = together((at, course(counted, stances)))
            _tell(standing, changes, held, (first, last), "leader", person, led, tuple(one.claim for one in counted))
    order = {"above": 0, "below": 1, "leader": 2}
    for told in (standing, changes):
        told.sort(key=lambda one: (one.day, order[one.side], one.of, one.entity, one.claims))
    return History((*upper, *lower), tuple(standing), tuple(changes), tuple(_apart((*lower, *upper))))


def _apart(ties: Sequence[Tie]) -> Iterator[Apart]:
    upper: dict[str, list[Tie]] = {}
    for tie in ties:
        if tie.own.best() is Certainty.ATTESTED:
            upper.setdefault(tie.lower, []).append(tie)
    for lower in ties:
        if lower.own.best() is Certainty.ATTESTED:
            for tie in upper.get(lower.upper, ()):
                best = together((lower.own, tie.own)).best()
                if best is not Certainty.ATTESTED:
                    yield Apart(lower, tie, best)


def reversed_times(graph: Graph, entities: Iterable[str]) -> tuple[Relation, ...]:
    """Links of a chain and postings of these entities that end before they start: they count on no day."""
    found: dict[Relation, None] = {}
    for entity in entities:
        for one in graph.of(entity):
            start, end = one.time.start.earliest, one.time.end.latest
            if start and end and end < start and one.predicate in CHAIN | POSTINGS:
                found[one] = None
    return tuple(found)


def _far(tie: Tie) -> str:
    return tie.upper if tie.side == "above" else tie.lower


def _tell(
    standing: list[Change],
    changes: list[Change],
    at: Course,
    days: tuple[date, date],
    side: str,
    entity: str,
    of: str,
    claims: tuple[str, ...],
) -> None:
    before = Certainty.NO
    for place, run in enumerate(at.runs(*days)):
        if place == 0:
            if run.certainty is not Certainty.NO:
                standing.append(Change(days[0], side, entity, of, before, run.certainty, claims))
        elif run.first:
            changes.append(Change(run.first, side, entity, of, before, run.certainty, claims))
        before = run.certainty


def _reach(
    view: View, unit: str, first: date, last: date, depth: int, *, upward: bool
) -> tuple[dict[str, Course], list[Tie]]:
    """For each entity reached, how certain it is on every day that it stands there; and the links on the way.

    Level by level; an entity is gone on from again when another way to it made something more certain.
    """
    courses = {unit: ALWAYS}
    frontier = [unit]
    edges: dict[int, None] = {}
    for _ in range(depth):
        reached: dict[str, Course] = {}
        for entity in frontier:
            for way in view.graph.ways(entity):
                if way.forward != upward or way.to == unit or not _within(view.course(way.edge), first, last):
                    continue
                edges[way.edge] = None
                at = together((courses[entity], view.course(way.edge)))
                if _within(at, first, last):
                    reached[way.to] = either((reached.get(way.to, NEVER), at))
        frontier = []
        for entity, at in sorted(reached.items()):
            better = either((courses.get(entity, NEVER), at))
            if better != courses.get(entity):
                courses[entity] = better
                frontier.append(entity)
        if not frontier:
            break
    return courses, [_tie(view, edge, courses, upward) for edge in edges]


def _within(at: Course, first: date, last: date) -> bool:
    return any(run.certainty is not Certainty.NO for run in at.runs(first, last))


def _tie(view: View, edge: int, courses: dict[str, Course], upward: bool) -> Tie:
    relations = [one for one in view.graph.relations(edge) if view.terms.allows(one)]
    lower, upper = relations[0].first, relations[0].second
    own = view.course(edge)
    return Tie(
        lower=lower,
        upper=upper,
        relation=relations[0].predicate,
        side="above" if upward else "below",
        own=own,
        along=together((courses[lower if upward else upper], own)),
        claims=tuple(one.claim for one in relations if one.stance in view.terms.stances),
        against=tuple(one.claim for one in relations if one.stance is Stance.DENIED),
    )
