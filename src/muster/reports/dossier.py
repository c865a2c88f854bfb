"""Decisions as HTML pages: the dossier of one, laid out as a legal memorandum, and the table of a roster.

A page is one file: style inlined, no script, nothing fetched, so it can be filed, mailed and printed as it is.
It is a pure function of the decision's JSON and of the pictures handed to it. Templates escape everything; drawings
escape their own text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from muster.reports.content import Content, deadline, lay_out
from muster.reports.path_diagram import NARROW, path_diagram
from muster.reports.pictures import Picture
from muster.reports.text import clean, clean_all, long_date, moment
from muster.reports.words import CERTAINTIES, FINDINGS, OUTCOMES, STANCES, word

CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_DRAWN = 12  # paths drawn in one group; all of them are given in words


def dossier(decision: Mapping[str, Any], pictures: Sequence[Picture] = ()) -> str:
    """The dossier of a decision in the documented JSON shape, as a self-contained HTML page.

    `pictures` show what the register knows of the unit; their drawings are taken as they are.
    """
    content: Content = lay_out(decision)
    shown = [(one.title, Markup(one.svg)) for one in pictures]  # noqa: S704 (drawings escape all text that they draw)
    return environment().get_template("dossier.html").render(d=content, drawn=_DRAWN, pictures=shown)


def index(decisions: Sequence[Mapping[str, Any]], title: str, links: Mapping[str, str]) -> str:
    """The table page of a roster's decisions, in their order.

    `links` maps decision ids to the addresses of their dossiers: relative, http or https. Others are left out.
    """
    rows = [_row(clean_all(one), links) for one in decisions]
    counts = [(each, sum(row["outcome"] == each for row in rows)) for each in OUTCOMES.values()]
    return environment().get_template("index.html").render(title=clean(title), rows=rows, counts=counts)


def _row(decision: Mapping[str, Any], links: Mapping[str, str]) -> dict[str, Any]:
    request = decision.get("request") or {}
    asked = [str(one) for one in request.get("leaders") or ()]
    known = [str(one.get("caption") or one.get("text")) for one in decision.get("leaders") or ()]
    return {
        "unit": request.get("unit") or "no unit named",
        "country": request.get("country") or "",
        "leaders": known or asked,
        "policy": request.get("policy") or "",
        "as_of": request.get("as_of") or "",
        "outcome": word(OUTCOMES, str(decision.get("outcome") or "")),
        "reason": next(iter(decision.get("reasons") or ()), ""),
        "link": _safe(links.get(str(decision.get("decision")), "")),
    }


def _safe(link: str) -> str:
    """The link if it cannot run anything; empty if it might."""
    link = clean(link).strip()
    try:
        scheme = urlsplit(link).scheme
    except ValueError:
        return ""
    return link if scheme in ("", "http", "https") else ""


def _drawing(paths: Iterable[Any], width: float | None = None) -> Markup:
    raw = [path.raw for path in paths]
    drawing = path_diagram(raw) if width is None else path_diagram(raw, width=width)
    return Markup(drawing)  # noqa: S704 (path_diagram escapes all text that it draws)


@cache
def environment() -> Environment:
    """The templates of all pages, which escape everything and come with their style inside."""
    found = Environment(
        loader=PackageLoader("muster.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = found.loader.get_source(found, "style.css")[0] if found.loader else ""
    found.globals.update(
        csp=CSP,
        style=Markup(style),  # noqa: S704 (our own file)
        drawing=_drawing,
        narrow=NARROW,
        words={"outcomes": OUTCOMES, "findings": FINDINGS, "stances": STANCES, "certainties": CERTAINTIES},
    )
    found.filters.update(day=long_date, moment=moment, deadline=deadline)
    return found
