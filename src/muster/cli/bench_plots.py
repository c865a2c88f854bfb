"""The drawings of `muster bench screening --plots`: score against truth, and recall against false hits.

Each is an SVG file that stands alone: it brings its own light and dark colours and background, says what it shows in a
title and a description, and tells its lines apart by shape as well as by colour. Equal figures give equal bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from muster.cli.bench_screening import UNLIKE, Data, Run, curve
from muster.errors import BadInput
from muster.reports.svg import number

RATES = (0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50)
"""False hits per 1,000 clean names at which recall is drawn."""

_STYLE = (
    "<style>svg{--page:#fff;--ink:#1f2328;--faint:#d1d9e0;--a:#0550ae;--b:#bc4c00}"
    "@media (prefers-color-scheme:dark){svg{--page:#0d1117;--ink:#e6edf3;--faint:#3d444d;--a:#58a6ff;--b:#f0883e}}"
    "text{fill:var(--ink);font:13px ui-sans-serif,system-ui,'Noto Sans',sans-serif}.s{font-size:11px}"
    ".t{font-size:15px;font-weight:600}.g{stroke:var(--faint);fill:none}.i{stroke:var(--ink);fill:none}"
    ".p{fill:var(--page)}.d{stroke-dasharray:5 4}"
    ".a{stroke:var(--a);fill:none;stroke-width:2.2}.b{stroke:var(--b);fill:none;stroke-width:2}"
    ".A{fill:var(--a)}.B{fill:var(--page);stroke:var(--b);stroke-width:2}</style>"
)
_PANEL_WIDTH, _PANEL_HEIGHT, _COLUMNS = 168.0, 118.0, 4


def write(folder: Path, calibration: Sequence[dict[str, Any]], data: Data, runs: dict[str, Run]) -> list[Path]:
    """Write `calibration.svg` and `recall.svg`. Raises BadInput if the folder cannot be written."""
    drawings = {"calibration.svg": calibration_plot(calibration), "recall.svg": recall_plot(data, runs)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, drawing in drawings.items():
            (folder / name).write_text(drawing + "\n", "utf-8")
    except OSError as fault:
        raise BadInput(f"cannot be written: {fault.strerror}", place=str(folder)) from None
    return [folder / name for name in drawings]


def _frame(parts: Iterable[str], width: float, height: float, title: str, desc: str) -> str:
    wide, high = number(width), number(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}"><title>{escape(title)}</title><desc>{escape(desc)}</desc>{_STYLE}'
        f'<rect class="p" width="{wide}" height="{high}"/>{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{style}>{escape(text)}</text>'


def _line(points: Sequence[tuple[float, float]], kind: str) -> str:
    way = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polyline class="{kind}" points="{way}"/>'


def _dot(x: float, y: float, kind: str) -> str:
    if kind == "A":
        return f'<circle class="A" cx="{number(x)}" cy="{number(y)}" r="4"/>'
    return f'<rect class="B" x="{number(x - 3.5)}" y="{number(y - 3.5)}" width="7" height="7"/>'


def calibration_plot(table: Sequence[dict[str, Any]]) -> str:
    """The share of true best hits by score, for both mixes, with the number of hits of each bin below."""
    left, top, size = 70.0, 62.0, 380.0
    bottom = top + size

    def x(score: float) -> float:
        return left + size * score

    def y(share: float) -> float:
        return bottom - size * share

    parts = [_text(left, 28, "Score and truth", kind="t")]
    parts.append(
        _text(left, 47, "share of best hits that are true, by their score; on the dashed line a score is a share")
    )
    for tenth in range(0, 11, 2):
        share = tenth / 10
        parts.append(_line([(x(0), y(share)), (x(1), y(share))], "g"))
        parts.append(_line([(x(share), y(0)), (x(share), y(1))], "g"))
        parts.append(_text(left - 8, y(share) + 4, f"{share:.1f}", "end"))
        parts.append(_text(x(share), bottom + 18, f"{share:.1f}", "middle"))
    parts.append(_line([(x(0), y(0)), (x(1), y(1))], "i d"))
    parts.append(_text(x(0.5), bottom + 38, "score (middle of the bin)", "middle"))
    middles = [((row["from"] + row["to"]) / 2, row) for row in table]
    for key, line, dot in (("true", "b d", "B"), ("true_even", "a", "A")):
        points = [(x(middle), y(row[key])) for middle, row in middles]
        parts.append(_line(points, line))
        parts.extend(_dot(*point, dot) for point in points)
    legend = bottom + 62
    for nth, (kind, dot, told) in enumerate(
        (("a", "A", "as many clean names as listed ones"), ("b d", "B", "the mix of the files measured"))
    ):
        at = legend + 20 * nth
        parts.append(_line([(left, at - 4), (left + 34, at - 4)], kind))
        parts.append(_dot(left + 17, at - 4, dot))
        parts.append(_text(left + 44, at, told))
    column = left + size + 30
    parts.append(_text(column + 84, top + 4, "hits", "end", "s"))
    parts.append(_text(column, top + 4, "score", kind="s"))
    parts.append(_text(column + 128, top + 4, "true", "end", "s"))
    for place, (_, row) in enumerate(middles):
        at = top + 24 + 19 * place
        parts.append(_text(column, at, f"{row['from']:.2f}–{row['to']:.2f}", kind="s"))
        parts.append(_text(column + 84, at, f"{row['hits']:,}", "end", "s"))
        parts.append(_text(column + 128, at, f"{row['true_even']:.3f}", "end", "s"))
    note = top + 24 + 19 * len(middles) + 4
    parts.append(_text(column, note, "true: as many clean as listed", kind="s"))
    told = "; ".join(f"{row['from']:.2f} to {row['to']:.2f}: {row['true_even']:.3f} of {row['hits']}" for row in table)
    desc = f"Share of best hits that are true, with as many clean names as listed ones, by score. {told}."
    return _frame(parts, left + size + 190, legend + 38, "Calibration of the score", desc)


def recall_plot(data: Data, runs: dict[str, Run]) -> str:
    """One small panel for each stratum: recall against false hits per 1,000 clean names, every matcher in each."""
    curves = {name: curve(run, data, RATES) for name, run in runs.items()}
    strata = sorted(curves["muster"], key=lambda stratum: (stratum in UNLIKE, stratum))
    left, top = 52.0, 96.0
    step_x, step_y = _PANEL_WIDTH + 36, _PANEL_HEIGHT + 58
    parts = [_text(left, 28, "Recall and false hits", kind="t")]
    parts.append(
        _text(left, 47, "share of the names found, against false hits per 1,000 clean names (0.5 to 50, by factors)")
    )
    at = left
    for name, kind in zip(runs, ("a", "b d"), strict=False):
        parts.append(_line([(at, 66), (at + 34, 66)], kind))
        parts.append(_text(at + 42, 70, name))
        at += 60 + 8 * len(name) + 24
    for place, stratum in enumerate(strata):
        x0 = left + step_x * (place % _COLUMNS)
        y0 = top + step_y * (place // _COLUMNS)
        parts.extend(_panel(x0, y0, stratum, data, {name: made[stratum] for name, made in curves.items()}))
    rows = math.ceil(len(strata) / _COLUMNS)
    at_10 = RATES.index(10)
    told = "; ".join(
        f"{stratum}: " + ", ".join(f"{name} {made[stratum][at_10]:.3f}" for name, made in curves.items())
        for stratum in strata
    )
    desc = f"Recall at 10 false hits per 1,000 clean names. {told}."
    width = left + step_x * min(_COLUMNS, len(strata)) - 10
    return _frame(parts, max(width, 620.0), top + step_y * rows, "Recall against false hits", desc)


def _panel(x0: float, y0: float, stratum: str, data: Data, lines: dict[str, list[float]]) -> list[str]:
    low, high = math.log(RATES[0]), math.log(RATES[-1])

    def x(rate: float) -> float:
        return x0 + _PANEL_WIDTH * (math.log(rate) - low) / (high - low)

    def y(share: float) -> float:
        return y0 + 8 + _PANEL_HEIGHT * (1 - share)

    count = data.strata.count(stratum)
    parts = [_text(x0, y0 - 2, f"{stratum} ({count:,})")]
    for share in (0.0, 0.5, 1.0):
        parts.append(_line([(x(RATES[0]), y(share)), (x(RATES[-1]), y(share))], "g"))
        parts.append(_text(x0 - 5, y(share) + 4, f"{share:g}", "end", "s"))
    for rate in (1.0, 10.0):
        parts.append(_line([(x(rate), y(0)), (x(rate), y(1))], "g"))
    for rate in (0.5, 1, 10, 50):
        parts.append(_text(x(rate), y(0) + 14, f"{rate:g}", "middle", "s"))
    for (_, line), kind in zip(lines.items(), ("a", "b d"), strict=False):
        parts.append(_line([(x(rate), y(share)) for rate, share in zip(RATES, line, strict=True)], kind))
    return parts
