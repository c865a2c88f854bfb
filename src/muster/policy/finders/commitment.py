"""`commitment` and `remediation`: what the unit or its government has undertaken, with who says so.

Both look for something that helps the unit, so their absence is a gap in the request and never an accusation.
"""

from __future__ import annotations

from datetime import date

from muster.claims import Stance
from muster.dates import Certainty
from muster.policy.finders.attributed import attributions, gross
from muster.policy.model import Clause, Finding, Kind, Subject
from muster.policy.question import Question, join
from muster.register import Evidence, Held


def find(question: Question, clause: Clause, subject: Subject) -> Finding:
    """`found` if the request or the register holds a commitment of the unit, `contested` if it is denied."""
    about = clause.settings.get("about", "human rights and the rule of law")
    said, denied = _said(question, subject, "commitment")
    because = list(question.evidence(said))
    if subject.commitment:
        because.append(_from_request(subject))
    against = question.evidence(denied)
    searched = "the request and the register's commitments"
    if because:
        kind = Kind.CONTESTED if denied else Kind.FOUND
        says = f"A commitment to {about} is on record" + ("; it is also denied." if denied else ".")
        return Finding(clause, kind, says, because=tuple(because), against=against, searched=searched)
    return Finding(
        clause,
        Kind.NOT_FOUND,
        f"No commitment of the unit to {about} is on record.",
        against=against,
        missing=(f"the unit's commitment to {about}, with its source",),
        searched=searched,
    )


def find_remediation(question: Question, clause: Clause, subject: Subject) -> Finding:
    """`found` if one of `determined_by` states remedial steps for every gross violation; `unknown` for less.

    With `grounds` an exception on one of these grounds is looked for instead: relief in a disaster, say, or a waiver
    (10 USC 362(b) and (c)). The law gives either determination to an office, so nobody else lifts it. It lifts
    the bar for the `incident` that it names; one that names none, for those that had begun when it was made.
    """
    offices = {name.casefold() for name in clause.settings["determined_by"]}
    grounds = clause.settings.get("grounds")
    what, verb = ("An exception", "is") if grounds else ("Remedial steps", "are")
    said, denied = _said(question, subject, "exception" if grounds else "remediation")
    on_ground = [one for one in said if not grounds or one.claim.qualifier("ground") in grounds]
    determined = [one for one in on_ground if offices & _names(question, one.claim.speaker)]
    reported = [
        one for one in said if one not in determined and (one in on_ground or not one.claim.qualifier("ground"))
    ]
    against = question.evidence(denied)
    searched = "the register's exceptions" if grounds else "the register's remedial steps"
    office = join(list(clause.settings["determined_by"]), "or")
    if determined:
        because = question.evidence(determined)
        left = [
            one
            for one in _violations(question, subject)
            if not any(_covers(question, held, one) for held in determined)
        ]
        if left:
            names = join([question.caption(one) for one in left])
            says = f"The determination by the {office} does not cover: {names}."
            missing = tuple(f"a determination by the {office} on {question.caption(one)}" for one in left)
            return Finding(
                clause, Kind.UNKNOWN, says, against=against, leads=because, missing=missing, searched=searched
            )
        kind = Kind.CONTESTED if denied else Kind.FOUND
        says = f"{what} {verb} determined by the {office}"
        says += f"; {'it is' if grounds else 'they are'} also denied." if denied else "."
        return Finding(clause, kind, says, because=because, against=against, searched=searched)
    if reported:
        says = f"{what} {verb} reported, but not determined by the {office}"
        says += " on a ground that the clause names." if grounds else "."
        leads = question.evidence(reported)
        missing = (f"a determination by the {office}",)
        return Finding(clause, Kind.UNKNOWN, says, against=against, leads=leads, missing=missing, searched=searched)
    says = "No exception is on record." if grounds else "No remedial steps are on record."
    return Finding(clause, Kind.NOT_FOUND, says, against=against, searched=searched)


def _violations(question: Question, subject: Subject) -> list[str]:
    """The gross violations attributed to the unit or its leaders."""
    found = [one for party in subject.parties if party.entity for one in attributions(question, party.entity)]
    return list(dict.fromkeys(one.incident for one in found if one.said and gross(question, one.incident) == "yes"))


def _covers(question: Question, determination: Held, incident: str) -> bool:
    named = determination.claim.qualifier("incident")
    if named:
        return question.snapshot.canonical(named) == question.snapshot.canonical(incident)
    made = determination.time.start.earliest or determination.time.first_cited
    begun = [one.time for one in question.snapshot.said(incident, "occurred")]
    return made is None or all(time.began_by(made) for time in begun)


def _names(question: Question, speaker: str) -> set[str]:
    return {speaker.casefold(), question.caption(question.snapshot.canonical(speaker)).casefold()}


def _said(question: Question, subject: Subject, predicate: str) -> tuple[list[Held], list[Held]]:
    if subject.unit.entity is None:
        return [], []
    held = [one for one in question.snapshot.said(subject.unit.entity, predicate) if _stands(one, question.day)]
    said = [one for one in held if one.claim.stance is Stance.ASSERTED]
    return said, [one for one in held if one.claim.stance is Stance.DENIED]


def _stands(held: Held, day: date) -> bool:
    """True unless it is known to have come later, to have ended, or to have been withdrawn by `day`.

    What helps the unit must be on record by the day: of an undated one the first citation decides.
    """
    cited = held.time.first_cited or held.time.last_cited
    later = held.time.start.unknown and cited is not None and cited > day
    return not later and held.current(day) and held.time.on(day) is not Certainty.NO


def _from_request(subject: Subject) -> Evidence:
    return Evidence(
        claim="",
        text=subject.commitment,
        stance=Stance.ASSERTED.value,
        speaker="the request",
        via=(),
        source="the request",
        citation={"place": subject.place},
        certainty="attested",
        when="",
        note="stated by the request; not a claim of the register",
    )
