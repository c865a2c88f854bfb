"""`listed`: is the unit, or one of its leaders, itself on a list that the policy names, on the day?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from muster.claims import Stance
from muster.names import EQUAL, NameHit, fold
from muster.policy.model import Clause, Finding, Kind, Party, Subject
from muster.policy.question import Question, join
from muster.policy.sets import HOLDS, NAMES_ONLY, Membership
from muster.register import Evidence, Held

Telling = tuple[str, tuple[str | Held, ...]]
"""What is adverse of a party, in words, and the claims that say so."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A name hit that nobody has adjudicated: on a prohibited party, or on one that something `tells` against."""

    text: str
    name: str
    caption: str
    score: float
    countries: tuple[str, ...]
    tells: str = ""
    told: tuple[str | Held, ...] = ()  # the claims that tell against the party, for which the hit matters at all

    def spoken(self) -> str:
        """The resemblance in words, with the party if the name hit is not the one it goes by."""
        party = "" if self.name == self.caption else f", a name of {self.caption}"
        where = f", known in {join(list(self.countries))}" if self.countries else ""
        tells = f", {self.tells}" if self.tells else ""
        return f"“{self.text}” resembles “{self.name}”{party}{where} (score {self.score:.2f}){tells}"

    def missing(self) -> str:
        """What a person has to judge."""
        return f"a person's judgement: is “{self.text}” the same as {self.caption}?"


_WHO = {"unit": "unit", "leader": "leaders", "superior": "superiors"}


def chosen(clause: Clause, subject: Subject) -> tuple[Party, ...]:
    """The parties that the clause asks about: `who: [unit, leaders, superiors]`, all unless it says otherwise.

    An individual who is asked about is always among them.
    """
    who = clause.settings.get("who", _WHO.values())
    return tuple(party for party in subject.parties if _WHO.get(party.role) in who or party is subject.individual)


def find(question: Question, clause: Clause, subject: Subject) -> Finding:
    """`found` if a party is listed on the day; `unknown` if it only may be, or a name hit is unadjudicated.

    `unknown` also where the register holds no list, or none of the day or before: nothing was searched then.
    """
    sets = clause.settings["sets"]
    parties = chosen(clause, subject)
    sure: list[tuple[Party, Membership]] = []
    unsure: list[tuple[Party, Membership]] = []
    for party in parties:
        if party.entity is None:
            continue
        for membership in question.memberships(party.entity, sets):
            (sure if membership.certainty in HOLDS else unsure).append((party, membership))
    hits = pending_hits(question, parties, sets)
    context = question.evidence([*_beside(question, parties), *question.known_of(parties)])
    searched = f"{join([party.text or 'no unit' for party in parties])}, against {question.titles(sets)}"
    if sure:
        who = join(sorted({_who(question, party) for party, _ in sure}))
        under = join(sorted({_under(membership.held) for _, membership in sure}))
        says = f"On the list on {question.day}: {who} ({under})."
        because = question.evidence(membership.held for _, membership in sure)
        return Finding(clause, Kind.FOUND, says, because=because, context=context, searched=searched)
    unsearched = question.unsearched(sets)
    if unsure or hits:
        parts = []
        if unsure:
            who = join(sorted({_who(question, party) for party, _ in unsure}))
            day = question.day
            parts.append(f"{who} is listed in an edition that does not settle whether it was listed on {day}")
        if hits:
            more = f", and {len(hits) - 3} more" if len(hits) > 3 else ""
            found = "; ".join(hit.spoken() for hit in hits[:3])
            parts.append(f"a name hit on a listed party waits for a person: {found}{more}")
        return Finding(
            clause,
            Kind.UNKNOWN,
            _sentence(parts),
            leads=(*question.evidence(membership.held for _, membership in unsure), *behind(question, hits)),
            context=context,
            missing=(
                *([f"an edition of the list on or before {question.day}"] if unsure else ()),
                *(hit.missing() for hit in hits),
                *editions_of(question, unsearched),
            ),
            searched=searched,
        )
    if not any(one.publishes and one.part not in NAMES_ONLY for one in question.snapshot.editions):
        says = "The register holds no publisher's list of entries, so none was searched."
        wanted = (f"the lists themselves: {question.titles(sets)}",)
        return Finding(clause, Kind.UNKNOWN, says, context=context, missing=wanted, searched=searched)
    if unsearched:
        says = f"No list match on {question.day} in what was searched; {not_searched(question, unsearched)}."
        missing = editions_of(question, unsearched)
        return Finding(clause, Kind.UNKNOWN, says, context=context, missing=missing, searched=searched)
    pending = [one.text for one in context if one.stance == Stance.PENDING.value]
    parts = [f"no list match on {question.day}; this is not a clearance"]
    if pending:
        parts.append(f"beside it: {join(pending[:2])}")
    return Finding(clause, Kind.NOT_FOUND, _sentence(parts), context=context, searched=searched)


