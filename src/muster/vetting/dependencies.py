"""What a decision depends on, noted when it is made, so that later only those that may have changed are put again.

A decision reads the names like those asked about, the entities that it found so, and what lies around them: as far as
its policy looks. That, the policy's text, the program, the day and the time of knowledge is all that it depends on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from muster.claims import canonical, digest
from muster.names import EQUAL, country_code
from muster.policy import Policy
from muster.policy.sets import NAMES_ONLY, unsearched
from muster.register import Register, Standing, Stored
from muster.snapshot import Snapshot
from muster.vetting.decision import Decision
from muster.vetting.request import Request, asked
from muster.vetting.resolve import LIMIT
from muster.vetting.vet import Desk

ANY_DISTANCE = -1
"""The reach of a policy that follows relations as far as they go, or of which that is not known here."""

# How many relations away from a party a finder reads claims, by what it may be told; a step more for who speaks.
_REACH: Mapping[str, tuple[int, frozenset[str]]] = {
    "listed": (0, frozenset({"sets", "who"})),
    "required": (1, frozenset({"fields"})),
    "commitment": (1, frozenset({"about"})),
    "remediation": (2, frozenset({"determined_by", "grounds"})),
    # six levels of wholes, the incident, its weighing, and who speaks of it
    "incident": (9, frozenset({"who", "gross_violation", "kinds", "weighing"})),
    "ownership": (ANY_DISTANCE, frozenset({"sets", "who", "look_back_days"})),
    "path": (
        4,
        frozenset({"sets", "who", "relations", "only", "max_hops", "look_back_days", "include_past", "certainty"}),
    ),
}

Names = tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What one decision depends on. `texts` are the names searched, the unit's first; `near` the entities found.

    `names` and `link` stand for the answers of the search: equal, if the search would find the same again.
    """

    policy: str
    policy_digest: str
    engine: str
    as_of: str
    known_at: str
    outcome: str
    valid_until: str | None
    threshold: float
    country: str
    identifier: str
    texts: tuple[str, ...]
    near: tuple[str, ...]
    names: str
    link: str
    lists: str
    material: str

    def body(self) -> str:
        """The stored form."""
        return canonical([getattr(self, name) for name in self.__slots__])

    @classmethod
    def of_body(cls, values: Sequence[Any]) -> Dependencies:
        """The dependencies whose stored form, read as JSON, is `values`."""
        return cls(*values)


def reach(policy: Policy) -> int:
    """How many relations away from its parties a policy's clauses read claims; ANY_DISTANCE if that is not known."""
    furthest = 0
    for clause in policy.clauses:
        steps, settings = _REACH.get(clause.finder, (ANY_DISTANCE, frozenset()))
        if steps == ANY_DISTANCE or not clause.settings.keys() <= settings:
            return ANY_DISTANCE
        if clause.finder == "path":
            steps = int(clause.settings.get("max_hops", 3)) + 1
        furthest = max(furthest, steps)
    return max(furthest, policy.vets.superiors)


def names_found(snapshot: Snapshot, text: str, threshold: float) -> Names:
    """The entities that a search for a text finds: each with the name found, and whether it is an equal one."""
    if not text.strip():
        return ()
    found = {(hit.entity, hit.name, hit.score >= EQUAL) for hit in snapshot.search(text, threshold, LIMIT)}
    hits = {entity for entity, _, _ in found}
    found.update((one.entity, one.name, True) for one in snapshot.exact(text) if one.entity not in hits)
    return tuple(sorted(found))


def names_digest(found: Iterable[tuple[str, Names]]) -> str:
    """What the searches for several texts found, in short; empty if nothing."""
    some = [[text, names] for text, names in found if names]
    return digest(canonical(some))[:16] if some else ""


def linked(snapshot: Snapshot, request: Request) -> tuple[str, tuple[str, ...]]:
    """How the unit's name is linked to the units, in short, and to which; nothing where an id was given."""
    if not request.unit.strip() or request.identifier in snapshot or request.unit in snapshot:
        return "", ()
    country = country_code(request.country) or request.country.casefold()
    found = snapshot.link(request.unit, country, request.as_of)
    return f"{found.result} {' '.join(found.units)}", found.units


