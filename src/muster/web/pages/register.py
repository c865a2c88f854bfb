"""An entity with every value cited, its chain of command on a day, its links to listed parties; and one source."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from muster.errors import NotFound
from muster.links import history, subordinates, superiors
from muster.policy import policy_ids
from muster.register import EntityView
from muster.reports.answers import PathsAsked, chain_answer, paths_answer
from muster.reports.entity_bars import bars
from muster.reports.path_diagram import path_diagram
from muster.reports.pictures import chain_picture, every
from muster.reports.timeline import timeline_svg
from muster.snapshot import find, view_of
from muster.web.api.common import world
from muster.web.pages.env import drawing, render, times
from muster.web.world import View

router = APIRouter()
Ident = Annotated[str, Path(max_length=500)]
_DRAWN = 60  # units in a drawn chain
_LEVELS = 3
_TURNS = 60  # days of change that the slider stops at
_PATHS = 5
_SOURCE_CLAIMS = 300


@router.get("/entity/{entity:path}")
async def entity(request: Request, entity: Ident) -> Response:
    when = times(request)
    day = when.day
    policy = request.query_params.get("policy", "")
    policy = policy if policy in policy_ids() else "list-screening"

    def work(view: View) -> dict[str, Any]:
        snapshot = view.snapshot
        ident = find(snapshot, entity)
        found = view_of(view.register, ident, day, snapshot.known_at)
        drawn = bars(snapshot, ident, day)
        return {
            "e": found,
            "values": [one for one in found.said if not one.other and one.predicate not in ("name", "listed_under")],
            "names": [one for one in found.said if one.predicate == "name"],
            "listings": [one for one in found.said if one.predicate == "listed_under"],
            "relations": sorted((one for one in found.said if one.other), key=_rank),
            "timeline": drawing(timeline_svg(f"{found.caption} as of {day}", drawn, day)) if drawn else "",
            "paths": _paths(view, found, policy, day),
            **_chain(view, ident, day),
        }

    found = await world(request).slow(work, when.known_at or None)
    content = {"when": when, "day": day, "policy": policy, "policies": policy_ids(), **found}
    return render(request, "entity.html", content)


def _rank(one: Any) -> tuple[int, str]:
    return one.certainty.rank, one.predicate


def _chain(view: View, ident: str, day: date) -> dict[str, Any]:
    """The chain on the day, as data and drawn, and the days on which it changes, for the slider."""
    snapshot = view.snapshot
    above = superiors(snapshot.graph, ident, day)
    below = subordinates(snapshot.graph, ident, day, max_depth=_LEVELS)
    answer = chain_answer(snapshot, ident, day, above, below)
    count = sum(1 for _ in every((*above, *below)))
    picture = chain_picture(snapshot, ident, day, above, below) if 0 < count <= _DRAWN else ""
    return {
        "chain": answer,
        "chart": drawing(picture) if picture else "",
        "chained": count,
        "turns": _turns(view, ident),
    }


def _turns(view: View, ident: str) -> list[str]:
    first, last = date(1900, 1, 1), date.today() + timedelta(days=1)
    days = sorted({one.day for one in history(view.snapshot.graph, ident, first, last, depth=1).changes})
    return [one.isoformat() for one in days][-_TURNS:]


def _paths(view: View, found: EntityView, policy: str, day: date) -> dict[str, Any]:
    asked = PathsAsked(found.entity, policy=policy, leaders=True, hops=3, limit=_PATHS)
    answer = paths_answer(view.snapshot, asked, day)
    for one in answer["paths"]:
        one["drawn"] = drawing(path_diagram([one["steps"]]))
    return answer


@router.get("/source/{source:path}")
async def source(request: Request, source: Ident) -> Response:
    when = times(request)

    def work(view: View) -> dict[str, Any]:
        snapshot = view.snapshot
        if source not in snapshot.sources:
            raise NotFound(f"no source {source[:80]!r}", hint="follow a citation on an entity's page")
        held = [
            one
            for one in view.register.claims(known_at=snapshot.known_at)
            if any(citation.source == source for citation in one.claim.citations)
        ]
        told = [
            (snapshot.evidence(one, when.day), snapshot.canonical(one.claim.subject)) for one in held[:_SOURCE_CLAIMS]
        ]
        return {"s": snapshot.sources[source], "claims": told, "count": len(held)}

    found = await world(request).slow(work, when.known_at or None)
    return render(request, "source.html", {"when": when, **found})


@router.get("/decision/{decision}")
async def decision(request: Request, decision: Ident) -> Response:
    """The dossier, which is a page of its own to be printed and filed."""
    return RedirectResponse(f"/api/v1/decisions/{quote(decision, safe='')}/dossier.html", 303)
