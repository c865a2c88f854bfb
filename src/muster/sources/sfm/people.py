"""A sheet of persons: names, and one posting a row, with role, rank and title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from muster.errors import BadInput
from muster.sources.sfm.build import Builder, named
from muster.sources.sfm.columns import Persons, persons_of
from muster.sources.sfm.sheet import Cell, Row
from muster.sources.sfm.units import Known, country_code, parts_of, time_of

_APPOINTED = re.compile(r"\b(appoint|named|nominat)", re.IGNORECASE)
_ASSUMED = re.compile(r"\b(assum|took (over|command|charge|the reins)|hand(ed|ing)?[ -]?over|sworn in)", re.IGNORECASE)
_SAME_DOUBT = "‡"  # the Monitor's mark on two names that may be one person's
GENDERS = {"male": "male", "m": "male", "female": "female", "f": "female", "other": "other"}


def read_people(found: Sequence[Row], known: Known, to: Builder) -> None:
    """Say what the rows say of persons and their postings."""
    doubted: dict[str, dict[str, None]] = defaultdict(dict)
    for row in found:
        to.line = row.line
        columns = persons_of(list(row.places))
        name = row.cell(columns.name)
        if not name:
            raise BadInput("a person without a name", place=row.place, hint="the file may be cut off or altered")
        id_ = row.id(columns.id)
        person = f"sfm-{id_}" if id_ else named(to.dataset, "person", name.text)
        if _SAME_DOUBT in name.text:
            doubted[name.text.replace(_SAME_DOUBT, "").strip().casefold()][person] = None
        _describe(row, columns, person, name, to)
        _posting(row, columns, person, known, to)
    for persons in doubted.values():
        for one, other in zip(list(persons), list(persons)[1:], strict=False):
            to.say(one, "possibly_same_as", other=other, by=[Cell(_SAME_DOUBT, (), "marked as perhaps the same")])


def _describe(row: Row, columns: Persons, person: str, name: Cell, to: Builder) -> None:
    to.say(person, "kind", "person", by=[name])
    to.say(person, "name", name.text, by=[name], kind="primary")
    others = row.cell(columns.other_names)
    for other in parts_of(others.text):
        if other != name.text:
            to.say(person, "name", other, by=[others], kind="strong")
    if country := row.cell(columns.country):
        to.say(person, "country", country_code(country.text), by=[country])
    for field, predicate in columns.extras:
        if predicate in ("birth_date", "death_date"):
            found = row.date(field)
            if found.cell and not found.value.unknown:
                to.say(person, predicate, found.value.text, by=[found.cell])
            elif found.cell:
                to.say(person, "remark", f"{field.label}: {found.cell.text}", by=[found.cell])
        elif cell := row.cell(field):
            _extra(person, predicate, field.label, cell, to)
    if note := row.text(columns.notes):
        to.say(person, "remark", note, by=[Cell(note, (), "notes")])


def _extra(person: str, predicate: str, label: str, cell: Cell, to: Builder) -> None:
    if predicate == "gender" and cell.text.lower() in GENDERS:
        to.say(person, "gender", GENDERS[cell.text.lower()], by=[cell])
    elif predicate == "contact":
        to.say(person, "contact", cell.text, by=[cell], type="website" if "://" in cell.text else "other")
    else:
        to.say(person, "remark", f"{label}: {cell.text}", by=[cell])


def _posting(row: Row, columns: Persons, person: str, known: Known, to: Builder) -> None:
    unit_cell = row.cell(columns.unit)
    role, title, rank = row.cell(columns.role), row.cell(columns.title), row.cell(columns.rank)
    first, last = row.date(columns.span.first), row.date(columns.span.last)
    start, end = row.cell(columns.start_context), row.cell(columns.end_context)
    unit = _unit(row, columns, unit_cell, known, to)
    if not unit:
        if role or title or rank or first.cell:
            row.checks.add("postings name no unit that could be told and were not read", row.line, unit_cell.text)
        return
    time = time_of(row, columns.span, first, last, f"posting to {unit_cell.text}")
    contexts = (f"start: {start.text}" if start else "", f"end: {end.text}" if end else "")
    fresh = to.say(
        person,
        "posted_to",
        other=unit,
        by=[cell for cell in (unit_cell, role, title, rank, first.cell, start, last.cell, end) if cell],
        time=time,
        note="; ".join(filter(None, contexts)),
        role=role.text,
        title=title.text,
        rank=rank.text,
        start_kind=start_kind(start.text) if row.text(columns.span.started).upper() == "Y" else "",
    )
    if not fresh:
        row.checks.add("postings repeat another row in every word; said once", row.line)


def _unit(row: Row, columns: Persons, cell: Cell, known: Known, to: Builder) -> str:
    if id_ := row.id(columns.unit_id):
        return f"sfm-{id_}"
    ids = known.find(cell.text)
    if len(ids) > 1:
        return ""
    if not ids and cell:
        what = "persons are posted to units that no sheet of units describes; known by name"
        row.checks.add(what, row.line, cell.text)
        unit = named(to.dataset, "unit", cell.text)
        to.say(unit, "kind", "unit", by=[cell])
        to.say(unit, "name", cell.text, by=[cell], kind="primary")
        return unit
    return ids[0] if ids else ""


def start_kind(context: str) -> str:
    """Whether the start is the day of an appointment or of taking over; empty if the context does not say."""
    if _ASSUMED.search(context):
        return "assumed"
    return "appointed" if _APPOINTED.search(context) else ""
