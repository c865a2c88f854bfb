"""The queue of hits: both names word by word, and what is known of the listed party beyond its name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from muster.cases import WITH_HITS, Case, Cases, Hit
from muster.names import NameHit
from muster.web.world import View

_SHOWN = 500
_FACTS = ("birth_date", "birth_place", "nationality", "citizenship", "country", "position", "identifier", "reason")
_LONG = 160


def queue(view: View, only: int | None = None) -> dict[str, Any]:
    """The open hits of all open cases, or of one, the best first, each with what helps to judge it."""
    desk = Cases(view.register)
    found = []
    for case in (one for one in desk.all(WITH_HITS) if only in (None, one.number)):
        found += [(case, hit) for hit in desk.hits(case) if not hit.verdict]
    found.sort(key=lambda one: (-one[1].score, one[0].number, one[1].text, one[1].entity))
    shown = found[:_SHOWN]
    facts = _facts(view, {hit.entity for _, hit in shown})
    texts = list(dict.fromkeys(hit.text for _, hit in shown))
    alike = dict(zip(texts, view.snapshot.names.search_many(texts, threshold=0.3, limit=50), strict=True))
    hits = [_beside(view, case, hit, facts[hit.entity], alike[hit.text]) for case, hit in shown]
    return {"hits": hits, "count": len(found), "only": only}


def _facts(view: View, entities: set[str]) -> dict[str, list[tuple[str, str]]]:
    """What is known of each of these parties beyond its name, read together."""
    snapshot = view.snapshot
    snapshot.read(entities)
    members = sorted({member for one in entities for member in snapshot.members(one)})
    said: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for held in view.register.claims(known_at=snapshot.known_at, entities=members, predicates=_FACTS):
        if held.claim.value:
            said[snapshot.canonical(held.claim.subject)][held.claim.predicate][held.claim.value] = None
    found = {}
    for one in entities:
        about = said[snapshot.canonical(one)]
        texts = [(name, "; ".join(list(about[name])[:5])) for name in _FACTS if name in about]
        found[one] = [(name, text if len(text) <= _LONG else f"{text[:_LONG]}…") for name, text in texts]
    return found


def _beside(view: View, case: Case, hit: Hit, facts: list[tuple[str, str]], alike: list[NameHit]) -> dict[str, Any]:
    """A hit with its names aligned (not if the register has grown so that they no longer meet), the facts and the
    listings of the party."""
    listed = dict.fromkeys(
        f"{one.claim.qualifier('authority')} {one.claim.value}".strip()
        for one in view.snapshot.said(hit.entity, "listed_under")
    )
    return {
        "case": case,
        "hit": hit,
        "key": f"{case.number}\t{hit.text}\t{hit.entity}",
        "aligned": next((one for one in alike if one.entity == hit.entity), None),
        "facts": facts,
        "listed": list(listed),
        "asked": case.facts,
    }
