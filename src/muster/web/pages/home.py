"""The first page: what needs doing today, and what the register answers from."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from muster.cases import TRANSITIONS, WITH_HITS, Cases
from muster.reading import queue
from muster.register import Edition
from muster.reports.words import OUTCOMES
from muster.web.api.common import world
from muster.web.pages.env import render, times
from muster.web.world import View

router = APIRouter()
_OLD = 30  # days after which a list is shown as due
_LATEST = 8


@router.get("/")
async def home(request: Request) -> Response:
    when = times(request)

    def work(view: View) -> dict[str, Any]:
        user = request.state.user
        decisions = view.register.decisions()
        newest: dict[str, Edition] = {}
        for one in view.snapshot.editions:
            if one.stream not in newest or one.last_day >= newest[one.stream].last_day:
                newest[one.stream] = one
        today = date.today()
        lists = [one for one in newest.values() if one.publishes]
        desk = Cases(view.register)
        cases = desk.all()
        with_hits = [one for one in cases if one.state in WITH_HITS] if user.role == "analyst" else []
        mine = [one for one in cases if any(user.role == TRANSITIONS[act].role for act in _next(one.state))]
        return {
            "mine": mine,
            "hits": sum(not hit.verdict for one in with_hits for hit in desk.hits(one)),
            "waiting": len(queue(view.register)),
            "overdue": [one for one in cases if one.is_open and one.due and one.due < today.isoformat()],
            "counts": [(OUTCOMES[key], count) for key, count in _by_outcome(decisions).items()],
            "latest": list(reversed(decisions))[:_LATEST],
            "total": len(decisions),
            "expired": [one for one in decisions if one["valid_until"] and one["valid_until"] < today.isoformat()],
            "old": sorted((one for one in lists if (today - one.last_day).days > _OLD), key=lambda one: one.last_day),
            "lists": len({one.dataset for one in newest.values()}),
            "claims": sum(one.total for one in newest.values()),
            "today": today,
        }

    found = await world(request).slow(work, when.known_at or None)
    return render(request, "home.html", {"when": when, **found})


def _next(state: str) -> tuple[str, ...]:
    """What takes a case in this state further."""
    return {
        "open": ("decide",),
        "reviewing": ("decide",),
        "waiting": ("answer",),
        "decided": ("sign",),
        "signed": ("approve",),
    }.get(state, ())


def _by_outcome(decisions: list[dict[str, Any]]) -> dict[str, int]:
    counted = Counter(str(one["outcome"]) for one in decisions)
    return {key: counted[key] for key in OUTCOMES if counted[key]}
