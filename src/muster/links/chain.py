"""The chain of command on a day: who stands above a unit, who below it, and who leads it.

A chart must show every link that may hold and say where it stops; a branch that is left out in silence is
the fault that this package exists to avoid. So each node says why it has no children: a cycle, the depth
limit, or that its branch is already drawn elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from muster.claims import Stance
from muster.dates import Certainty
from muster.errors import UsageError
from muster.links.asked import ASSERTED, Qualifiers, asked
from muster.links.graph import Graph
from muster.links.runs import ALWAYS, Course, together
from muster.links.steps import Step, View, view_of

CHAIN = frozenset({"subordinate_to", "faction_of", "member_of"})  # first end below, second end above


@dataclass(frozen=True, slots=True)
class ChainNode:
    """An entity in a chain, and the link that puts it there: `relation` joins it to the node it hangs from.

    `certainty` is the link's on the day, `along` the weakest from the unit asked about to here. `stopped`
    says why nothing hangs below: `cycle` (the entity is already on the way here), `repeated` (its branch is
    drawn at another node, nearer the unit), `depth` (there is more beyond the limit), or empty.
    `together` says for every day how certain it is that all links from the unit to here hold on it.
    """

    entity: str
    relation: str
    certainty: Certainty
    along: Certainty
    when: str
    claims: tuple[str, ...]
    against: tuple[str, ...]
    stances: tuple[Stance, ...]
    other_times: tuple[str, ...] = ()
    stopped: str = ""
    children: tuple[ChainNode, ...] = ()
    together: Course = ALWAYS

    @property
    def apart(self) -> bool:
        """True if every link from the unit to here is attested on some day, but no day is attested for all of them."""
        return self.together.best() is not Certainty.ATTESTED


def superiors(
    graph: Graph,
    unit: str,
    day: date,
    *,
    predicates: Collection[str] = CHAIN,
    qualifiers: Qualifiers | None = None,
    stances: Collection[Stance] = ASSERTED,
    look_back_days: int | None = None,
    max_depth: int = 12,
) -> tuple[ChainNode, ...]:
    """What stands above the unit on `day`: its direct superiors, each with its own as children.

    Links count as in `find_paths`. Siblings are ordered by certainty, then id. Raises UsageError as `asked`.
    """
    links = _chain(predicates)
    terms = asked(day, stances=stances, predicates=links, qualifiers=qualifiers, look_back_days=look_back_days)
    return _tree(view_of(graph, terms), unit, max_depth, upward=True)


def subordinates(
    graph: Graph,
    unit: str,
    day: date,
    *,
    predicates: Collection[str] = CHAIN,
    qualifiers: Qualifiers | None = None,
    stances: Collection[Stance] = ASSERTED,
    look_back_days: int | None = None,
    max_depth: int = 12,
) -> tuple[ChainNode, ...]:
    """What stands below the unit on `day`; the mirror of `superiors`."""
    links = _chain(predicates)
    terms = asked(day, stances=stances, predicates=links, qualifiers=qualifiers, look_back_days=look_back_days)
    return _tree(view_of(graph, terms), unit, max_depth, upward=False)


def _chain(predicates: Collection[str]) -> frozenset[str]:
    strange = sorted(set(predicates) - CHAIN)
    if strange:
        raise UsageError(f"{', '.join(strange)} is no link of a chain", hint=f"choose from {', '.join(sorted(CHAIN))}")
    return frozenset(predicates)


@dataclass(slots=True)
class _Drawn:
    """A node while the tree grows: where it hangs, and what hangs from it."""

    entity: str
    step: Step | None
    parent: int
    depth: int
    along: Certainty
    together: Course = ALWAYS
    stopped: str = ""


def _tree(view: View, unit: str, max_depth: int, *, upward: bool) -> tuple[ChainNode, ...]:
    if max_depth < 1:
        raise UsageError("max_depth must be at least 1")
    drawn = [_Drawn(unit, None, -1, 0, Certainty.ATTESTED)]
    expanded: set[str] = set()
    number = 0
    while number < len(drawn):  # breadth first, so that a branch is drawn where it is nearest the unit
        node = drawn[number]
        steps = _next(view, node.entity, upward)
        if steps:
            node.stopped = _stop(drawn, node, expanded, max_depth)
        if steps and not node.stopped:
            expanded.add(node.entity)
            for edge, step in steps:
                along = max(node.along, step.certainty, key=lambda certainty: certainty.rank)
                shared = together((node.together, view.course(edge)))
                drawn.append(_Drawn(step.to, step, number, node.depth + 1, along, shared))
        number += 1
    return _hang(drawn)


def _next(view: View, entity: str, upward: bool) -> list[tuple[int, Step]]:
    ways = (way for way in view.graph.ways(entity) if way.forward == upward)
    steps = [(way.edge, view.step(way.edge, entity, way.to)) for way in ways if view.weighed(way.edge)]
    return sorted(steps, key=lambda item: (item[1].certainty.rank, item[1].to, item[1].relation))


def _stop(drawn: list[_Drawn], node: _Drawn, expanded: set[str], max_depth: int) -> str:
    above = node.parent
    while above >= 0:
        if drawn[above].entity == node.entity:
            return "cycle"
        above = drawn[above].parent
    if node.entity in expanded:
        return "repeated"
    return "depth" if node.depth >= max_depth else ""


def _hang(drawn: list[_Drawn]) -> tuple[ChainNode, ...]:
    children: list[list[ChainNode]] = [[] for _ in drawn]
    for number in range(len(drawn) - 1, 0, -1):
        node = drawn[number]
        if node.step is not None:
            children[node.parent].append(_node(node, node.step, children[number]))
    return tuple(reversed(children[0]))


def _node(node: _Drawn, step: Step, children: list[ChainNode]) -> ChainNode:
    return ChainNode(
        entity=node.entity,
        relation=step.relation,
        certainty=step.certainty,
        along=node.along,
        when=step.when,
        claims=step.claims,
        against=step.against,
        stances=step.stances,
        other_times=step.other_times,
        stopped=node.stopped,
        children=tuple(reversed(children)),
        together=node.together,
    )
