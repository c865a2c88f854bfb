"""From the names in a request to register entities: by identifier or by an unambiguous name, else not at all.

A resemblance is a question, never an answer. What is not resolved stays as hits for a person to adjudicate, and
what is set aside is named with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from muster.claims import Stance
from muster.dates import Certainty
from muster.links import leaders as register_leaders
from muster.links import superiors
from muster.names import EQUAL, IndexedName, NameHit, TokenPair, country_code, fold, nobody, nothing
from muster.names.units import Linked, vagueness
from muster.names.words import NO_EVIDENCE, kind_of
from muster.policy import Party, Question, Subject, join
from muster.snapshot import Snapshot
from muster.vetting.request import THRESHOLD, Request
from muster.vetting.units import without_other_units

LIMIT = 1000  # every name that the search aligns; a cap here would hide a listed party behind namesakes
_PEOPLE = frozenset({"person", ""})
_BODIES = frozenset({"unit", "organization", "government", "office", "vessel", ""})
_ACRONYM_LENGTH = 5
_COMMAND = frozenset({"subordinate_to"})
_CERTAIN_PERSON_WORDS = 3  # a name of fewer words, particles not counted, is shared by too many people


def subject_of(question: Question, request: Request, threshold: float = THRESHOLD) -> Subject:
    """Resolve the request's unit and leaders, and add the leaders that the register knows on the day."""
    snapshot = question.snapshot
    country = country_code(request.country) or request.country.casefold()
    unit, linked = _unit(question, request, country, threshold)
    vague = _vague(linked, request.unit) if linked else ""
    if linked and vague and linked.result != "several":
        unit = Party("unit", request.unit, resolved_by="not resolved: no particular unit is named", link="too_vague")
    vets = question.policy.vets
    individual, posted = _individual(question, request, unit, threshold) if request.individual.strip() else (None, [])
    if individual and not request.unit.strip() and not request.identifier:
        unit, vague = _unit_of(question, individual, posted)
    whom = vets.individual if individual else vets.unit
    leaders: dict[str, Party] = {}
    gaps: list[str] = _questions(snapshot, request.unit, linked) if linked and not unit.entity else []
    if individual and len(posted) > 1 and unit.entity is None:
        gaps.append(f"which unit of {individual.text} is meant: {join([snapshot.caption(one) for one in posted])}")
    if individual and posted and unit.entity and unit.entity not in posted:
        elsewhere = join([snapshot.caption(one) for one in posted])
        gaps.append(f"the unit of {individual.text}: the register posts this person to {elsewhere}, not to this unit")
    if unit.entity and "leaders" in whom:
        for leader in register_leaders(snapshot.graph, unit.entity, question.day):
            leaders.setdefault(
                leader.person,
                Party(
                    role="leader",
                    text=snapshot.caption(leader.person),
                    entity=leader.person,
                    resolved_by=f"the register's posting ({leader.role or 'leader'}, {leader.certainty.value})",
                    because=question.evidence(leader.claims),
                    hits=_hits(snapshot, snapshot.caption(leader.person), threshold, leader.person),
                    named_in_request=False,
                ),
            )
    known = set(leaders)
    named: set[str] = set()
    leaders = {person: _adjudicated(snapshot, leader, request) for person, leader in leaders.items()}
    for text in request.leaders if "leaders" in whom else ():
        if nobody(text):
            gaps.append(f"the name of a leader: “{text}” names nobody" if text.strip() else "the name of a leader")
            continue
        party = _judged(snapshot, "leader", text, request, threshold)
        party = _adjudicated(snapshot, party or _leader(snapshot, text, unit, known, threshold), request)
        if party.entity in leaders:
            known_party = leaders[party.entity]
            party = Party(
                "leader", text, party.entity, party.resolved_by, party.hits, party.set_aside, known_party.because
            )
        named.add(party.entity or text)
        leaders[party.entity or f"request:{text}"] = party
    if request.commitment.strip() and nothing(request.commitment):
        gaps.append(f"a commitment: “{request.commitment}” is none")
    if request.identifier and request.identifier not in snapshot:
        gaps.append(f"the entity {request.identifier!r} that the request gives: the register does not hold it")
    if request.leaders and "leaders" in whom:
        gaps.extend(
            f"the register knows {snapshot.caption(one)} as leader on {question.day}; the request does not name them"
            for one in sorted(known - named)
        )
    if unit.entity is None and not vague:
        equal = [f"{snapshot.caption(hit.entity)} ({hit.entity})" for hit in unit.hits if hit.score >= EQUAL]
        if len(equal) > 1:
            gaps.append(f"a person's judgement: which of these is “{request.unit}”, if any: {'; '.join(equal)}")
    above = _superiors(question, unit.entity, vets.superiors, {*leaders}, threshold)
    return Subject(
        unit=unit,
        leaders=tuple(leaders[key] for key in sorted(leaders)),
        individual=individual,
        superiors=tuple(_adjudicated(snapshot, one, request) for one in above),
        vague=vague,
        country=country,
        commitment="" if nothing(request.commitment) else request.commitment,
        place=request.place,
        gaps=tuple(gaps),
    )


