"""The application: one register, its interfaces side by side, and what every request passes on its way in."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import FastAPI

from muster import __version__
from muster.web import api, metrics, pages, problems, reconcile
from muster.web.guard import Guard
from muster.web.world import World
from muster.web.yente import routes as yente

REGISTER_VARIABLE = "MUSTER_SERVE_REGISTER"
HOSTS_VARIABLE = "MUSTER_SERVE_HOSTS"


def create_app(location: str | None, hosts: Collection[str] = ()) -> FastAPI:
    """The application over a register. `hosts`: the names that it answers to; empty for any."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        world = World(location)
        app.state.world = world
        world.start()
        yield
        world.close()

    app = FastAPI(
        title="Muster",
        version=__version__,
        summary="Vetting of armed units: sourced register, screening, links through time, policy, decisions.",
        description="No hit is never a clearance. Muster advises; people decide.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    problems.install(app)
    app.include_router(api.router)
    app.include_router(yente.router)
    app.include_router(reconcile.router)
    app.include_router(pages.router)
    metrics.install(app)
    app.add_middleware(Guard, hosts=tuple(hosts))
    return app


def create() -> FastAPI:
    """The application of a server process, which takes its settings from the environment of `muster serve`."""
    hosts = [one for one in os.environ.get(HOSTS_VARIABLE, "").split(",") if one]
    return create_app(os.environ.get(REGISTER_VARIABLE), hosts)
