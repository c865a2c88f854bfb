"""The four tables of OFAC's legacy CSV form: telling them apart, and checking every row before it is used.

The files carry no name, day or version inside and reach people re-saved by spreadsheets: with LF or CRLF,
with a header row or none, with quotes gone, with or without the end mark. What they must have is whole rows.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from muster.errors import BadInput
from muster.sources.files import InputFile

COLUMNS = {"sdn": 12, "alt": 5, "add": 6, "comments": 2}
TYPES = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "": "organization"}
END = "\x1a"
_HEADERS = frozenset({"entnum", "uid", "id"})
_ALIASES = frozenset({"aka", "fka", "nka"})
_SPILL = ("; ", "Linked To:", "a.k.a. '", "Directive", "Digital Currency", "anctions", " No. ", " Number ")
_AGAIN = "the file may be cut off or altered: fetch it again"


@dataclass(frozen=True)
class Table:
    """One file: its role, its checked rows (cells as written), and whether OFAC's end mark was there."""

    file: InputFile
    role: str
    rows: tuple[list[str], ...]
    ended: bool

    @property
    def numbers(self) -> set[str]:
        """The entry numbers that the rows speak of."""
        return {row[0] for row in self.rows}


def cell(text: str) -> str:
    """The content of a cell; empty for OFAC's null, which is `-0- ` and in files cut by a few bytes `-0`."""
    text = text.strip(" \t\r\n" + END)
    return "" if text in ("-0-", "-0", "-") else text


def role_of(file: InputFile) -> str:
    """Which table the file's first rows show it to be; empty if none."""
    rows = _sample(file)
    if rows and _is_header(rows[0]):
        rows = rows[1:]
    if not rows or not rows[0][0].strip().isdecimal():
        return ""
    return next((role for role, width in COLUMNS.items() if len(rows[0]) == width and _shows(role, rows)), "")


def _sample(file: InputFile) -> list[list[str]]:
    text = file.head.decode("utf-8-sig", "replace")
    if "\x00" in text or text.lstrip().startswith("<"):
        return []
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error:
        return []
    return rows[:20]


def _is_header(row: list[str]) -> bool:
    return "".join(letter for letter in row[0].lower() if letter.isalpha()) in _HEADERS


def _shows(role: str, rows: list[list[str]]) -> bool:
    first = [cell(text) for text in rows[0]]
    if role == "sdn":
        return bool(first[1]) and first[2] in TYPES and bool(first[3] or "-0-" in rows[0][3])
    if role == "alt":
        return first[1].isdecimal() and first[2] in _ALIASES
    if role == "add":
        return first[1].isdecimal() and any("-0-" in text for row in rows for text in row)
    return any(mark in row[1] for row in rows if len(row) == 2 for mark in _SPILL)


def load(file: InputFile, role: str) -> Table:
    """Read and check all rows.

    Raises BadInput, with the line, for a wrong number of columns, an entry number that is none, or a broken
    quote; and for a file without rows.
    """
    rows: list[list[str]] = []
    ended = False
    for line, row in file.rows():
        if not any(row) or (not rows and _is_header(row)):
            continue
        if row[0].strip() == END:
            ended = True
            continue
        rows.append(_checked(row, role, f"{file.name} line {line}"))
    if not rows:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    return Table(file, role, tuple(rows), ended or rows[-1][-1].endswith(END))


def _checked(row: list[str], role: str, place: str) -> list[str]:
    if len(row) != COLUMNS[role]:
        raise BadInput(f"{len(row)} columns instead of {COLUMNS[role]}", place=place, hint=_AGAIN)
    for number in row[:2] if role in ("alt", "add") else row[:1]:
        if not (number.strip().isascii() and number.strip().isdecimal()):
            raise BadInput(f"not a number: {number[:40]!r}", place=place, hint=_AGAIN)
    row[0] = row[0].strip()
    return row
