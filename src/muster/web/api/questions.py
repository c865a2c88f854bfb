"""Questions: names screened, chains of command, paths to others and to prohibited parties."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from muster.errors import UsageError
from muster.links import subordinates, superiors
from muster.reports.answers import (
    SCHEMAS,
    Asked,
    PathsAsked,
    chain_answer,
    known_from,
    over_answer,
    paths_answer,
    screen_answer,
)
from muster.reports.pictures import chain_picture
from muster.snapshot import find
from muster.vetting import storable
from muster.web.api.common import AsOf, Ident, KnownAt, Name, answered, day, listed, world
from muster.web.json import answer
from muster.web.world import View

router = APIRouter(tags=["Questions"])
_MOST = 1000  # names in one request
Hops = Annotated[int, Query(ge=1, le=8)]


class ScreenName(BaseModel):
    """A name, and what is known of its bearer."""

    name: str = Field(..., min_length=1, max_length=10_000)
    kind: str = Field("", description="person, organization or unit; else all")
    born: list[str] = []
    country: list[str] = []
    gender: list[str] = []
    id: list[str] = Field([], description="numbers, as passport:A1234567")


class ScreenBody(BaseModel):
    """Up to 1,000 names."""

    names: list[ScreenName] = Field(..., min_length=1, max_length=_MOST)
    threshold: float = Field(0.7, ge=0, le=1)
    limit: int = Field(5, ge=1, le=100)
    as_of: str = ""


@router.get("/screen", summary="Screen one name", responses=listed("Hits with reasons, listings and coverage."))
async def screen(
    request: Request,
    name: Annotated[str, Query(min_length=1, max_length=2000)],
    kind: Name = "",
    threshold: Annotated[float, Query(ge=0, le=1)] = 0.7,
    limit: Annotated[int, Query(ge=1, le=100)] = 5,
    as_of: AsOf = "",
) -> Response:
    """The same as `muster screen`. No hit is never a clearance."""
    body = ScreenBody(names=[ScreenName(name=name, kind=kind, id=[])], threshold=threshold, limit=limit, as_of=as_of)
    return _screened(request, body)


@router.post("/screen", summary="Screen names", responses=listed("Hits with reasons, listings and coverage."))
async def screen_many(request: Request, body: ScreenBody) -> Response:
    """What is known of a bearer raises or lowers the scores, and is shown as evidence."""
    return _screened(request, body)


def _screened(request: Request, body: ScreenBody) -> Response:
    view = world(request).view()
    wanted = []
    for number, one in enumerate(body.names):
        if one.kind and one.kind not in SCHEMAS:
            raise UsageError(f"no kind {one.kind[:40]!r}", hint=", ".join(SCHEMAS))
        facts = {"born": one.born, "country": one.country, "gender": one.gender, "id": one.id}
        wanted.append(Asked(storable(one.name), known_from(facts, f"names.{number}"), one.kind))
    found = screen_answer(
        view.screening, view.snapshot, wanted, day(body.as_of), threshold=body.threshold, limit=body.limit
    )
    return answer(found)


@router.get("/chain/{unit}", summary="Superiors, subordinates and leaders", responses=listed("The chain on the day."))
async def chain(
    request: Request,
    unit: Ident,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    depth: Annotated[int, Query(ge=1, le=32)] = 12,
    over: Annotated[str, Query(description="FROM..TO: each change instead of one day.", max_length=40)] = "",
) -> Response:
    """On a day, or (with `over`) each change between two dates."""
    on = day(as_of)

    def work(view: View) -> Any:
        entity = find(view.snapshot, unit)
        if over:
            return over_answer(view.snapshot, entity, over, min(depth, 3))
        graph = view.snapshot.graph
        below = subordinates(graph, entity, on, max_depth=depth)
        return chain_answer(view.snapshot, entity, on, superiors(graph, entity, on), below)

    return await answered(request, work, known_at=known_at, on=on)


@router.get("/chain/{unit}/chart.svg", summary="The chain of command, drawn", response_class=Response)
async def chart(
    request: Request,
    unit: Ident,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    depth: Annotated[int, Query(ge=1, le=32)] = 3,
) -> Response:
    on = day(as_of)

    def work(view: View) -> str:
        entity, graph = find(view.snapshot, unit), view.snapshot.graph
        below = subordinates(graph, entity, on, max_depth=depth)
        return chain_picture(view.snapshot, entity, on, superiors(graph, entity, on), below)

    return Response(await world(request).slow(work, known_at or None), media_type="image/svg+xml")


@router.get("/paths", summary="Relations that lead to another party", responses=listed("Paths with their evidence."))
async def paths(
    request: Request,
    start: Annotated[str, Query(alias="from", max_length=500)],
    to: Name = "",
    policy: Name = "",
    leaders: bool = False,
    above: Annotated[bool, Query(alias="superiors")] = False,
    hops: Hops = 4,
    limit: Annotated[int, Query(ge=1, le=1000)] = 10,
    alleged: bool = False,
    siblings: bool = False,
    as_of: AsOf = "",
    known_at: KnownAt = "",
) -> Response:
    """From an entity `to` another, or to all parties that a `policy` prohibits; valid together on the day."""
    if bool(to) == bool(policy):
        raise UsageError("give either to or policy", hint="`to` is an entity; `policy` names prohibited parties")
    on = day(as_of)
    shipped(policy)

    def work(view: View) -> Any:
        asked = PathsAsked(
            find(view.snapshot, start),
            target=find(view.snapshot, to) if to else "",
            policy=policy,
            leaders=leaders,
            superiors=above,
            hops=hops,
            limit=limit,
            alleged=alleged,
            siblings=siblings,
        )
        return paths_answer(view.snapshot, asked, on)

    return await answered(request, work, known_at=known_at, on=on)


def shipped(policy: str) -> None:
    """Refuse what is no shipped policy: over HTTP nobody names a file of this machine. Raises NotFound."""
    from muster.errors import NotFound
    from muster.policy import policy_ids

    if policy and policy not in policy_ids():
        raise NotFound(f"no policy {policy[:60]!r}", hint=", ".join(policy_ids()))
