"""The few SVG pieces that the drawings share: text, boxes, styled links, arrowheads, the frame.

Drawings carry no ids, scripts, fonts or colours of their own: `currentColor` follows the page, so one drawing
serves screen, dark mode and paper, and many fit on one page. What a line means is in its dashes and in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from muster.reports.text import clean, ems, wrap

SIZE = 13.0
SMALL = 11.0
LINE = 17.0
SMALL_LINE = 14.5
_DASHES = {"attested": "", "presumed": "8 4", "possible": "4 4", "unknown": "1.5 4"}
_WIDTHS = {"attested": 1.8, "presumed": 1.8, "possible": 1.8, "unknown": 1.8}
_APART = 2.2  # half the distance of the two lines of a contested link
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text to draw, with their size, weight and line height."""

    lines: tuple[str, ...]
    size: float = SIZE
    bold: bool = False
    muted: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * (LINE if self.size > SMALL else SMALL_LINE)


def label(
    text: str, width: float, *, most: int = 8, small: bool = False, bold: bool = False, muted: bool = False
) -> Label:
    """The text wrapped to `width` pixels; after `most` lines it ends with an ellipsis."""
    size = SMALL if small else SIZE
    factor = 1.06 if bold else 1.0
    lines = wrap(clean(text), width / size / factor, ems)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]
    return Label(tuple(lines), size, bold, muted)


def number(value: float) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def text(shown: Label, x: float, top: float, *, anchor: str = "middle") -> str:
    """The label's lines from `top` down, each isolated so that scripts of either direction sit well."""
    step = LINE if shown.size > SMALL else SMALL_LINE
    style = f' font-size="{number(shown.size)}"' + ' font-weight="600"' * shown.bold + ' opacity="0.75"' * shown.muted
    return "".join(
        f'<text x="{number(x)}" y="{number(top + step * (place + 0.76))}" text-anchor="{anchor}"{style}>'
        f"{escape(line)}</text>"
        for place, line in enumerate(shown.lines)
    )


def box(x: float, y: float, width: float, height: float, *, heavy: bool = False) -> str:
    """A box outline; heavy for the ends of a path and the root of a chart."""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="4" '
        f'fill="none" stroke="currentColor" stroke-width="{"2" if heavy else "1"}"/>'
    )


def link(points: Sequence[Point], certainty: str, *, contested: bool = False) -> str:
    """A line through the points in the certainty's style; two parallel lines if contested.

    Segments must be horizontal or vertical, as the parallels are the line moved to both its sides.
    """
    shifts = [(0.0, 0.0)]
    if contested:
        dx = 0.0 if len({y for _, y in points}) == 1 else _APART
        dy = 0.0 if len({x for x, _ in points}) == 1 else _APART
        shifts = [(-dx, -dy), (dx, dy)]
    return "".join(_line([(x + dx, y + dy) for x, y in points], certainty) for dx, dy in shifts)


def _line(points: Sequence[Point], certainty: str) -> str:
    dashes = _DASHES.get(certainty, _DASHES["unknown"])
    width = _WIDTHS.get(certainty, _WIDTHS["unknown"])
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    way = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polyline points="{way}" fill="none" stroke="currentColor" stroke-width="{width}"{dashed}/>'


def head(tip: Point, before: Point) -> str:
    """An arrowhead at `tip` of a horizontal or vertical line that comes from `before`."""
    dx = (tip[0] > before[0]) - (tip[0] < before[0])
    dy = (tip[1] > before[1]) - (tip[1] < before[1])
    back = (tip[0] - 10 * dx, tip[1] - 10 * dy)
    left = (back[0] - 5 * dy, back[1] + 5 * dx)
    right = (back[0] + 5 * dy, back[1] - 5 * dx)
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in (tip, left, right))
    return f'<polygon points="{corners}" fill="currentColor"/>'


def frame(parts: Iterable[str], width: float, height: float, *, title: str, desc: str) -> str:
    """The whole drawing, with a title and a description for those who do not see it."""
    wide, high = number(width), number(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {wide} {high}" '
        f'width="{wide}" height="{high}" '
        'font-family="ui-sans-serif, system-ui, \'Noto Sans\', sans-serif" fill="currentColor">'
        f"<title>{escape(clean(title))}</title><desc>{escape(clean(desc))}</desc>{''.join(parts)}</svg>"
    )
