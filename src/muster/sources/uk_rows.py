"""The rows of a ConList, CSV or XLSX, held together by party: what is said and in which column it stands.

The columns of 2018 and those of 2022 and after are read alike; a column that a file does not have is empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.sheets import Line, sheets, top, zipped
from muster.sources.uk_cells import edtf
from muster.sources.un_names import tidy

KINDS = {"individual": "person", "entity": "organization", "ship": "vessel"}
STAMP = "Last Updated"
_NEEDED = frozenset({"Name 6", "Name 1", "Group Type", "Alias Type", "Regime", "Listed On", "Group ID"})
NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
ADDRESS_COLUMNS = (*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code", "Country")
_READ = frozenset(
    {
        *_NEEDED,
        *NAMES,
        *ADDRESS_COLUMNS,
        "Title",
        "Name Non-Latin Script",
        "Non-Latin Script Type",  # the letters tell the script better than this column, which is often misspelt
        "Non-Latin Script Language",
        "DOB",
        "Town of Birth",
        "Country of Birth",
        "Nationality",
        "Passport Number",
        "Passport Details",
        "National Identification Number",
        "National Identification Details",
        "NI Number",
        "Position",
        "Other Information",
        "Alias Quality",
        "UK Sanctions List Date Designated",
        STAMP,
    }
)
_AGAIN = "the file may be cut off or altered: fetch it again"


def head(file: InputFile) -> list[list[str]]:
    """The first two rows, of a file of any kind."""
    if zipped(file):
        return [[tidy(cell) for cell in row] for row in top(file)[:2]]
    # The accents that the head may hold are in neither the header nor the stamp.
    lines = file.head.decode("latin-1").removeprefix("\xef\xbb\xbf").splitlines()
    return [[cell.strip(' "') for cell in line.split(",")] for line in lines[:2]]


def is_header(row: Sequence[str]) -> bool:
    """True if the row holds the columns that every ConList has."""
    return {cell.strip() for cell in row} >= _NEEDED


def published(file: InputFile) -> str:
    """The day in the first line, `Last Updated,14/04/2025`, in EDTF; empty if there is no such line.

    Raises BadInput if the line gives no day.
    """
    first = next(iter(head(file)), [])
    if first[:1] != [STAMP] or is_header(first):
        return ""
    day = edtf(first[1]) if len(first) > 1 else ""
    if not day:
        hint = "the first line should be: Last Updated,14/04/2025"
        raise BadInput("Last Updated gives no day", place=file.name, hint=hint)
    return day


def key_of(listed: str) -> str:
    """A name for comparison: its words, without case and signs."""
    return " ".join(re.findall(r"\w+", listed.casefold()))


class Table:
    """The rows of one file by Group ID.

    Raises BadInput for a file of another form or without rows, and with its line for a row that is cut off, has
    no Group ID or is of a type that is none.
    """

    def __init__(self, file: InputFile, notes: list[str]) -> None:
        self._file = file
        self._width = 0
        self.groups: dict[str, list[list[str]]] = {}
        self.columns: dict[str, int] = {}
        self._load(notes)
        self._names = self._index()

    def single(self, listed: str) -> str:
        """The Group ID of the one organisation or ship of that name; empty if there is none or several."""
        found = self._names.get(key_of(listed), set())
        return next(iter(found)) if len(found) == 1 else ""

    def _load(self, notes: list[str]) -> None:
        lines = self._lines()
        self._header(lines, notes)
        pool: dict[str, str] = {}  # most cells repeat those of the row before
        width, key = self._width, self.columns["Group ID"]
        kind = self.columns["Group Type"]
        whole = zipped(self._file)
        for line, cells in lines:
            if not any(cells):
                continue
            place = f"{self._file.name} line {line}"
            if (len(cells) < width and not whole) or any(cells[width:]):
                raise BadInput(f"{len(cells)} columns instead of {width}", place=place, hint=_AGAIN)
            row = [pool[cell] if cell in pool else pool.setdefault(cell, cell.strip()) for cell in cells[:width]]
            row.extend([""] * (width + 1 - len(row)))
            if not re.fullmatch(r"[0-9]{1,9}", row[key]):
                raise BadInput(f"Group ID is no number: {row[key][:40]!r}", place=place, hint=_AGAIN)
            if row[kind].casefold() not in KINDS:
                raise BadInput(f"unknown Group Type: {row[kind][:40]!r}", place=place, hint=_AGAIN)
            self.groups.setdefault(row[key], []).append(row)
        if not self.groups:
            hint = "an empty list would withdraw everything: fetch it again"
            raise BadInput("holds no entries", place=self._file.name, hint=hint)

    def _lines(self) -> Iterator[Line]:
        if zipped(self._file):
            for _name, lines in sheets(self._file):
                return lines  # the list is on the first sheet
            raise BadInput("holds no sheet", place=self._file.name, hint=_AGAIN)
        return self._file.rows()

    def _header(self, lines: Iterator[Line], notes: list[str]) -> None:
        for _line, row in lines:
            cells = [tidy(cell) for cell in row]
            if is_header(cells):
                while cells and not cells[-1]:
                    cells.pop()
                self._width = len(cells)
                # A column that the file does not have is the empty cell at the end of each row.
                self.columns = dict.fromkeys(_READ, len(cells)) | {cell: place for place, cell in enumerate(cells)}
                strange = [cell for cell in cells if cell and cell not in _READ]
                if strange:
                    notes.append(f"columns not read: {', '.join(strange)}")
                return
            if any(cells) and cells[:1] != [STAMP]:
                break
        hint = f"expected a header with {', '.join(sorted(_NEEDED))}"
        raise BadInput("not the header of a ConList", place=self._file.name, hint=hint)

    def _index(self) -> dict[str, set[str]]:
        """Group IDs of organisations and ships by name: those that a parent company may be named by."""
        found: dict[str, set[str]] = defaultdict(set)
        for number, rows in self.groups.items():
            if self.kind(rows) != "person":
                for row in rows:
                    found[key_of(self._named(row))].add(number)
        return found

    def _named(self, row: Sequence[str]) -> str:
        return tidy(" ".join(row[self.columns[column]] for column in NAMES))

    def kind(self, rows: Sequence[Sequence[str]]) -> str:
        """What a party is, in the words of the vocabulary."""
        return KINDS[rows[0][self.columns["Group Type"]].casefold()]

    def distinct(self, rows: Sequence[Sequence[str]], *columns: str) -> list[tuple[str, ...]]:
        """The different contents of some columns over the rows of a party, in order, empty ones left out."""
        places = [self.columns[column] for column in columns]
        if len(places) == 1:
            return [(cell,) for cell in dict.fromkeys(map(itemgetter(places[0]), rows)) if cell]
        return [found for found in dict.fromkeys(map(itemgetter(*places), rows)) if any(found)]
