"""Cases and the record, for programs: what waits, what was signed, and what was done by whom. Acts go through the pages
or the command line, where a person is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from muster.cases import STATES, Cases
from muster.cases.audit import entries
from muster.errors import NotFound
from muster.reading import queue
from muster.web.api.common import Limit, Name, Offset, listed, page, world
from muster.web.json import answer
from muster.web.world import View

router = APIRouter(tags=["Cases and record"])
Number = Annotated[int, Path(ge=1, le=2**31)]


@router.get("/cases", summary="The cases", responses=listed("A page of cases, oldest first."))
async def cases(request: Request, state: Name = "", limit: Limit = 100, offset: Offset = 0) -> Response:
    if state and state not in STATES:
        raise NotFound(f"no state {state[:40]!r}", hint=", ".join(STATES))

    def work(view: View) -> Any:
        found = Cases(view.register).all([state] if state else ())
        shown = page(found, limit, offset)
        return {**shown, "items": [one.as_dict(date.today()) for one in shown["items"]]}

    return answer(await world(request).slow(work))


@router.get("/cases/{number}", summary="One case", responses=listed("The case with its hits and steps."))
async def case(request: Request, number: Number) -> Response:
    def work(view: View) -> Any:
        desk = Cases(view.register)
        found = desk.get(number)
        return {**found.as_dict(date.today()), "hits": [one.as_dict() for one in desk.hits(found)]}

    return answer(await world(request).slow(work))


@router.get("/proposals", summary="Claims that texts may make", responses=listed("A page of proposals."))
async def proposals(
    request: Request, document: Name = "", waiting: bool = True, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """They are no claims before a person has accepted them."""

    def work(view: View) -> Any:
        shown = page(queue(view.register, document, all_=not waiting), limit, offset)
        return {**shown, "items": [one.as_dict() for one in shown["items"]]}

    return answer(await world(request).slow(work))


@router.get("/record", summary="The acts", responses=listed("A page of the record's entries, newest first."))
async def record(request: Request, limit: Limit = 100, offset: Offset = 0) -> Response:
    found = await world(request).slow(lambda view: list(entries(view.register)))
    return answer(page(list(reversed(found)), limit, offset))
