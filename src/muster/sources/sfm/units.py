"""A sheet of units: names, classes, superiors, memberships, sites and areas, each row one of each at most."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from muster.claims import digest
from muster.dates import Interval
from muster.errors import BadInput
from muster.sources.sfm.build import Builder, named
from muster.sources.sfm.columns import Span, Spot, Tie, Units, units_of
from muster.sources.sfm.dates import timed
from muster.sources.sfm.sheet import Cell, DateCell, Row

_KINDS = {"command": "command", "administrative": "administrative", "informal": "informal"}
_CHILD = ("child", "child-of", "command", "administrative", "informal")
PLACEHOLDER = re.compile(r"\b(unknown|unnamed)\b", re.IGNORECASE)
_MINGLED = "peacekeeping"  # a class of units that are not of the register's own country
TROUBLES = {
    "last before first": "last citations lie before the first; neither day is used",
    "cited after publication": "days are later than the publication of every source given; cited up to that day only",
    "start after publication": "starts lie after the publication of every source given: announced ahead",
    "ended without a day": "facts are marked as ended but no day is given",
}


@dataclass(frozen=True)
class Known:
    """The units of a sheet: ids by name, which of them are placeholders, and the name of each."""

    ids: dict[str, list[str]]
    placeholders: dict[str, str]

    @cached_property
    def all(self) -> frozenset[str]:
        """The ids of all units that are known."""
        return frozenset(one for found in self.ids.values() for one in found)

    def find(self, name: str) -> list[str]:
        """The ids of the units of that name."""
        return self.ids.get(name.casefold(), [])


def columns_of(row: Row) -> Units:
    """The columns of the sheet that a row is of."""
    return units_of(list(row.places))


def known_units(found: Sequence[Row], dataset: str) -> Known:
    """The units that these rows describe, so that others can be named by their name alone."""
    ids: dict[str, dict[str, None]] = defaultdict(dict)
    placeholders: dict[str, str] = {}
    unkeyed: list[str] = []
    for row in found:
        columns = columns_of(row)
        name, id_ = row.text(columns.name.value), row.id(columns.id)
        if not name:
            raise BadInput("a unit without a name", place=row.place, hint="the file may be cut off or altered")
        if id_:
            ids[name.casefold()][f"sfm-{id_}"] = None
        else:
            unkeyed.append(name)
        if match := PLACEHOLDER.search(name):
            placeholders[name.casefold()] = match[1].lower()
    for name in unkeyed:  # the same name with an id elsewhere: one unit, "to merge"
        if not ids[name.casefold()]:
            ids[name.casefold()][named(dataset, "unit", name)] = None
    by_id = {id_: kind for name, kind in placeholders.items() for id_ in ids[name]}
    return Known({name: list(found) for name, found in ids.items()}, by_id)


def country_of(found: Iterable[Row]) -> str:
    """The country that most units of the sheet are of; empty if it does not say."""
    count = Counter(country for row in found if (country := country_code(row.text(columns_of(row).country.value))))
    return count.most_common(1)[0][0] if count else ""


def country_code(text: str) -> str:
    """`ng` from `ng` or from an Open Civic Data division such as `ocd-division/country:ng/...`."""
    return text.rpartition("country:")[2].split("/")[0].strip().lower()


def read_units(found: Sequence[Row], known: Known, to: Builder, fallback: str = "") -> None:
    """Say what the rows say. `fallback` is the country of units whose sheet has no column for it."""
    edges: dict[str, dict[str, int]] = defaultdict(dict)
    for row in found:
        to.line = row.line
        columns = columns_of(row)
        unit = _unit(row, columns, known)
        _describe(row, columns, unit, known, to, fallback)
        for tie in columns.ties:
            _tie(row, tie, unit, known, to, edges)
        for spot in columns.spots:
            _spot(row, spot, unit, to)
    _cycles(found, edges)


def _unit(row: Row, columns: Units, known: Known) -> str:
    if id_ := row.id(columns.id):
        return f"sfm-{id_}"
    ids = known.find(row.text(columns.name.value))
    row.checks.add("rows have no id; the unit is known by its name", row.line, row.text(columns.name.value))
    return ids[0]


def _describe(row: Row, columns: Units, unit: str, known: Known, to: Builder, fallback: str) -> None:
    name = row.cell(columns.name)
    first, last = row.date(columns.span.first), row.date(columns.span.last)
    dates = [one.cell for one in (first, last) if one.cell]
    # That it is a unit, and when: from when to when it is known to have existed.
    to.say(unit, "kind", "unit", by=dates or [name], time=time_of(row, columns.span, first, last, "the unit"))
    to.say(unit, "name", name.text, by=[name], kind="primary")
    others = row.cell(columns.other_names)
    for other in parts_of(others.text):
        if other != name.text:
            to.say(unit, "name", other, by=[others], kind="strong")
    classes = row.cell(columns.classification)
    for one in parts_of(classes.text):
        to.say(unit, "classification", one, by=[classes])
    country = row.cell(columns.country)
    if country:
        to.say(unit, "country", country_code(country.text), by=[country])
    elif fallback and _MINGLED not in classes.text.lower():
        to.say(unit, "country", fallback, by=[Cell(fallback, (), "country of the register")])
    marked = any(part.lower() == "placeholder" for part in parts_of(classes.text))
    placeholder = known.placeholders.get(unit) or ("unknown" if marked else "")
    if placeholder:
        to.say(unit, "placeholder", placeholder, by=[classes if marked else name])
        if placeholder == "unknown" and not marked and classes:
            row.checks.add("units are called unknown but not classed as placeholders", row.line, name.text)
    if note := row.text(columns.notes):
        to.say(unit, "remark", note, by=[Cell(note, (), "notes")])


def parts_of(text: str) -> list[str]:
    """The values of a cell that holds several, parted by semicolons."""
    return list(dict.fromkeys(part for piece in text.split(";") if (part := piece.strip())))


def time_of(row: Row, span: Span, first: DateCell, last: DateCell, what: str) -> Interval:
    """The time that two date cells and their flags give; what is wrong with them is noted."""
    started, flag = row.text(span.started).upper(), row.text(span.ended).upper()
    for given, allowed in ((started, ("", "Y", "N")), (flag, ("", "Y", "N", "E"))):
        if given not in allowed:
            row.checks.add("flags are none of Y, N, E and were not read", row.line, f"{what}: {given!r}")
    found = timed(
        first.value,
        last.value,
        started=started == "Y",
        ended=flag == "E" or (flag == "Y" and span.ends == "ended"),
        open_=flag == "Y" and span.ends == "open",
        first_by=first.published_by,
        last_by=last.published_by,
    )
    for problem in found.problems:
        told = f"{first.cell.text or '?'} to {last.cell.text or '?'}"
        row.checks.add(TROUBLES[problem], row.line, f"{what}, {told}")
    return found.time


# --- relations ------------------------------------------------------------------------------------------


def _tie(
    row: Row,
    tie: Tie,
    unit: str,
    known: Known,
    to: Builder,
    edges: dict[str, dict[str, int]],
) -> None:
    other, classed = row.cell(tie.other), row.cell(tie.classed)
    first, last = row.date(tie.span.first), row.date(tie.span.last)
    target = _other(row, tie, other, known, to)
    if not target:
        if first.cell or last.cell or classed:
            row.checks.add("relations name no other unit and were not read", row.line, tie.other.label)
        return
    if target == unit:
        row.checks.add("relations join a unit to itself and were not read", row.line, other.text)
        return
    time = time_of(row, tie.span, first, last, f"{tie.other.label} {other.text}")
    cells = [cell for cell in (other, classed, first.cell, last.cell) if cell]
    kind = (row.text(tie.kind_column) or tie.kind).lower()
    if kind in _CHILD:
        authority = _KINDS.get(classed.text.lower(), "")
        note = "" if authority or not classed else f"kind of authority: {classed.text}"
        if note:
            row.checks.add("kinds of authority are not known; kept as a note", row.line, classed.text)
        fresh = to.say(unit, "subordinate_to", other=target, by=cells, time=time, note=note, kind=authority)
        edges[unit].setdefault(target, row.line)
    else:
        fresh = to.say(unit, "member_of", other=target, by=cells, time=time)
    if not fresh:
        row.checks.add("relations repeat another row in every word; said once", row.line)


def _other(row: Row, tie: Tie, other: Cell, known: Known, to: Builder) -> str:
    """The id of the related unit: given, or the one unit of that name in the sheet. Empty if there is none."""
    by_name = known.find(other.text)
    if id_ := row.id(tie.other_id):
        target = f"sfm-{id_}"
        if target not in by_name and other:
            if not any(target in ids for ids in known.ids.values()):
                row.checks.add("related units have no row of their own; known by id and name", row.line, other.text)
                to.say(target, "kind", "unit", by=[other])
                to.say(target, "name", other.text, by=[other], kind="primary")
            else:
                row.checks.add("related units are called otherwise in their own row", row.line, other.text)
        return target
    if len(by_name) > 1:
        row.checks.add("related units have a name that several share; not read", row.line, other.text)
        return ""
    if not by_name and other:
        target = named(to.dataset, "unit", other.text)
        row.checks.add("related units have no row of their own; known by name", row.line, other.text)
        to.say(target, "kind", "unit", by=[other])
        to.say(target, "name", other.text, by=[other], kind="primary")
        return target
    return by_name[0] if by_name else ""


def _cycles(found: Sequence[Row], above: dict[str, dict[str, int]]) -> None:
    """Units that stand above themselves, by way of others. `above`: superiors of each, with the line that says so."""
    done: set[str] = set()
    for start in list(above):
        path = [] if start in done else [start]
        rest = [iter(above[one]) for one in path]
        while path:
            superior = next(rest[-1], "")
            if not superior:
                done.add(path.pop())
                rest.pop()
            elif superior in path:
                what = "relations close a circle: a unit stands above itself"
                found[0].checks.add(what, above[path[-1]][superior])
            elif superior not in done:
                path.append(superior)
                rest.append(iter(above.get(superior, ())))


# --- places ---------------------------------------------------------------------------------------------


def _spot(row: Row, spot: Spot, unit: str, to: Builder) -> None:
    named_places = [(row.cell(field), row.text(column)) for field, column in spot.places]
    given = [(cell, key) for cell, key in named_places if cell]
    first, last = row.date(spot.span.first), row.date(spot.span.last)
    exact = row.cell(spot.exact[1]) if spot.exact else Cell("")
    if not given:
        if first.cell or last.cell or exact:
            row.checks.add("places have dates but no name and were not read", row.line, spot.span.first.label)
        return
    kind = (row.text(spot.kind_column) or spot.kind).lower()
    place = _place(given, row, spot, exact, to)
    time = time_of(row, spot.span, first, last, f"{'area' if kind == 'aoo' else 'site'} {given[0][0].text}")
    cells = [cell for cell in (*(cell for cell, _ in given), exact, first.cell, last.cell) if cell]
    to.say(unit, "operates_in" if kind == "aoo" else "based_at", other=place, by=cells, time=time)


def _place(given: list[tuple[Cell, str]], row: Row, spot: Spot, exact: Cell, to: Builder) -> str:
    """The narrowest place named, as an entity; wider ones make its address."""
    narrow, key = given[0]
    key = key.strip()
    whole = ", ".join(dict.fromkeys(cell.text for cell, _ in given))
    country = country_code(row.text(spot.country))
    # A number of the gazetteer is the place; a base has none and is known by its name in that town.
    place = f"sfm-place-{key}" if re.fullmatch(r"[0-9]+", key) else f"sfm-place-{digest(f'{whole}|{country}')[:12]}"
    to.say(place, "kind", "place", by=[narrow])
    to.say(place, "name", narrow.text, by=[narrow], kind="primary")
    if len(given) > 1:
        to.say(place, "address", whole, by=[cell for cell, _ in given], country=country)
    if country:
        to.say(place, "country", country, by=[Cell(country, (), "country of the place")])
    if key:
        to.say(place, "identifier", key, by=[Cell(key, (), "number in the gazetteer")], type="gazetteer")
    if exact:
        node = row.text(spot.exact[0]) if spot.exact else ""
        value = f"{node} {exact.text}".strip()
        to.say(place, "identifier", value, by=[exact], type="exact location")
    return place
