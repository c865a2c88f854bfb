"""OpenRefine's reconciliation API 0.2: a spreadsheet's names matched, suggested, previewed and extended.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from html import escape
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ValidationError

from muster.errors import BadInput, NotFound
from muster.names import country_name
from muster.web.json import answer, loads
from muster.web.parties import Party
from muster.web.problems import Refused
from muster.web.world import View, World
from muster.web.yente.match import CUTOFF, THRESHOLD, Filters, example, matches
from muster.web.yente.routes import datasets_of
from muster.web.yente.schemata import DEFAULT, LABELS, MATCHABLE, label, properties

router = APIRouter(tags=["Reconciliation"])
_MOST = 100  # queries, or rows to extend, in one request
_SUGGESTED = 10
_SURE = 0.95  # a result that stands alone at this score is proposed as the match
T = TypeVar("T", bound=BaseModel)
_SPACE = "https://followthemoney.tech/explorer/schemata/"

Dataset = Annotated[str, Path(description="A dataset of /catalog, or `default` for all.", max_length=200)]
Prefix = Annotated[str, Query(max_length=500)]


class Wanted(BaseModel):
    """A fact of the party beside its name."""

    pid: str
    v: Any


class ReconcileQuery(BaseModel):
    """One cell to reconcile."""

    query: str = ""
    type: str | list[str] | None = None
    limit: int = 5
    properties: list[Wanted] = []


class ExtendProperty(BaseModel):
    id: str
    settings: dict[str, Any] = {}


class ExtendQuery(BaseModel):
    """Rows whose values are asked for."""

    ids: list[str]
    properties: list[ExtendProperty]


def _view(request: Request) -> View:
    world: World = request.app.state.world
    return world.view()


def _type(schema: str) -> dict[str, str]:
    return {"id": schema, "name": LABELS.get(schema, schema)}


@router.get("/reconcile/{dataset}", summary="The service's manifest")
async def manifest(
    request: Request, dataset: Dataset, queries: Annotated[str, Query(max_length=16_000)] = ""
) -> Response:
    """What OpenRefine asks first. With `queries` it answers them, as the specification allows."""
    view = _view(request)
    datasets_of(view, dataset)
    if queries:
        return answer(_answers(view, dataset, queries))
    base = f"{str(request.base_url).rstrip('/')}/reconcile/{dataset}"
    suggest = {
        kind: {"service_url": base, "service_path": f"/suggest/{kind}"} for kind in ("entity", "property", "type")
    }
    return answer(
        {
            "versions": ["0.2"],
            "name": "Muster" if dataset == "default" else f"Muster: {dataset}",
            "identifierSpace": f"{str(request.base_url).rstrip('/')}/entities/",
            "schemaSpace": _SPACE,
            "view": {"url": f"{str(request.base_url).rstrip('/')}/entity/{{{{id}}}}"},
            "preview": {"url": f"{base}/preview/{{{{id}}}}", "width": 430, "height": 300},
            "suggest": suggest,
            "extend": {
                "propose_properties": {"service_url": base, "service_path": "/extend/property"},
                "property_settings": [
                    {
                        "name": "limit",
                        "label": "Most values",
                        "type": "number",
                        "default": 0,
                        "help_text": "How many values a cell may get (0: all).",
                    }
                ],
            },
            "defaultTypes": [_type(one) for one in MATCHABLE],
            "batchSize": 25,
        }
    )


@router.post(
    "/reconcile/{dataset}",
    summary="Reconcile or extend",
    openapi_extra={
        "requestBody": {
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "queries": {"type": "string", "description": "JSON: queries by key"},
                            "extend": {"type": "string", "description": "JSON: ids and properties"},
                        },
                    }
                }
            }
        }
    },
)
async def reconcile(request: Request, dataset: Dataset) -> Response:
    """A form with `queries` (names to match) or `extend` (values to add), each as JSON."""
    view = _view(request)
    try:
        form = parse_qs((await request.body()).decode("utf-8"), max_num_fields=10)
    except (UnicodeDecodeError, ValueError):
        raise BadInput("not a form in UTF-8", hint="send queries= or extend= as a form") from None
    if form.get("extend"):
        return answer(_extended(view, form["extend"][0]))
    return answer(_answers(view, dataset, form.get("queries", [""])[0]))


def _answers(view: View, dataset: str, text: str) -> dict[str, Any]:
    queries = _read(text, "queries")
    if not isinstance(queries, dict):
        raise BadInput("no queries", place="queries", hint='send {"q0": {"query": "a name"}}')
    if len(queries) > _MOST:
        raise Refused(f"{len(queries):,} queries in one request", status=413, hint=f"at most {_MOST}")
    filters = Filters(datasets=datasets_of(view, dataset))
    return {key: {"result": _one(view, _form(ReconcileQuery, one, key), filters)} for key, one in queries.items()}


def _read(text: str, place: str) -> Any:
    try:
        return loads(text.encode("utf-8", "replace"))
    except BadInput as fault:
        raise BadInput(fault.message, place=place, hint=fault.hint) from None


def _form(form: type[T], data: Any, place: str) -> T:
    try:
        return form.model_validate(data)
    except ValidationError as fault:
        raise BadInput(f"cannot be read: {fault.errors()[0]['msg']}", place=place) from None


def _one(view: View, query: ReconcileQuery, filters: Filters) -> list[dict[str, Any]]:
    types = [query.type] if isinstance(query.type, str) else query.type or [DEFAULT]
    said: dict[str, Any] = {"name": [query.query]} if query.query.strip() else {}
    for one in query.properties:
        values = one.v if isinstance(one.v, list) else [one.v]
        plain = [each.get("name", each.get("id")) if isinstance(each, dict) else each for each in values]
        said.setdefault(one.pid.rpartition(":")[2], []).extend(plain)
    if not any(str(value).strip() for values in said.values() for value in values):
        return []
    asked = example(types[0] if types[0] in LABELS else DEFAULT, said)
    limit = max(1, min(query.limit, _MOST))
    found, _ = matches(view, asked, filters, cutoff=CUTOFF, limit=limit)
    sure = [one for one in found if one.hit.score >= _SURE]
    return [
        {
            **_brief(one.party),
            "score": round(100 * one.hit.score, 1),
            "match": len(sure) == 1 and one is sure[0] and one.hit.score >= THRESHOLD,
            "features": [{"id": name, "value": part["score"]} for name, part in one.explanations().items()],
        }
        for one in found
    ]


def _brief(party: Party) -> dict[str, Any]:
    data = party.data
    lists = ", ".join(data["datasets"])
    return {
        "id": data["id"],
        "name": data["caption"],
        "description": f"{LABELS.get(data['schema'], data['schema'])}; {lists}",
        "type": [_type(data["schema"])],
    }


def _extended(view: View, text: str) -> dict[str, Any]:
    query = _form(ExtendQuery, _read(text, "extend"), "extend")
    if len(query.ids) > _MOST:
        raise Refused(f"{len(query.ids):,} rows in one request", status=413, hint=f"at most {_MOST}")
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    for ident in query.ids:
        root = view.parties.root(ident)
        values = view.parties.get(root).data["properties"] if root else {}
        rows[ident] = {
            one.id: [{"str": _spoken(one.id, str(value))} for value in _some(values.get(one.id, []), one.settings)]
            for one in query.properties
        }
    return {"meta": [{"id": one.id, "name": label(one.id)} for one in query.properties], "rows": rows}


def _some(values: list[Any], settings: dict[str, Any]) -> list[Any]:
    limit = settings.get("limit", 0)
    number = int(limit) if str(limit).isdecimal() else 0
    return values[:number] if number else values


def _spoken(name: str, value: str) -> str:
    countries = ("country", "nationality", "citizenship", "birthCountry", "jurisdiction")
    return country_name(value) or value if name in countries else value


@router.get("/reconcile/{dataset}/suggest/entity", summary="Names that begin like this")
async def suggest_entity(request: Request, dataset: Dataset, prefix: Prefix = "", limit: int = _SUGGESTED) -> Response:
    view = _view(request)
    filters = Filters(datasets=datasets_of(view, dataset))
    if not prefix.strip():
        return answer({"result": []})
    limit = max(1, min(limit, _MOST))
    found, _ = matches(view, example(DEFAULT, {"name": [prefix]}), filters, cutoff=0.3, limit=limit)
    return answer({"result": [{**_brief(one.party), "notable": [one.party.data["schema"]]} for one in found]})


@router.get("/reconcile/{dataset}/suggest/property", summary="Properties that begin like this")
async def suggest_property(dataset: Dataset, prefix: Prefix = "") -> Response:
    names = dict.fromkeys(one for schema in MATCHABLE for one in properties(schema))
    return answer({"result": [{"id": name, "name": text} for name, text in names if _begins(prefix, name, text)]})


@router.get("/reconcile/{dataset}/suggest/type", summary="Types that begin like this")
async def suggest_type(dataset: Dataset, prefix: Prefix = "") -> Response:
    return answer({"result": [_type(one) for one in MATCHABLE if _begins(prefix, one, LABELS[one])]})


def _begins(prefix: str, *texts: str) -> bool:
    wanted = prefix.strip().casefold()
    return any(word.startswith(wanted) for text in texts for word in (text.casefold(), *text.casefold().split()))


@router.get("/reconcile/{dataset}/extend/property", summary="Properties to extend with")
async def extend_property(
    dataset: Dataset,
    schema: Annotated[str, Query(alias="type", max_length=100)] = DEFAULT,
    limit: int = 0,
) -> Response:
    found = [{"id": name, "name": text} for name, text in properties(schema)]
    return answer({"type": schema, "properties": found[:limit] if limit > 0 else found, "limit": max(limit, 0)})


@router.get("/reconcile/{dataset}/preview/{ident}", summary="A party at a glance", response_class=HTMLResponse)
async def preview(request: Request, dataset: Dataset, ident: Annotated[str, Path(max_length=300)]) -> Response:
    """A small page for OpenRefine to show; it needs no script and loads nothing."""
    view = _view(request)
    root = view.parties.root(ident)
    if root is None:
        raise NotFound(f"no entity {ident[:80]!r}")
    data = view.parties.get(root).data
    shown = ("alias", "birthDate", "nationality", "country", "position", "topics")
    told = {name: "; ".join(_spoken(name, one) for one in data["properties"].get(name, ())[:6]) for name in shown}
    lines = "".join(
        f"<dt>{escape(label(name))}</dt><dd dir='auto'>{escape(text)}</dd>" for name, text in told.items() if text
    )
    page = (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{escape(data['caption'])}</title>"
        f"<h1 dir='auto'>{escape(data['caption'])}</h1><p>{escape(_brief(view.parties.get(root))['description'])}</p>"
        f"<dl>{lines}</dl><p>No hit is never a clearance.</p></html>"
    )
    # The one page that another program may show inside its own.
    policy = "default-src 'none'; base-uri 'none'; form-action 'none'"
    return HTMLResponse(
        page, headers={"Content-Security-Policy": policy, "Cross-Origin-Resource-Policy": "cross-origin"}
    )
