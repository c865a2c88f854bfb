"""The overview of a period as one HTML page: a pure function of its figures, with plots; prints well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from muster.reports.bar_chart import bar_chart
from muster.reports.dossier import environment
from muster.reports.text import clean_all
from muster.reports.words import OUTCOMES

_SHOWN = 15  # bars of one plot; the tables have all


def overview_page(figures: Mapping[str, Any]) -> str:
    """The page for the figures of a period, in the shape of `muster report --json`."""
    data = clean_all(figures)
    labels = {one.id: one.label for one in OUTCOMES.values()}
    return (
        environment()
        .get_template("overview.html")
        .render(
            d=data,
            labels=labels,
            plots={
                "outcomes": _plot([("all decisions", data["outcomes"])], labels, "Decisions by outcome"),
                "policy": _plot(_bars(data["by_policy"]), labels, "Decisions by policy and outcome"),
                "country": _plot(_bars(data["by_country"]), labels, "Decisions by country and outcome"),
                "ages": _ages(data["ages"]),
            },
        )
    )


def _bars(matrix: Iterable[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, int]]]:
    return [(str(one["name"]), one["outcomes"]) for one in matrix][:_SHOWN]


def _plot(bars: Iterable[tuple[str, Mapping[str, int]]], labels: Mapping[str, str], title: str) -> Markup:
    named = [(name, {labels.get(key, key): count for key, count in counts.items()}) for name, counts in bars]
    return _drawn(bar_chart(named, list(labels.values()), title=title))


def _ages(ages: Mapping[str, Any]) -> Markup:
    parts = list(ages["closed"]["buckets"])
    bars = [
        ("from opening to the end", ages["closed"]["buckets"]),
        ("open at the end of the period", ages["open"]["buckets"]),
    ]
    return _drawn(bar_chart(bars, parts, title="Ages of cases"))


def _drawn(drawing: str) -> Markup:
    return Markup(drawing)  # noqa: S704 (drawings escape all text that they draw)
