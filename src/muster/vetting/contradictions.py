"""Claims that cannot both hold, or that people take for one another, side by side with who says them and when.

Nothing is settled here. A contradiction may lie in one claim denied by another, in two values, in a part that is said
to be outside what its whole belongs to, in one party taken for two that are not one, in a demand beside a statement,
in a bill of which two say how far it has come, or in one saying what another only alleges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.claims import Stance, vocabulary
from muster.dates import Certainty
from muster.links import Relation
from muster.register import Evidence, Held, view
from muster.snapshot import Snapshot

_BELONGS = ("member_of", "subordinate_to", "faction_of")
_TELLING = ("affiliated_with", "faction_of", "member_of", "subordinate_to")
_BESIDE = 6  # relations shown of each party that one may be


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims on an entity that cannot all be so. `kind` is one of `denied`, `values`, `part_and_whole`, `one_or_other`,
    `demanded`, `pending`, `stance`."""

    entity: str
    caption: str
    kind: str
    about: str
    claims: tuple[Evidence, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "entity": self.entity,
            "caption": self.caption,
            "kind": self.kind,
            "about": self.about,
            "claims": [one.as_dict() for one in self.claims],
        }


def contradictions(snapshot: Snapshot, day: date, entity: str | None = None) -> list[Contradiction]:
    """The contradictions on one entity as of a day, or on all entities that have any, in the order of ids."""
    entities = [snapshot.canonical(entity)] if entity else sorted(_worth_a_look(snapshot))
    unique: dict[frozenset[str], Contradiction] = {}  # one that concerns both its ends is told once
    for one in entities:
        for found in _of(snapshot, one, day):
            unique.setdefault(frozenset(claim.claim for claim in found.claims), found)
    return list(unique.values())


def _of(snapshot: Snapshot, entity: str, day: date) -> Iterator[Contradiction]:
    caption = snapshot.caption(entity)
    touching = snapshot.touching(entity)
    seen = view(
        entity,
        snapshot.members(entity),
        touching,
        day,
        captions=snapshot.captions,
        canonical=snapshot.canonical,
        sources=snapshot.sources,
    )
    told: set[frozenset[str]] = set()
    for one in seen.disagreements:
        stances = {claim.stance for claim in one.claims}
        kind = "denied" if Stance.DENIED.value in stances else "values"
        extra = _demands(snapshot, one.claims, entity, day)
        told.add(frozenset(claim.claim for claim in one.claims))
        yield Contradiction(entity, caption, kind, one.about, (*one.claims, *extra))
    for rule in _RULES:
        for kind, about, claims in rule(snapshot, entity, day):
            evidence = tuple({one.claim: one for one in (snapshot.evidence(id_, day) for id_ in claims)}.values())
            if frozenset(one.claim for one in evidence) not in told:
                told.add(frozenset(one.claim for one in evidence))
                yield Contradiction(entity, caption, kind, about, evidence)


Found = Iterator[tuple[str, str, list[str]]]


def _demands(snapshot: Snapshot, claims: Iterable[Evidence], entity: str, day: date) -> Iterator[Evidence]:
    """Demands that all answer to one of those that the compared claims name: they say what ought to be."""
    shown = [snapshot.claim(one.claim).claim for one in claims]
    for name in sorted({one.predicate for one in shown if one.object and vocabulary()[one.predicate].compare}):
        ends = {snapshot.canonical(one.object) for one in shown if one.predicate == name}
        for end in sorted(ends):
            for relation in snapshot.graph.of(end):
                demanded = relation.stance is Stance.NORMATIVE and relation.predicate == name
                if demanded and relation.second == end and relation.first != entity:
                    yield snapshot.evidence(relation.claim, day)


def _part_and_whole(snapshot: Snapshot, entity: str, day: date) -> Found:
    """A part said to be outside what its whole is said to belong to."""
    for denial in snapshot.graph.of(entity):
        if denial.stance is not Stance.DENIED or denial.predicate not in _BELONGS:
            continue
        part, above = denial.first, denial.second
        for rise in _rises(snapshot, part, day):
            for higher in _rises(snapshot, rise.second, day):
                if higher.second == above:
                    about = (
                        f"{snapshot.caption(part)} is part of {snapshot.caption(rise.second)}, which is part of "
                        f"{snapshot.caption(above)}; and is said not to be"
                    )
                    yield "part_and_whole", about, [rise.claim, higher.claim, denial.claim]


