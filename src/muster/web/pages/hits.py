"""The queue of hits: both names word by word, and what is known of the listed party beyond its name."""

from __future__ import annotations

from typing import Any

from muster.cases import WITH_HITS, Cases
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
    return {"hits": [beside(view, case, hit) for case, hit in found[:_SHOWN]], "count": len(found), "only": only}


def beside(view: View, case: Any, hit: Any) -> dict[str, Any]:
    """A hit with its names aligned, and the facts and listings of the party."""
    snapshot = view.snapshot
    facts = []
    for name in _FACTS:
        values = dict.fromkeys(one.claim.value for one in snapshot.touching(hit.entity, [name]) if one.claim.value)
        if values:
            text = "; ".join(list(values)[:5])
            facts.append((name, text if len(text) <= _LONG else f"{text[:_LONG]}…"))
    listed = dict.fromkeys(
        f"{one.claim.qualifier('authority')} {one.claim.value}".strip()
        for one in snapshot.said(hit.entity, "listed_under")
    )
    return {
        "case": case,
        "hit": hit,
        "key": f"{case.number}\t{hit.text}\t{hit.entity}",
        "aligned": _aligned(view, hit.text, hit.entity),
        "facts": facts,
        "listed": list(listed),
        "asked": case.facts,
    }


def _aligned(view: View, text: str, entity: str) -> NameHit | None:
    """The two names word by word; None if the register has grown so that they no longer meet."""
    found = view.snapshot.names.search(text, threshold=0.3, limit=50)
    return next((one for one in found if one.entity == entity), None)