def _individual(question: Question, request: Request, unit: Party, threshold: float) -> tuple[Party, list[str]]:
    """The individual to be assisted, and the units that the register posts them to on the day."""
    snapshot, text = question.snapshot, request.individual
    near = [one.first for one in snapshot.graph.of(unit.entity or "") if one.predicate == "posted_to"]
    judged = _judged(snapshot, "individual", text, request, threshold)
    person = replace(judged or _leader(snapshot, text, unit, near, threshold), role="individual")
    person = _adjudicated(snapshot, person, request)
    if person.entity is None:
        return person, []
    posts = [
        one
        for one in snapshot.graph.of(person.entity)
        if one.predicate == "posted_to"
        and one.first == person.entity
        and one.stance is Stance.ASSERTED
        and one.time.on(question.day) is not Certainty.NO
    ]
    because = question.evidence(one.claim for one in posts)
    return replace(person, because=because), list(dict.fromkeys(one.second for one in posts))


def _unit_of(question: Question, individual: Party, posted: list[str]) -> tuple[Party, str]:
    """The one unit that an individual is posted to, if it is one; and else why none is named."""
    if len(posted) != 1:
        why = "the register posts this person to several" if posted else "the register posts this person to none"
        return Party("unit", "", resolved_by=f"not resolved: {why}", link="too_vague"), f"no unit is named, and {why}"
    by = f"the register posts {individual.text} to it"
    return Party("unit", question.caption(posted[0]), posted[0], by, link="link", because=individual.because), ""


def _superiors(
    question: Question, unit: str | None, levels: int, known: set[str], threshold: float
) -> tuple[Party, ...]:
    """The leaders of the units up to so many levels above, by command; an umbrella's leaders command no unit."""
    found: dict[str, Party] = {}
    snapshot = question.snapshot
    if not unit or not levels:
        return ()
    chain = superiors(snapshot.graph, unit, question.day, predicates=_COMMAND, max_depth=levels)
    waiting = [(1, node) for node in chain]
    for level, node in waiting:
        waiting += [(level + 1, one) for one in node.children]
        if node.entity in question.umbrellas:
            continue
        for leader in register_leaders(snapshot.graph, node.entity, question.day):
            if leader.person in known or leader.person in found:
                continue
            text = snapshot.caption(leader.person)
            above = f"{level} level{'s' if level > 1 else ''} above"
            found[leader.person] = Party(
                role="superior",
                text=text,
                entity=leader.person,
                resolved_by=f"the register's posting ({leader.role or 'leader'} of {snapshot.caption(node.entity)}, "
                f"{above}, {leader.certainty.value})",
                because=question.evidence((*node.claims, *leader.claims)),
                hits=_hits(snapshot, text, threshold, leader.person),
                named_in_request=False,
            )
    return tuple(found[one] for one in sorted(found))