class Notes:
    """Notes what decisions on one snapshot depend on; what several share is worked out once. To be asked for while the
    searches of a decision are at hand."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lists: dict[tuple[str, date], str] = {}
        self._found: tuple[tuple[Any, ...], set[str], str] = ((), set(), "")

    def standing(self, decision: Decision, data: Mapping[str, Any]) -> Standing:
        """The decision's place in the register: what it answers, and what it depends on."""
        return Standing(asked(data["request"]), self.dependencies(decision, data).body())

    def dependencies(self, decision: Decision, data: Mapping[str, Any]) -> Dependencies:
        """What the decision (`data` is its JSON form) depends on."""
        request, subject = decision.request, decision.subject
        texts = tuple(
            dict.fromkeys([request.unit, *request.leaders, request.individual, *(one.text for one in subject.parties)])
        )
        named, names = self._named(texts, request.threshold)
        link, units = linked(self._snapshot, request)
        near = named | {party.entity for party in subject.parties if party.entity}
        near.update(units)
        near.update(one.entity for one in request.adjudications)
        return Dependencies(
            policy=decision.policy.id,
            policy_digest=decision.policy.digest,
            engine=data["digests"]["engine"],
            as_of=request.as_of.isoformat(),
            known_at=request.known_at,
            outcome=data["outcome"],
            valid_until=data["valid_until"],
            threshold=request.threshold,
            country=request.country,
            identifier=request.identifier,
            texts=texts,
            near=tuple(sorted(near)),
            names=names,
            link=link,
            lists=self._searched(decision.policy, request.as_of),
            material=material(data),
        )

    def _named(self, texts: tuple[str, ...], threshold: float) -> tuple[set[str], str]:
        """The entities that the searches find, and what stands for the answers: one request under several policies
        has one."""
        key = (threshold, *texts)
        if self._found[0] != key:
            found = [(text, names_found(self._snapshot, text, threshold)) for text in texts]
            self._found = (key, {entity for _, names in found for entity, _, _ in names}, names_digest(found))
        return self._found[1:]

    def _searched(self, policy: Policy, day: date) -> str:
        key = (policy.digest, day)
        if key not in self._lists:
            self._lists[key] = lists_searched(self._snapshot, policy, day)
        return self._lists[key]


def lists_searched(snapshot: Snapshot, policy: Policy, day: date) -> str:
    """Whether the register holds any publisher's list, and of which lists that the policy looks into it has no edition
    of the day or before: where nothing was searched, a silence means nothing."""
    ever = any(one.publishes and one.part not in NAMES_ONLY for one in snapshot.editions)
    return " ".join([f"{ever:d}", *unsearched(snapshot.editions, policy.sets.values(), day)])


EVIDENCE = ("because", "against", "leads", "weighed")
"""The parts of a clause that hold claims for or against what it asks."""


def said(data: Mapping[str, Any]) -> dict[str, set[str]]:
    """The claims on which a decision's outcome rests or might, by clause: for, against, and leads."""
    return {
        clause["id"]: {one["claim"] for part in EVIDENCE for one in clause.get(part, ()) if one["claim"]}
        for clause in data["clauses"]
        if clause["outcome"] or clause.get("risk")
    }


def questions(data: Mapping[str, Any]) -> set[str]:
    """What a person has still to judge, as the clauses ask it."""
    return {one for clause in data["clauses"] for one in clause["missing"] if one.startswith("a person's judgement")}


def parties(data: Mapping[str, Any]) -> tuple[str | None, list[str]]:
    """The unit and the leaders as resolved."""
    people = [*data["leaders"], *([data["individual"]] if data.get("individual") else [])]
    leaders = sorted({one["entity"] or f"“{one['text']}”" for one in people})
    return data["subject"]["entity"], leaders


def material(data: Mapping[str, Any]) -> str:
    """Digest of what a person must look at again if it differs: the outcome, whom it concerns, each clause's finding,
    the claims that speak for or against where the finding leads to an outcome, and what is still to be judged."""
    clauses = [[one["id"], one["finding"], one["outcome"], one.get("risk")] for one in data["clauses"]]
    claims = {id_: sorted(found) for id_, found in said(data).items()}
    return digest(canonical([data["outcome"], parties(data), clauses, claims, sorted(questions(data))]))[:16]


Made = tuple[Decision, Mapping[str, Any], Standing]
"""A decision, its JSON form, and what it depends on."""


def keep(register: Register, desk: Desk, decisions: Iterable[Decision], actor: str | None = None) -> int:
    """Keep decisions in the register with what they depend on; how many are new."""
    notes = Notes(desk.snapshot)
    made = [(one, one.as_dict()) for one in decisions]
    return keep_all(register, [(one, data, notes.standing(one, data)) for one, data in made], actor)


def decide(desk: Desk, request: Request) -> Made:
    """Decide a request, ready to be kept."""
    decision = desk.decide(request)
    data = decision.as_dict()
    return decision, data, Notes(desk.snapshot).standing(decision, data)


def keep_all(
    register: Register,
    made: Sequence[Made],
    actor: str | None = None,
    *,
    within: tuple[sa.Connection, int] | None = None,
) -> int:
    """Keep decisions that were noted when they were made; how many are new. `within`: a write transaction and the
    number of the act that the decisions are part of."""
    policies = {one.policy.digest: (one.policy.id, one.policy.text) for one, _, _ in made}
    standing = {data["decision"]: stands for _, data, stands in made}
    return register.record_decisions([data for _, data, _ in made], standing, policies, actor, within=within)


def keep_stored(register: Register, desk: Desk, stored: Sequence[Stored], policies: Iterable[str], day: date) -> int:
    """Keep decisions of one day that were made under these policies at this desk, in their stored form."""
    texts = {one.digest: (one.id, one.text) for one in map(desk.policy, policies)}
    covered = [asdict(one) for one in desk.covered(day)]
    return register.record_stored(stored, [canonical(covered)] if covered else [], texts)
