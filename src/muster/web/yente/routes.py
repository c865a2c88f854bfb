"""The addresses of this interface: match, search, entities, catalogue, health."""

from __future__ import annotations

import hmac
import os
from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response
from pydantic import ValidationError

from muster.errors import BadInput, NotFound
from muster.names import country_name
from muster.register import Edition
from muster.sources.ftm.own import write_id
from muster.web.json import Fragment, answer, loads
from muster.web.parties import Party
from muster.web.problems import Refused
from muster.web.world import View, World
from muster.web.yente import forms
from muster.web.yente.match import ALGORITHM, CUTOFF, THRESHOLD, Filters, example, matches
from muster.web.yente.schemata import DEFAULT, label

MAX_QUERIES = 100
MAX_LIMIT = 500
MAX_OFFSET = 9500
_ALL = "default"
_FACETS = {"countries": "Countries", "topics": "Topics", "datasets": "Data sources", "schema": "Types"}

router = APIRouter()
health = APIRouter()  # what anyone may ask

Dataset = Annotated[str, Path(description="A dataset of /catalog, or `default` for all.", max_length=200)]
Names = Annotated[list[str], Query(max_length=200)]
Limit = Annotated[int, Query(ge=0, le=MAX_LIMIT)]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET)]
Share = Annotated[float, Query(ge=0, le=1)]


def _world(request: Request) -> World:
    world: World = request.app.state.world
    return world


def datasets_of(view: View, name: str) -> frozenset[str]:
    """The datasets that a name in an address means; empty for all. Raises NotFound."""
    if name == _ALL:
        return frozenset()
    known = {one.dataset for one in view.snapshot.editions}
    if name not in known:
        raise NotFound(f"no dataset {name[:80]!r}", hint=f"`{_ALL}`, or one of /catalog")
    return frozenset({name})


