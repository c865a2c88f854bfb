"""The relations of a register as a graph, after identity judgements have been applied.

Parallel claims on one pair of ends are one edge, so that a path names each link once with all its evidence.
Everything is put in a fixed order here, once; every search over the graph is then deterministic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from muster.claims import Predicate, Stance, predicate
from muster.dates import Interval
from muster.errors import BadClaim


@dataclass(frozen=True, slots=True)
class Relation:
    """One claimed relation between two entities; `first` and `second` are the vocabulary's ends in order.

    `claim` is the claim's id; `qualifiers` are in their stored form (sorted, none empty).
    """

    predicate: str
    first: str
    second: str
    time: Interval
    stance: Stance
    speaker: str
    claim: str
    qualifiers: tuple[tuple[str, str], ...] = ()

    def qualifier(self, key: str) -> str:
        """The value of one qualifier, empty if the claim does not state it."""
        return next((value for name, value in self.qualifiers if name == key), "")

    def other(self, entity: str) -> str:
        """The end that is not `entity`."""
        return self.second if entity == self.first else self.first


@dataclass(frozen=True, slots=True)
class Edge:
    """All relations of one predicate between the same two ends. `carries` and `rises` are the vocabulary's words."""

    predicate: str
    first: str
    second: str
    carries: str
    rises: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One edge as seen from one of its ends. `forward`: seen from the edge's first end."""

    to: str
    edge: int
    forward: bool


class Graph:
    """Relations indexed by entity. Equal relations count once; the order in which they come is of no effect.

    Raises BadClaim for a predicate that the vocabulary does not have, or that takes a value, not two ends.
    """

    def __init__(self, relations: Iterable[Relation]) -> None:
        ordered = sorted(set(relations), key=_order)
        touching: dict[str, list[Relation]] = {}
        grouped: dict[tuple[str, str, str], list[Relation]] = {}
        for relation in ordered:
            for entity in dict.fromkeys((relation.first, relation.second)):
                touching.setdefault(entity, []).append(relation)
            if relation.first != relation.second:  # a merge can leave both ends on one entity
                grouped.setdefault(_key(relation), []).append(relation)
        rules = {name: _rule(name) for name in {relation.predicate for relation in ordered}}
        self.edges = tuple(
            Edge(*key, rules[key[0]].carries, rules[key[0]].rises, tuple(grouped[key])) for key in sorted(grouped)
        )
        self._of = {entity: tuple(touching[entity]) for entity in sorted(touching)}
        self._ways = _ways(self.edges)
        self.cache: dict[Any, Any] = {}  # of `view_of`: what the graph looks like on a day

    def of(self, entity: str) -> tuple[Relation, ...]:
        """All relations that touch the entity, ordered by predicate, ends and claim. Empty if unknown."""
        return self._of.get(entity, ())

    def entities(self) -> tuple[str, ...]:
        """All entities that any relation touches, sorted."""
        return tuple(self._of)

    def ways(self, entity: str) -> tuple[Way, ...]:
        """The edges that leave the entity, ordered by the far end, then by predicate."""
        return self._ways.get(entity, ())

    def __contains__(self, entity: object) -> bool:
        return entity in self._of


def _order(relation: Relation) -> tuple[object, ...]:
    time = relation.time
    return (
        relation.predicate,
        relation.first,
        relation.second,
        relation.claim,
        relation.stance.value,
        relation.speaker,
        relation.qualifiers,
        (time.start.text, time.end.text, str(time.first_cited), str(time.last_cited)),
    )


def _key(relation: Relation) -> tuple[str, str, str]:
    first, second = relation.first, relation.second
    if second < first and predicate(relation.predicate).symmetric:
        # Both orders are one edge, so that "B denies any affiliation with A" stands against "A with B".
        first, second = second, first
    return relation.predicate, first, second


def _rule(name: str) -> Predicate:
    rule = predicate(name)
    if not rule.relation:
        raise BadClaim(f"{name} is not a relation", hint="only predicates with two ends make a graph")
    return rule


def _ways(edges: tuple[Edge, ...]) -> dict[str, tuple[Way, ...]]:
    found: dict[str, list[Way]] = {}
    for number, edge in enumerate(edges):
        found.setdefault(edge.first, []).append(Way(edge.second, number, True))
        found.setdefault(edge.second, []).append(Way(edge.first, number, False))
    return {entity: tuple(sorted(ways, key=lambda way: (way.to, way.edge))) for entity, ways in found.items()}
