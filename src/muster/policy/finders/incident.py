"""`incident`: is there information that the unit, or a leader, committed a gross violation of human rights?

Only an incident attributed to this very unit or person can be a finding. What is alleged of an umbrella, or of a class
of soldiers, is a lead; what only somebody alleges needs a person to weigh its credibility first. With
`weighing: decides` an allegation whose factors are all weighed counts as that person concluded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from muster.policy.finders.attributed import Attribution, Candidate, attributions, candidates, gross, of_umbrellas
from muster.policy.finders.listed import Telling, behind, chosen, telling_hits
from muster.policy.finders.weighing import CREDIBILITY, Weighing, spoken, still, weigh
from muster.policy.model import Clause, Finding, Kind, Party, Subject
from muster.policy.question import Question, join
from muster.register import Evidence, Held

_SHOWN = 40  # incidents whose claims are laid out; further ones are counted
_NAMED = 3  # incidents named in the sentence


@dataclass
class _Sorted:
    """The incidents of a subject, by what they can be: found, doubted, still to be weighed, leads, or context."""

    found: list[Attribution] = field(default_factory=list)
    doubted: list[Attribution] = field(default_factory=list)
    open: list[Attribution] = field(default_factory=list)
    unread: list[Attribution] = field(default_factory=list)
    above: list[Attribution] = field(default_factory=list)
    context: list[Attribution] = field(default_factory=list)
    dismissed: list[Attribution] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    weighings: dict[str, Weighing] = field(default_factory=dict)


def find(question: Question, clause: Clause, subject: Subject) -> Finding:
    """`found` for an asserted gross violation, `contested` if others deny it too, `unknown` for leads."""
    parties = chosen(clause, subject)
    known = [party.entity for party in parties if party.entity]
    own = _sort(question, clause, parties)
    searched = f"incidents attributed to {join([question.caption(one) for one in known]) or 'nobody known'}"
    context = _claims(question, [*own.context, *own.dismissed])
    weighed = spoken(question, own.weighings.values())
    against = question.evidence(
        one.claim for entry in (*own.found, *own.doubted, *own.open, *own.above) for one in entry.denied
    )
    left = still(own.weighings.values()) if own.weighings else (CREDIBILITY,)
    if own.found or own.doubted:
        counted = [*own.found, *own.doubted]
        denied = not own.found or all(
            question.denied_by_others([one.claim for one in entry.denied], known) for entry in own.found
        )
        says = f"A gross violation is attributed to the unit or its leader: {_named(question, counted)}"
        doubt = "others than the unit deny it" if own.found else "it is weighed as not credible"
        return Finding(
            clause,
            Kind.CONTESTED if denied else Kind.FOUND,
            f"{says}; {doubt}." if denied else f"{says}.",
            because=_claims(question, counted),
            against=against,
            leads=_claims(question, own.open),
            context=context,
            missing=left,
            searched=searched,
            weighed=weighed,
        )
    if own.open or own.above or own.unread or own.candidates:
        return Finding(
            clause,
            Kind.UNKNOWN,
            _unsettled(question, own),
            against=against,
            leads=_leads(question, own),
            context=context,
            missing=_missing(own, left),
            searched=searched,
            weighed=weighed,
        )
    hits = telling_hits(question, parties, lambda one: _tells(question, clause, one))
    if hits:
        says = f"A name hit waits for a person: {hits[0].spoken()}."
        missing = tuple(one.missing() for one in hits)
        leads = behind(question, hits)
        return Finding(
            clause,
            Kind.UNKNOWN,
            says,
            leads=leads,
            context=context,
            missing=missing,
            searched=searched,
            weighed=weighed,
        )
    if not parties:
        says = f"Whom this clause asks about, the register does not know on {question.day}; nothing is excluded."
        return Finding(clause, Kind.NOT_FOUND, says, missing=("who leads the units above",), searched=searched)
    if not known:
        says = f"The register knows no incidents of “{subject.unit.text}”; none is excluded."
        missing = ("sources on this unit: the register holds none",)
        return Finding(clause, Kind.NOT_FOUND, says, missing=missing, searched=searched)
    says = f"No gross violation by this unit or its leaders is known on {question.day}; none is excluded."
    if own.dismissed:
        by = join(sorted({name for one in own.weighings.values() for name in one.by}))
        says = f"What is alleged ({_named(question, own.dismissed)}) was weighed by {by} and is not credible; {says}"
    return Finding(clause, Kind.NOT_FOUND, says, context=context, searched=searched, weighed=weighed)


def _sort(question: Question, clause: Clause, parties: Iterable[Party]) -> _Sorted:
    """Sort what is attributed to the parties. Of an umbrella, all is a lead to its members."""
    wanted = clause.settings.get("gross_violation", ("yes",))
    kinds = clause.settings.get("kinds", ())
    decides = clause.settings.get("weighing") == "decides"
    known = list(dict.fromkeys(party.entity for party in parties if party.entity))
    found = _Sorted()
    for entity in known:
        for one in attributions(question, entity):
            reading = gross(question, one.incident, kinds)
            if not one.said:
                continue
            if reading not in wanted and reading != "unread":
                found.context.append(one)
            elif entity in question.umbrellas:
                found.above.append(one)
            elif reading == "unread":
                found.unread.append(one)
            else:
                _weighed(question, one, decides, found)
        for one in of_umbrellas(question, entity):
            if one.said and gross(question, one.incident, kinds) in (*wanted, "unclear", "unread"):
                found.above.append(one)
        for laid in candidates(question, entity):
            if gross(question, laid.incident, kinds) in (*wanted, "unclear", "unread"):
                found.candidates.append(laid)
    return found


def _weighed(question: Question, one: Attribution, decides: bool, found: _Sorted) -> None:
    """Sort an attribution to the unit itself by who says it and how it is weighed."""
    weighings = [weigh(question, relation.claim) for relation in one.said]
    found.weighings.update((weighing.claim, weighing) for weighing in weighings)
    credible = any(weighing.verdict == "credible" for weighing in weighings)
    doubted = all(weighing.verdict == "not_credible" for weighing in weighings)
    if one.asserted:
        (found.doubted if decides and doubted else found.found).append(one)
    elif decides and credible:
        found.found.append(one)
    else:
        (found.dismissed if decides and doubted else found.open).append(one)


def _unsettled(question: Question, own: _Sorted) -> str:
    parts = []
    if own.open:
        begun = any(one.held for one in own.weighings.values())
        state = "not yet weighed to the end" if begun else "not yet weighed"
        parts.append(f"alleged, and {state}: {_named(question, own.open)}")
    if own.unread:
        parts.append(f"whether it is a gross violation, nobody has recorded: {_named(question, own.unread)}")
    if own.above:
        parts.append("what is alleged of an umbrella is a lead to its members, not a finding on this unit")
    if own.candidates:
        classes = sorted({one.claim.value for each in own.candidates for one in each.classes})
        incidents = join([question.caption(one.incident) for one in own.candidates[:_NAMED]])
        parts.append(
            f"by place and time it comes into question for what is laid to a class only ({join(classes[:_NAMED])}): "
            f"{incidents}"
        )
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _leads(question: Question, own: _Sorted) -> tuple[Evidence, ...]:
    laid: list[str | Held] = []
    for one in own.candidates[:_SHOWN]:
        laid += [*one.classes, *one.where, *one.relations]
        laid += question.snapshot.said(one.incident, "incident_type", "occurred")
    for each in own.above[:_SHOWN]:
        laid += each.through
    claims = _claims(question, [*own.open, *own.unread]) + _claims(question, own.above) + question.evidence(laid)
    return tuple({one.claim: one for one in claims}.values())


def _missing(own: _Sorted, left: tuple[str, ...]) -> tuple[str, ...]:
    missing = [] if own.unread and not (own.open or own.above or own.candidates) else list(left)
    if own.unread:
        missing.append("an analyst's record of whether each incident is a gross violation, and of which class")
    if own.above:
        missing.append("which unit, where and when")
    if own.candidates:
        missing.append("which unit it was: the sources name a class only")
    return tuple(missing)


def _tells(question: Question, clause: Clause, entity: str) -> Telling | None:
    """The incident that would count against the entity, in words, with who says so."""
    wanted = clause.settings.get("gross_violation", ("yes",))
    kinds = clause.settings.get("kinds", ())
    own = [one for one in attributions(question, entity) if one.said and gross(question, one.incident, kinds) in wanted]
    if not own:
        return None
    told: list[str | Held] = [one.claim for one in own[0].said]
    told += question.snapshot.said(own[0].incident, "incident_type")
    return f"to which is attributed: {question.caption(own[0].incident)}", tuple(told)


def _named(question: Question, entries: Collection[Attribution]) -> str:
    """The incidents by name, the first few of many."""
    names = list(dict.fromkeys(question.caption(one.incident) for one in entries))
    if len(names) <= _NAMED + 1:
        return join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def _claims(question: Question, entries: Collection[Attribution]) -> tuple[Evidence, ...]:
    shown = list(entries)[:_SHOWN]
    claims = [one.claim for entry in shown for one in entry.said]
    kinds = [held for entry in shown for held in question.snapshot.said(entry.incident, "incident_type")]
    return question.evidence([*claims, *kinds])
