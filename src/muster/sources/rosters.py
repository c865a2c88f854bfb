"""Rosters: the tables of units to be vetted that offices send each other, as CSV, TSV or XLSX.

No two offices name their columns alike, so headers are recognised by the field's own words in several
languages. Only the unit is required. No row with content is dropped: what cannot be read is named in a note.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from muster.claims import Citation, Claim, Source, check, digest, qualify
from muster.errors import BadInput
from muster.sources.encodings import Encoding, of_bytes
from muster.sources.files import HEAD, InputFile
from muster.sources.lines import ranges
from muster.sources.model import Reading
from muster.sources.sheets import Line, is_xlsx, sheets, zipped

name = "roster"
title = "roster of units (CSV, TSV or XLSX with a column `unit`)"

MAX_ROWS = 1_000_000
_HEADER_WITHIN = 20  # a title or an address may stand above the header
_MAX_CELL_LINES = 20  # more line breaks inside one quoted cell mean a quotation mark that was never closed

_WORDS: dict[str, tuple[str, ...]] = {
    "unit": (
        "unit", "unit name", "name of unit", "name of the unit", "student unit", "recipient unit",
        "trainee unit", "military unit", "unit to be vetted", "unite", "nom de l'unite", "unidad",
        "nombre de la unidad",
    ),
    "leaders": (
        "leader", "leaders", "unit leader", "unit leaders", "leader name", "leader names",
        "commander", "commanders", "unit commander", "unit commanders", "commander name",
        "name of commander", "commanding officer", "commanding officers", "co", "officer commanding",
        "commandant", "commandants", "chef", "chefs", "comandante", "comandantes", "jefe", "jefes",
    ),
    "country": ("country", "nation", "country name", "country code", "pays", "pais"),
    "location": ("location", "place", "base", "garrison", "station", "lieu", "lugar", "ubicacion"),
    "commitment": (
        "commitment", "commitments", "assurance", "assurances", "engagement", "engagements",
        "compromiso", "compromisos",
    ),
    "identifier": ("id", "identifier", "entity", "entity id", "register id", "muster id", "unit id"),
    "quantity": ("quantity", "seats", "number of seats", "number of students", "participants", "cantidad", "quantite"),
    "note": (
        "note", "notes", "remark", "remarks", "comment", "comments", "observation", "observations",
        "remarques", "observaciones", "notas",
    ),
}  # fmt: skip
_FIELD_OF = {word: key for key, words in _WORDS.items() for word in words}
_NUMBER = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?")
_NAMED = 2000  # lines named in one note
_LEADERLIKE = re.compile(r"\b(command|leader|chief|officer)")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One unit to be vetted. `line` is that of the file or sheet; `quantity` is how many seats, as it is written."""

    line: int
    unit: str
    country: str = ""
    leaders: tuple[str, ...] = ()
    location: str = ""
    commitment: str = ""
    identifier: str = ""
    note: str = ""
    quantity: str = ""


@dataclass(frozen=True)
class Roster:
    """The rows of a roster, the header read for each field, and what a person should know of the reading."""

    rows: tuple[RosterRow, ...]
    columns: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the columns are: names of all columns, and the places of each field's columns."""

    names: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]

    def spoken(self) -> dict[str, str]:
        return {key: " + ".join(self.names[i] for i in places) for key, places in self.places.items()}

    @property
    def spreads(self) -> bool:
        """True if the table has several columns, so that a row with another number of cells is odd."""
        return len(self.names) > 1


# --- public ---------------------------------------------------------------------------------------------


def read_roster(file: InputFile) -> Roster:
    """Read a roster of up to 1,000,000 rows. Raises BadInput if no column for the unit is found."""
    if zipped(file):
        return _read_workbook(file)
    lines, notes = text_lines(file)
    if said := file.encoding.spoken():
        notes.append(said)
    return _roster(lines, file.name, notes)


def recognise(file: InputFile) -> str:
    """`roster` if the file is a table with a column for the unit, else an empty text."""
    if zipped(file):
        return "roster" if is_xlsx(file) and any(_find_header(lines) for _, lines in sheets(file)) else ""
    return "roster" if _head_header(file) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """The units of each roster, and their leaders, as claims of the roster."""
    return [_reading(file) for file in files]


# --- text -----------------------------------------------------------------------------------------------


def head_lines(file: InputFile) -> list[str]:
    """The lines that the file begins with; none if it is no text."""
    found = Encoding(file.forced) if file.forced else of_bytes(file.head, whole=len(file.head) < HEAD)
    # The head may end inside a character; what follows the last line break is not needed.
    text = codecs.getincrementaldecoder(found.codec)("replace").decode(file.head)
    return [] if "\x00" in text else text.splitlines()


def _head_header(file: InputFile) -> str:
    """The delimiter of the file if one of its first lines is a roster's header, else an empty text."""
    for line in islice(filter(str.strip, head_lines(file)), _HEADER_WITHIN):
        for delimiter in ("\t", ";", ",", "|"):
            cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
            if any(_FIELD_OF.get(fold_header(cell)) == "unit" for cell in cells):
                # One column has no delimiter; a comma in its cells is then part of a name.
                return delimiter if len(cells) > 1 else "\t"
    return ""


