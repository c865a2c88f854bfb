"""Errors as RFC 9457 problem+json: what is wrong, where, what to do next. Never a trace, never a path."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DatabaseError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from muster.errors import MusterError
from muster.web.json import dumps

MEDIA_TYPE = "application/problem+json"
_MOST = 5  # faults of one request that are told
_LOGGED = (401, 403, 413, 414, 421, 429)
_log = logging.getLogger("muster.web")
_TITLES = {
    400: "the request cannot be read",
    401: "who are you?",
    403: "not allowed",
    404: "nothing at this address",
    405: "this address does not take that method",
    413: "the request is too large",
    415: "this kind of content is not taken",
    422: "a value cannot be used",
    429: "too many tries",
    503: "not ready",
}


class Refused(MusterError):
    """A request refused by its form: too large, too deep, from another site, without a right."""

    code = "refused"

    def __init__(self, message: str, *, status: int = 400, place: str = "", hint: str = "") -> None:
        super().__init__(message, place=place, hint=hint)
        self.http_status = status  # type: ignore[misc]


def problem(status: int, title: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """A problem+json response. `detail` repeats the title with the hint, for clients that show only that."""
    body: dict[str, Any] = {"type": more.pop("type", "about:blank"), "title": title, "status": status, **more}
    body.setdefault("detail", f"{title} ({body['hint']})" if body.get("hint") else title)
    return Response(dumps(body), status, dict(headers or {}), MEDIA_TYPE)


def of_error(error: MusterError) -> Response:
    """An error made on purpose, as a response."""
    data = error.problem()
    headers = {"WWW-Authenticate": "Bearer"} if error.http_status == 401 else None
    return problem(data.pop("status"), data.pop("title"), headers=headers, **data)


def _page(request: Request, status: int, title: str, hint: str) -> Response | None:
    """The error as a page, for a person who came by a browser to a page; None for programs."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return None
    from muster.web.pages.env import render

    return render(request, "problem.html", {"status": status, "title": title, "hint": hint}, status)


def describe(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document whose every operation says that its errors come in this form."""
    components = document.setdefault("components", {}).setdefault("schemas", {})
    text = {"type": "string"}
    components["Problem"] = {
        "type": "object",
        "description": "RFC 9457",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            **dict.fromkeys(("type", "title", "detail", "code", "place", "hint"), text),
            "status": {"type": "integer"},
        },
    }
    for name in ("HTTPValidationError", "ValidationError"):
        components.pop(name, None)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in document["paths"].values():
        for operation in path.values():
            for status, title in (("422", "A value cannot be used."), ("4XX", "Refused, with the reason.")):
                operation["responses"][status] = {"description": title, "content": content}
    return document


def refusal(scope: Scope, status: int, why: str) -> None:
    """Log a refused request: who, what address, why. What was asked about is not in it."""
    if status in _LOGGED:
        client = scope.get("client") or ("unknown",)
        _log.warning("refused %s %s from %s: %s %s", scope["method"], scope["path"][:200], client[0], status, why[:200])


def install(app: FastAPI) -> None:
    """Answer every error of the application in this form, and say so in its OpenAPI document."""
    from muster.web.access import LoginNeeded

    plain_document = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(plain_document())
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]

    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, MusterError)
        refusal(request.scope, error.http_status, error.message)
        return _page(request, error.http_status, str(error.message), error.hint) or of_error(error)

    async def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        title = _TITLES.get(error.status_code, str(error.detail))
        return _page(request, error.status_code, title, "") or problem(error.status_code, title, headers=error.headers)

    async def wrong(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [
            {"place": ".".join(str(part) for part in one["loc"]), "problem": one["msg"]}
            for one in error.errors()[:_MOST]
        ]
        hint = "; ".join(f"{one['place']}: {one['problem']}" for one in faults)
        return problem(422, _TITLES[422], type="urn:muster:error:bad-input", hint=hint, faults=faults)

    async def database(_: Request, error: Exception) -> Response:
        _log.error("register: %s", error)
        return problem(503, "the register cannot be read or written now", hint="try again; see the server's log")

    async def unforeseen(request: Request, error: Exception) -> Response:
        _log.exception("%s %s", request.method, request.url.path, exc_info=error)
        return problem(500, "a fault of the server", hint="it is in the server's log; nothing was half-written")

    async def nobody(_: Request, error: Exception) -> Response:
        assert isinstance(error, LoginNeeded)
        return error.response()

    app.add_exception_handler(LoginNeeded, nobody)
    app.add_exception_handler(Exception, unforeseen)
    app.add_exception_handler(MusterError, ours)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(RequestValidationError, wrong)
    app.add_exception_handler(DatabaseError, database)
