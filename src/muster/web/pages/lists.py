"""The lists and files of the register, edition by edition, and what changed from one to the next."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from muster.errors import NotFound
from muster.register import Edition
from muster.web.api.common import world
from muster.web.pages.env import render, times
from muster.web.world import View

router = APIRouter()
_SHOWN = 500  # entities of one kind of change


@router.get("/lists")
async def lists(request: Request) -> Response:
    when = times(request)

    def work(view: View) -> dict[str, Any]:
        streams: dict[str, list[Edition]] = {}
        for one in view.snapshot.editions:
            streams.setdefault(one.stream, []).append(one)
        ordered = {name: sorted(found, key=lambda one: one.last_day, reverse=True) for name, found in streams.items()}
        return {"streams": sorted(ordered.items()), "today": date.today()}

    return render(request, "lists.html", {"when": when, **await world(request).slow(work, when.known_at or None)})


@router.get("/lists/changes")
async def changes(request: Request) -> Response:
    when = times(request)
    older, newer = (request.query_params.get(name, "") for name in ("older", "newer"))

    def work(view: View) -> dict[str, Any]:
        by_id = {str(one.id): one for one in view.snapshot.editions}
        if older not in by_id or newer not in by_id or by_id[older].stream != by_id[newer].stream:
            raise NotFound("no such pair of editions", hint="choose two editions of one list at /lists")
        parts = view.register.difference(by_id[older], by_id[newer])
        told = zip(("Came", "Went", "Changed"), parts, strict=True)
        return {
            "first": by_id[older],
            "second": by_id[newer],
            "parts": [(name, sorted(part.items(), key=lambda one: one[1])[:_SHOWN], len(part)) for name, part in told],
        }

    return render(request, "changes.html", {"when": when, **await world(request).slow(work, when.known_at or None)})