def _rises(snapshot: Snapshot, entity: str, day: date) -> list[Relation]:
    return [
        one
        for one in snapshot.graph.of(entity)
        if one.first == entity
        and one.predicate in _BELONGS
        and one.stance.factual
        and one.time.on(day) is not Certainty.NO
    ]


def _one_or_other(snapshot: Snapshot, entity: str, day: date) -> Found:
    """A party that may be either of two that were judged different; what is said of each stands beside it."""
    maybe = [one for one in snapshot.graph.of(entity) if one.predicate == "possibly_same_as"]
    others = {one.other(entity): one for one in maybe if one.stance.factual}
    names = sorted(others)
    for place, left in enumerate(names):
        for right in names[place + 1 :]:
            if snapshot.judged_different(left, right):
                about = f"{snapshot.caption(entity)} may be {snapshot.caption(left)} or {snapshot.caption(right)}"
                beside = [one.claim for party in (entity, left, right) for one in _told_of(snapshot, party)]
                yield "one_or_other", f"{about}, which are not one", [others[left].claim, others[right].claim, *beside]


def _told_of(snapshot: Snapshot, entity: str) -> list[Relation]:
    found = [one for one in snapshot.graph.of(entity) if one.predicate in _TELLING and one.stance.factual]
    return sorted(found, key=lambda one: one.speaker == "")[:_BESIDE]


def _pending(snapshot: Snapshot, entity: str, day: date) -> Found:
    """Listings that are not in force, of which different bodies are named, and what these state: how far a bill has
    come."""
    bills = [one for one in snapshot.said(entity, "listed_under") if one.claim.stance is Stance.PENDING]
    bills = [one for one in bills if one.time.began_by(day)]
    if len({(one.claim.qualifier("authority"), one.claim.value) for one in bills}) > 1:
        speakers = {snapshot.canonical(one.claim.speaker) for one in bills if one.claim.speaker}
        stated = [
            one
            for speaker in sorted(speakers)
            for one in snapshot.said(speaker, "statement")
            if snapshot.canonical(one.claim.speaker) == speaker and one.time.began_by(day)
        ]
        claims = [one.claim.id for one in (*bills, *stated)]
        yield "pending", "how far a listing has come that is not in force", claims


def _stances(snapshot: Snapshot, entity: str, day: date) -> Found:
    """One thing that some assert and others only allege or estimate."""
    groups: dict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for one in snapshot.graph.of(entity):
        if one.stance.factual and one.time.began_by(day):
            groups[one.predicate, one.first, one.second].append(one)
    for (name, first, second), said in groups.items():
        by_stance: dict[Stance, set[str]] = defaultdict(set)
        for one in said:
            by_stance[one.stance].add(one.speaker)
        if len(by_stance) > 1 and len(set.union(*by_stance.values())) > 1:
            ends = dict(zip(vocabulary()[name].ends, (snapshot.caption(first), snapshot.caption(second)), strict=True))
            about = f"{vocabulary()[name].says.format(**ends)}: asserted by some, alleged by others"
            yield "stance", about, [one.claim for one in said]


_RULES: tuple[Callable[[Snapshot, str, date], Found], ...] = (_part_and_whole, _one_or_other, _pending, _stances)


def _worth_a_look(snapshot: Snapshot) -> set[str]:
    """The entities of which claims may contradict each other; the others need no look."""
    found: set[str] = set()
    values: dict[tuple[str, str], set[tuple[str, Stance]]] = defaultdict(set)
    for name, rule in vocabulary().items():
        for held in snapshot.all_said(name):
            claim = held.claim
            if claim.stance is Stance.DENIED or name == "possibly_same_as":
                found.update(_ends(snapshot, held))
            elif rule.relation:
                values[snapshot.canonical(claim.object), name].add((claim.subject, claim.stance))
            if rule.compare or rule.relation or not rule.many or claim.stance is Stance.PENDING:
                values[snapshot.canonical(claim.subject), name].add((claim.object or claim.value, claim.stance))
    found.update(entity for (entity, name), said in values.items() if _may_differ(name, said))
    return found


def _may_differ(name: str, said: set[tuple[str, Stance]]) -> bool:
    """True if there are two values of what has one, or two stances on one thing."""
    rule = vocabulary()[name]
    one_only = rule.compare or not rule.many or name == "listed_under"
    return len(said) > 1 if one_only else len({value for value, _ in said}) < len(said)


def _ends(snapshot: Snapshot, held: Held) -> list[str]:
    return [snapshot.canonical(one) for one in (held.claim.subject, held.claim.object) if one]
