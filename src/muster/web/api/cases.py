"""Cases and the record, for programs: what waits, what was signed, and what was done by whom. Acts are in `acts`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from muster.cases import STATES, TRANSITIONS, Case, Cases
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


@router.get("/cases/transitions", summary="What can be done to a case", responses=listed("States and acts."))
async def transitions() -> Response:
    """The states, and every way from one to another: in which state, by which role, and what it takes."""
    acts = [
        {"act": one.act, "in": list(one.before), "then": one.after, "by": one.role, "takes": one.takes}
        for one in TRANSITIONS.values()
    ]
    return answer({"states": STATES, "acts": acts})


@router.get("/cases/{number}", summary="One case", responses=listed("The case with its hits and steps."))
async def case(request: Request, number: Number) -> Response:
    """Its ETag is for `If-Match` of the acts on it."""

    def work(view: View) -> tuple[dict[str, Any], str]:
        desk = Cases(view.register)
        found = desk.get(number)
        return case_data(desk, found), tag_of(found)

    data, tag = await world(request).slow(work)
    return answer(data, headers={"ETag": tag})


def case_data(desk: Cases, case: Case) -> dict[str, Any]:
    """A case as JSON data, with its hits and what its texts propose."""
    return {
        **case.as_dict(date.today()),
        "hits": [one.as_dict() for one in desk.hits(case)],
        "gaps": desk.decision(case)["gaps"] if case.last_decided else [],
        "proposals": [one.as_dict() for one in desk.proposals(case)],
    }


def tag_of(case: Case) -> str:
    """The entity tag of a case: its newest step."""
    return f'"{case.number}.{case.steps[-1].seq}"'


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
