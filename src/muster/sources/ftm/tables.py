"""CSV tables of OpenSanctions, which may be larger than memory: rows as they come, checked against their header."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.ftm.records import clean

_AGAIN = "the file may be cut off: fetch it again"


def columns(file: InputFile) -> list[str]:
    """The names in the first line."""
    first = file.head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    return first.strip().replace('"', "").split(",")


def rows(file: InputFile, needed: Sequence[str], filled: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row by column, with its place. Raises BadInput for a table without the `needed` columns, a row with an
    empty `filled` one or with too few or too many, a broken quote, and bytes that are not UTF-8."""
    reader = csv.reader(_lines(file), strict=True)
    header: list[str] = []
    while True:
        place = f"{file.name} line {reader.line_num + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise BadInput(f"broken CSV: {fault}", place=place, hint=_AGAIN) from None
        if not header:
            header = cells
            if missing := [column for column in needed if column not in header]:
                hint = "the first line names the columns"
                raise BadInput(f"the column {missing[0]} is missing", place=place, hint=hint)
            continue
        if len(cells) != len(header):
            raise BadInput(f"{len(cells)} columns instead of {len(header)}", place=place, hint=_AGAIN)
        row = dict(zip(header, map(clean, cells), strict=True))
        if empty := [column for column in filled if not row[column]]:
            raise BadInput(f"a row without {empty[0]}", place=place, hint=_AGAIN)
        yield place, row


def _lines(file: InputFile) -> Iterator[str]:
    for number, line in file.lines():
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            hint = "save it as UTF-8"
            raise BadInput("not UTF-8 text", place=f"{file.name} line {number}", hint=hint) from None
