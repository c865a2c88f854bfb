"""The re-vetting inbox: standing decisions that come out otherwise now, and why; approvals that must end."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from muster.vetting import recheck
from muster.web.api.common import world
from muster.web.pages.env import render, times
from muster.web.world import View

router = APIRouter()


@router.get("/recheck")
async def inbox(request: Request) -> Response:
    """Only what depends on something that changed is put again, so this is quick on a register that stands still."""
    when = times(request)

    def work(view: View) -> dict[str, Any]:
        found = recheck(view.register, when.day)
        return {"again": found.again, "standing": found.standing, "expired": len(found.expired), "put": found.decided}

    return render(request, "recheck.html", {"when": when, "day": when.day, **await world(request).slow(work)})
