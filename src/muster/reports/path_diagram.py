"""Paths as drawings: boxes joined by labelled arrows, left to right, wrapped to the width of the page.

An arrow points from the relation's first end to its second, whichever way the path is walked, so it reads as the
claim does. Certainty is in the line's style and in words; a link that is denied is drawn double and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muster.reports import svg
from muster.reports.text import listed
from muster.reports.words import CERTAINTIES, sentence, verb, word

Step = Mapping[str, Any]
WIDE, NARROW = 760.0, 330.0
_BOX, _GAP, _PAD, _MARGIN = 160.0, 134.0, 9.0, 3.0
_BETWEEN_ROWS, _BETWEEN_PATHS = 26.0, 34.0
_TURN = 400.0  # room for the words on a link to the next row
_INDENT = 26.0  # where it leaves a box if a row holds one box only


@dataclass(frozen=True, slots=True)
class _Box:
    label: svg.Label
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands on an arrow: the relation above the line, the state and the time below it."""

    above: svg.Label
    below: tuple[svg.Label, ...]

    @property
    def below_height(self) -> float:
        return sum(label.height for label in self.below)


def path_diagram(paths: Iterable[Sequence[Step]], *, width: float = WIDE) -> str:
    """SVG of paths in the JSON shape of decisions, one under the other. `width` in pixels; NARROW suits a phone.

    The same paths give the same bytes. No paths give a drawing that says so.
    """
    drawn = [list(path) for path in paths if path]
    parts: list[str] = []
    top = _MARGIN
    for path in drawn:
        pieces, bottom = _path(path, top, width)
        parts.extend(pieces)
        top = bottom + _BETWEEN_PATHS
    if not drawn:
        parts.append(svg.text(svg.label("No path to draw.", width, muted=True), 0, 0, anchor="start"))
        return svg.frame(parts, width, svg.LINE + 4, title="No path", desc="There is no path to draw.")
    return svg.frame(parts, width, top - _BETWEEN_PATHS + _MARGIN, title=_title(drawn), desc=_desc(drawn))


def _title(paths: list[list[Step]]) -> str:
    names = list(dict.fromkeys(f"{path[0].get('from_caption')} to {path[-1].get('to_caption')}" for path in paths))
    return f"{'Path' if len(paths) == 1 else 'Paths'} from {listed(names[:3])}{' and others' * (len(names) > 3)}"


def _desc(paths: list[list[Step]]) -> str:
    return " ".join(
        f"{sentence(step)}, {word(CERTAINTIES, str(step.get('certainty', ''))).label}"
        f"{', contested' if step.get('against') else ''}."
        for path in paths
        for step in path
    )


def _path(path: list[Step], top: float, width: float) -> tuple[list[str], float]:
    """One path from `top` down: what is drawn, and where it ends."""
    captions = [str(path[0].get("from_caption", "")), *(str(step.get("to_caption", "")) for step in path)]
    per_row = max(1, int((width - 2 * _MARGIN + _GAP) // (_BOX + _GAP)))
    box_width = _BOX if per_row > 1 else width - 2 * _MARGIN
    turn_width = _TURN if per_row > 1 else width - _INDENT - 30
    boxes: list[_Box] = []
    parts: list[str] = []
    for first in range(0, len(captions), per_row):
        turn = _words(path[first - 1], turn_width)
        if first:
            top += _room(turn, per_row)
        across = [_words(step, _GAP - 24) for step in path[first : first + per_row - 1]]
        row = _row(captions[first : first + per_row], across, top, box_width)
        boxes.extend(row)
        if first:
            parts.extend(_turn(path[first - 1], turn, boxes[first - 1], row[0], top, per_row))
        for place, words in enumerate(across):
            parts.extend(_straight(path[first + place], words, row[place], row[place + 1]))
        top = max([*(box.bottom for box in row), *(row[0].middle + 8 + words.below_height for words in across)])
    for place, box in enumerate(boxes):
        parts.append(svg.box(box.x, box.y, box.width, box.height, heavy=place in (0, len(boxes) - 1)))
        parts.append(svg.text(box.label, box.x + box.width / 2, box.middle - box.label.height / 2))
    return parts, top


def _words(step: Step, width: float) -> _Words:
    certainty = str(step.get("certainty", ""))
    state = word(CERTAINTIES, certainty).label + (" ?" if certainty == "unknown" else "")
    below = [svg.label(state, width, small=True, bold=True)]
    if step.get("against"):
        below.append(svg.label("contested", width, small=True, bold=True))
    below.append(svg.label(str(step.get("when", "")), width, small=True, muted=True, most=5))
    return _Words(svg.label(verb(str(step.get("relation", ""))), width, small=True, most=5), tuple(below))


def _row(captions: list[str], across: list[_Words], top: float, width: float) -> list[_Box]:
    labels = [svg.label(caption, width - 2 * _PAD, bold=True) for caption in captions]
    heights = [label.height + 2 * _PAD for label in labels]
    middle = top + max([*(height / 2 for height in heights), *(words.above.height + 8 for words in across)])
    return [
        _Box(label, _MARGIN + place * (width + _GAP), middle - height / 2, width, height)
        for place, (label, height) in enumerate(zip(labels, heights, strict=True))
    ]


def _straight(step: Step, words: _Words, left: _Box, right: _Box) -> list[str]:
    y, x = left.middle, (left.right + right.x) / 2
    parts = _arrow(step, [(left.right, y), (right.x, y)])
    parts.append(svg.text(words.above, x, y - words.above.height - 6))
    return parts + _stacked(words.below, x, y + 6, "middle")


def _room(words: _Words, per_row: int) -> float:
    """The height between two rows that the link from one to the next needs."""
    spare = 1 if per_row == 1 else 2
    return words.above.height + words.below_height + spare * _BETWEEN_ROWS


def _turn(step: Step, words: _Words, last: _Box, first: _Box, top: float, per_row: int) -> list[str]:
    """The link from the end of one row to the start of the next, which begins at `top`."""
    if per_row == 1:
        x = last.x + _INDENT
        parts = _arrow(step, [(x, last.bottom), (x, first.y)])
        upper = (last.bottom + first.y - words.above.height - words.below_height) / 2
        parts.append(svg.text(words.above, x + 14, upper, anchor="start"))
        return parts + _stacked(words.below, x + 14, upper + words.above.height, "start")
    start, end = last.x + last.width / 2, first.x + first.width / 2
    y = top - _BETWEEN_ROWS - words.below_height
    parts = _arrow(step, [(start, last.bottom), (start, y), (end, y), (end, first.y)])
    middle = (start + end) / 2
    parts.append(svg.text(words.above, middle, y - words.above.height - 6))
    return parts + _stacked(words.below, middle, y + 6, "middle")


def _stacked(labels: Iterable[svg.Label], x: float, top: float, anchor: str) -> list[str]:
    parts = []
    for label in labels:
        parts.append(svg.text(label, x, top, anchor=anchor))
        top += label.height
    return parts


def _arrow(step: Step, points: list[svg.Point]) -> list[str]:
    """The link with its head at the relation's second end; the line stops short of the box under the head."""
    way = points if step.get("forward", True) else points[::-1]
    tip, before = way[-1], way[-2]
    dx, dy = (tip[0] > before[0]) - (tip[0] < before[0]), (tip[1] > before[1]) - (tip[1] < before[1])
    short = (tip[0] - 9 * dx, tip[1] - 9 * dy)
    contested = bool(step.get("against"))
    return [svg.link([*way[:-1], short], str(step.get("certainty", "")), contested=contested), svg.head(tip, before)]