@router.post(
    "/match/{dataset}",
    summary="Match parties by example",
    tags=["Matching"],
    responses={200: {"model": forms.MatchForm}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": forms.MatchBody.model_json_schema(ref_template="#/components/schemas/{model}")
                }
            },
        },
    },
)
async def match(
    request: Request,
    dataset: Dataset,
    limit: Limit = 5,
    threshold: Share = THRESHOLD,
    cutoff: Share = CUTOFF,
    algorithm: Annotated[str, Query(max_length=100)] = "best",
    include_dataset: Names = [],  # noqa: B006
    exclude_dataset: Names = [],  # noqa: B006
    exclude_schema: Names = [],  # noqa: B006
    exclude_entity_ids: Names = [],  # noqa: B006
    topics: Names = [],  # noqa: B006
    changed_since: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Each query is a party: a schema and properties. Its names are searched, its other facts weighed as evidence.

    `score` is the chance that the two are one party, `match` says that it reaches the threshold. A result below the
    cutoff is left out. No result is never a clearance.
    """
    view = _world(request).view()
    body = _body(loads(await request.body()))
    filters = Filters(
        datasets=datasets_of(view, dataset) | frozenset(include_dataset),
        without_datasets=frozenset(exclude_dataset),
        without_schemata=frozenset(exclude_schema),
        without=frozenset(exclude_entity_ids),
        topics=frozenset(topics),
    )
    responses = {}
    for key, one in body.queries.items():
        asked = example(one.schema_, one.properties, one.id)
        found, total = matches(view, asked, filters, cutoff=cutoff, limit=limit)
        responses[key] = {
            "status": 200,
            "results": [
                Fragment(
                    each.party.with_fields(
                        {
                            "score": round(each.hit.score, 4),
                            "match": each.hit.score >= threshold,
                            "explanations": each.explanations(),
                        }
                    )
                )
                for each in found
            ],
            "total": {"value": total, "relation": "eq" if total < limit else "gte"},
            "query": asked.as_dict(),
        }
    return answer({"responses": responses, "limit": limit})


def _body(data: Any) -> forms.MatchBody:
    try:
        body = forms.MatchBody.model_validate(data)
    except ValidationError as fault:
        one = fault.errors()[0]
        place = ".".join(str(part) for part in one["loc"])
        raise BadInput(f"the queries cannot be read: {one['msg']}", place=place, hint="see /docs") from None
    if len(body.queries) > MAX_QUERIES:
        raise Refused(
            f"{len(body.queries):,} queries in one request", status=413, hint=f"at most {MAX_QUERIES}: send several"
        )
    return body


@router.get(
    "/search/{dataset}", summary="Search by name", tags=["Matching"], responses={200: {"model": forms.SearchForm}}
)
async def search(
    request: Request,
    dataset: Dataset,
    q: Annotated[str, Query(max_length=2000)] = "",
    schema: Annotated[str, Query(max_length=100)] = DEFAULT,
    include_dataset: Names = [],  # noqa: B006
    exclude_dataset: Names = [],  # noqa: B006
    exclude_schema: Names = [],  # noqa: B006
    countries: Names = [],  # noqa: B006
    topics: Names = [],  # noqa: B006
    datasets: Names = [],  # noqa: B006
    filters: Annotated[list[str], Query(alias="filter", max_length=200)] = [],  # noqa: B006
    limit: Limit = 10,
    offset: Offset = 0,
    sort: Names = [],  # noqa: B006
    facets: Names = ["countries", "topics", "datasets"],  # noqa: B006
    fuzzy: bool = False,
    simple: bool = False,
    changed_since: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Parties with a name like the text, in any script, or with a number equal to it, best first."""
    view = _world(request).view()
    values = [one.partition(":") for one in filters]
    if any(not separator for _, separator, _ in values):
        raise BadInput("a filter without a colon", place="filter", hint="write it as birthDate:1985")
    wanted = Filters(
        datasets=datasets_of(view, dataset) | frozenset(include_dataset) | frozenset(datasets),
        without_datasets=frozenset(exclude_dataset),
        without_schemata=frozenset(exclude_schema),
        topics=frozenset(topics),
        countries=frozenset(one.lower() for one in countries),
        values=tuple((name.removeprefix("properties."), value) for name, _, value in values),
    )
    found: list[Party] = []
    total = 0
    if q.strip():
        asked = example(schema, {"name": [q], "idNumber": [q]} if any(map(str.isdigit, q)) else {"name": [q]})
        best, total = matches(view, asked, wanted, cutoff=CUTOFF, limit=min(offset + limit, MAX_LIMIT))
        found = [one.party for one in best]
    else:
        raise BadInput("nothing to search for", place="q", hint="give a name or a number")
    shown = found[offset : offset + limit]
    body = {
        "results": [one.data for one in shown],
        "facets": {name: _facet(name, found) for name in facets if name in _FACETS},
        "total": {"value": total, "relation": "eq" if total < offset + limit else "gte"},
        "limit": limit,
        "offset": offset,
    }
    return answer(body, headers={"ETag": view.tag})


def _facet(name: str, found: list[Party]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for one in found:
        data = one.data
        if name == "countries":
            counts.update({code for key in ("country", "nationality") for code in data["properties"].get(key, ())})
        elif name == "topics":
            counts.update(data["properties"].get("topics", ()))
        else:
            counts.update(data["datasets"] if name == "datasets" else [data["schema"]])
    told = {"countries": country_name}.get(name, str)
    values = [{"name": key, "label": told(key) or key, "count": count} for key, count in counts.most_common(20)]
    return {"label": _FACETS[name], "values": values}


def _found(request: Request, ident: str) -> tuple[View, str]:
    """The view and the party of an id. Raises NotFound, or a redirect for one that stands under another id."""
    view = _world(request).view()
    root = view.parties.root(ident)
    if root is None:
        raise NotFound(f"no entity {ident[:80]!r}", hint="search for it by name: /search/default?q=…")
    if write_id(root) != ident and root != ident:
        address = str(request.url.path).replace(ident, write_id(root))
        where = address + (f"?{request.url.query}" if request.url.query else "")
        raise HTTPException(308, headers={"Location": where})
    return view, root


@router.get(
    "/entities/{entity_id}", summary="One entity", tags=["Data access"], responses={200: {"model": forms.EntityForm}}
)
async def entity(request: Request, entity_id: Annotated[str, Path(max_length=300)], nested: bool = True) -> Response:
    """An entity with what stands beside it: listings, papers, addresses, relations with their other ends."""
    view, root = _found(request, entity_id)
    data = view.parties.get(root).data
    if nested:
        data = {**data, "properties": {**data["properties"], **view.parties.beside(root)}}
    return answer(data, headers={"ETag": view.tag})


@router.get(
    "/entities/{entity_id}/adjacent",
    summary="What stands beside an entity",
    tags=["Data access"],
    responses={200: {"model": forms.AdjacentForm}},
)
async def adjacent(
    request: Request,
    entity_id: Annotated[str, Path(max_length=300)],
    limit: Limit = 10,
    offset: Offset = 0,
    sort: Names = [],  # noqa: B006
) -> Response:
    """The same, page by page for each property."""
    view, root = _found(request, entity_id)
    beside = view.parties.beside(root)
    pages = {name: _page(values, limit, offset) for name, values in sorted(beside.items())}
    return answer({"entity": view.parties.get(root).data, "adjacent": pages}, headers={"ETag": view.tag})


@router.get(
    "/entities/{entity_id}/adjacent/{name}",
    summary="What stands beside an entity, by one property",
    tags=["Data access"],
    responses={200: {"model": forms.Page}},
)
async def adjacent_by(
    request: Request,
    entity_id: Annotated[str, Path(max_length=300)],
    name: Annotated[str, Path(max_length=100)],
    limit: Limit = 10,
    offset: Offset = 0,
    sort: Names = [],  # noqa: B006
) -> Response:
    """One property's page."""
    view, root = _found(request, entity_id)
    return answer(_page(view.parties.beside(root).get(name, []), limit, offset), headers={"ETag": view.tag})


def _page(values: list[dict[str, Any]], limit: int, offset: int) -> dict[str, Any]:
    total = {"value": len(values), "relation": "eq"}
    return {"results": values[offset : offset + limit], "total": total, "limit": limit, "offset": offset}


@router.get(
    "/catalog", summary="The lists and files", tags=["Data access"], responses={200: {"model": forms.CatalogForm}}
)
async def catalog(request: Request) -> Response:
    """Every dataset of the register, with the day of its newest edition."""
    view = _world(request).view()
    newest: dict[str, Edition] = {}
    for one in view.snapshot.editions:
        if one.dataset not in newest or one.last_day >= newest[one.dataset].last_day:
            newest[one.dataset] = one
    datasets: list[dict[str, Any]] = [
        {
            "name": name,
            "title": one.title,
            "version": one.published,
            "load": True,
            "index_current": True,
            "index_version": one.published,
            "updated_at": one.imported,
            "last_export": one.imported,
            "children": [],
            "publisher": {"name": one.publisher} if one.publisher else None,
        }
        for name, one in sorted(newest.items())
    ]
    whole = {
        "name": _ALL,
        "title": "All that the register holds",
        "version": view.snapshot.digest[:16],
        "load": True,
        "index_current": True,
        "index_version": view.snapshot.digest[:16],
        "updated_at": view.snapshot.known_at or None,
        "last_export": view.snapshot.known_at or None,
        "children": sorted(newest),
        "publisher": None,
    }
    body = {"datasets": [whole, *datasets], "current": [_ALL, *sorted(newest)], "outdated": [], "index_stale": False}
    return answer(body, headers={"ETag": view.tag})


@router.get(
    "/algorithms", summary="How scores are made", tags=["System"], responses={200: {"model": forms.AlgorithmsForm}}
)
async def algorithms() -> Response:
    """There is one: names aligned word by word, a calibrated score, and evidence beyond the name in log-odds."""
    features = ("name", "birth_date", "identifier", "gender", "country", "birth_place", "kind")
    docs = {one: {"description": f"{label(one.replace('_', ' '))}, compared"} for one in features}
    one = {
        "name": ALGORITHM,
        "description": "Names aligned word by word in any script; a calibrated score; visible evidence beside it.",
        "docs": docs,
    }
    return answer({"algorithms": [one], "default": ALGORITHM, "best": ALGORITHM})


@health.get("/healthz", summary="Is the server up?", tags=["System"], responses={200: {"model": forms.Status}})
async def healthz() -> Response:
    return answer({"status": "ok"})


@health.get("/readyz", summary="Can it answer?", tags=["System"], responses={200: {"model": forms.Status}})
async def readyz(request: Request) -> Response:
    if not _world(request).ready:
        raise Refused("the snapshot is not compiled yet", status=503, hint="ask again in a second")
    return answer({"status": "ok"})


@router.post("/updatez", summary="Take up what was imported", tags=["System"], responses={200: {"model": forms.Status}})
async def updatez(request: Request, token: Annotated[str, Query(max_length=500)] = "", sync: bool = False) -> Response:
    """The server sees new imports by itself within a second; this waits for it. Needs $MUSTER_UPDATE_TOKEN."""
    wanted = os.environ.get("MUSTER_UPDATE_TOKEN", "")
    if not wanted or not hmac.compare_digest(wanted.encode(), token.encode("utf-8", "replace")):
        raise Refused("not the token of this server", status=403, hint="start it with $MUSTER_UPDATE_TOKEN set")
    await _world(request).renew()
    return answer({"status": "ok"})
