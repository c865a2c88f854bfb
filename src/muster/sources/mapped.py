"""Any table of listed parties, read by the mapping that a person wrote for it.

CSV, TSV, XLSX, ODS, and JSON as a list of flat objects. Every column is read: one that the mapping does not name is
kept as a remark and told in a note, so that a column which a publisher adds is never lost in silence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from muster.claims import Claim, Source, digest, vocabulary
from muster.dates import OPEN, UNKNOWN, ImpreciseDate, Interval, parse_date
from muster.errors import BadDate, BadInput
from muster.plainyaml import near
from muster.sources.entry import Entry
from muster.sources.files import InputFile
from muster.sources.mapping import Column, TableMapping
from muster.sources.model import Reading
from muster.sources.rosters import text_lines
from muster.sources.sheets import Line, sheets, zipped
from muster.sources.un_names import tidy
from muster.sources.worded_dates import read_dates

_HEADER_WITHIN = 20  # a title may stand above the header
_AGAIN = "the file may be cut off or altered: fetch it again"


@dataclass(frozen=True)
class MappedTable:
    """The format that a mapping makes of a table."""

    mapping: TableMapping
    name: str = "mapped-table"
    title: str = "table read by a mapping"

    def recognise(self, file: InputFile) -> str:
        """`list`: a person said so."""
        return "list"

    def read(self, files: Sequence[InputFile]) -> list[Reading]:
        """One reading for each file. Raises BadInput for a table without the mapping's columns or without entries."""
        return [self._reading(file) for file in files]

    def _reading(self, file: InputFile) -> Reading:
        said, notes = self.mapping, list[str]()
        return Reading(
            dataset=said.dataset,
            title=said.title,
            kind="list",
            claims=_claims(said, file, notes),
            publisher=said.publisher,
            published=said.published,
            sources=(Source(said.dataset, said.title, said.publisher, address=said.address),),
            files=(file, said.file),  # another mapping makes another edition
            notes=notes,
        )


# --- tables ---------------------------------------------------------------------------------------------


def table_of(file: InputFile, known: Sequence[str] = ()) -> tuple[list[str], Iterator[Line]]:
    """The header of a table, and its rows with their lines.

    The header is the first row that has one of the columns `known`, or without those the first of the widest rows:
    titles may stand above it. Raises BadInput if there is none, or if its cells are not all filled and different.
    """
    if file.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _objects(file)
    lines = next(rows for _name, rows in sheets(file)) if zipped(file) else text_lines(file)[0]
    filled = ((line, [tidy(cell) for cell in cells]) for line, cells in lines if any(map(str.strip, cells)))
    first = list(islice(filled, _HEADER_WITHIN))
    widest = max((sum(map(bool, cells)) for _, cells in first), default=0)
    for place, (line, cells) in enumerate(first, 1):
        if set(cells) & set(known) if known else sum(map(bool, cells)) == widest:
            if not known and not len(cells) == len(set(cells)) == widest:
                hint = "write a line above the rows that names each column"
                raise BadInput("no header: cells are empty, or the same", place=f"{file.name} line {line}", hint=hint)
            return cells, _even(chain(first[place:], filled), cells, file)
    hint = near(known[0], first[0][1]) if known and first else "the file may be empty"
    raise BadInput("no row names the mapping's columns", place=file.name, hint=hint)


def _even(lines: Iterator[Line], header: list[str], file: InputFile) -> Iterator[Line]:
    """Rows as wide as the header; a spreadsheet leaves out the empty cells at the end of a row."""
    for line, cells in lines:
        if zipped(file):
            cells = [*cells, *[""] * (len(header) - len(cells))]
        if len(cells) != len(header):
            problem = f"{len(cells)} cells below a header of {len(header)}"
            raise BadInput(problem, place=f"{file.name} line {line}", hint=_AGAIN)
        yield line, cells


