"""What the server counts of itself, for Prometheus: requests by route and status, and how long they took."""

from __future__ import annotations

import os
import time

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from muster.web.access import program

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5, 30)
_REQUESTS = Counter("muster_requests", "Requests answered.", ("method", "route", "status"))
_SECONDS = Histogram("muster_request_seconds", "Time to answer.", ("route",), buckets=_BUCKETS)

router = APIRouter()


@router.get("/metrics", summary="Counts for Prometheus", tags=["System"], response_class=Response)
async def metrics() -> Response:
    """All processes of the server together."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class Counting:
    """ASGI middleware that counts. Routes are counted by their pattern, never by the names asked about."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in ("GET", "POST", "PUT", "DELETE", "HEAD") else "other"
            _REQUESTS.labels(method, route, str(status)).inc()
            _SECONDS.labels(route).observe(time.perf_counter() - began)


def install(app: FastAPI) -> None:
    """Count the requests of an application, and show the counts at /metrics."""
    app.include_router(router, dependencies=[Depends(program)])
    app.add_middleware(Counting)
