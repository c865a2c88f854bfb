"""`incident`: is there information that the unit, or a leader, committed a gross violation of human rights?

Only an incident attributed to this very unit or person can be a finding. What is alleged of an umbrella is a
lead to its members; what only somebody alleges needs a person to weigh its credibility first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from muster.claims import Stance
from muster.dates import Certainty
from muster.links import Relation
from muster.policy.finders.listed import chosen, telling_hits
from muster.policy.model import Clause, Finding, Kind, Subject
from muster.policy.question import Question, join
from muster.register import Evidence

# 22 USC 2378d leaves "credible" to the Department; these are the factors its public fact sheet names.
CREDIBILITY = (
    "the credibility of the information, weighed by a person: the source's past accuracy, how it was obtained, "
    "its agenda, corroboration, contradiction, the unit's history, and the level of detail"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One incident, and the claims that attribute it to a party or deny that it is theirs."""

    incident: str
    said: tuple[Relation, ...]
    denied: tuple[Relation, ...]

    @property
    def asserted(self) -> bool:
        return any(one.stance is Stance.ASSERTED for one in self.said)


def find(question: Question, clause: Clause, subject: Subject) -> Finding:
    """`found` for an asserted gross violation, `contested` if others deny it too, `unknown` for leads."""
    wanted = clause.settings.get("gross_violation", ("yes",))
    parties = [party.entity for party in chosen(clause, subject) if party.entity]
    own = [one for party in parties for one in attributions(question, party)]
    grave = [one for one in own if one.said and gross(question, one.incident) in wanted]
    other = [one for one in own if one.said and one not in grave]
    above = [one for party in parties for one in _of_umbrellas(question, party)]
    above = [one for one in above if one.said and gross(question, one.incident) in (*wanted, "unclear")]
    if any(party in question.umbrellas for party in parties):
        above, grave = [*grave, *above], []
    searched = f"incidents attributed to {join([question.caption(party) for party in parties]) or 'nobody known'}"
    context = _claims(question, other)
    asserted = [one for one in grave if one.asserted]
    against = question.evidence(one.claim for entry in grave for one in entry.denied)
    if asserted:
        contested = all(question.denied_by_others([one.claim for one in entry.denied], parties) for entry in asserted)
        kinds = join([question.caption(entry.incident) for entry in asserted])
        says = f"A gross violation is attributed to the unit or its leader: {kinds}"
        return Finding(
            clause,
            Kind.CONTESTED if contested else Kind.FOUND,
            f"{says}; others than the unit deny it." if contested else f"{says}.",
            because=_claims(question, asserted),
            against=against,
            context=context,
            missing=(CREDIBILITY,),
            searched=searched,
        )
    if grave or above:
        parts = []
        if grave:
            parts.append(f"alleged, and not yet weighed: {join([question.caption(one.incident) for one in grave])}")
        if above:
            parts.append("what is alleged of an umbrella is a lead to its members, not a finding on this unit")
        return Finding(
            clause,
            Kind.UNKNOWN,
            f"{'; '.join(parts)[:1].upper()}{'; '.join(parts)[1:]}.",
            against=against,
            leads=_claims(question, grave) + _claims(question, above),
            context=context,
            missing=(CREDIBILITY, *(["which unit, where and when"] if above else [])),
            searched=searched,
        )
    hits = telling_hits(question, chosen(clause, subject), lambda one: _tells(question, one, wanted))
    if hits:
        says = f"A name hit waits for a person: {hits[0].spoken()}."
        return Finding(
            clause, Kind.UNKNOWN, says, context=context, missing=tuple(one.missing() for one in hits), searched=searched
        )
    if not parties:
        says = f"The register knows no incidents of “{subject.unit.text}”; none is excluded."
        missing = ("sources on this unit: the register holds none",)
        return Finding(clause, Kind.NOT_FOUND, says, missing=missing, searched=searched)
    says = f"No gross violation by this unit or its leaders is known on {question.day}; none is excluded."
    return Finding(clause, Kind.NOT_FOUND, says, context=context, searched=searched)


def _tells(question: Question, entity: str, wanted: Collection[str]) -> str:
    """The incident that would count against the entity, in words; empty if none is attributed to it."""
    own = [one for one in attributions(question, entity) if one.said and gross(question, one.incident) in wanted]
    return f"to which is attributed: {question.caption(own[0].incident)}" if own else ""


def attributions(question: Question, entity: str) -> list[Attribution]:
    """The incidents that claims attribute to the entity, or deny that are its, begun by the day asked about."""
    by_incident: dict[str, list[Relation]] = {}
    for relation in question.snapshot.graph.of(entity):
        if relation.predicate == "perpetrator_of" and relation.first == entity and _begun(question, relation):
            by_incident.setdefault(relation.second, []).append(relation)
    return [
        Attribution(
            incident,
            tuple(one for one in relations if one.stance.factual),
            tuple(one for one in relations if one.stance is Stance.DENIED),
        )
        for incident, relations in sorted(by_incident.items())
    ]


def _begun(question: Question, relation: Relation) -> bool:
    occurred = question.snapshot.said(relation.second, "occurred")
    starts = [one.time for one in occurred] or [relation.time]
    return any(time.began_by(question.day) for time in starts)


def gross(question: Question, incident: str) -> str:
    """The strongest reading of the incident that somebody recorded: yes, unclear or no."""
    kinds = question.snapshot.said(incident, "incident_type")
    said = {one.claim.qualifier("gross_violation") for one in kinds if one.claim.stance.factual}
    return next((word for word in ("yes", "unclear") if word in said), "no")


def _of_umbrellas(question: Question, entity: str) -> list[Attribution]:
    found: list[Attribution] = []
    for relation in question.snapshot.graph.of(entity):
        belongs = relation.predicate in ("faction_of", "member_of") and relation.first == entity
        holds = relation.stance.factual and relation.time.on(question.day) is not Certainty.NO
        if belongs and holds and relation.second in question.umbrellas:
            found.extend(attributions(question, relation.second))
    return list({one.incident: one for one in found}.values())


def _claims(question: Question, entries: list[Attribution]) -> tuple[Evidence, ...]:
    claims = [one.claim for entry in entries for one in entry.said]
    kinds = [held for entry in entries for held in question.snapshot.said(entry.incident, "incident_type")]
    return question.evidence([*claims, *kinds])
