"""The style and the script of the pages: two files of ours, served from the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

router = APIRouter()


@cache
def _read(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text("utf-8")


@router.get("/static/desk.css")
async def style() -> Response:
    """The style of dossiers, and what the desk adds to it."""
    text = _read("muster.reports", "templates/style.css") + _read("muster.web", "static/desk.css")
    return Response(text, media_type="text/css", headers={"Cache-Control": "max-age=300"})


@router.get("/static/desk.js")
async def script() -> Response:
    return Response(
        _read("muster.web", "static/desk.js"), media_type="text/javascript", headers={"Cache-Control": "max-age=300"}
    )


@router.get("/favicon.ico")
async def icon() -> Response:
    """A drawn mark: a square with a tick, in ink."""
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
        '<rect width="16" height="16" rx="3" fill="#1f4b7a"/>'
        '<path d="M4 8.5 7 11.5 12.5 4.5" fill="none" stroke="#fff" stroke-width="2"/></svg>'
    )
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})
