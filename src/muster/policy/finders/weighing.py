"""How people weighed a claim: the factors by which the credibility of information is judged, each with its reason.

An analyst records each factor, for a claim or for its source, and says at the end whether the claim is credible
(`muster weigh`). It is all shown by name; nothing is added up, and no number stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from muster.claims import Stance
from muster.policy.question import Question, join
from muster.register import Evidence, Held

# The factors that the State Department's public fact sheet on the Leahy laws names, in its order (wording ours).
FACTORS: Mapping[str, str] = MappingProxyType(
    {
        "past_accuracy": "the source's past accuracy, and that of the original source",
        "how_obtained": "how the information was obtained",
        "agenda": "the source's political agenda",
        "corroboration": "corroboration by others",
        "contradiction": "contradiction by others",
        "pattern": "the unit's history, and whether it makes a pattern",
        "detail": "the level of detail: of the violation, the perpetrator or the unit, the victim",
    }
)
OF_SOURCE = frozenset({"past_accuracy", "how_obtained", "agenda"})  # a weighing of the source answers for its claims
CREDIBILITY = f"the credibility of the information, weighed by a person: {'; '.join(FACTORS.values())}"


@dataclass(frozen=True, slots=True)
class Weighing:
    """How one claim is weighed. `left` are the factors that nobody weighed; `verdict` is `credible`, `not_credible`,
    or empty while it is open: nobody has concluded, a factor is left, or analysts disagree."""

    claim: str
    left: tuple[str, ...]
    verdict: str
    by: tuple[str, ...]
    held: tuple[Held, ...]


def weigh(question: Question, claim: str) -> Weighing:
    """What named people recorded on a claim and on the sources it cites; worked out once. Each analyst's newest word
    counts."""
    found = question.weighings.get(claim)
    if found is None:
        found = question.weighings[claim] = _weigh(question, claim)
    weighing: Weighing = found
    return weighing


def _weigh(question: Question, claim: str) -> Weighing:
    sources = sorted({one.source for one in question.snapshot.claim(claim).claim.citations})
    own = _newest(question.snapshot.said(claim, "weighed"))
    of_sources = [
        [one for one in _newest(question.snapshot.said(source, "weighed")) if _factor(one) in OF_SOURCE]
        for source in sources
    ]
    concluded = _newest(question.snapshot.said(claim, "credibility"))
    weighed = {_factor(one) for one in own}
    weighed |= set.intersection(*({_factor(one) for one in each} for each in of_sources)) if of_sources else set()
    left = tuple(factor for factor in FACTORS if factor not in weighed)
    verdicts = {one.claim.value for one in concluded}
    verdict = verdicts.pop() if len(verdicts) == 1 and not left else ""
    held = (*own, *(one for each in of_sources for one in each), *concluded)
    return Weighing(
        claim=claim,
        left=left,
        verdict="" if verdict == "undecided" else verdict,
        by=tuple(sorted({question.caption(one.claim.speaker) for one in concluded})),
        held=held,
    )


def _factor(held: Held) -> str:
    return held.claim.qualifier("factor")


def _newest(said: Iterable[Held]) -> list[Held]:
    """Each analyst's newest word on each factor; two of one day that differ both stand. Without a name or a reason,
    it counts for nothing."""
    standing: dict[tuple[str, str, str], list[Held]] = {}
    for one in said:
        claim = one.claim
        named = claim.speaker and claim.qualifier("reason").strip() and claim.stance is Stance.ASSERTED
        if not named or (claim.predicate == "weighed" and not _factor(one)):
            continue
        key = (claim.speaker, claim.predicate, _factor(one))
        known = standing.setdefault(key, [])
        if known and _day(known[0]) > _day(one):
            continue
        if known and _day(known[0]) < _day(one):
            known.clear()
        known.append(one)
    return sorted((one for each in standing.values() for one in each), key=_order)


def _day(held: Held) -> str:
    day = held.time.last_cited or held.time.first_cited
    return day.isoformat() if day else ""


def _order(held: Held) -> tuple[int, str, str]:
    factor = _factor(held)
    place = list(FACTORS).index(factor) if factor in FACTORS else len(FACTORS)
    return (place, held.claim.speaker, held.claim.id)


def spoken(question: Question, weighings: Iterable[Weighing]) -> tuple[Evidence, ...]:
    """The weighings as evidence, with what was weighed in words and the reason given."""
    found: dict[str, Evidence] = {}
    for weighing in weighings:
        if not weighing.held:
            continue
        (about,) = question.evidence([weighing.claim])
        for held in weighing.held:
            if held.claim.id not in found:
                found[held.claim.id] = _worded(question, about, held)
    return tuple(found.values())


def _worded(question: Question, about: Evidence, held: Held) -> Evidence:
    claim = held.claim
    of = f"“{about.text}”" if claim.subject == about.claim else f"the source {about.source}"
    reading = claim.value.replace("_", " ")
    what = FACTORS.get(_factor(held))
    says = f"{what}: {reading}" if what else f"judged {reading}"
    text = f"on {of}: {says}, because {claim.qualifier('reason')}"
    return replace(question.snapshot.evidence(held, question.day), text=text)


def still(weighings: Iterable[Weighing]) -> tuple[str, ...]:
    """What a person has yet to do before these claims are weighed, in words; the whole list if nothing is begun."""
    left = [factor for factor in FACTORS if any(factor in one.left for one in weighings)]
    if len(left) == len(FACTORS):
        return (CREDIBILITY,)
    parts = [f"a person's weighing of {join([FACTORS[one] for one in left])}"] if left else []
    if any(not one.left and not one.verdict for one in weighings):
        parts.append("a person's conclusion on which the analysts agree: credible, or not")
    return tuple(parts)
