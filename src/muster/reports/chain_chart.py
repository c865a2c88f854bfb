"""The chain of command as a tidy tree: who stands below (or above) a unit, with the leaders of each.

Entities with nothing below them are stacked in columns under the one they hang from, so that a brigade of two
hundred companies stays a page one can read. A branch that is not drawn says why, in its box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from muster.dates import Certainty
from muster.links import ChainNode
from muster.reports import svg
from muster.reports.text import listed
from muster.reports.words import CERTAINTIES, verb, word

_BOX, _PAD = 190.0, 8.0
_ACROSS, _DOWN, _STACK, _STUB = 22.0, 44.0, 12.0, 30.0
_COLUMN = 8  # boxes in one stack
_MARGIN = 4.0
_STOPS = {
    "cycle": "↻ already on this branch: the chain returns here",
    "repeated": "⋯ what hangs here is drawn at another place",
    "depth": "⋯ there is more beyond this, not drawn",
}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A box with the link that it hangs by."""

    labels: tuple[svg.Label, ...]
    x: float
    y: float
    height: float
    heavy: bool


@dataclass(frozen=True, slots=True)
class _Line:
    points: tuple[svg.Point, ...]
    certainty: str = "attested"
    contested: bool = False
    bus: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    """A subtree laid out from (0, 0): its size, where the middle of its own box is, and what is drawn."""

    width: float
    height: float
    middle: float
    boxes: tuple[_Drawn, ...]
    lines: tuple[_Line, ...]

    def moved(self, x: float, y: float) -> _Block:
        return replace(
            self,
            boxes=tuple(replace(one, x=one.x + x, y=one.y + y) for one in self.boxes),
            lines=tuple(replace(one, points=tuple((a + x, b + y) for a, b in one.points)) for one in self.lines),
        )


def chain_svg(
    root: str,
    captions: Mapping[str, str],
    leaders: Mapping[str, Sequence[str]],
    *,
    above: Sequence[ChainNode] = (),
    below: Sequence[ChainNode] = (),
    day: date | None = None,
) -> str:
    """SVG of a chain around `root`: superiors drawn above it, subordinates below.

    `captions` names entities, `leaders` gives the names of each entity's leaders. Same chain, same bytes.
    """
    up, down = (_block(_root(root, nodes), captions, leaders, root=True) for nodes in (above, below))
    own = down.boxes[0].height
    middle = max(up.middle, down.middle)
    rise = up.height - own  # what stands above the root's box
    parts: list[str] = []
    for block, upward in ((up, True), (down, False)):
        x = middle - block.middle + _MARGIN
        for line in block.lines:
            points = [(a + x, _MARGIN + (up.height - b if upward else rise + b)) for a, b in line.points]
            parts.append(_bus(points) if line.bus else svg.link(points, line.certainty, contested=line.contested))
        for one in block.boxes[upward:]:  # the root once
            y = up.height - one.y - one.height if upward else rise + one.y
            parts.extend(_box(one, one.x + x, y + _MARGIN))
    caption = captions.get(root, root)
    on = f" on {day}" if day else ""
    said = [_desc(_root(root, nodes), captions, leaders, side) for side, nodes in (("above", above), ("below", below))]
    return svg.frame(
        parts,
        middle + max(block.width - block.middle for block in (up, down)) + 2 * _MARGIN,
        rise + down.height + 2 * _MARGIN,
        title=f"Chain of command of {caption}{on}",
        desc=" ".join(said),
    )


def _root(entity: str, nodes: Sequence[ChainNode]) -> ChainNode:
    """The unit itself as a node, with these hanging from it."""
    return ChainNode(entity, "", Certainty.ATTESTED, Certainty.ATTESTED, "", (), (), (), children=tuple(nodes))


