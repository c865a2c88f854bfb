"""The as-of view of one entity: every value with its sources, and disagreeing claims side by side.

Nothing is resolved by the view. Where sources differ, all of them are shown and the difference is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.claims import Source, Stance, predicate
from muster.dates import Certainty, parse_date
from muster.register.editions import Held
from muster.register.evidence import Evidence, certainty_on, evidence

_NAME_RANK = {"primary": 0, "": 1, "strong": 2, "original_script": 3, "former": 4, "acronym": 5, "weak": 6}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of an entity, with all claims that say it (`claims`) or deny it (`against`).

    `outward` is true if the entity is the claims' subject. `state` is `asserted`, `contested` (also denied),
    `denied`, or the strongest other stance.
    """

    predicate: str
    text: str
    other: str
    outward: bool
    state: str
    certainty: Certainty
    claims: tuple[Evidence, ...]
    against: tuple[Evidence, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "predicate": self.predicate,
            "text": self.text,
            "other": self.other,
            "state": self.state,
            "certainty": self.certainty.value,
            "claims": [one.as_dict() for one in self.claims],
            "against": [one.as_dict() for one in self.against],
        }


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that cannot all be so; shown together, never settled by the program."""

    about: str
    claims: tuple[Evidence, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"about": self.about, "claims": [one.as_dict() for one in self.claims]}


@dataclass(frozen=True, slots=True)
class EntityView:
    """All that the register holds on one entity, as of a day."""

    entity: str
    members: tuple[str, ...]
    caption: str
    kind: str
    as_of: date
    said: tuple[Said, ...]
    disagreements: tuple[Disagreement, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "entity": self.entity,
            "same_as": [one for one in self.members if one != self.entity],
            "caption": self.caption,
            "kind": self.kind,
            "as_of": self.as_of.isoformat(),
            "said": [one.as_dict() for one in self.said],
            "disagreements": [one.as_dict() for one in self.disagreements],
        }


def caption_of(names: Iterable[Held], fallback: str) -> str:
    """The name to show: the first primary one, in mixed case where there is one."""
    best = min(
        (
            (
                _NAME_RANK.get(one.claim.qualifier("kind"), 1),
                one.claim.value.isupper(),
                place,
                one.claim.value,
            )
            for place, one in enumerate(names)
            if one.claim.stance is Stance.ASSERTED
        ),
        default=None,
    )
    return best[3] if best else fallback


def view(
    entity: str,
    members: Sequence[str],
    held: Iterable[Held],
    day: date,
    *,
    captions: Mapping[str, str],
    sources: Mapping[str, Source],
    canonical: Callable[[str], str] = str,
) -> EntityView:
    """Lay out the claims that touch an entity (or any of its cluster's `members`) as of `day`.

    What is said of two others is one thing only if `canonical` gives them one id: many units share a name.
    """
    own = set(members)
    claims = list(held)
    groups: dict[tuple[str, str, str, str], list[Held]] = defaultdict(list)
    for one in claims:
        claim = one.claim
        inward = claim.subject not in own
        other = claim.subject if inward else claim.object
        detail = claim.value.casefold() if claim.value else claim.qualifier("role")
        side = "either" if predicate(claim.predicate).symmetric else "in" if inward else "out"
        groups[claim.predicate, canonical(other), detail, side].append(one)
    said = tuple(_said(group, own, day, captions, sources) for group in groups.values())
    names = [one for one in claims if one.claim.predicate == "name" and one.claim.subject in own]
    kinds = [one.claim.value for one in claims if one.claim.predicate == "kind" and one.claim.subject in own]
    return EntityView(
        entity=entity,
        members=tuple(members),
        caption=caption_of(names, captions.get(entity, entity)),
        kind=kinds[0] if kinds else "",
        as_of=day,
        said=said,
        disagreements=tuple(_disagreements(said)),
    )


def _said(
    group: list[Held],
    own: set[str],
    day: date,
    captions: Mapping[str, str],
    sources: Mapping[str, Source],
) -> Said:
    first = group[0].claim
    rule = predicate(first.predicate)
    other = ""
    if rule.relation:
        other = first.object if first.subject in own else first.subject
        ends = dict(zip(rule.ends, (captions.get(e, e) for e in (first.subject, first.object)), strict=True))
        text = rule.says.format(**ends)
    else:
        text = first.value
    for_it = [one for one in group if one.claim.stance is not Stance.DENIED]
    against = [one for one in group if one.claim.stance is Stance.DENIED]
    best = min((certainty_on(one, day) for one in for_it or group), key=lambda certainty: certainty.rank)
    return Said(
        predicate=first.predicate,
        text=text,
        other=other,
        outward=first.subject in own,
        state=_state(for_it, against),
        certainty=best,
        claims=tuple(evidence(one, day, captions, sources) for one in for_it),
        against=tuple(evidence(one, day, captions, sources) for one in against),
    )


def _state(for_it: list[Held], against: list[Held]) -> str:
    stances = {one.claim.stance for one in for_it}
    if any(stance.factual for stance in stances):
        if against:
            return "contested"
        order = (Stance.ASSERTED, Stance.ALLEGED, Stance.ESTIMATED)
        return next(stance.value for stance in order if stance in stances)
    if against:
        return "denied"
    return min(stance.value for stance in stances)


def _disagreements(said: Iterable[Said]) -> Iterable[Disagreement]:
    by_predicate: dict[str, list[Said]] = defaultdict(list)
    compared: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if predicate(one.predicate).compare and one.outward and one.certainty is not Certainty.NO:
            compared[one.predicate].append(one)
        if one.state == "contested":
            yield Disagreement(one.text, one.claims + one.against)
        if not one.other and not predicate(one.predicate).many and one.certainty is not Certainty.NO:
            by_predicate[one.predicate].append(one)
    for name, values in by_predicate.items():
        factual = [one for one in values if one.state in _FACTUAL]
        if _differ(name, factual):
            yield Disagreement(name.replace("_", " "), tuple(claim for one in factual for claim in one.claims))
    for name, values in compared.items():
        if len(values) > 1:
            claims = tuple(claim for one in values for claim in (*one.claims, *one.against))
            yield Disagreement(name.replace("_", " "), claims)


def _differ(name: str, values: Sequence[Said]) -> bool:
    """True if the values cannot all be so. Dates can if one day lies within all of them: 1974 and 1974-06."""
    if predicate(name).type != "date":
        return len(values) > 1
    dates = [parse_date(one.text) for one in values]
    lows = [one.earliest for one in dates if one.earliest]
    highs = [one.latest for one in dates if one.latest]
    return bool(lows and highs) and max(lows) > min(highs)


_FACTUAL = ("asserted", "alleged", "estimated", "contested")
