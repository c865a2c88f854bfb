"""Time-aware paths from an entity to those asked about: the evidence of association.

Paths come shortest first, then by their weakest certainty, then by the ids on the way: layer by layer, each
layer in order, so a search that stops early has found exactly the first paths. A label of hops to the nearest
target, read against the direction of travel, prunes the walk; it never overstates, so it never loses a path.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from muster.claims import Stance
from muster.dates import Certainty, Interval
from muster.errors import UsageError
from muster.links.asked import ASSERTED, Asked, Qualifiers, asked
from muster.links.graph import Graph, Relation, Way
from muster.links.steps import Step, View, denies, view_of

_LABELS_KEPT = 64
_HOLDING = (Certainty.ATTESTED, Certainty.PRESUMED, Certainty.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of links from a start to a target, with no entity twice.

    `certainty` is the weakest step's. `together`: True if every step holds on the day asked with better than
    unknown certainty; False if the steps' bounds show that they shared no day; None if neither is known.
    `cited_together`: True if the sources attest all steps for one same day; a path that is only presumed to
    hold together has False here, and must be shown so. `contested`: a claim denies one of the steps.
    `denials`: claims that deny a direct relation between the two ends of the path.
    """

    steps: tuple[Step, ...]
    certainty: Certainty
    together: bool | None
    cited_together: bool
    contested: bool
    denials: tuple[str, ...] = ()

    @property
    def start(self) -> str:
        return self.steps[0].from_

    @property
    def end(self) -> str:
        return self.steps[-1].to


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found. `truncated`: there are or may be further paths (the limit or budget was reached);
    with no path found it means *unknown*, never *none*.

    `visited` counts the edges looked at. `denied` are direct denials between a start and a target.
    `starts_listed` are starts that are targets themselves: no path leads from an entity to itself.
    """

    paths: tuple[Path, ...]
    truncated: bool
    visited: int
    denied: tuple[Relation, ...] = ()
    starts_listed: tuple[str, ...] = ()


def find_paths(
    graph: Graph,
    start: Collection[str] | str,
    targets: Collection[str] | str,
    *,
    day: date,
    max_hops: int = 4,
    predicates: Collection[str] | None = None,
    qualifiers: Qualifiers | None = None,
    look_back_days: int | None = None,
    include_past: bool = False,
    stances: Collection[Stance] = ASSERTED,
    not_through: Collection[str] = (),
    siblings: bool = False,
    limit: int = 10,
    budget: int = 200_000,
) -> Search:
    """The first `limit` paths of up to `max_hops` links from any start to any target that count on `day`.

    A path ends at the first target, and at or before any entity of `not_through` (an umbrella, say). It never
    passes through another start, whose own path is shorter. It does not rise from a part to its whole and fall
    to another part, unless `siblings`: two units under one superior are not thereby associated.
    `predicates` None means all that carry association; `qualifiers` narrows them
    ({"supports": {"how": ["arms"]}}; an unstated detail always counts).
    A link of unknown certainty counts if it may have begun by `day` and was last known within
    `look_back_days` before it (None: ever). With `include_past`, links that ended within the look-back
    count too, with certainty `no`. Links are made of `stances` only; denials are shown, never walked;
    normative and pending claims are never links. `budget` bounds the edges looked at.

    Raises UsageError for terms that cannot be meant: see `asked`, and a limit, budget or hops below one.
    """
    if min(max_hops, limit, budget) < 1:
        raise UsageError("max_hops, limit and budget must be at least 1")
    terms = asked(
        day,
        stances=stances,
        predicates=predicates,
        qualifiers=qualifiers,
        look_back_days=look_back_days,
        include_past=include_past,
    )
    starts, goals = _ids(start), _ids(targets)
    view = view_of(graph, terms)
    denied = _denials(graph, starts, goals, terms)
    walk = _Walk(view, starts, goals, frozenset(not_through), siblings, max_hops, budget)
    trails, truncated = walk.first(limit)
    return Search(
        paths=tuple(_path(view, trail, denied) for trail in trails),
        truncated=truncated,
        visited=walk.visited,
        denied=denied,
        starts_listed=tuple(sorted(starts & goals)),
    )


def find_denials(
    graph: Graph,
    start: Collection[str] | str,
    targets: Collection[str] | str,
    day: date,
    *,
    predicates: Collection[str] | None = None,
) -> tuple[Relation, ...]:
    """Denied relations directly between a start and a target, whichever is the first end: evidence against.

    A denial counts unless it speaks only of another time than `day`. Raises UsageError as `asked` does.
    """
    return _denials(graph, _ids(start), _ids(targets), asked(day, predicates=predicates))


def _ids(entities: Collection[str] | str) -> frozenset[str]:
    return frozenset((entities,)) if isinstance(entities, str) else frozenset(entities)


def _denials(graph: Graph, starts: frozenset[str], targets: frozenset[str], terms: Asked) -> tuple[Relation, ...]:
    found = {
        relation: None
        for entity in sorted(starts)
        for relation in graph.of(entity)
        if relation.other(entity) in targets and terms.allows(relation) and denies(relation, terms)
    }
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Trail:
    """A path found: its first entity, and the ways taken."""

    start: str
    ways: tuple[Way, ...]


class _BudgetSpent(Exception):
    """Ends a search from inside; no error of the user's."""


