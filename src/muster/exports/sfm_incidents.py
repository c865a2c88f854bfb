"""Rows of the sheet of incidents: one for each, with all of its sources together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from muster.dates import ImpreciseDate, parse_date
from muster.exports.losses import Losses
from muster.exports.sfm_cells import Cited, Row, holds, written_id
from muster.exports.sfm_rows import OWN_STATUS, Maker
from muster.exports.sfm_world import World
from muster.register import Held
from muster.sources.sfm.dates import written

_SEVERAL = {"incident_type": "violation_type", "perpetrator_class": "perpetrator_classification"}
_PLACES = ("location", "location_description")
_HOW = "details: how"


class IncidentRows:
    """Makes the row of one incident at a time."""

    def __init__(self, world: World, cited: Cited, losses: Losses) -> None:
        self._world = world
        self._make = Maker(cited, losses)
        self._losses = losses

    def rows(self, root: str, facts: Sequence[Held]) -> Iterator[Row]:
        """The row of an incident; what has no cell is counted."""
        cells: dict[str, list[str]] = {}
        who: dict[str, dict[str, str]] = {"unit": {}, "person": {}}
        sources: dict[str, None] = {}
        for one in facts:
            claim = one.claim
            if claim.predicate == "perpetrator_of" and self._world.root(claim.object) != root:
                continue
            pieces = self._make.pieces(claim, "incident")
            sources.update(
                (ident, None) for found in pieces.found.values() for piece in found for ident in piece.sources
            )
            if not self._say(cells, who, one):
                self._losses.count("no cell for it", claim.predicate)
        yield {
            "incident:id:admin": written_id(root),
            "incident:status:admin": OWN_STATUS,
            **{f"incident:{name}": "; ".join(dict.fromkeys(texts)) for name, texts in cells.items()},
            **{
                f"incident:perpetrator_{kind}_{part}": "; ".join(texts)
                for kind, found in who.items()
                for part, texts in (("id:admin", found.keys()), ("name", found.values()))
            },
            "incident:all:source": "; ".join(sources),
        }

    def _say(self, cells: dict[str, list[str]], who: dict[str, dict[str, str]], one: Held) -> bool:
        claim = one.claim
        word, value = claim.predicate, claim.value
        if word == "kind":
            return value == "incident"
        if word == "perpetrator_of":
            return self._perpetrator(who, one)
        for key, _ in claim.qualifiers:
            self._losses.count(f"details: {key}", word)
        if word == "occurred":
            return _occurred(cells, parse_date(value))
        if word in _SEVERAL:
            cells.setdefault(_SEVERAL[word], []).append(value)
            return holds(value, several=True)
        if word == "occurred_in" and holds(value):
            free = next((name for name in _PLACES if name not in cells), "")
            if free:
                cells[free] = [value]
            return bool(free)
        if word == "remark" and holds(value) and "violation_description" not in cells:
            cells["violation_description"] = [value]
            return True
        return False

    def _perpetrator(self, who: dict[str, dict[str, str]], one: Held) -> bool:
        entity = self._world.root(one.claim.subject)
        kind = "person" if self._world.kind(entity) == "person" else "unit"
        name = " ".join(self._world.name(entity).split())
        if one.claim.qualifiers:
            self._losses.count(_HOW, one.claim.predicate)
        ident = written_id(entity)
        if ident != entity.removeprefix("sfm-"):
            self._losses.count("ids that are no UUID, written as one", one.claim.predicate)
        who[kind][ident] = name.replace(";", ",")
        return True


def _occurred(cells: dict[str, list[str]], when: ImpreciseDate) -> bool:
    """The day of an incident, or the first and last day of a range."""
    if "start_date" in cells:
        return False
    if (found := written(when.text)) and found.text == when.text:
        _put(cells, "start_date", when.text)
        return True
    if when.text.startswith("[") and when.earliest and when.latest:
        _put(cells, "start_date", when.earliest.isoformat())
        _put(cells, "end_date", when.latest.isoformat())
        return True
    return False


def _put(cells: dict[str, list[str]], name: str, text: str) -> None:
    cells[name] = [text]
    for part, number in zip(("year", "month", "day"), text.split("-"), strict=False):
        cells[f"{name}_{part}"] = [number.lstrip("0")]
