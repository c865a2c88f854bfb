"""Names against everything in the register: what is asked of each, and the hits with scores, reasons and listings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.errors import BadInput
from muster.names import country_code
from muster.names.births import read_births
from muster.names.known import Known, gender_of, identifier, known
from muster.names.units import another_unit
from muster.snapshot import Hit, Screening, Snapshot

SCHEMAS = {
    "person": frozenset({"person", ""}),
    "organization": frozenset({"organization", "unit", "government", "office", ""}),
    "unit": frozenset({"unit", "organization", ""}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One name to screen, what is known of its bearer, and the kind to search (empty: every kind)."""

    name: str
    known: Known = Known()
    schema: str = ""


def known_from(facts: Mapping[str, Sequence[str]], place: str) -> Known:
    """The facts as they were typed. Raises BadInput, at `place`, for one that cannot be read."""
    numbers = []
    for text in facts.get("born", ()):
        if not read_births(text):
            hint = "write it as 1974-05-02, 1974-05, 1974, 1974~ (about), or 02/05/1974 (day, month, year)"
            raise BadInput(f"not a date of birth: {text!r}", place=place or "--born", hint=hint)
    for text in facts.get("country", ()):
        if not country_code(text):
            raise BadInput(f"no country is known as {text!r}", place=place or "--country", hint="its name, or ISO code")
    for text in facts.get("gender", ()):
        if not gender_of(text):
            raise BadInput(f"not a gender: {text!r}", place=place or "--gender", hint="female, male or other")
    for text in facts.get("id", ()):
        kind, _, number = text.rpartition(":")
        if not identifier(kind, number):
            hint = "a number of four or more letters and digits, as P1234567 or passport:P1234567"
            raise BadInput(f"not a number: {text!r}", place=place or "--id", hint=hint)
        numbers.append((kind, number))
    return known(
        births=facts.get("born", ()),
        countries=facts.get("country", ()),
        genders=facts.get("gender", ()),
        identifiers=numbers,
    )


def screen_answer(
    screening: Screening,
    snapshot: Snapshot,
    wanted: Iterable[Asked],
    on: date,
    *,
    threshold: float,
    limit: int,
    hide_conflicts: bool = False,
    step: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """The hits on every name, each with why it is one and whether the party is listed on the day; and the coverage."""
    results = []
    for one in wanted:
        schemas = SCHEMAS[one.schema] if one.schema else None
        hits = screening.hits(one.name, one.known, schemas=schemas, threshold=threshold, limit=limit)
        hits, aside = _units_apart(one.name, hits) if one.schema == "unit" else (hits, [])
        shown = [hit for hit in hits if not (hide_conflicts and hit.separated)]
        result = {
            "query": one.name,
            "hits": [_hit(snapshot, hit, on) for hit in shown],
            "hidden": len(hits) - len(shown),
        }
        results.append({**result, "set_aside": aside} if aside else result)
        step()
    return {
        "as_of": on.isoformat(),
        "known_at": snapshot.known_at,
        "threshold": threshold,
        "snapshot": snapshot.digest,
        "results": results,
        "coverage": [
            {"list": one.list, "edition": one.edition, "sha256": one.sha256, "note": one.note}
            for one in snapshot.coverage(on)
        ],
        "advice": "No hit is never a clearance.",
    }


def _units_apart(text: str, hits: list[Hit]) -> tuple[list[Hit], list[str]]:
    """The hits that may be the unit, and in words those that are another one: a different number or size decides."""
    kept: list[Hit] = []
    aside: list[str] = []
    for hit in hits:
        apart = another_unit(text, hit.name.name)
        if apart is None:
            kept.append(hit)
        else:
            aside.append(f"{hit.name.name} ({hit.score:.2f}): another unit: {'; '.join(apart.reasons)}")
    return kept, aside


def _hit(snapshot: Snapshot, weighed: Hit, on: date) -> dict[str, Any]:
    hit = weighed.name
    listings = [
        {
            "programme": held.claim.value,
            "list": held.claim.qualifier("list"),
            "authority": held.claim.qualifier("authority"),
            "stance": held.claim.stance.value,
            "certainty": certainty.value,
            "when": held.time.spoken(),
        }
        for held, certainty in snapshot.listings(hit.entity, on)
    ]
    return {
        "entity": hit.entity,
        "caption": snapshot.caption(hit.entity),
        "kind": hit.schema,
        "score": round(weighed.score, 4),
        "name_score": round(hit.score, 4),
        "name": hit.name,
        "name_kind": hit.kind,
        "why": hit.reason,
        "pairs": [
            {"query": one.query, "name": one.name, "reason": one.reason, "similarity": round(one.similarity, 4)}
            for one in hit.pairs
        ],
        "query_left": list(hit.query_left),
        "name_left": list(hit.name_left),
        "evidence": [
            {
                "field": one.field,
                "asked": one.left,
                "listed": one.right,
                "verdict": one.verdict.value,
                "weight": one.weight,
                "decides": one.decides,
                "text": one.text,
            }
            for one in weighed.evidence
        ],
        "separated": weighed.separated,
        "conflict": weighed.conflict,
        "rewrites": list(hit.rewrites),
        "evasion": hit.evasion,
        "countries": sorted(snapshot.countries(hit.entity)),
        "listed": listings,
    }
