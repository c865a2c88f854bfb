"""Outcome tables as CSV and XLSX that are safe to open: no cell is a formula, and no character hides or turns text.

A roster comes from outside. A unit called `=HYPERLINK(...)` must not run in the spreadsheet of the person who vets, and
one with a mark that turns the direction of writing must not be read as another name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import IO, Any

from muster.vetting.answers import Answer
from muster.vetting.rosters import COLUMNS, Vetted

# What spreadsheets take for the start of a formula, the full-width forms included (OWASP, "CSV Injection").
_RISKY = re.compile("^[=+\\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
# Control characters, marks that turn the direction of writing, letters without width, half surrogates, non-characters.
# Tab and line feed stay; a joiner stays, for Persian and emoji are written with it.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff]"
)
MAX_ROWS = (1 << 20) - 1  # below the header; what a sheet can hold
_MAX_CELL = 32767


def visible(text: str) -> str:
    """The text with every character that hides, or turns the direction, written out: ‹U+202E›.

    >>> visible("a\\u202eb")
    'a‹U+202E›b'
    """
    return _HIDDEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def spreadsheet_safe(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe is put before what could begin one."""
    text = visible(str(value))
    return f"'{text}" if _RISKY.match(text) else text


def write_csv(vetted: Iterable[Vetted], out: IO[str]) -> None:
    """Write the rows as CSV, safe to open in a spreadsheet."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    safe = lru_cache(1 << 16)(spreadsheet_safe)
    known: dict[int, tuple[Answer, dict[str, str]]] = {}  # by identity: many rows share an answer
    for one in vetted:
        found = known.get(id(one.answer))
        if found is None:
            cells = {name: spreadsheet_safe(value) for name, value in one.answer.as_row().items()}
            found = known[id(one.answer)] = (one.answer, cells)
        row = {name: safe(value) for name, value in one.of_row().items()} | found[1]
        writer.writerow([row[name] for name in COLUMNS])


def as_csv(vetted: Iterable[Vetted]) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    write_csv(vetted, out)
    return out.getvalue()


def write_xlsx(vetted: Iterable[Vetted], out: IO[bytes]) -> None:
    """Write the rows as an XLSX file, row by row; every cell is typed text or a number, never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("outcomes")
    sheet.append(list(COLUMNS))
    for one in vetted:
        row = one.as_row()
        cells: list[Any] = []
        for column in COLUMNS:
            value = row[column]
            if not isinstance(value, int):
                value = visible(value)[:_MAX_CELL]
                if value[:1] == "=" or value[:1] == "#":  # which openpyxl would take for a formula or an error
                    cell = WriteOnlyCell(sheet, value=value)
                    cell.data_type = "s"
                    value = cell
            cells.append(value)
        sheet.append(cells)
    book.save(out)


def as_xlsx(vetted: Iterable[Vetted]) -> bytes:
    """The rows as an XLSX file."""
    out = io.BytesIO()
    write_xlsx(vetted, out)
    return out.getvalue()