def _block(node: ChainNode, captions: Mapping[str, str], leaders: Mapping[str, Sequence[str]], *, root: bool) -> _Block:
    own = _own(node, captions, leaders, root)
    if not node.children:
        return _Block(_BOX, own.height, _BOX / 2, (own,), ())
    ends = [child for child in node.children if not child.children]
    branches = [child for child in node.children if child.children]
    if len(ends) == 1:  # a lone one hangs straight, as those do that have something below them
        ends, branches = [], [*ends, *branches]
    top, bus = own.height + _DOWN, own.height + _DOWN / 2
    blocks = [_column(ends[start : start + _COLUMN], captions, leaders) for start in range(0, len(ends), _COLUMN)]
    blocks += [_hung(child, _block(child, captions, leaders, root=False)) for child in branches]
    boxes: list[_Drawn] = []
    lines: list[_Line] = []
    joints: list[float] = []
    x = 0.0
    for block in blocks:
        placed = block.moved(x, top)
        boxes.extend(placed.boxes)
        lines.extend(placed.lines)
        joints.append(x + block.middle)
        x += block.width + _ACROSS
    middle = max((joints[0] + joints[-1]) / 2, _BOX / 2)
    low, high = min([*joints, middle]), max([*joints, middle])
    lines += [_Line(((middle, own.height), (middle, bus)), bus=True), _Line(((low, bus), (high, bus)), bus=True)]
    height = top + max(block.height for block in blocks)
    width = max(x - _ACROSS, middle + _BOX / 2)
    return _Block(width, height, middle, (replace(own, x=middle - _BOX / 2), *boxes), tuple(lines))


def _hung(child: ChainNode, block: _Block) -> _Block:
    line = _Line(((block.middle, -_DOWN / 2), (block.middle, 0)), child.certainty.value, bool(child.against))
    return replace(block, lines=(*block.lines, line))


def _column(ends: Sequence[ChainNode], captions: Mapping[str, str], leaders: Mapping[str, Sequence[str]]) -> _Block:
    """Entities with nothing below them, one under the other, each joined to a trunk at the left."""
    boxes: list[_Drawn] = []
    lines: list[_Line] = []
    trunk, y = 2.0, 0.0
    for node in ends:
        own = _own(node, captions, leaders, root=False)
        boxes.append(replace(own, x=trunk + _STUB, y=y))
        middle = y + own.height / 2
        line = ((trunk, middle), (trunk + _STUB, middle))
        lines.append(_Line(line, node.certainty.value, bool(node.against)))
        y += own.height + _STACK
    lines.append(_Line(((trunk, -_DOWN / 2), (trunk, middle)), bus=True))
    return _Block(trunk + _STUB + _BOX, y - _STACK, trunk, tuple(boxes), tuple(lines))


def _own(node: ChainNode, captions: Mapping[str, str], leaders: Mapping[str, Sequence[str]], root: bool) -> _Drawn:
    width = _BOX - 2 * _PAD
    labels = []
    if not root:
        labels.append(svg.label(_tie(node), width, small=True, muted=True, most=3))
    labels.append(svg.label(captions.get(node.entity, node.entity), width, bold=True, most=4))
    names = list(leaders.get(node.entity, ()))
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        labels.append(svg.label(f"led by {', '.join(names[:3])}{more}", width, small=True, most=4))
    if node.stopped:
        labels.append(svg.label(_STOPS.get(node.stopped, node.stopped), width, small=True, muted=True, most=2))
    height = sum(label.height for label in labels) + 2 * _PAD
    return _Drawn(tuple(labels), 0, 0, height, root)


def _tie(node: ChainNode) -> str:
    """The link to the node above in words: relation, certainty, whether it is denied, time."""
    state = word(CERTAINTIES, node.certainty.value).label
    mark = " ?" if node.certainty.value == "unknown" else ""
    contested = ", contested" if node.against else ""
    when = f"; {node.when}" if node.when else ""
    return f"{verb(node.relation).removeprefix('is ')}: {state}{mark}{contested}{when}"


def _bus(points: Sequence[svg.Point]) -> str:
    way = " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in points)
    return f'<polyline points="{way}" fill="none" stroke="currentColor" stroke-width="1" opacity="0.5"/>'


def _box(one: _Drawn, x: float, y: float) -> list[str]:
    parts = [svg.box(x, y, _BOX, one.height, heavy=one.heavy)]
    top = y + _PAD
    for label in one.labels:
        parts.append(svg.text(label, x + _PAD, top, anchor="start"))
        top += label.height
    return parts


def _desc(root: ChainNode, captions: Mapping[str, str], leaders: Mapping[str, Sequence[str]], side: str) -> str:
    """The whole chart in words, one entity after the other."""
    said = []
    waiting = [(root, child) for child in reversed(root.children)]
    while waiting:
        parent, node = waiting.pop()
        above = captions.get(parent.entity, parent.entity)
        led = leaders.get(node.entity, ())
        who = f", led by {listed(list(led))}" if led else ""
        said.append(f"{captions.get(node.entity, node.entity)}{who}, {side} {above} ({_tie(node)}).")
        waiting.extend((node, child) for child in reversed(node.children))
    return " ".join(said) or f"Nothing is known {side} this unit."
