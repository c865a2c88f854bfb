"""What a decision depends on, noted when it is made, so that later only those that may have changed are put again.

A decision reads the names like those asked about, the entities that it found so, and what lies around them: as far as
its policy looks. That, the policy's text, the program, the day and the time of knowledge is all that it depends on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from muster.claims import canonical, digest
from muster.names import EQUAL, country_code
from muster.policy import Policy
from muster.register import Register, Standing
from muster.snapshot import Snapshot
from muster.vetting.decision import Decision
from muster.vetting.request import Request, asked
from muster.vetting.resolve import LIMIT
from muster.vetting.vet import Desk

# How many relations away from a party a finder reads claims, by what it may be told; a step more for who speaks.
_REACH: Mapping[str, tuple[int, frozenset[str]]] = {
    "listed": (0, frozenset({"sets", "who"})),
    "required": (1, frozenset({"fields"})),
    "commitment": (1, frozenset({"about"})),
    "remediation": (2, frozenset({"determined_by"})),
    # six levels of wholes, the incident, its weighing, and who speaks of it
    "incident": (9, frozenset({"who", "gross_violation", "kinds", "weighing"})),
    "path": (
        4,
        frozenset({"sets", "who", "relations", "only", "max_hops", "look_back_days", "include_past", "certainty"}),
    ),
}
ANY_DISTANCE = -1
"""The reach of a policy with a finder, or a setting, of which nothing is known here."""

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


def dependencies(snapshot: Snapshot, decision: Decision, data: Mapping[str, Any]) -> Dependencies:
    """What the decision (`data` is its JSON form) depends on. To be asked for while its searches are at hand."""
    request, subject = decision.request, decision.subject
    texts = tuple(
        dict.fromkeys([request.unit, *request.leaders, request.individual, *(one.text for one in subject.parties)])
    )
    found = [(text, names_found(snapshot, text, request.threshold)) for text in texts]
    link, units = linked(snapshot, request)
    near = {entity for _, names in found for entity, _, _ in names}
    near.update(party.entity for party in subject.parties if party.entity)
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
        names=names_digest(found),
        link=link,
        lists=lists_searched(snapshot, decision.policy, request.as_of),
        material=material(data),
    )


def lists_searched(snapshot: Snapshot, policy: Policy, day: date) -> str:
    """Whether the register holds any publisher's list of entries on the day, and which of the policy's lists it has
    not: where nothing was searched, a silence means nothing."""
    named = {one for party_set in policy.sets.values() for one in party_set.lists}
    editions = [one for one in snapshot.editions if one.last_day <= day]
    held = {word for one in editions for word in (one.dataset, one.stream)}
    ever = any(one.publishes and one.part not in ("alt", "add") for one in snapshot.editions)
    some = any(one.publishes and one.part not in ("alt", "add") for one in editions)
    return f"{ever:d}{some:d} {' '.join(sorted(named - held))}"


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
    made = [(one, one.as_dict()) for one in decisions]
    return keep_all(register, [(one, data, noted(desk.snapshot, one, data)) for one, data in made], actor)


def decide(desk: Desk, request: Request) -> Made:
    """Decide a request, ready to be kept."""
    decision = desk.decide(request)
    data = decision.as_dict()
    return decision, data, noted(desk.snapshot, decision, data)


def noted(snapshot: Snapshot, decision: Decision, data: Mapping[str, Any]) -> Standing:
    """The decision's place in the register: what it answers, and what it depends on."""
    return Standing(asked(data["request"]), dependencies(snapshot, decision, data).body())


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
