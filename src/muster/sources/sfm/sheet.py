"""Rows and cells of a register sheet: each value with the sources that give it and the confidence in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from muster.claims import Citation, Source
from muster.dates import ImpreciseDate
from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.sfm import claim_columns
from muster.sources.sfm.checks import Checks
from muster.sources.sfm.columns import Field, Sources, role_of, sources_of
from muster.sources.sfm.dates import Dated, dated, written

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CONFIDENCE = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, the ids of the sources beside it, and what a citation calls it: `name, confidence Low`."""

    text: str
    sources: tuple[str, ...] = ()
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class DateCell:
    """A date cell as read, and the last day by which any of its sources was published."""

    cell: Cell
    value: ImpreciseDate
    published_by: date | None


class Publications:
    """The sources that a sheet of sources describes; which of them are cited is noted as they are asked for."""

    def __init__(self) -> None:
        self._known: dict[str, Source] = {}
        self._pages: dict[str, str] = {}
        self._published: dict[str, date] = {}
        self._stands_for: dict[str, str] = {}
        self.cited: dict[str, None] = {}
        self.unknown: set[str] = set()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, row: Row, columns: Sources) -> None:
        """A row of the sheet. A source that stands there twice is kept as it stands first."""
        id_ = row.text(columns.id).lower()
        if not UUID.fullmatch(id_):
            hint = "the file may be cut off or altered"
            raise BadInput(f"not the id of a source: {id_!r}", place=row.place, hint=hint)
        if id_ in self._known:
            row.checks.add("sources stand in the sheet more than once; the first is kept", row.line)
            return
        when = row.text(columns.published)
        published = written(when)
        if when and published is None and when != "Undated":
            row.checks.add("days of publication cannot be read", row.line, when)
        archive, note = row.text(columns.archive), [row.text(columns.author)]
        if archive:
            note.append(f"archive: {archive}" if "://" in archive else archive)
        if row.text(columns.restricted) in ("1", "Y"):
            note.append("restricted: not to be shown outside")
        retrieved = written(row.text(columns.retrieved))
        sha256 = row.text(columns.digest).lower()
        if other := row.text(columns.aliases).lower():
            self._stands_for[other] = id_
        if page := row.text(columns.page):
            self._pages[id_] = page
        if published and published.latest:
            self._published[id_] = published.latest
        self._known[id_] = Source(
            id=f"sfm-source-{id_}",
            title=row.text(columns.title) or f"source {id_}",
            publisher=row.text(columns.publisher),
            published=published.text if published else "",
            retrieved=retrieved.text if retrieved and retrieved.exact else "",
            address=row.text(columns.address) if "://" in row.text(columns.address) else "",
            sha256=sha256,
            note="; ".join(filter(None, note)),
        )

    def cite(self, id_: str, note: str) -> Citation:
        """A citation of a source by its id."""
        if id_ not in self._known:
            id_ = self._stands_for.get(id_, id_)
        if id_ in self._known:
            self.cited[id_] = None
        else:
            self.unknown.add(id_)
        return Citation(source=f"sfm-source-{id_}", page=self._pages.get(id_, ""), note=note)

    def published_by(self, ids: Sequence[str]) -> date | None:
        """The day by which the newest of these sources was published; None if that of any is not known."""
        days = [self._published.get(self._stands_for.get(id_, id_)) for id_ in ids]
        return max(filter(None, days)) if days and all(days) else None

    def taken(self) -> tuple[tuple[Source, ...], int]:
        """The sources cited since this was last asked, and how many were cited that no sheet describes."""
        found, unknown = tuple(self._known[id_] for id_ in self.cited), len(self.unknown)
        self.cited.clear()
        self.unknown.clear()
        return found, unknown


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: cells by the name of their column."""

    line: int
    cells: Sequence[str]
    places: Mapping[str, int]
    file: str
    checks: Checks
    publications: Publications
    aside: str = ""  # said with each of its citations: that the row was not released

    @property
    def place(self) -> str:
        return f"{self.file} line {self.line}"

    def text(self, column: str) -> str:
        """The text of a column, empty if the sheet has none."""
        at = self.places.get(column) if column else None
        self.checks.asked.add(column)
        return " ".join(self.cells[at].split()) if at is not None else ""

    def id(self, column: str) -> str:
        """The id in a column, in lower case. Raises BadInput unless it is empty or a UUID."""
        text = self.text(column).lower()
        if text and not UUID.fullmatch(text):
            raise BadInput(f"not an id: {text!r}", place=self.place, hint="the file may be cut off or altered")
        return text

    def cell(self, field: Field) -> Cell:
        """A value with its sources and confidence; what is amiss between the three is noted."""
        return self._cell(field, self.text(field.value))

    def _cell(self, field: Field, text: str) -> Cell:
        given = self.text(field.source)
        if not text:
            if given:
                self.checks.add("cells are empty though a source is given for them", self.line, field.label)
            return Cell("")
        confidence = self.text(field.confidence)
        if confidence and confidence.lower() not in _CONFIDENCE:
            self.checks.add("confidences are none of Low, Medium, High", self.line, f"{field.label} {confidence!r}")
        ids: dict[str, None] = {}
        for part in re.split(r"[;,\s]+", given.lower()):
            if UUID.fullmatch(part):
                ids[part] = None
            elif part:
                self.checks.add("sources are no ids; the sheet itself is cited", self.line, f"{field.label}: {part!r}")
        if field.source in self.places and not given:
            self.checks.add("values have no source; the sheet itself is cited", self.line, field.label)
        parts = (field.label, f"confidence {confidence}" if confidence else "", self.aside)
        label = ", ".join(filter(None, parts))
        return Cell(text, tuple(ids), label)

    def released(self, status: str, comments: str) -> Row | None:
        """The row, marked if its researchers had not released it yet; None if they say that it needs fixes."""
        at = self.text(status) or "3"
        if at == "3":
            return self
        comment = self.text(comments)
        said = f"status {at}{', ' if comment else ''}{comment}"
        if at in ("0", "1"):
            self.checks.add("rows were left out: their researchers had not yet checked them", self.line, said)
            return None
        self.checks.add("rows were checked but not yet released; their citations say so", self.line, said)
        return replace(self, aside=f"row not released: {said}")

    def date(self, field: Field) -> DateCell:
        """A date; one that cannot be read, or contradicts itself, is noted."""
        found = self._dated(field)
        cell = self._cell(field, found.text)
        if found.problem:
            told = f"{field.label} {found.text}: {found.problem}"
            self.checks.add("dates cannot be read or contradict themselves", self.line, told)
        if cell:  # the text as it stands, so that nothing of the cell is lost
            label = cell.label.replace(field.label, f"{field.label} {found.text}", 1)
            cell = Cell(cell.text, cell.sources, label)
        return DateCell(cell, found.value, self.publications.published_by(cell.sources))

    def _dated(self, field: Field) -> Dated:
        parts = [self.text(part) for part in field.parts] or ["", "", ""]
        return dated(self.text(field.value), *parts)


def head_of(file: InputFile) -> list[str]:
    """The header of a sheet: the cells of its first line, in whichever of tab and comma parts it."""
    first = next(iter(_head(file)), "")
    return [" ".join(cell.split()) for cell in _split(first)]


def _head(file: InputFile) -> list[str]:
    if file.head.startswith(b"PK\x03\x04"):
        return []
    text = file.head.decode("utf-8-sig", "replace")
    return [] if "\x00" in text else text.splitlines()


def _split(line: str) -> list[str]:
    import csv

    try:
        return next(csv.reader([line], delimiter=_delimiter(line)), [])
    except csv.Error:
        return []


def _delimiter(line: str) -> str:
    return "\t" if "\t" in line else ","


def rows(file: InputFile, checks: Checks, publications: Publications) -> tuple[list[str], Iterator[Row]]:
    """The header of a sheet and its rows. Raises BadInput for a row that is not as wide as the header."""
    header = head_of(file)
    return header, _rows(file, header, checks, publications)


def _rows(file: InputFile, header: list[str], checks: Checks, publications: Publications) -> Iterator[Row]:
    places: dict[str, int] = {}
    for index, column in enumerate(header):
        places.setdefault(column, index)
    delimiter = _delimiter(next(iter(_head(file)), ""))
    # Of the tab-separated sheets some quote as CSV does and some use the mark as a plain character.
    quotes = delimiter == "," or _quoted(file, delimiter, len(header))
    last = 0
    for number, (end, cells) in enumerate(file.rows(delimiter, quotes=quotes)):
        start, last = last + 1, end
        if number == 0 or not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problem = f"this row has {len(cells)} cells, the header {len(header)}"
            hint = "the file may be cut off: fetch it again"
            raise BadInput(problem, place=f"{file.name} line {start}", hint=hint)
        yield Row(start, cells, places, file.name, checks, publications)


def _quoted(file: InputFile, delimiter: str, width: int) -> bool:
    try:
        return all(len(row) == width for _, row in file.rows(delimiter) if any(row))
    except BadInput:
        return False


def unread(found: Sequence[Row]) -> str:
    """The columns in which nobody looked, with how many cells they fill; empty if there are none."""
    many = {
        column: sum(bool(row.cells[at].strip()) for row in found)
        for column, at in (found[0].places.items() if found else ())
        if column not in found[0].checks.asked
    }
    told = ", ".join(f"{column or 'without a header'} ({count:,} cells)" for column, count in many.items() if count)
    return f"columns not read: {told}" if told else ""


def require(header: Sequence[str], columns: Sequence[str], place: str) -> None:
    """Raise BadInput unless the header has these columns."""
    missing = [column for column in columns if column not in header]
    if missing:
        named = ", ".join(map(repr, missing))
        raise BadInput(f"columns are missing: {named}", place=place, hint="is this a sheet of another kind?")


def read_sources(file: InputFile, publications: Publications, notes: list[str]) -> None:
    """Read a sheet of sources."""
    checks = Checks(file.name)
    header, found = rows(file, checks, publications)
    columns = sources_of(header)
    require(header, columns.required, file.name)
    for row in found:
        publications.add(row, columns)
    if not len(publications):
        raise BadInput("holds no sources", place=file.name, hint="the file may be cut off: fetch it again")
    notes.extend(checks.spoken())


def role(file: InputFile) -> str:
    """Which sheet a file is: `units`, `persons`, `extras`, `incidents`, `sources`, `names`, one of claims, or none."""
    header = head_of(file)
    return role_of(header) or claim_columns.role_of(header)
