"""Spreadsheets as rows of text: XLSX through openpyxl, ODS as the XML that it is.

Publishers and offices hand out tables in either. A reader gets each cell as a person would see it; the limits
on what a few packed bytes may claim to hold (blank rows, repeated cells) are kept here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from itertools import islice
from typing import Any

from muster.errors import BadInput
from muster.sources.files import InputFile, checked_zip, member, xml_elements

MAX_SHEET_ROWS = 1 << 20  # blank ones included; what a spreadsheet program can hold
MAX_CELLS = 100_000_000
_MAX_COLUMNS = 1 << 14  # of one ODS row; what a spreadsheet program can hold

Line = tuple[int, list[str]]


def zipped(file: InputFile) -> bool:
    """True if the file is a ZIP container, as XLSX and ODS files are."""
    return file.head.startswith(b"PK\x03\x04")


def is_xlsx(file: InputFile) -> bool:
    """True for an Excel workbook. Raises BadInput for a ZIP container that is broken or unsafe."""
    return zipped(file) and "xl/workbook.xml" in checked_zip(file).namelist()


def is_ods(file: InputFile) -> bool:
    """True for an OpenDocument spreadsheet."""
    if not zipped(file):
        return False
    archive = checked_zip(file)
    if not {"mimetype", "content.xml"} <= set(archive.namelist()):
        return False
    return member(archive, "mimetype", file.name).startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def sheets(file: InputFile) -> Iterator[tuple[str, Iterator[Line]]]:
    """Name and rows of each sheet, in order; the rows of one must be read before the next sheet is asked for.

    Raises BadInput for a broken container, for one that claims more cells than a sheet can hold, and for XML
    that declares entities.
    """
    if is_ods(file):
        return _ods_sheets(file)
    checked_zip(file)
    return _xlsx_sheets(file)


def top(file: InputFile, rows: int = 3) -> tuple[tuple[str, ...], ...]:
    """The first rows with content of the first sheet, by which a reader knows its table; none of another file."""
    state = file.path.stat()
    return _top(file, rows, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _top(file: InputFile, rows: int, *_: int) -> tuple[tuple[str, ...], ...]:
    # Several formats ask in turn, and an XLSX file must be unpacked for its first row.
    if not (is_xlsx(file) or is_ods(file)):
        return ()
    for _name, lines in sheets(file):
        filled = (tuple(cells) for _line, cells in lines if any(cells))
        return tuple(islice(filled, rows))
    return ()


# --- XLSX -----------------------------------------------------------------------------------------------


def _xlsx_sheets(file: InputFile) -> Iterator[tuple[str, Iterator[Line]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(file.content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the file says of its own size is often wrong
            yield sheet.title, _xlsx_rows(sheet, file.name)
    except BadInput:
        raise
    except Exception as fault:  # openpyxl raises whatever its parsers raise
        raise BadInput(f"broken spreadsheet file: {fault}", place=file.name, hint="save it again") from None


def _xlsx_rows(sheet: Any, file_name: str) -> Iterator[Line]:
    """The rows of a sheet that hold anything. A few bytes can claim a million blank rows or wide ones."""
    cells = 0
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells += len(row)
            if number > MAX_SHEET_ROWS or cells > MAX_CELLS:
                raise _too_large(f"{file_name} line {number}")
            if row:
                yield number, [value if type(value) is str else _cell(value) for value in row]
    except BadInput:
        raise
    except Exception as fault:  # as above: the rows are parsed here
        hint = "save it again"
        raise BadInput(f"broken spreadsheet file: {fault}", place=file_name, hint=hint) from None


def _too_large(place: str) -> BadInput:
    return BadInput("larger than any sheet", place=place, hint="split the file")


def _cell(value: object) -> str:
    """A cell as a person sees it: whole numbers without a point, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


# --- ODS ------------------------------------------------------------------------------------------------

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})


def _ods_sheets(file: InputFile) -> Iterator[tuple[str, Iterator[Line]]]:
    data = member(checked_zip(file), "content.xml", file.name)
    rows = xml_elements(data, f"{file.name}, content.xml", frozenset({"table-row"}))
    next(rows)  # the root
    ahead = [next(rows, None)]
    while ahead[0] is not None:
        table = _table_of(ahead[0])
        yield table.get(f"{_TABLE}name") or "", _ods_rows(rows, ahead, table, file.name)
        while ahead[0] is not None and _table_of(ahead[0]) is table:
            ahead[0] = next(rows, None)


def _table_of(row: Any) -> Any:
    """The sheet that a row stands in, header rows and groups included."""
    return next(row.iterancestors(f"{_TABLE}table"), row)


def _ods_rows(rows: Iterator[Any], ahead: list[Any], table: Any, file_name: str) -> Iterator[Line]:
    number = cells = 0
    while ahead[0] is not None and _table_of(ahead[0]) is table:
        row = ahead[0]
        place = f"{file_name} line {number + 1}"
        times = _repeated(row, "rows", place)
        found = _ods_cells(row, place) if len(row) else []
        if found:
            for _ in range(times):
                number += 1
                cells += len(found)
                if number > MAX_SHEET_ROWS or cells > MAX_CELLS:
                    raise _too_large(place)
                yield number, list(found)
        else:
            number += times
        ahead[0] = next(rows, None)


def _repeated(element: Any, what: str, place: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise BadInput(f"broken spreadsheet file: {what} repeated {text[:20]!r}", place=place, hint="save it again")
    return int(text)


def _ods_cells(row: Any, place: str) -> list[str]:
    """The cells of a row without the empty ones at its end."""
    found: list[str] = []
    blank = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        text = _ods_text(cell)
        times = _repeated(cell, "columns", place)
        if not text:
            blank += times
            continue
        if len(found) + blank + times > _MAX_COLUMNS:
            raise _too_large(place)
        found.extend([""] * blank)
        found.extend([text] * times)
        blank = 0
    return found


def _ods_text(cell: Any) -> str:
    day = cell.get(f"{_OFFICE}date-value")
    if day:
        return str(day).removesuffix("T00:00:00").replace("T", " ")
    lines = ["".join(_pieces(line)) for line in cell if line.tag == f"{_TEXT}p"]
    return "\n".join(lines).strip()


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph, with the elements that stand for blanks."""
    if element.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
        yield " "
    elif element.tag == f"{_TEXT}line-break":
        yield "\n"
    else:
        yield element.text or ""
        for inner in element:
            yield from _pieces(inner)
            yield inner.tail or ""
