"""What `muster screen` is asked: names, and what the asker knows of each, from options, a text file or a CSV file."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from muster.errors import BadInput, UsageError
from muster.reports.answers import SCHEMAS, Asked, known_from
from muster.sources import InputFile
from muster.vetting import storable

_MAX_BYTES = 50 << 20  # of names in one file, or on stdin
_COLUMNS = {
    "name": ("name", "full name", "names"),
    "born": ("born", "birth date", "birthdate", "date of birth", "dob", "year of birth"),
    "country": ("country", "nationality", "citizenship", "countries"),
    "gender": ("gender", "sex"),
    "id": ("id", "identifier", "id number", "passport", "passport number", "identifier number"),
    "schema": ("schema", "kind"),
}
_FIELD_OF = {word: field for field, words in _COLUMNS.items() for word in words}


def asked(
    names: Sequence[str], file: Path | None, facts: Mapping[str, Sequence[str]], schema: str | None
) -> list[Asked]:
    """Every name asked for. `facts` (born, country, gender, id) are of one name. Raises UsageError or BadInput."""
    found = [Asked(storable(name), schema=schema or "") for name in names]
    found += _read(file, schema or "") if file else ()
    if not found:
        raise UsageError("no name to screen", hint="give names, or --file with one name a line")
    if any(facts.values()):
        if len(found) > 1:
            told = ", ".join(f"--{field}" for field, values in facts.items() if values)
            raise UsageError(f"{told} can be said of one name only", hint="give several names as a CSV file (--file)")
        found = [Asked(found[0].name, known_from(facts, ""), found[0].schema)]
    return found


def _read(file: Path, schema: str) -> Iterator[Asked]:
    if str(file) == "-":
        content, place = sys.stdin.buffer.read(_MAX_BYTES + 1), "stdin"
    else:
        given = InputFile(file)
        content, place = given.content, given.name
    if len(content) > _MAX_BYTES:
        raise BadInput("larger than 50 MB", place=place, hint="screen it in several parts")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("not UTF-8 text", place=place, hint="save it as UTF-8, one name a line") from None
    if "\x00" in text:
        raise BadInput("holds NUL bytes: not a text file", place=place, hint="save it as UTF-8, one name a line")
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    fields = [_FIELD_OF.get(cell.strip().strip('"').casefold(), "") for cell in first.split(delimiter)]
    if "name" in fields:
        yield from _rows(csv.reader(lines, delimiter=delimiter), place, schema)
    else:
        yield from (Asked(storable(line.strip()), schema=schema) for line in lines if line.strip())


def _rows(table: Iterable[list[str]], place: str, schema: str) -> Iterator[Asked]:
    fields: list[str] = []
    reader = iter(table)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise BadInput(f"not CSV: {fault}", place=place, hint="save it as CSV again") from None
        line = f"{place}, line {getattr(reader, 'line_num', 0)}"
        if not any(cell.strip() for cell in cells):
            continue
        if not fields:
            fields = [_FIELD_OF.get(cell.strip().casefold(), "") for cell in cells]
            twice = {field for field in fields if field and field != "id" and fields.count(field) > 1}
            if twice & {"name", "schema"}:
                raise BadInput("two columns of names" if "name" in twice else "two columns of kinds", place=line)
            continue
        said: dict[str, list[str]] = {field: [] for field in _COLUMNS}
        for field, cell in zip(fields, cells, strict=False):
            if field and cell.strip():
                said[field].extend([cell] if field == "name" else _several(cell))
        if not said["name"]:
            raise BadInput("no name", place=line, hint="every row needs one, or leave the row out")
        kind = said["schema"][0].casefold() if said["schema"] else schema
        if kind and kind not in SCHEMAS:
            raise BadInput(f"no kind {kind!r}", place=line, hint=", ".join(SCHEMAS))
        yield Asked(storable(said["name"][0].strip()), known_from(said, line), kind)


def _several(cell: str) -> list[str]:
    """The values of one cell, set apart by `;` or `|`."""
    return [part.strip() for part in cell.replace("|", ";").split(";") if part.strip()]
