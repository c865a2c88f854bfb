"""Time-aware paths from an entity to those asked about: the evidence of association.

Paths come shortest first, then by their weakest certainty, then by the ids on the way: layer by layer, each
layer in order, so a search that stops early has found exactly the first paths. A label of hops to the nearest
target, read against the direction of travel, prunes the walk; it never overstates, so it never loses a path.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from muster.claims import Stance
from muster.dates import Certainty, Interval
from muster.errors import UsageError
from muster.jit import want_machine_code
from muster.links.asked import ASSERTED, Asked, Qualifiers, asked
from muster.links.graph import Graph, Relation, Way
from muster.links.steps import Step, View, denies, view_of
from muster.links.walk import CLOSED, FAR, MAX_HOPS, MORE, TARGET, Goals, spread, walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GOALS_KEPT = 16
_FIRST_ROOM = 256  # paths; more are made room for when there are more
_LARGE = 20_000  # entities from which on the walk is compiled
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
    if max_hops > MAX_HOPS:
        raise UsageError(f"a path of more than {MAX_HOPS} links is not looked for")
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
    found, visited, truncated = trails(view, starts, goals, frozenset(not_through), siblings, max_hops, limit, budget)
    return Search(
        paths=tuple(_path(view, trail, denied) for trail in found),
        truncated=truncated,
        visited=visited,
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
        for relation in graph.denied(entity)
        if relation.other(entity) in targets and terms.allows(relation) and denies(relation, terms)
    }
    return tuple(found)


class Trail(NamedTuple):
    """A path found, before its links are weighed: its first entity, and the ways taken."""

    start: str
    ways: tuple[Way, ...]


def trails(
    view: View,
    starts: frozenset[str],
    targets: frozenset[str],
    not_through: frozenset[str],
    siblings: bool,
    max_hops: int,
    limit: int,
    budget: int,
) -> tuple[list[Trail], int, bool]:
    """The first trails in order, the number of edges looked at, and whether there are or may be more."""
    import numpy as np

    graph, land = view.graph, view.land
    here = _numbers(graph, starts)
    goals = _goals(view, targets, not_through, max_hops)
    if not len(here) or not len(goals.layers):
        return [], 0, False
    room = _FIRST_ROOM
    while True:
        most = min(limit, room)
        trail = np.zeros((most + 4, max_hops + 1), np.int64)
        length, begin, tally = np.zeros(most, np.int64), np.zeros(most, np.int64), np.zeros(2, np.int64)
        count = walk(land, goals, here, max_hops, most, budget, siblings, trail, length, begin, tally)
        if tally[1] != MORE or most == limit:
            break
        room *= 32
    entities = graph.lists.entities
    found = []
    for row in range(count):
        numbers = trail[row, : length[row]]
        ways = zip(land.way_to[numbers].tolist(), land.way[numbers].tolist(), strict=True)
        taken = tuple(Way(entities[to], way >> 1, bool(way & 1)) for to, way in ways)
        found.append(Trail(entities[begin[row]], taken))
    return found, int(tally[0]), bool(tally[1])


def _goals(view: View, targets: frozenset[str], not_through: frozenset[str], max_hops: int) -> Goals:
    """What is sought under the view's terms, with its labels; kept, as many are asked about the same parties."""
    key = (targets, not_through, max_hops)
    goals = view.goals.get(key)
    if goals is None:
        if len(view.goals) >= _GOALS_KEPT:
            view.goals.clear()
        goals = view.goals[key] = _labelled(view, targets, not_through, max_hops)
    return goals


def _labelled(view: View, targets: frozenset[str], not_through: frozenset[str], max_hops: int) -> Goals:
    import numpy as np

    graph, land = view.graph, view.land
    size = len(graph.lists.entities)
    mark = np.zeros(size, np.uint8)
    numbers = [_numbers(graph, entities) for entities in (targets, not_through)]
    for bit, places in zip((TARGET, CLOSED), numbers, strict=True):
        mark[places] |= bit
    layers = view.layers if len(numbers[0]) else view.layers[:0]
    label = np.full(size, FAR, np.uint8)
    if size > _LARGE:
        want_machine_code(__package__)
    if len(layers):
        spread(land, mark, numbers[0], max_hops, label, np.empty(size, np.int32))
    return Goals(mark, layers, label)


def _numbers(graph: Graph, entities: frozenset[str]) -> NDArray[Any]:
    import numpy as np

    return np.array(sorted(number for number in map(graph.number, entities) if number >= 0), np.int64)


def _path(view: View, trail: Trail, denied: tuple[Relation, ...]) -> Path:
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
