"""A sheet of incidents: what was alleged to have been done, when, where and by whom. Nothing here is a finding."""

from __future__ import annotations

from collections.abc import Sequence

from muster.claims import Stance
from muster.claims.rules import UNKNOWN_PERPETRATOR
from muster.dates import ImpreciseDate, within
from muster.sources.sfm.build import Builder
from muster.sources.sfm.columns import Field
from muster.sources.sfm.sheet import UUID, Cell, Row
from muster.sources.sfm.units import Known, parts_of

_SOURCE = "incident:all:source"


def _field(label: str, name: str, dated: bool = False) -> Field:
    column = f"incident:{name}"
    parts = tuple(f"{column}_{part}" for part in ("month", "day", "year")) if dated else ()
    return Field(label, column, _SOURCE, "", parts)


_START, _END = _field("start", "start_date", True), _field("end", "end_date", True)
_TYPE = _field("violation type", "violation_type")
_DESCRIPTION = _field("description", "violation_description")
_LOCATION, _PLACE = _field("location", "location"), _field("description of the location", "location_description")
_CLASS = _field("class of perpetrators", "perpetrator_classification")
_UNIT, _PERSON = _field("perpetrator", "perpetrator_unit_name"), _field("perpetrator", "perpetrator_person_name")


def read_incidents(found: Sequence[Row], known: Known, to: Builder) -> None:
    """Say what the rows allege."""
    for row in found:
        to.line = row.line
        incident = f"sfm-{row.id('incident:id:admin')}"
        types, start, end = row.cell(_TYPE), row.date(_START), row.date(_END)
        if not (types or start.cell):
            row.checks.add("incidents say neither what was done nor when and were not read", row.line)
            continue
        to.say(incident, "kind", "incident", by=[cell for cell in (types, start.cell) if cell])
        if start.cell and not start.value.unknown:
            when = _when(start.value, end.value)
            by = [one.cell for one in (start, end) if one.cell]
            to.say(incident, "occurred", when.text, by=by, stance=Stance.ALLEGED)
        for one in parts_of(types.text):
            to.say(incident, "incident_type", one, by=[types], stance=Stance.ALLEGED)
        for cell in (row.cell(_LOCATION), row.cell(_PLACE)):
            if cell:
                to.say(incident, "occurred_in", cell.text, by=[cell], stance=Stance.ALLEGED)
        if cell := row.cell(_DESCRIPTION):
            to.say(incident, "remark", cell.text, by=[cell], stance=Stance.ALLEGED)
        classes = row.cell(_CLASS)
        for one in parts_of(classes.text):
            to.say(incident, "perpetrator_class", one, by=[classes], stance=Stance.ALLEGED)
        _perpetrators(row, incident, row.cell(_UNIT), "incident:perpetrator_unit_id:admin", "unit", known, to)
        _perpetrators(row, incident, row.cell(_PERSON), "incident:perpetrator_person_id:admin", "person", known, to)


def _when(start: ImpreciseDate, end: ImpreciseDate) -> ImpreciseDate:
    """The day of an incident, or the range of days on which it went on."""
    if end.unknown or end.text == start.text or not (start.earliest and end.latest) or end.latest < start.earliest:
        return start
    return within(start.earliest, end.latest)


def _perpetrators(row: Row, incident: str, names: Cell, column: str, kind: str, known: Known, to: Builder) -> None:
    ids = [part for part in parts_of(row.text(column)) if UUID.fullmatch(part)]
    texts = parts_of(names.text)
    for place, id_ in enumerate(ids):
        who = f"sfm-{id_.lower()}"
        if known.placeholders.get(who) == "unknown":
            row.checks.add(f"{UNKNOWN_PERPETRATOR.what}; not read", row.line, names.text)
            continue
        text = texts[place] if place < len(texts) else ""
        cell = names or Cell(id_, row.cell(_TYPE).sources, "perpetrator")
        if text:
            to.say(who, "kind", kind, by=[cell])
            to.say(who, "name", text, by=[cell], kind="primary")
        to.say(who, "perpetrator_of", other=incident, by=[cell], stance=Stance.ALLEGED)
    if names and not ids:
        row.checks.add("perpetrators have a name but no id; kept as a remark", row.line, names.text)
        to.say(incident, "remark", f"perpetrator: {names.text}", by=[names], stance=Stance.ALLEGED)
