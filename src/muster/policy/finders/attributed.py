"""Incidents and whom claims attribute them to: a unit or person, an umbrella above it, or a class such as “soldiers”.

The first can be a finding. The second is a lead to every member. The third makes each unit that was of that class, in
that place, at that time a candidate: a lead that names no perpetrator.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from muster.claims import Stance
from muster.dates import Certainty, Interval, parse_date
from muster.links import Relation
from muster.names import fold
from muster.policy.question import Question
from muster.register import Held

_ABOVE = frozenset({"faction_of", "member_of", "subordinate_to", "posted_to"})
_LEVELS = 6  # wholes of wholes
_AREAS = ("operates_in", "based_at")

# Words that tell of what force a class or a unit is. One of another force is no candidate.
_FORCES = {
    "army": frozenset({"army", "armies", "infantry", "armoured", "armored", "artillery", "land"}),
    "police": frozenset({"police", "policeman", "policemen", "constabulary", "gendarme", "gendarmes", "gendarmerie"}),
    "navy": frozenset({"navy", "naval", "sailors", "marines", "coast"}),
    "air": frozenset({"air", "airforce", "airmen", "pilots"}),
    "militia": frozenset({"militia", "militias", "militiamen", "paramilitary", "vigilantes", "rebels", "insurgents"}),
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """One incident, and the claims that attribute it to a party or deny that it is theirs.

    `through` are the claims that tie somebody else to that party, where the party is an umbrella above.
    """

    incident: str
    said: tuple[Relation, ...]
    denied: tuple[Relation, ...]
    through: tuple[str, ...] = ()

    @property
    def asserted(self) -> bool:
        return any(one.stance is Stance.ASSERTED for one in self.said)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An incident laid to a class, for which a unit comes into question by `place` and time."""

    incident: str
    classes: tuple[Held, ...]
    where: tuple[Held, ...]
    relations: tuple[str, ...]


def attributions(question: Question, entity: str) -> tuple[Attribution, ...]:
    """The incidents that claims attribute to the entity, or deny that are its, begun by the day asked about.

    Worked out once: several clauses ask, and many units share the umbrellas above them.
    """
    found = question.attributed.get(entity)
    if found is None:
        found = question.attributed[entity] = _attributions(question, entity)
    return found


def _attributions(question: Question, entity: str) -> tuple[Attribution, ...]:
    by_incident: dict[str, list[Relation]] = {}
    for relation in question.snapshot.graph.of(entity):
        if relation.predicate == "perpetrator_of" and relation.first == entity and _begun(question, relation):
            by_incident.setdefault(relation.second, []).append(relation)
    return tuple(
        Attribution(
            incident,
            tuple(one for one in relations if one.stance.factual),
            tuple(one for one in relations if one.stance is Stance.DENIED),
        )
        for incident, relations in sorted(by_incident.items())
    )


def _begun(question: Question, relation: Relation) -> bool:
    occurred = question.snapshot.said(relation.second, "occurred")
    starts = [one.time for one in occurred] or [relation.time]
    return any(time.began_by(question.day) for time in starts)


def gross(question: Question, incident: str, kinds: Collection[str] = ()) -> str:
    """The strongest reading of the incident that somebody recorded: yes, unclear, no, or `unread` if none is.

    With `kinds`, only readings of those classes count, and readings that name no class. Worked out once.
    """
    key = (incident, tuple(kinds))
    found = question.readings.get(key)
    if found is None:
        found = question.readings[key] = _gross(question, incident, kinds)
    return found


def _gross(question: Question, incident: str, kinds: Collection[str]) -> str:
    types = [one.claim for one in question.snapshot.said(incident, "incident_type")]
    said = [one for one in types if one.stance.factual]
    counted = [one for one in said if not kinds or one.qualifier("category") in (*kinds, "", "other")]
    read = {one.qualifier("gross_violation") for one in counted}
    if said and not counted:
        return "no"
    denied = any(one.stance is Stance.DENIED for one in types)
    return next((word for word in ("yes", "unclear") if word in read), "no" if denied or "no" in read else "unread")