def text_lines(file: InputFile) -> tuple[Iterator[Line], list[str]]:
    """The rows of a text table with the line on which each starts, and what a person should know of how it was read."""
    delimiter = _head_header(file) or _likely_delimiter(file)
    if delimiter != "\t":
        return _started(file.rows(delimiter)), []
    if _quoted_well(file):
        return _started(file.rows("\t")), []
    note = "quotation marks are not paired as in CSV: read as plain characters"
    return _started(file.rows("\t", quotes=False)), [note]


def _likely_delimiter(file: InputFile) -> str:
    first = next(filter(str.strip, head_lines(file)), "")
    return max("\t;,|", key=first.count)


def _quoted_well(file: InputFile) -> bool:
    """True if a tab-separated file keeps the quoting rules of CSV; many use the mark as a plain character."""
    width = 0
    try:
        for _, row in file.rows("\t"):
            width = width or len(row)
            if len(row) > width or any(cell.count("\n") > _MAX_CELL_LINES for cell in row):
                return False
    except BadInput:
        return False
    return True


def _started(rows: Iterable[Line]) -> Iterator[Line]:
    """Rows with the line on which each starts instead of ends."""
    last = 0
    for end, row in rows:
        yield last + 1, row
        last = end


# --- spreadsheets ---------------------------------------------------------------------------------------


def _read_workbook(file: InputFile) -> Roster:
    seen: list[str] = []
    for sheet, lines in sheets(file):
        seen.append(sheet)
        if _find_header(lines):
            break
    else:
        raise _no_unit([], f"{file.name}, sheets {', '.join(seen)}")
    notes = [f"read from the sheet {sheet!r}"]
    found = next(lines for other, lines in sheets(file) if other == sheet)
    return _roster(found, f"{file.name}, sheet {sheet}", notes)


# --- header and rows ------------------------------------------------------------------------------------