def _unit(question: Question, request: Request, country: str, threshold: float) -> tuple[Party, Linked | None]:
    """The unit, and how its text was linked if neither an identifier nor an equal name told which it is."""
    snapshot = question.snapshot
    judged = _judged(snapshot, "unit", request.unit, request, threshold)
    if judged:
        return judged, None
    for given in (request.identifier, request.unit):
        if given and given in snapshot:
            entity = snapshot.canonical(given)
            text = request.unit or snapshot.caption(entity)
            return Party("unit", text, entity, f"identifier {given}", link="link"), None
    same, others, aside = _equal(snapshot, request.unit, _BODIES, country)
    found = next(iter(same)) if len(same) == 1 else None
    linked = None
    if found:
        other = "known in that country" if others else "entity"
        by = f"{_by_name(snapshot, found, same[found])} and of no other {other}"
    else:
        linked = snapshot.link(request.unit, country, question.day)
        # A name that is only like the unit's own is unambiguous where the country is stated and agrees.
        agrees = bool(country and linked.unit) and country in snapshot.countries(linked.unit)
        found = linked.unit if agrees and not same else None
        by = _by_slots(linked) if found else f"not resolved: {_why_not(same, others, country)}"
    hits = _hits(snapshot, request.unit, threshold, found)
    letters = len(request.unit.strip()) <= _ACRONYM_LENGTH
    hits = tuple(hit for hit in hits if not _differs(snapshot, hit, letters, country, aside))
    hits = without_other_units(request.unit, hits, aside)
    result = linked.result if linked else "link"
    party = Party("unit", request.unit, found, by, hits, tuple(aside), link=result)
    return _adjudicated(snapshot, party, request), linked


def _judged(snapshot: Snapshot, role: str, text: str, request: Request, threshold: float) -> Party | None:
    """The party that a person judged to be the one named, if they judged it to be one of the register's."""
    same = {snapshot.canonical(one.entity): one for one in request.judged(text, "same") if one.entity in snapshot}
    if len(same) != 1:
        return None
    ((entity, judged),) = same.items()
    party = Party(role, text, entity, judged.spoken(), _hits(snapshot, text, threshold, entity), link="link")
    return _adjudicated(snapshot, party, request)


def _adjudicated(snapshot: Snapshot, party: Party, request: Request) -> Party:
    """The party without the hits that a person judged to be somebody else; each is named with the reason."""
    other = {snapshot.canonical(one.entity): one for one in request.judged(party.text, "different")}
    other.pop(party.entity or "", None)
    hits = tuple(hit for hit in party.hits if snapshot.canonical(hit.entity) not in other)
    aside = (f"{snapshot.caption(entity)} ({entity}): {one.spoken()}" for entity, one in other.items())
    return replace(party, hits=hits, set_aside=tuple(dict.fromkeys((*party.set_aside, *aside))))


def _by_slots(linked: Linked) -> str:
    """How a text was linked that is worded otherwise than the unit's name: part by part."""
    return f"unit name, read part by part: {'; '.join(linked.reasons)}"


def _vague(linked: Linked, text: str) -> str:
    """Why a text names no particular unit, or none alone; empty if it names one."""
    if linked.result == "several":
        return f"{linked.reasons[0]}: ask for each by itself"
    if linked.result == "too_vague":
        return linked.reasons[0]
    return vagueness(text) or "" if linked.result == "not_in_register" else ""


def _questions(snapshot: Snapshot, text: str, linked: Linked) -> list[str]:
    """What a person has to settle of a text that was not linked to one unit."""
    if not linked.units:
        return []
    named = "; ".join(f"{snapshot.caption(one)} ({one})" for one in linked.units)
    if linked.result == "parent_only":
        return [f"“{text}” itself: the register knows no such unit, only what is above it: {named}"]
    if linked.result == "several":
        return [f"which of the units in “{text}” is asked about; the register knows {named}"]
    return [f"a person's judgement: which of these is “{text}”, if any: {named}"]


def _why_not(same: Collection[str], others: Collection[str], country: str) -> str:
    if same:
        return "the name equals several entities"
    if not others:
        return "no equal name in the register"
    if country:
        return "an equal name, but not known in that country"
    return "a short name that many bodies share; state the country"


