"""`ownership`: do prohibited parties own half of the party or more, in sum, direct or through others (50 Percent Rule)?

OFAC's guidance of 13 August 2014 is about ownership alone. Control, command and membership never count here; what they
say belongs to a `path` clause. Shares that are a range or unsaid leave the answer unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from muster.claims import Stance
from muster.dates import Certainty
from muster.links import Holding, Ownership, Path, Step, ownership
from muster.policy.finders.listed import (
    Telling,
    behind,
    chosen,
    editions_of,
    not_searched,
    pending_hits,
    telling_hits,
)
from muster.policy.model import Clause, Finding, Kind, Party, Subject
from muster.policy.question import Question, join
from muster.register import Evidence, Held

_HALF = Fraction(50)
_FACTUAL = frozenset({Stance.ASSERTED, Stance.ALLEGED, Stance.ESTIMATED})
_MAX_STEPS = 12  # holdings in one chain that is drawn


def find(question: Question, clause: Clause, subject: Subject) -> Finding:
    """`found` if half or more is surely held by blocked parties; `contested` if that turns only on denials by others;
    `unknown` if it turns on a share, a date, a listing or an allegation that is not certain, or on a name hit."""
    sets = clause.settings["sets"]
    parties = chosen(clause, subject)
    searched = f"owners of {join([party.text or 'no unit' for party in parties])} on {question.day}, and their owners"
    strict = [(one, _rule(question, clause, one)) for one in _resolved(parties)]
    blocked = [(one, own) for one, own in strict if own.blocked]
    if blocked:
        return _found(question, clause, blocked, Kind.FOUND, searched)
    taken = [(one, _rule(question, clause, one, trusting=True)) for one, own in strict if own.blocked is None]
    contested = [(one, own) for one, own in taken if own.blocked]
    if contested:
        return _found(question, clause, contested, Kind.CONTESTED, searched)
    wide = [(one, _rule(question, clause, one, wide=True)) for one in _resolved(parties)]
    open_ = [(one, own) for one, own in wide if own.blocked is not False or _may_reach(own)]
    hits = [
        *pending_hits(question, parties, sets),
        *telling_hits(question, parties, lambda one: _tells(question, clause, one)),
    ]
    unsearched = question.unsearched(sets)
    gaps = tuple(_gap(question, one, own) for one, own in wide if own.unattributed)
    if not (open_ or hits or unsearched):
        says = f"Nothing known on {question.day} makes half or more the property of {question.titles(sets)}."
        if not strict:
            says = f"The register knows no owners of “{subject.unit.text}”; none is excluded."
            gaps = ("sources on this party: the register holds none",)
        held = [one for _, own in wide for one in own.holdings]
        context = question.evidence(_claims(held))
        return Finding(clause, Kind.NOT_FOUND, says, context=context, missing=gaps, searched=searched)
    parts = [_open(question, one, own) for one, own in open_]
    if hits:
        parts.append(f"a name hit waits for a person: {hits[0].spoken()}")
    if unsearched:
        parts.append(not_searched(question, unsearched))
    sentence = "; ".join(parts)
    return Finding(
        clause,
        Kind.UNKNOWN,
        f"{sentence[:1].upper()}{sentence[1:]}.",
        against=_against(question, open_),
        leads=(*_evidence(question, clause, open_), *behind(question, hits)),
        lead_paths=_paths(open_),
        missing=(*gaps, *(one.missing() for one in hits), *editions_of(question, unsearched)),
        searched=searched,
    )


def _resolved(parties: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(party.entity for party in parties if party.entity))


def _rule(question: Question, clause: Clause, entity: str, *, trusting: bool = False, wide: bool = False) -> Ownership:
    """The rule on the day. A denial by the owner or the owned does not unsettle a holding; that of others does,
    unless `trusting`. `wide` counts what is alleged, and parties whose listing only may hold."""
    sets = clause.settings["sets"]
    return ownership(
        question.snapshot.graph,
        entity,
        question.everyone(sets, certain=not wide) - {entity},
        day=question.day,
        look_back_days=clause.settings.get("look_back_days"),
        stances=_FACTUAL if wide else {Stance.ASSERTED},
        disputed=lambda step: not trusting and _disputed(question, step),
    )


def _disputed(question: Question, step: Step) -> bool:
    return question.denied_by_others(step.against, {step.from_, step.to})


def _may_reach(own: Ownership) -> bool:
    """True if blocked parties hold something, and what nobody is said to hold could make it half."""
    return own.total.most > 0 and own.total.least + own.unattributed >= _HALF


def _found(
    question: Question, clause: Clause, owned: list[tuple[str, Ownership]], kind: Kind, searched: str
) -> Finding:
    says = [
        f"{question.caption(one)} is owned to {own.total.spoken()} by {question.titles(clause.settings['sets'])} "
        f"on {question.day}: {_holders(question, own)}"
        for one, own in owned
    ]
    doubt = "; others than the owner and the owned deny it" if kind is Kind.CONTESTED else ""
    return Finding(
        clause,
        kind,
        f"{'; '.join(says)}{doubt}.",
        because=_evidence(question, clause, owned),
        against=_against(question, owned),
        paths=_paths(owned),
        searched=searched,
    )


def _open(question: Question, entity: str, own: Ownership) -> str:
    held = f"{question.caption(entity)} may be owned to half or more: {_holders(question, own)}"
    if own.blocked is False:
        return f"{held}, and {_plain(own.unattributed)} % is nobody's by any source"
    return f"{held}; a share, a date, a listing or an allegation in it is not certain"


def _gap(question: Question, entity: str, own: Ownership) -> str:
    return f"who owns {_plain(own.unattributed)} % of {question.caption(entity)}: no source says"


def _holders(question: Question, own: Ownership) -> str:
    told = [
        f"{question.caption(one.owner)} {one.share.spoken()}{'' if one.status == 'listed' else ' (itself so owned)'}"
        for one in own.holdings
        if one.status
    ]
    return join(told) or "through others"


def _evidence(question: Question, clause: Clause, owned: list[tuple[str, Ownership]]) -> tuple[Evidence, ...]:
    return question.evidence(_rests_on(question, clause, [own for _, own in owned]))


def _rests_on(question: Question, clause: Clause, owned: Iterable[Ownership]) -> list[str | Held]:
    """The claims on the holdings that count, and those that list their owners."""
    holdings = [one for own in owned for one in _counted(own)]
    listed = dict.fromkeys(one.owner for one in holdings if one.status == "listed")
    why = [one.held for owner in listed for one in question.memberships(owner, clause.settings["sets"])]
    return [*_claims(holdings), *why]


def _against(question: Question, owned: list[tuple[str, Ownership]]) -> tuple[Evidence, ...]:
    return question.evidence(claim for _, own in owned for one in _counted(own) for claim in one.step.against)


def _counted(own: Ownership) -> list[Holding]:
    return [*(one for one in own.holdings if one.status), *own.through]


def _claims(holdings: Iterable[Holding]) -> list[str]:
    return [claim for one in holdings for claim in one.step.claims]


def _paths(owned: list[tuple[str, Ownership]]) -> tuple[Path, ...]:
    """From each party to every listed owner, holding by holding."""
    found: list[Path] = []
    for entity, own in owned:
        by_asset: dict[str, list[Holding]] = {}
        for one in _counted(own):
            by_asset.setdefault(one.asset, []).append(one)
        waiting: list[tuple[Holding, ...]] = [(one,) for one in by_asset.get(entity, ())]
        for trail in waiting:
            last = trail[-1]
            if last.status == "listed":
                found.append(_path(trail))
            elif len(trail) < _MAX_STEPS:
                passed = {entity, *(one.owner for one in trail)}
                waiting += [(*trail, one) for one in by_asset.get(last.owner, ()) if one.owner not in passed]
    return tuple(found)


def _path(trail: tuple[Holding, ...]) -> Path:
    steps = tuple(one.step for one in trail)
    weakest = max((step.certainty for step in steps), key=lambda one: one.rank)
    attested = weakest is Certainty.ATTESTED
    contested = any(step.against for step in steps)
    return Path(steps, weakest, weakest is not Certainty.UNKNOWN or None, attested, contested)


def _tells(question: Question, clause: Clause, entity: str) -> Telling | None:
    """What the rule would say of a resembling name's entity, in words, with what it rests on."""
    own = _rule(question, clause, entity, wide=True)
    if own.blocked is False:
        return None
    return "of which prohibited parties own a part", tuple(_rests_on(question, clause, [own]))


def _plain(number: Fraction) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")
