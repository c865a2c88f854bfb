"""Horizontal bars, each in parts that are told apart by their pattern and by numbers, not by colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from muster.reports import svg

WIDTH = 680.0
_NAMES = 220.0  # room for the names of the bars
_ROW = 26.0
_HIGH = 14.0
# How a part is filled: opacity of the fill, dashes of its outline.
_FILLS = ((0.9, ""), (0.5, ""), (0.25, ""), (0.1, ""), (0.0, "3 3"), (0.0, "1 3"))


def bar_chart(bars: Sequence[tuple[str, Mapping[str, int]]], parts: Sequence[str], *, title: str) -> str:
    """A bar for each name, with its parts in the order of `parts` and the total behind it; the legend below."""
    most = max((sum(counts.values()) for _, counts in bars), default=0) or 1
    scale = (WIDTH - _NAMES - 60) / most
    drawn: list[str] = []
    for place, (name, counts) in enumerate(bars):
        top = place * _ROW + 4
        drawn.append(svg.text(svg.label(name, _NAMES - 12, most=1, small=True), _NAMES - 8, top, anchor="end"))
        left = _NAMES
        for part in parts:
            if counts.get(part):
                drawn.append(_piece(left, top, counts[part] * scale, parts.index(part)))
                left += counts[part] * scale
        total = svg.label(f"{sum(counts.values()):,}", 60, small=True)
        drawn.append(svg.text(total, left + 6, top, anchor="start"))
    high = len(bars) * _ROW + 8
    used = [part for part in parts if any(counts.get(part) for _, counts in bars)]
    if len(parts) > 1:
        for part in used:
            drawn.append(_piece(_NAMES, high + 2, 18, parts.index(part)))
            drawn.append(svg.text(svg.label(part, WIDTH - _NAMES - 30, small=True), _NAMES + 26, high, anchor="start"))
            high += 20
    told = "; ".join(
        f"{name}: {', '.join(f'{part} {count}' for part, count in counts.items())}" for name, counts in bars
    )
    return svg.frame(drawn, WIDTH, high + 6, title=title, desc=told or "nothing to draw")


def _piece(x: float, y: float, width: float, kind: int) -> str:
    opacity, dashes = _FILLS[kind % len(_FILLS)]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    wide = svg.number(max(width, 1))
    return (
        f'<rect x="{svg.number(x)}" y="{svg.number(y)}" width="{wide}" height="{svg.number(_HIGH)}" '
        f'fill="currentColor" fill-opacity="{opacity}" stroke="currentColor" stroke-width="1"{dashed}/>'
    )