def _leader(snapshot: Snapshot, text: str, unit: Party, posted: Iterable[str], threshold: float) -> Party:
    if text in snapshot and snapshot.kind(text) in _PEOPLE:
        return Party("leader", text, snapshot.canonical(text), f"identifier {text}")
    same, _, _ = _equal(snapshot, text, _PEOPLE, "")
    corroborated = [entity for entity in same if entity in posted]
    if len(corroborated) == 1:
        entity = corroborated[0]
        by = f"{_by_name(snapshot, entity, same[entity])}, and the register posts them to this unit"
        return Party("leader", text, entity, by, _hits(snapshot, text, threshold, entity))
    if len(same) == 1 and _telling_words(text) >= _CERTAIN_PERSON_WORDS:
        entity = next(iter(same))
        by = f"{_by_name(snapshot, entity, same[entity])} and of no other entity"
        return Party("leader", text, entity, by, _hits(snapshot, text, threshold, entity))
    why = "a name of so few words identifies nobody by itself" if same else "no equal name in the register"
    return Party("leader", text, None, f"not resolved: {why}", _hits(snapshot, text, threshold, None))


def _by_name(snapshot: Snapshot, entity: str, name: str) -> str:
    return f"unambiguous name: equal to “{name}” of {snapshot.caption(entity)}"


def _telling_words(text: str) -> int:
    """How many words of a person's name are not particles, titles or initials."""
    return sum(kind_of(token) not in NO_EVIDENCE for token in fold(text).tokens)


def _equal(
    snapshot: Snapshot, text: str, kinds: frozenset[str], country: str
) -> tuple[dict[str, str], set[str], list[str]]:
    """Entities with a name equal to the text: as a match (entity → name), not as one, and set aside with the reason.

    If the request states a country, the entity must be known to be of it; one of which no country is known, or
    a full name in another country, stays a hit for a person.
    """
    same: dict[str, str] = {}
    others: set[str] = set()
    aside: list[str] = []
    for name in snapshot.exact(text):
        if name.schema not in kinds or name.kind == "weak":
            continue
        countries = snapshot.countries(name.entity)
        if country and countries and country not in countries and _short(name):
            aside.append(_other_country(snapshot, name.entity, name.name, countries))
        elif country in countries if country else not _short(name):
            same.setdefault(name.entity, name.name)
        else:
            others.add(name.entity)
    return same, others - same.keys(), list(dict.fromkeys(aside))


def _short(name: IndexedName | NameHit) -> bool:
    """True for acronyms and the like: letters that many bodies share, so they need the country to agree."""
    text = name.name.strip()
    return name.kind in ("acronym", "weak") or (" " not in text and len(text) <= _ACRONYM_LENGTH)


def _differs(snapshot: Snapshot, hit: NameHit, letters: bool, country: str, aside: list[str]) -> bool:
    """True if only letters are shared and the country is another one; the reason is added to `aside`.

    `letters` says that the name asked about is itself no more than a few letters.
    """
    countries = snapshot.countries(hit.entity)
    if not (country and countries and country not in countries and (letters or _short(hit))):
        return False
    aside.append(_other_country(snapshot, hit.entity, hit.name, countries))
    return True


def _other_country(snapshot: Snapshot, entity: str, name: str, countries: Iterable[str]) -> str:
    where = "/".join(sorted(countries))
    return f"“{name}” is {snapshot.caption(entity)} of another country ({where}): only the letters agree"


def _hits(snapshot: Snapshot, text: str, threshold: float, resolved: str | None) -> tuple[NameHit, ...]:
    """Name hits on other entities than the resolved one, of every kind, without those judged different from it.

    Kinds only restrict what a name may identify: a listed person is a hit even where a unit was expected. Equal
    names are hits however many there are.
    """
    found = snapshot.search(text, threshold, LIMIT)
    known = {hit.entity for hit in found}
    words = tuple(TokenPair(word, word, "same", 1.0) for word in fold(text).tokens)
    for name in snapshot.exact(text):
        if name.entity not in known:
            known.add(name.entity)
            found.append(NameHit(name.entity, name.name, name.kind, name.schema, 1.0, words, (), (), (), False))
    return tuple(
        hit
        for hit in found
        if hit.entity != resolved and not (resolved and snapshot.judged_different(resolved, hit.entity))
    )