def of_umbrellas(question: Question, entity: str) -> list[Attribution]:
    """What is attributed to the umbrellas that the entity is part of, however many levels above."""
    if not question.umbrellas:
        return []
    found: dict[str, Attribution] = {}
    ways: dict[str, tuple[str, ...]] = {entity: ()}
    waiting = [entity]
    for _ in range(_LEVELS):
        above: dict[str, tuple[str, ...]] = {}
        for one in waiting:
            for relation in question.snapshot.graph.of(one):
                up = relation.predicate in _ABOVE and relation.first == one and _holds(question, relation)
                if up and relation.second not in ways:
                    above[relation.second] = (*above.get(relation.second, ways[one]), relation.claim)
        ways.update(above)
        waiting = sorted(above)
        for one in waiting:
            if one in question.umbrellas:
                levels = [held.claim.id for held in question.snapshot.said(one, "level")]
                through = (*ways[one], *levels)
                found.update((each.incident, replace(each, through=through)) for each in attributions(question, one))
    return list(found.values())


def _holds(question: Question, relation: Relation) -> bool:
    return relation.stance.factual and relation.time.on(question.day) is not Certainty.NO


def candidates(question: Question, unit: str) -> list[Candidate]:
    """The incidents laid to a class only, for which the unit comes into question by class, area and time."""
    by_place = _classed(question)
    if not by_place:
        return []
    found: dict[str, Candidate] = {}
    for relation in question.snapshot.graph.of(unit):
        if relation.predicate not in _AREAS or relation.first != unit or not relation.stance.factual:
            continue
        for name in _place_names(question, relation.second):
            for incident, classes, where, time in by_place.get(name, ()):
                if relation.time.meets(time) and _same_force(question, unit, classes):
                    known = found.get(incident)
                    relations = (*(known.relations if known else ()), relation.claim)
                    found[incident] = Candidate(incident, classes, where, relations)
    return [found[one] for one in sorted(found)]


_Classed = tuple[str, tuple[Held, ...], tuple[Held, ...], Interval]


def _classed(question: Question) -> dict[str, list[_Classed]]:
    """Folded name of a place → the incidents there that are laid to a class and to nobody in particular."""
    if question.classed is None:
        question.classed = {}
        by_incident: dict[str, list[Held]] = {}
        for held in question.snapshot.all_said("perpetrator_class"):
            if held.claim.stance.factual:
                by_incident.setdefault(question.snapshot.canonical(held.claim.subject), []).append(held)
        for incident, classes in sorted(by_incident.items()):
            time = _time(question, incident)
            if time is None or not time.began_by(question.day) or _perpetrator_known(question, incident):
                continue
            where = tuple(one for one in question.snapshot.said(incident, "occurred_in") if one.claim.stance.factual)
            for name in {_folded(one.claim.value) for one in where} - {""}:
                question.classed.setdefault(name, []).append((incident, tuple(classes), where, time))
    return question.classed


def _time(question: Question, incident: str) -> Interval | None:
    """When the incident occurred; None if no source says."""
    for held in question.snapshot.said(incident, "occurred"):
        if held.claim.stance.factual:
            when = parse_date(held.claim.value)
            return Interval(when, when)
    return None


def _perpetrator_known(question: Question, incident: str) -> bool:
    return any(
        one.predicate == "perpetrator_of" and one.second == incident and one.stance is Stance.ASSERTED
        for one in question.snapshot.graph.of(incident)
    )


def _place_names(question: Question, place: str) -> set[str]:
    return {_folded(one.claim.value) for one in question.snapshot.said(place, "name")} - {""}


def _folded(text: str) -> str:
    return " ".join(fold(text).tokens)


def _same_force(question: Question, unit: str, classes: Collection[Held]) -> bool:
    """False only if the class and the unit are both told to be of some force, and share none."""
    texts = [one.claim.value for one in question.snapshot.said(unit, "classification", "echelon", "name")]
    own = _forces(texts)
    told = _forces([one.claim.value for one in classes])
    return not own or not told or bool(own & told)


def _forces(texts: Collection[str]) -> set[str]:
    tokens = {token for text in texts for token in fold(text).tokens}
    return {force for force, words in _FORCES.items() if words & tokens}
