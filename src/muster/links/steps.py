"""One link of a path or chain on a day: the claims that carry it, those that deny it, and how certain it is.

Many claims may speak of one link. They are weighed together, once, in one way, for paths, chains and leaders.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from muster.claims import Stance
from muster.dates import Certainty, Interval
from muster.links.asked import Asked
from muster.links.graph import Graph, Relation
from muster.links.ranks import edge_ranks
from muster.links.runs import Course, course_of, either
from muster.links.walk import Goals, Land

if TYPE_CHECKING:
    from numpy.typing import NDArray

_VIEWS_KEPT = 16


@dataclass(frozen=True, slots=True)
class Step:
    """One link as walked `from_` one entity `to` the next.

    `claims` carry the link on the day, the most certain first, with their `stances`; `against` are claims
    that deny it; `other_times` are claims of the same link that do not reach the day (one may say it ended).
    `when` is the time of the most certain claim, for a person. `forward`: `from_` is the first end.
    """

    from_: str
    to: str
    relation: str
    forward: bool
    when: str
    certainty: Certainty
    claims: tuple[str, ...]
    against: tuple[str, ...]
    stances: tuple[Stance, ...]
    other_times: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """The claims on one link, weighed on a day: those that count (the most certain first), and the others."""

    counted: tuple[Relation, ...]
    certainty: Certainty
    against: tuple[str, ...]
    other_times: tuple[str, ...]

    @property
    def best(self) -> Relation:
        return self.counted[0]

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(relation.claim for relation in self.counted))

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The stance of each of `claims`, in the same order."""
        by_claim = {relation.claim: relation.stance for relation in reversed(self.counted)}
        return tuple(by_claim[claim] for claim in self.claims)

    @property
    def times(self) -> tuple[Interval, ...]:
        return tuple(relation.time for relation in self.counted)


def weigh(relations: Iterable[Relation], terms: Asked) -> Weighed | None:
    """Weigh the claims on one link; None if none counts, so that denials alone never make a link."""
    counted: list[tuple[tuple[Any, ...], Certainty, Relation]] = []
    against: list[str] = []
    elsewhen: list[str] = []
    for relation in relations:
        if not terms.allows(relation):
            continue
        if denies(relation, terms):
            against.append(relation.claim)
        elif relation.stance in terms.stances:
            certainty = terms.counts(relation.time)
            if certainty is None:
                elsewhen.append(relation.claim)
            else:
                counted.append((_preference(relation, certainty), certainty, relation))
    if not counted:
        return None
    counted.sort(key=lambda item: item[0])
    return Weighed(
        tuple(relation for _, _, relation in counted),
        counted[0][1],
        tuple(sorted(set(against))),
        tuple(sorted(set(elsewhen))),
    )


def denies(relation: Relation, terms: Asked) -> bool:
    """True if the claim denies its relation for a time that the question is about."""
    return relation.stance is Stance.DENIED and terms.speaks_of(relation.time)


def _preference(relation: Relation, certainty: Certainty) -> tuple[int, int, str]:
    last = relation.time.last_cited or date.min
    return certainty.rank, -last.toordinal(), relation.claim


class View:
    """The graph as it looks under one question's terms. Each edge is weighed when first met, and kept."""

    def __init__(self, graph: Graph, terms: Asked) -> None:
        self.graph = graph
        self.terms = terms
        self.goals: dict[Any, Goals] = {}
        self._weighed: dict[int, Weighed | None] = {}
        self._courses: dict[int, Course] = {}
        self._steps: dict[tuple[int, str], Step] = {}

    @cached_property
    def land(self) -> Land:
        """The graph's arrays with the rank of every edge's certainty, to be walked."""
        table = self.graph.table
        ranks = edge_ranks(table, self.graph.lists, self.terms)
        return Land(table.ways_at, table.way_to, table.way, table.predicate, ranks, self.graph.rules)

    @cached_property
    def layers(self) -> NDArray[Any]:
        """The ranks of certainty that links have, in order."""
        import numpy as np

        rank = self.land.rank
        return np.array([one for one in sorted(word.rank for word in Certainty) if (rank == one).any()], np.int64)

    def weighed(self, edge: int) -> Weighed | None:
        """The claims of an edge, weighed; None if the edge does not count."""
        if edge not in self._weighed:
            self._weighed[edge] = weigh(self.graph.relations(edge), self.terms)
        return self._weighed[edge]

    def course(self, edge: int) -> Course:
        """The certainty of the edge on every day, whatever the day asked about: by the claims of the stances and kinds
        asked for."""
        found = self._courses.get(edge)
        if found is None:
            terms = self.terms
            relations = (one for one in self.graph.relations(edge) if one.stance in terms.stances and terms.allows(one))
            found = self._courses[edge] = either(course_of(one.time) for one in relations)
        return found

    def step(self, edge: int, from_: str, to: str) -> Step:
        """The edge as a step. The edge must count."""
        step = self._steps.get((edge, from_))
        if step is None:
            step = self._steps[edge, from_] = self._step(edge, from_, to)
        return step

    def _step(self, edge: int, from_: str, to: str) -> Step:
        weighed = self.weighed(edge)
        if weighed is None:
            raise ValueError(f"edge {edge} does not count under these terms")
        return Step(
            from_=from_,
            to=to,
            relation=weighed.best.predicate,
            forward=weighed.best.first == from_,
            when=weighed.best.time.spoken(),
            certainty=weighed.certainty,
            claims=weighed.claims,
            against=weighed.against,
            stances=weighed.stances,
            other_times=weighed.other_times,
        )


def view_of(graph: Graph, terms: Asked) -> View:
    """The graph under these terms. The latest few views are kept, as rosters ask the same question often."""
    view: View | None = graph.cache.get(terms)
    if view is None:
        if len(graph.cache) >= _VIEWS_KEPT:
            graph.cache.clear()
        view = graph.cache[terms] = View(graph, terms)
    return view
