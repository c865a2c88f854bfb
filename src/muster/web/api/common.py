"""What all resources share: the two times of every question, pages, and entity tags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import Response

from muster.dates import parse_day
from muster.errors import BadDate
from muster.web.json import answer
from muster.web.world import View, World

AsOf = Annotated[str, Query(description="The day in the world asked about, YYYY-MM-DD; else today.", max_length=10)]
KnownAt = Annotated[
    str, Query(description="Only what the register knew at this time; else all it knows.", max_length=40)
]
Limit = Annotated[int, Query(ge=1, le=500, description="How many on a page.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out before.")]
Ident = Annotated[str, Path(max_length=500)]
Name = Annotated[str, Query(max_length=500)]


def world(request: Request) -> World:
    """The server's register."""
    found: World = request.app.state.world
    return found


def day(text: str) -> date:
    """The day asked about. Raises BadDate."""
    if not text:
        return date.today()
    try:
        return parse_day(text)
    except BadDate as error:
        raise BadDate(error.message, place="as_of", hint="write it as YYYY-MM-DD") from None


async def answered(
    request: Request, work: Callable[[View], Any], *, known_at: str = "", on: date | None = None
) -> Response:
    """What work on the snapshot gives, as JSON with an entity tag: the snapshot's digest, and the day if there is one.

    A client that has the same tag gets 304 and no body; the work is then not done.
    """
    asked = world(request)
    tag = await asked.slow(lambda view: view.tag, known_at or None)
    if on:
        tag = f'{tag[:-1]}-{on.isoformat()}"'
    if tag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers={"ETag": tag})
    return answer(await asked.slow(work, known_at or None), headers={"ETag": tag, "Cache-Control": "no-cache"})


def page(items: list[Any], limit: int, offset: int, **more: Any) -> dict[str, Any]:
    """One page of a list, with how many there are."""
    return {"total": len(items), "limit": limit, "offset": offset, **more, "items": items[offset : offset + limit]}


def listed(fields: str) -> dict[int | str, dict[str, Any]]:
    """The answer's description in the OpenAPI document."""
    return {200: {"description": fields, "content": {"application/json": {"schema": {"type": "object"}}}}}