@dataclass(slots=True)
class _Walk:
    """One search: iterative deepening by length, and within a length by the weakest certainty."""

    view: View
    starts: frozenset[str]
    targets: frozenset[str]
    not_through: frozenset[str]
    siblings: bool
    max_hops: int
    budget: int
    visited: int = 0
    _seen: set[str] = field(default_factory=set)
    _ways: list[Way] = field(default_factory=list)
    _label: dict[str, int] = field(default_factory=dict)
    _beyond: int = 0  # hops to a target, at least, from an entity without a label

    def first(self, limit: int) -> tuple[list[_Trail], bool]:
        """The first `limit` trails in order, and whether there are or may be more."""
        found: list[_Trail] = []
        try:
            for trail in self._all():
                if len(found) == limit:
                    return found, True
                found.append(trail)
        except _BudgetSpent:
            return found, True
        return found, False

    def _all(self) -> Iterator[_Trail]:
        here = sorted(entity for entity in self.starts if entity in self.view.graph)
        goals = frozenset(entity for entity in self.targets if entity in self.view.graph)
        if not here or not goals:
            return
        for hops in range(1, self.max_hops + 1):
            for layer in range(len(Certainty)):
                self._use_label(goals, layer)
                for entity in here:
                    self._seen = {entity}
                    self._ways = []
                    yield from self._extend(entity, entity, hops, -1, layer)

    def _extend(self, start: str, here: str, left: int, weakest: int, layer: int) -> Iterator[_Trail]:
        """All trails of exactly `left` more links, whose weakest link in the end has the rank `layer`."""
        for way in self.view.graph.ways(here):
            self.visited += 1
            if self.visited > self.budget:
                raise _BudgetSpent
            if way.to in self._seen or self._falls(way):
                continue
            arrived = way.to in self.targets
            if left > 1 and (arrived or way.to in self.starts or way.to in self.not_through):
                continue
            if (left == 1 and not arrived) or self._label.get(way.to, self._beyond) > left - 1:
                continue
            rank = self.view.rank(way.edge, way.forward)
            if not 0 <= rank <= layer:
                continue
            weak = max(weakest, rank)
            if left == 1:
                if weak == layer:
                    yield _Trail(start, (*self._ways, way))
                continue
            self._seen.add(way.to)
            self._ways.append(way)
            yield from self._extend(start, way.to, left - 1, weak, layer)
            self._ways.pop()
            self._seen.discard(way.to)

    def _falls(self, way: Way) -> bool:
        """True if the walk has just risen to a whole, and this way leads down to another of its parts."""
        if self.siblings or not self._ways or way.forward:
            return False
        last = self._ways[-1]
        edges = self.view.graph.edges
        return last.forward and edges[last.edge].rises != "" and edges[way.edge].rises == "part"

    def _use_label(self, goals: frozenset[str], layer: int) -> None:
        # Half the hops: a wider label costs more to make than the walk it saves.
        radius = self.max_hops // 2
        key = (goals, self.not_through, layer, radius)
        label = self.view.labels.get(key)
        if label is None:
            if len(self.view.labels) >= _LABELS_KEPT:
                self.view.labels.clear()
            label = self.view.labels[key] = _hops(self.view, goals, self.not_through, layer, radius)
        self._label, self._beyond = label, radius + 1


def _hops(view: View, targets: frozenset[str], not_through: frozenset[str], layer: int, radius: int) -> dict[str, int]:
    """Hops from each entity to its nearest target by links no weaker than `layer`, up to `radius` hops."""
    label = dict.fromkeys(targets, 0)
    edge_of_ball = list(targets)
    for hops in range(1, radius + 1):
        reached: list[str] = []
        for entity in edge_of_ball:
            for way in view.graph.ways(entity):
                if way.to not in label and 0 <= view.rank(way.edge, not way.forward) <= layer:
                    label[way.to] = hops
                    reached.append(way.to)
        edge_of_ball = [entity for entity in reached if entity not in not_through]
    return label


def _path(view: View, trail: _Trail, denied: tuple[Relation, ...]) -> Path:
    steps: list[Step] = []
    times: list[tuple[Interval, ...]] = []
    here = trail.start
    for way in trail.ways:
        steps.append(view.step(way.edge, here, way.to))
        weighed = view.weighed(way.edge)
        times.append(weighed.times if weighed else ())
        here = way.to
    weakest = max((step.certainty for step in steps), key=lambda certainty: certainty.rank)
    ends = {trail.start, here}
    return Path(
        steps=tuple(steps),
        certainty=weakest,
        together=_together(weakest, times),
        cited_together=_cited_together(times),
        contested=any(step.against for step in steps),
        denials=tuple(sorted({relation.claim for relation in denied if {relation.first, relation.second} == ends})),
    )


def _together(weakest: Certainty, times: list[tuple[Interval, ...]]) -> bool | None:
    if weakest in _HOLDING:
        return True
    extents = [[(time.start.earliest or date.min, time.end.latest or date.max) for time in step] for step in times]
    return None if _share_a_day(extents) else False


def _cited_together(times: list[tuple[Interval, ...]]) -> bool:
    return _share_a_day([[span for time in step if (span := _attested(time))] for step in times])


def _share_a_day(steps: list[list[tuple[date, date]]]) -> bool:
    """True if there is a day that lies, for each step, in one of its spans (first and last day)."""
    return any(
        all(any(first <= day <= last for first, last in spans) for spans in steps)
        for day in {first for spans in steps for first, _ in spans}
    )


def _attested(time: Interval) -> tuple[date, date] | None:
    """The first and last day on which the fact is attested; None if it is on none."""
    firsts = [day for day in (time.start.latest, time.first_cited) if day]
    lasts = [day for day in (time.end.earliest, time.last_cited) if day]
    if not firsts or not lasts:
        return None
    first = max(min(firsts), time.start.earliest or date.min)
    last = min(max(lasts), time.end.latest or date.max)
    return (first, last) if first <= last else None
