"""The application: one register, its interfaces side by side, and what every request passes on its way in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from muster import __version__
from muster.web import api, metrics, pages, problems, reconcile
from muster.web.access import Access, program
from muster.web.guard import Guard
from muster.web.world import World
from muster.web.yente import routes as yente


def create_app(location: str | None, hosts: Collection[str] = (), *, local: bool = True) -> FastAPI:
    """The application over a register.

    `hosts`: the names that it answers to; empty for any. `local`: only this machine can reach it, so that a register
    without users answers its programs. The snapshot is compiled when the server starts, or before by `world.start`.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        world.start()
        yield
        world.close()

    world = World(location)
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
    app.state.world = world
    app.state.access = Access(world.register, local=local)
    problems.install(app)
    known = [Depends(program)]
    app.include_router(yente.health)
    app.include_router(api.router, dependencies=known)
    app.include_router(yente.router, dependencies=known)
    app.include_router(reconcile.router, dependencies=known)
    app.include_router(pages.router)
    metrics.install(app)
    app.add_middleware(Guard, hosts=tuple(hosts))
    return app
