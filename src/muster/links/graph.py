"""The relations of a register as a graph, after identity judgements have been applied.

Parallel claims on one pair of ends are one edge, so that a path names each link once with all its evidence.
Everything is put in a fixed order here, once; every search over the graph is then deterministic.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from muster.claims import Stance
from muster.dates import Interval
from muster.links.table import STANCES, Lists, Table, build, open_table, rule_of, save_table, time_of
from muster.links.walk import FORWARD_ONLY, PART, RISES


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
        self._use(*build(relations))

    @classmethod
    def of_table(cls, table: Table, lists: Lists) -> Graph:
        """The graph of a table that was built or opened before."""
        graph = cls.__new__(cls)
        graph._use(table, lists)
        return graph

    @classmethod
    def open(cls, path: Path | str) -> Graph:
        """A saved graph, mapped into memory. Raises BadInput for a damaged file or one of another version."""
        return cls.of_table(*open_table(Path(path)))

    def save(self, path: Path | str) -> None:
        """Write the graph to a file, whole or not at all."""
        save_table(Path(path), self.table, self.lists)

    def _use(self, table: Table, lists: Lists) -> None:
        self.table, self.lists = table, lists
        self.cache: dict[Any, Any] = {}  # of `view_of`: what the graph looks like on a day
        self._relations: dict[int, tuple[Relation, ...]] = {}

    def __len__(self) -> int:
        return len(self.table.source)

    def number(self, entity: str) -> int:
        """The entity's number; -1 if no relation touches it."""
        entities = self.lists.entities
        place = bisect_left(entities, entity)
        return place if place < len(entities) and entities[place] == entity else -1

    def __contains__(self, entity: str) -> bool:
        return self.number(entity) >= 0

    def entities(self) -> tuple[str, ...]:
        """All entities that any relation touches, sorted."""
        return tuple(self.lists.entities)

    def of(self, entity: str) -> tuple[Relation, ...]:
        """All relations that touch the entity, ordered by predicate, ends and claim. Empty if unknown."""
        number = self.number(entity)
        if number < 0:
            return ()
        ways = self.table.way[self.table.ways_at[number] : self.table.ways_at[number + 1]].tolist()
        found = [one for way in ways for one in self.relations(way >> 1)]
        for edge in self._loops.get(number, ()):
            found.extend(self.relations(edge))
        return tuple(sorted(found, key=_order))

    def denied(self, entity: str) -> tuple[Relation, ...]:
        """The relations of those edges of the entity that some claim denies."""
        number = self.number(entity)
        if number < 0:
            return ()
        ways = self.table.way[self.table.ways_at[number] : self.table.ways_at[number + 1]]
        edges = ways[self.table.denied[ways >> 1] != 0] >> 1
        return tuple(sorted((one for edge in edges.tolist() for one in self.relations(edge)), key=_order))

    @cached_property
    def _loops(self) -> dict[int, list[int]]:
        """Edges from an entity to itself, which a merge can leave; they lead nowhere but are told."""
        found: dict[int, list[int]] = {}
        for edge in (self.table.first == self.table.second).nonzero()[0].tolist():
            found.setdefault(int(self.table.first[edge]), []).append(edge)
        return found

    def ways(self, entity: str) -> tuple[Way, ...]:
        """The edges that leave the entity, ordered by the far end, then by predicate."""
        number = self.number(entity)
        if number < 0:
            return ()
        table, entities = self.table, self.lists.entities
        span = slice(int(table.ways_at[number]), int(table.ways_at[number + 1]))
        pairs = zip(table.way_to[span].tolist(), table.way[span].tolist(), strict=True)
        return tuple(Way(entities[to], way >> 1, bool(way & 1)) for to, way in pairs)

    def relations(self, edge: int) -> tuple[Relation, ...]:
        """The claims of one edge, in order of claim."""
        found = self._relations.get(edge)
        if found is None:
            table = self.table
            rows = range(int(table.at[edge]), int(table.at[edge + 1]))
            found = tuple(sorted({self._relation(edge, row) for row in rows}, key=_order))
            self._relations[edge] = found
        return found

    def _relation(self, edge: int, row: int) -> Relation:
        table, lists = self.table, self.lists
        ends = lists.entities[table.first[edge]], lists.entities[table.second[edge]]
        first, second = reversed(ends) if table.turned[row] else ends
        return Relation(
            predicate=lists.predicates[table.predicate[edge]],
            first=first,
            second=second,
            time=time_of(table, lists, row),
            stance=STANCES[table.stance[row]],
            speaker=lists.speakers[table.speaker[row]],
            claim=lists.claims[table.source[row]],
            qualifiers=lists.details[table.detail[row]],
        )

    @cached_property
    def rules(self) -> Any:
        """For each predicate the bits that a walk goes by."""
        import numpy as np

        bits = []
        for name in self.lists.predicates:
            rule = rule_of(name)
            rises = RISES | (PART if rule.rises == "part" else 0) if rule.rises else 0
            bits.append((FORWARD_ONLY if rule.carries == "forward" else 0) | rises)
        return np.array(bits, np.uint8)


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
