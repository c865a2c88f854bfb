"""Rendering: the templates, what they all can use, and the two times that every page keeps in its links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from muster.dates import parse_day
from muster.errors import BadDate
from muster.reports.text import long_date, moment
from muster.reports.words import CERTAINTIES, FINDINGS, OUTCOMES, STANCES, word
from muster.web.access import is_own

_WORDS = {"outcomes": OUTCOMES, "findings": FINDINGS, "stances": STANCES, "certainties": CERTAINTIES}


@dataclass(frozen=True, slots=True)
class Times:
    """The two times of a question as the address gives them. `as_of` and `known_at` are empty where not given."""

    as_of: str
    known_at: str

    @property
    def day(self) -> date:
        """The day in the world: the one given, or today."""
        return parse_day(self.as_of) if self.as_of else date.today()

    @property
    def chosen(self) -> bool:
        """True if the page is of another time than now."""
        return bool(self.as_of or self.known_at)

    def link(self, path: str, **more: Any) -> str:
        """An address of this server that keeps the times. Parts of the path must be quoted."""
        query = {"as_of": self.as_of, "known_at": self.known_at} | {key: str(one) for key, one in more.items()}
        told = urlencode({key: value for key, value in query.items() if value})
        return f"{path}?{told}" if told else path

    def entity(self, ident: str) -> str:
        """The address of an entity's page."""
        return self.link(f"/entity/{quote(ident, safe='')}")


def times(request: Request) -> Times:
    """The times in the address. Raises BadDate."""
    as_of = request.query_params.get("as_of", "").strip()[:10]
    if as_of:
        try:
            parse_day(as_of)
        except BadDate as error:
            raise BadDate(error.message, place="as_of", hint="write the day as 2018-11-28") from None
    return Times(as_of, request.query_params.get("known_at", "").strip()[:40])


def drawing(svg: str) -> Markup:
    """A drawing of ours to stand in a page. Drawings escape all text that they draw."""
    return Markup(svg)  # noqa: S704


def render(request: Request, template: str, content: Mapping[str, Any], status: int = 200) -> Response:
    """A page. `when` is there in every template; who is signed in, too, and
    whether it is the owner of a register without users (`own`), who could not log in again."""
    standard = {
        "when": Times("", ""),
        "path": request.url.path,
        "user": getattr(request.state, "user", None),
        "own": is_own(request),
    }
    shown = {**standard, **content}
    return HTMLResponse(_environment().get_template(template).render(shown), status)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=ChoiceLoader([PackageLoader("muster.web"), PackageLoader("muster.reports")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(words=_WORDS, word=word)
    made.filters.update(day=long_date, moment=moment, drawing=drawing, spoken=lambda text: str(text).replace("_", " "))
    return made