def not_searched(question: Question, lists: list[str]) -> str:
    """That these lists were not searched, in words."""
    return f"not searched, for want of an edition on or before {question.day}: {join(lists)}"


def editions_of(question: Question, lists: Iterable[str]) -> tuple[str, ...]:
    """The editions that would have to be imported."""
    return tuple(f"an edition of {one} on or before {question.day}" for one in lists)


def pending_hits(question: Question, parties: Iterable[Party], sets: Iterable[str]) -> list[Pending]:
    """Unadjudicated name hits of parties on members of the sets, best first; and parties asked for by a name that the
    policy itself names, though the register knows nobody of that name."""
    names, parties = list(sets), list(parties)
    targets = question.among({hit.entity for party in parties for hit in party.hits}, names)
    found = [
        pending(question, party, hit, told=tuple(one.held for one in question.memberships(hit.entity, names)))
        for party in parties
        for hit in party.hits
        if hit.entity in targets
    ]
    meant = {fold(text).tokens: text for name in names for text in sorted(question.policy.sets[name].named)}
    for party in parties if meant else ():
        text = meant.get(fold(party.text).tokens)
        if text and party.entity is None and not any(one.text == party.text and one.score >= EQUAL for one in found):
            found.append(Pending(party.text, text, text, EQUAL, (), "which the policy names"))
    return sorted(found, key=lambda one: (-one.score, one.text, one.name))


def telling_hits(
    question: Question, parties: Iterable[Party], tells: Callable[[str], Telling | None], but: Collection[str] = ()
) -> list[Pending]:
    """Name hits that may be the party, on entities of which `tells` says something adverse, best first.

    Those of a party that is not resolved, and equal names of one that is. Such a hit settles nothing, but if a
    person finds that it is the same party, the finding is another.
    """
    found = [
        pending(question, party, hit, *telling)
        for party in parties
        for hit in party.hits
        if (party.entity is None or hit.score >= EQUAL) and hit.entity not in but and (telling := tells(hit.entity))
    ]
    return sorted(found, key=lambda one: (-one.score, one.text, one.name))


def behind(question: Question, hits: Iterable[Pending]) -> tuple[Evidence, ...]:
    """The claims for which a person must look at the hits."""
    return question.evidence(claim for hit in hits for claim in hit.told)


def pending(
    question: Question, party: Party, hit: NameHit, tells: str = "", told: tuple[str | Held, ...] = ()
) -> Pending:  # fmt: skip
    """A party's name hit, in words."""
    caption, countries = question.caption(hit.entity), question.countries(hit.entity)
    return Pending(party.text, hit.name, caption, hit.score, countries, tells, told)


def _beside(question: Question, parties: Iterable[Party]) -> list[Held]:
    """What the register says of listings without asserting them: bills, denials."""
    found: list[Held] = []
    for party in parties:
        if party.entity:
            listings = question.snapshot.said(party.entity, "listed_under")
            found.extend(
                one for one in listings if one.claim.stance is not Stance.ASSERTED and one.time.began_by(question.day)
            )
    return found


def _who(question: Question, party: Party) -> str:
    name = question.caption(party.entity) if party.entity else party.text
    return f"{name}, its {party.role}" if party.role == "leader" else name


def _under(held: Held) -> str:
    authority = held.claim.qualifier("authority")
    return f"{authority} {held.claim.value}".strip()


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
