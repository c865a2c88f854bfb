"""The record: every act with who did it and when, checked on request, and its signed checkpoints."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from muster.cases.audit import checkpoint, entries, verify
from muster.errors import NotAllowed
from muster.web.access import access
from muster.web.api.common import world
from muster.web.pages.env import Times, render
from muster.web.world import View

router = APIRouter()
_PAGE = 100


@router.get("/audit")
async def audit(request: Request) -> Response:
    """The newest acts; `?check=1` verifies the whole record, which takes a while on a large register."""
    check = request.query_params.get("check") == "1"
    begin = request.query_params.get("before", "")

    def work(view: View) -> dict[str, Any]:
        found = list(entries(view.register))
        last = int(begin) if begin.isdecimal() else len(found)
        shown = [one for one in found if one["number"] < last][-_PAGE:]
        return {
            "entries": list(reversed(shown)),
            "count": len(found),
            "more": shown[0]["number"] if shown and shown[0]["number"] > 0 else None,
            "report": verify(view.register) if check else None,
        }

    return render(request, "audit.html", {"when": Times("", ""), **await world(request).slow(work)})


@router.post("/audit/checkpoint")
async def sign_head(request: Request) -> Response:
    """A signed checkpoint, to be kept where those who can write the register cannot reach it."""
    if request.state.user.role != "administrator" and not access(request).open:
        raise NotAllowed("only an administrator signs checkpoints", hint="ask one")
    note, _ = await world(request).slow(lambda view: checkpoint(view.register))
    name = 'attachment; filename="checkpoint.txt"'
    return PlainTextResponse(note, headers={"Content-Disposition": name})
