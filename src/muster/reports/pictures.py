"""The pictures of an entity on a day: its chain of command, and its relations through time.

They show what the register knows, a decision or not; so they stand in a dossier beside the decision, never as a part
of it, and are drawn from the snapshot that the decision names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from muster.dates import Certainty
from muster.links import ChainNode, leaders, subordinates, superiors
from muster.reports.chain_chart import chain_svg
from muster.reports.entity_bars import bars
from muster.reports.timeline import timeline_svg
from muster.snapshot import Snapshot

_KNOWN = (Certainty.ATTESTED, Certainty.PRESUMED, Certainty.POSSIBLE)
_LEVELS = 3  # drawn below a unit in a dossier
_MOST = 60  # units of a chain that a page can show


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG) with its title."""

    title: str
    svg: str


def pictures(snapshot: Snapshot, entity: str, day: date) -> tuple[Picture, ...]:
    """The chain of command and the timeline of an entity, each if the register has something to draw."""
    found = []
    above = superiors(snapshot.graph, entity, day)
    below = subordinates(snapshot.graph, entity, day, max_depth=_LEVELS)
    count = sum(1 for _ in every((*above, *below)))
    if 0 < count <= _MOST:
        found.append(Picture("Chain of command", chain_picture(snapshot, entity, day, above, below)))
    if drawn := bars(snapshot, entity, day):
        title = f"{snapshot.caption(entity)} as of {day}"
        found.append(Picture("Through time", timeline_svg(title, drawn, day)))
    return tuple(found)


def chain_picture(
    snapshot: Snapshot, entity: str, day: date, above: tuple[ChainNode, ...], below: tuple[ChainNode, ...]
) -> str:
    """The chain of an entity as SVG, each unit with those who lead it on the day."""
    shown = {entity, *(node.entity for node in every((*above, *below)))}
    led = {}
    for one in shown:
        known = [leader for leader in leaders(snapshot.graph, one, day) if leader.certainty in _KNOWN]
        led[one] = [f"{snapshot.caption(leader.person)} ({leader.certainty.value})" for leader in known]
    captions = {one: snapshot.caption(one) for one in shown}
    return chain_svg(entity, captions, led, above=above, below=below, day=day)


def every(nodes: Iterable[ChainNode]) -> Iterator[ChainNode]:
    """All nodes of a chain."""
    for node in nodes:
        yield node
        yield from every(node.children)
