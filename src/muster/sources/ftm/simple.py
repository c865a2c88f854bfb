"""OpenSanctions' simplified table (`targets.simple.csv`): a row for each target, several values in a cell by `;`.

It says less than the entities do: names without their kind, identifiers without their type, sanctions as one text.
Ids are those of the entities, so a dataset keeps them whichever form is read.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from muster.sources.files import InputFile
from muster.sources.ftm import read_records
from muster.sources.ftm.records import Record
from muster.sources.ftm.tables import columns, rows
from muster.sources.model import Reading

name = "opensanctions-csv"
title = "OpenSanctions simplified table (targets.simple.csv)"

_NEEDED = ("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "sanctions", "dataset")
_CELLS = {
    "aliases": "alias",
    "birth_date": "birthDate",
    "countries": "country",
    "addresses": "address",
    "phones": "phone",
    "emails": "email",
    "program_ids": "programId",
}
_SINGLE = ("id", "schema", "name", "identifiers", "sanctions", "dataset", "first_seen", "last_seen", "last_change")
_TYPED = (
    (re.compile(r"^IMO\d{7}$"), "imoNumber"),
    (re.compile(r"^Q\d+$"), "wikidataId"),
    (re.compile(r"^[A-Z0-9]{18}\d\d$"), "leiCode"),
)
_FILLED = ("id", "schema")


def recognise(file: InputFile) -> str:
    """`targets` if the first line has the columns of the table; empty otherwise."""
    return "targets" if set(_NEEDED) <= set(columns(file)) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput with the line of a broken row."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    unknown = [column for column in columns(file) if column not in _CELLS and column not in _SINGLE]
    notes = [f"the column {column} is not read" for column in unknown]
    titles = Counter(row["dataset"] for _, row in rows(file, _NEEDED, _FILLED))
    only = next(iter(titles)) if len(titles) == 1 else ""
    dataset = "" if ";" in only else "-".join(re.findall(r"[a-z0-9]+", only.lower()))

    def found() -> Iterator[Record]:
        return (_record(row) for _, row in rows(file, _NEEDED, _FILLED))

    return read_records(found, (file,), dataset=dataset, form="OpenSanctions", notes=notes)


def values(cell: str) -> list[str]:
    """The values in a cell; one that holds a `;` itself is in quotation marks (older files: cut at it).

    >>> values('Example;"North; South"')
    ['Example', 'North; South']
    """
    if '"' not in cell:
        found = cell.split(";")
    else:
        try:
            found = next(csv.reader([cell], delimiter=";"), [])
        except csv.Error:
            found = cell.split(";")
    return [text for one in found if (text := one.strip())]


def _record(row: dict[str, str]) -> Record:
    properties = {prop: values(row.get(column, "")) for column, prop in _CELLS.items()}
    properties["name"] = [row["name"]] if row["name"] else []
    for number in values(row["identifiers"]):
        kind = next((kind for pattern, kind in _TYPED if pattern.match(number)), "identifier")
        if not (kind == "wikidataId" and number != row["id"]):
            properties.setdefault(kind, []).append(number)
        else:
            properties.setdefault("identifier", []).append(number)
    properties["notes"] = [f"Sanction: {text}" for text in values(row["sanctions"])]
    if row["sanctions"] and not properties["programId"]:  # a sanction without any text is written as two quotes
        properties["programId"] = [row["dataset"]]
    return Record(
        id=row["id"],
        schema=row["schema"],
        caption=row["name"],
        properties={key: tuple(dict.fromkeys(texts)) for key, texts in properties.items() if texts},
        seen=row.get("last_seen", "")[:19],
    )
