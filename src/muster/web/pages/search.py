"""Search in any script: hits with the two names word by word, and what lists say on the day."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from muster.errors import BadInput
from muster.reports.answers import SCHEMAS, Asked, known_from, screen_answer
from muster.vetting import storable
from muster.web.api.common import world
from muster.web.pages.env import Times, render, times
from muster.web.world import View

router = APIRouter()
_FACTS = ("born", "country", "gender", "id")
_LIMIT = 20


@router.get("/search")
async def search(request: Request) -> Response:
    when = times(request)
    given = request.query_params
    text = storable(given.get("q", "").strip())[:500]
    kind = given.get("kind", "")
    facts = {name: given.get(name, "").strip() for name in _FACTS}
    problem = ""
    found = None
    if text:
        try:
            known = known_from({name: [value] for name, value in facts.items() if value}, "the form")
            asked = Asked(text, known, kind if kind in SCHEMAS else "")
            found = await _answer(request, when, asked, when.day)
        except BadInput as fault:
            problem = str(fault)
    shown = {"when": when, "q": text, "kind": kind, "facts": facts, "kinds": sorted(SCHEMAS), "problem": problem}
    return render(request, "search.html", {**shown, "found": found, "searched": any(facts.values())})


async def _answer(request: Request, when: Times, asked: Asked, day: date) -> object:
    def work(view: View) -> object:
        return screen_answer(view.screening, view.snapshot, [asked], day, threshold=0.5, limit=_LIMIT)

    if when.known_at:
        return await world(request).slow(work, when.known_at)
    return work(world(request).view())