def fold_header(text: str) -> str:
    """A header for comparison: no case, accents, underscores or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("(s)", "s"))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\s_\-]+", " ", kept).casefold().strip(" :*#.").split())


def _field_of(header: str) -> str:
    folded = fold_header(header)
    return _FIELD_OF.get(folded) or _FIELD_OF.get(re.sub(r" ?\d+$", "", folded), "")


def _find_header(lines: Iterable[Line]) -> _Header | None:
    filled = (row for _, row in lines if any(cell.strip() for cell in row))
    return next((header for row in islice(filled, _HEADER_WITHIN) if (header := _header(row))), None)


def _header(row: Sequence[str]) -> _Header | None:
    """The row as a header, if one of its cells names the unit."""
    places: dict[str, list[int]] = {}
    names: list[str] = []
    for index, cell in enumerate(row):
        text = " ".join(cell.split()) or f"column {index + 1}"
        names.append(text if text not in names else f"{text} (column {index + 1})")
        if key := _field_of(cell):
            places.setdefault(key, []).append(index)
    if "unit" not in places:
        return None
    # Every column of leaders counts: a commander left out is a commander not vetted.
    chosen = {key: tuple(found if key == "leaders" else found[:1]) for key, found in places.items()}
    return _Header(tuple(names), chosen)


def _roster(lines: Iterator[Line], place: str, notes: list[str]) -> Roster:
    header = None
    first: list[str] = []
    above = 0
    for _, row in lines:
        if not any(cell.strip() for cell in row):
            continue
        first = first or row
        header = _header(row)
        above += header is None
        if header or above >= _HEADER_WITHIN:
            break
    if header is None:
        raise _no_unit(first, place)
    if above:
        notes.append(f"{above} lines above the header not read")
    odd: dict[int, list[int]] = {}
    rows = tuple(_rows(lines, header, place, odd))
    return Roster(rows, header.spoken(), (*notes, *_header_notes(header), *_row_notes(rows, header, odd)))


def _rows(lines: Iterator[Line], header: _Header, place: str, odd: dict[int, list[int]]) -> Iterator[RosterRow]:
    """The rows; the lines of those with more or fewer cells than the header are gathered in `odd` by their number."""
    count = 0
    same = cache(str)  # one text for a cell that stands in many rows
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MAX_ROWS:
            where = f"{place} line {number}"
            raise BadInput(f"more than {MAX_ROWS:,} rows", place=where, hint="split the file")
        if len(cells) != len(header.names):
            odd.setdefault(len(cells), []).append(number)
        yield _row(number, cells, header, same)


def _row(number: int, cells: list[str], header: _Header, same: Callable[[str], str]) -> RosterRow:
    def texts(key: str) -> list[str]:
        return [cells[index].strip() for index in header.places.get(key, ()) if index < len(cells)]

    def text(key: str) -> str:
        return same(" ".join(" ".join(texts(key)).split()))

    parts = [part.strip() for cell in texts("leaders") for part in re.split(r"[;\n\r]+", cell)]
    return RosterRow(
        line=number,
        unit=text("unit"),
        country=text("country"),
        leaders=tuple(dict.fromkeys(filter(None, parts))),
        location=text("location"),
        commitment=text("commitment"),
        identifier=text("identifier"),
        note=text("note"),
        quantity=text("quantity"),
    )


def _header_notes(header: _Header) -> Iterator[str]:
    read = {index for places in header.places.values() for index in places}
    for index, column in enumerate(header.names):
        if index in read:
            continue
        if _field_of(column):
            yield f"the column {column!r} is not read: another column was taken for {_field_of(column)}"
        elif _LEADERLIKE.search(fold_header(column)):
            yield f"the column {column!r} is not read as leaders: name it `leaders` if it holds them"


def _row_notes(rows: Sequence[RosterRow], header: _Header, odd: Mapping[int, Sequence[int]]) -> Iterator[str]:
    if not rows:
        yield "no row below the header"
    if blank := [row.line for row in rows if not row.unit]:
        yield f"{len(blank):,} rows without a unit, kept as requests that name none: lines {_few(blank)}"
    width = len(header.names)
    if header.spreads:
        for cells, lines in sorted(odd.items()):
            yield f"{len(lines):,} rows with {cells} cells below a header of {width}: lines {_few(lines)}"
    if "quantity" in header.places:
        empty = [row.line for row in rows if not row.quantity]
        wrong = {row.line: row.quantity for row in rows if row.quantity and not _NUMBER.fullmatch(row.quantity)}
        if bad := len(empty) + len(wrong):
            told = "; ".join(f"line {line}: {text!r}" for line, text in wrong.items())
            blank_ones = f"{len(empty):,} are empty: lines {_few(empty)}" if empty else ""
            parts = filter(None, (told, blank_ones))
            yield f"{bad:,} quantities are no number; the rows are vetted all the same. {'. '.join(parts)}"


def _few(lines: Sequence[int]) -> str:
    """Line numbers in short; of very many only the first are named, for they stand in the table of outcomes too."""
    return ranges(lines) if len(lines) <= _NAMED else f"{ranges(lines[:_NAMED])} and {len(lines) - _NAMED:,} more"


def _no_unit(found: Sequence[str], place: str) -> BadInput:
    columns = ", ".join(repr(" ".join(cell.split())[:40]) for cell in found[:20] if cell.strip()) or "none"
    hint = f"the header needs a column for the unit, called one of: {', '.join(_WORDS['unit'])}"
    return BadInput(f"no column for the unit; columns found: {columns}", place=place, hint=hint)


# --- as claims ------------------------------------------------------------------------------------------


def _reading(file: InputFile) -> Reading:
    roster = read_roster(file)
    if not roster.rows:
        raise BadInput("holds no row below the header", place=file.name, hint="the file may be cut off: fetch it again")
    stem = re.sub(r"(\.gz|\.csv|\.tsv|\.txt|\.xlsx)+$", "", file.name, flags=re.IGNORECASE)
    dataset = f"roster-{'-'.join(re.findall(r'[a-z0-9]+', fold_header(stem))) or digest(stem)[:8]}"
    source = Source(id=dataset, title=f"Roster {stem}")
    notes = list(roster.notes)
    if any(row.location or row.commitment or row.note for row in roster.rows):
        notes.append("locations, commitments and notes serve vetting and make no claims")
    return Reading(
        dataset=dataset,
        title=source.title,
        kind="claims",
        claims=_claims(roster.rows, dataset, f"roster {stem}"),
        sources=(source,),
        files=(file,),
        notes=notes,
    )


def _claims(rows: Iterable[RosterRow], dataset: str, speaker: str) -> Iterator[Claim]:
    """Claims on each distinct unit: one that stands in many rows is said once."""
    read: set[tuple[object, ...]] = set()
    said: set[str] = set()
    for row in rows:
        key = (row.unit, row.country, row.identifier, row.leaders)
        if not row.unit or key in read:
            continue
        read.add(key)
        for claim in _of_row(row, dataset, speaker):
            if claim.id not in said:
                said.add(claim.id)
                check(claim)
                yield claim


def _of_row(row: RosterRow, dataset: str, speaker: str) -> Iterator[Claim]:
    # Cited by the unit's own words and not by the row's number, so that a re-sorted roster is no change.
    cite = (Citation(source=dataset, record=row.unit),)
    unit = f"{dataset}-{digest(f'{fold_header(row.unit)}|{fold_header(row.country)}')[:12]}"

    def said(subject: str, predicate: str, value: str, other: str = "", **details: str) -> Claim:
        return Claim(subject, predicate, other, value, qualify(details), speaker=speaker, citations=cite)

    yield said(unit, "kind", "unit")
    yield said(unit, "name", row.unit, kind="primary")
    if row.country:
        yield said(unit, "country", row.country)
    if row.identifier:
        yield said(unit, "identifier", row.identifier, type="roster")
    for leader in row.leaders:
        # Two units may have commanders of one name; that they are one person is for a judgement to say.
        person = f"{dataset}-{digest(f'{unit}|{fold_header(leader)}')[:12]}"
        yield said(person, "kind", "person")
        yield said(person, "name", leader, kind="primary")
        yield said(person, "posted_to", "", unit, role="commander")