def _objects(file: InputFile) -> tuple[list[str], Iterator[Line]]:
    """A JSON list of objects as a table: a column for each key, a list of texts joined by `;`."""
    try:
        text = file.text(("utf-8-sig",))
        found = (
            json.loads(text) if text.lstrip()[:1] == "[" else [json.loads(line) for line in text.splitlines() if line]
        )
    except (ValueError, RecursionError) as fault:
        raise BadInput(f"broken JSON: {fault}", place=file.name, hint=_AGAIN) from None
    if not all(isinstance(one, dict) for one in found):
        raise BadInput("not a list of objects", place=file.name, hint="one object for each entry is expected")
    header = list(dict.fromkeys(key for one in found for key in one))
    return header, ((number, [_cell(one.get(key)) for key in header]) for number, one in enumerate(found, 1))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, map(_cell, value)))
    return tidy(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


# --- claims ---------------------------------------------------------------------------------------------


def _claims(said: TableMapping, file: InputFile, notes: list[str]) -> Iterator[Claim]:
    header, lines = table_of(file, tuple(said.columns))
    for column in said.columns:
        if column not in header:
            hint = f"{near(column, header)}; or take it out of {said.file.name}"
            raise BadInput(f"the table has no column {column!r}", place=file.name, hint=hint)
    told: Counter[str] = Counter()
    for name in header:
        if name and name not in said.columns:
            notes.append(f"the column {name!r} is not in {said.file.name}: kept as remarks")
    entries = 0
    for line, cells in lines:
        row = [(name, said.columns.get(name, _REMARK), cell) for name, cell in zip(header, cells, strict=True) if cell]
        if not row:
            continue
        entries += 1
        yield from _entry(said, row, f"{file.name} line {line}", told)
    if not entries:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    notes.extend(f"{count:,} x {what}" for what, count in told.most_common())


_REMARK = Column("remark")
_Row = list[tuple[str, Column, str]]


def _entry(said: TableMapping, row: _Row, place: str, told: Counter[str]) -> Iterator[Claim]:
    names = [cell for _, column, cell in row if column.meaning == "name"]
    if not names:
        raise BadInput("an entry without a name", place=place, hint=_AGAIN)
    number = " ".join(cell for _, column, cell in row if column.meaning == "id")
    record = number or digest(names[0])[:12]
    entry = Entry(f"{said.dataset}-{_slug(number) or record}", said.dataset, said.publisher, record)
    if said.kind and not any(column.meaning == "kind" for _, column, _ in row):
        entry.say("kind", said.kind)
    for name, column, cell in row:
        for value in _values(column, cell):
            _say(said, entry, name, column, value, told)
    _listing(said, entry, row, told)
    yield from entry.claims()


def _slug(number: str) -> str:
    """The publisher's number as part of an id; of one with other signs than an id may hold, its digest."""
    plain = all(char.isascii() and (char.isalnum() or char in "-._") for char in number)
    return number if plain and len(number) <= 80 else digest(number)[:12]


def _values(column: Column, cell: str) -> Iterable[str]:
    found = (part.strip() for part in cell.split(column.split)) if column.split else (cell,)
    return [column.words.get(value, value) for value in found if value]


def _say(said: TableMapping, entry: Entry, name: str, column: Column, value: str, told: Counter[str]) -> None:
    """One value of a cell as a claim; what the vocabulary cannot hold stays as a remark, and is counted."""
    meaning = column.meaning
    if meaning in ("id", "start", "end", "reference", "skip", "listed_under"):
        return
    rule = vocabulary()[meaning]
    if rule.type == "date":
        dates = _dates(value, said.dates)
        for found in dates:
            entry.say(meaning, found, column.qualifiers)
        if dates:
            return
        told[f"{name}: no date that can be read, kept as a remark"] += 1
    elif rule.allowed and value not in rule.allowed:
        told[f"{name}: {value!r} stands for no {meaning.replace('_', ' ')}, kept as a remark (add it to `words`)"] += 1
    elif meaning == "name":
        entry.name(value, column.qualifiers.get("kind", "primary"), lang=column.qualifiers.get("lang", ""))
        return
    elif meaning == "identifier":
        entry.identifier(value, column.qualifiers)
        return
    elif meaning != "remark":
        entry.say(meaning, value, column.qualifiers)
        return
    entry.say("remark", f"{name}: {value}")


def _listing(said: TableMapping, entry: Entry, row: _Row, told: Counter[str]) -> None:
    """What the entry is listed under, from when and until when."""
    cells: dict[str, str] = {}
    for name, column, cell in row:
        if column.meaning in ("start", "end"):
            dates = _dates(cell, said.dates)
            if len(dates) == 1:
                cells[column.meaning] = dates[0]
            else:
                told[f"{name}: not one date that can be read, kept as a remark"] += 1
                entry.say("remark", f"{name}: {cell}")
                cells.setdefault(column.meaning, "")
        elif column.meaning == "reference":
            cells[column.meaning] = cell
    details = {"list": said.dataset, "authority": said.publisher, "reference": cells.get("reference", "")}
    # An end that cannot be read is not taken for none: the listing may be over
    time = Interval(_date(cells.get("start", "")), _date(cells["end"]) if "end" in cells else OPEN)
    under = [one for _, column, cell in row if column.meaning == "listed_under" for one in _values(column, cell)]
    for programme in under or [said.under or said.title]:
        entry.say("listed_under", programme, details, time=time)


def _date(text: str) -> ImpreciseDate:
    return parse_date(text) if text else UNKNOWN


def _dates(cell: str, order: str) -> list[str]:
    """The dates in a cell in EDTF; none if it holds anything else besides."""
    if order == "year_first":
        try:
            return [parse_date(cell).text]
        except BadDate:
            pass
    if order == "month_first":
        parts = cell.replace("-", "/").replace(".", "/").split("/")
        if len(parts) == 3 and all(part.strip().isdigit() for part in parts) and len(parts[2].strip()) == 4:
            cell = "/".join((parts[1], parts[0], parts[2]))
    found = read_dates(cell)
    return [] if found.rest else [date for date, _ in found.found]
