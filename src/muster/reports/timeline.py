"""The relations of one entity through time: a bar for each, on one scale of years.

What is attested is a full bar, what is presumed a dashed outline with an arrow where it is open, an imprecise date a
soft end, and where no source reaches a short dotted tail. Beside each bar the same stands in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from muster.dates import Certainty
from muster.links import Course, Run
from muster.reports import svg
from muster.reports.words import CERTAINTIES, word

_WIDTH, _TEXT, _MARGIN, _GAP = 980.0, 340.0, 6.0, 16.0
_BAR, _ROW_PAD, _TITLE, _HEAD = 11.0, 9.0, 30.0, 34.0
_ARROW = 14.0  # beyond the last year, for what is open
_TAIL = 26.0  # of a time whose end no source gives
_KNOWN = (Certainty.ATTESTED, Certainty.PRESUMED, Certainty.POSSIBLE)
_LEGEND = "Full: attested. Dashed outline: presumed, an arrow if open. Pale: possible. Dotted: unknown."
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # years between marks


@dataclass(frozen=True, slots=True)
class Bar:
    """One fact: the `group` it stands in, what it says, its time in words, and its certainty on every day."""

    group: str
    says: str
    when: str
    course: Course
    contested: bool = False


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    last: int

    def x(self, day: date | int) -> float:
        number = day if isinstance(day, int) else day.toordinal()
        share = (number - self.first) / (self.last - self.first)
        return _TEXT + _GAP + max(0.0, min(1.0, share)) * (_WIDTH - _TEXT - _GAP - _MARGIN - _ARROW)

    @property
    def left(self) -> float:
        return self.x(self.first)

    @property
    def right(self) -> float:
        return self.x(self.last)


def timeline_svg(title: str, bars: Sequence[Bar], day: date) -> str:
    """SVG of these facts, with a line at `day`. Same facts, same bytes."""
    scale = _scale(bars, day)
    parts: list[str] = []
    y = _HEAD + _MARGIN
    for group, members in groupby(bars, key=lambda bar: bar.group):
        head = svg.label(group, _TEXT, bold=True, most=2)
        parts.append(svg.text(head, _MARGIN, y + 8, anchor="start"))
        y += max(_TITLE, head.height + 10)
        for bar in members:
            labels = (
                svg.label(bar.says, _TEXT - _MARGIN, most=3),
                svg.label(_words(bar, day), _TEXT - _MARGIN, small=True, muted=True, most=4),
            )
            top = y
            for label in labels:
                parts.append(svg.text(label, _MARGIN, top, anchor="start"))
                top += label.height
            parts.extend(_bar(bar, y + 4, scale))
            y = top + _ROW_PAD
    key = svg.label(_LEGEND, _WIDTH - 2 * _MARGIN, small=True, muted=True)
    return svg.frame(
        [*_grid(scale, y, day), *parts, svg.text(key, _MARGIN, y + 4, anchor="start")],
        _WIDTH,
        y + key.height + 2 * _MARGIN,
        title=f"Timeline of {title}",
        desc=" ".join(f"{bar.says}: {_words(bar, day)}." for bar in bars) or "No dated relation is known.",
    )


def _words(bar: Bar, day: date) -> str:
    state = word(CERTAINTIES, bar.course.on(day).value).label
    parts = [bar.when, f"on {day}: {state}", "contested" if bar.contested else ""]
    return "; ".join(part for part in parts if part)


def _scale(bars: Sequence[Bar], day: date) -> _Scale:
    """Whole years around all that is known, and the day."""
    days = [day]
    for bar in bars:
        for run in bar.course.runs():
            if run.certainty in _KNOWN:
                days.extend(end for end in (run.first, run.last) if end)
    low, high = min(days).year, max(days).year
    return _Scale(date(low, 1, 1).toordinal(), date(high, 12, 31).toordinal() + 1)


def _grid(scale: _Scale, bottom: float, day: date) -> list[str]:
    first, last = date.fromordinal(scale.first).year, date.fromordinal(scale.last - 1).year + 1
    step = next((step for step in _STEPS if (last - first) / step <= 12), _STEPS[-1])
    parts = []
    for year in range(first + -first % step, last, step):
        x = svg.number(scale.x(date(year, 1, 1)))
        parts.append(
            f'<line x1="{x}" y1="{svg.number(_HEAD)}" x2="{x}" y2="{svg.number(bottom)}" stroke="currentColor" '
            'stroke-width="1" opacity="0.15"/>'
        )
        parts.append(svg.text(svg.label(str(year), 60, small=True, muted=True), scale.x(date(year, 1, 1)) + 2, 0))
    x = svg.number(scale.x(day))
    parts.append(
        f'<line x1="{x}" y1="{svg.number(_HEAD)}" x2="{x}" y2="{svg.number(bottom)}" stroke="currentColor" '
        'stroke-width="1.2" stroke-dasharray="2 3"/>'
    )
    parts.append(svg.text(svg.label(f"{day} ⇣", 120, small=True, bold=True), scale.x(day), 16))
    return parts


def _bar(bar: Bar, y: float, scale: _Scale) -> list[str]:
    runs = bar.course.runs()
    known = [run for run in runs if run.certainty in _KNOWN]
    if not known:
        return [svg.link([(scale.left, y + _BAR / 2), (scale.right, y + _BAR / 2)], "unknown")]
    parts = []
    for place, run in enumerate(runs):
        left = scale.x(run.first) if run.first else scale.left
        right = scale.x(run.last.toordinal() + 1) if run.last else scale.right
        if run.certainty in _KNOWN:
            parts.append(_piece(run, left, max(right, left + 2), y))
            if run.last is None:
                parts.append(svg.head((scale.right + 12, y + _BAR / 2), (left, y + _BAR / 2)))
        elif run.certainty is Certainty.UNKNOWN:
            after = place and runs[place - 1].certainty in _KNOWN
            before = place + 1 < len(runs) and runs[place + 1].certainty in _KNOWN
            if after:
                parts.append(_tail(left, min(right, left + _TAIL), y))
            if before:
                parts.append(_tail(max(left, right - _TAIL), right, y))
    return parts


def _piece(run: Run, left: float, right: float, y: float) -> str:
    place = f'x="{svg.number(left)}" y="{svg.number(y)}" width="{svg.number(right - left)}" height="{svg.number(_BAR)}"'
    if run.certainty is Certainty.ATTESTED:
        return f'<rect {place} fill="currentColor"/>'
    if run.certainty is Certainty.PRESUMED:
        return f'<rect {place} fill="none" stroke="currentColor" stroke-width="1.2" stroke-dasharray="6 3"/>'
    return f'<rect {place} fill="currentColor" opacity="0.28"/>'


def _tail(left: float, right: float, y: float) -> str:
    return svg.link([(left, y + _BAR / 2), (right, y + _BAR / 2)], "unknown") if right - left > 1 else ""
