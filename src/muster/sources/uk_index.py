"""The index of the UK Sanctions List, as the Foreign Office publishes it in ODS: one row for each designation.

A designation that the OFSI list holds too goes by its OFSI Group ID, which the index gives, so both lists speak
of one entity. Those without one (ships and travel bans, no frozen assets) go by their Unique ID.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from muster.claims import Citation, Claim, value_claim
from muster.dates import OPEN, UNKNOWN, ImpreciseDate, parse_date
from muster.errors import BadInput
from muster.sources import uk
from muster.sources.files import InputFile
from muster.sources.model import Reading, list_of_one_file
from muster.sources.sheets import sheets, top, zipped
from muster.sources.uk_cells import edtf, with_acronym
from muster.sources.uk_rows import KINDS
from muster.sources.un_names import script_of, tidy

name = "uk-sanctions-list-index"
title = "UK Sanctions List, index of designations, ODS or XLSX"

DATASET = "uk-sanctions-list"
TITLE = "UK Sanctions List"
PUBLISHER = "Foreign, Commonwealth & Development Office"
SPEAKER = "UK FCDO"
ADDRESS = "https://www.gov.uk/government/publications/the-uk-sanctions-list"
_HEADER = (
    "Unique ID",
    "OFSI Group ID",
    "Name",
    "Regime Name",
    "Type",
    "Designation source",
    "Date Designated",
    "Sanctions Imposed",
)
_AGAIN = "the file may be cut off or altered: fetch it again"


def recognise(file: InputFile) -> str:
    """`list` if the first row of the first sheet is the header of the index; empty otherwise."""
    return "list" if zipped(file) and any(_is_header(row) for row in top(file)[:2]) else ""


def _is_header(row: Sequence[str]) -> bool:
    return {tidy(cell) for cell in row} >= set(_HEADER)


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput for a file of another form, or a row that is no designation."""
    return [list_of_one_file(file, DATASET, TITLE, PUBLISHER, _claims, address=ADDRESS) for file in files]


def _claims(file: InputFile, notes: list[str]) -> Iterator[Claim]:
    columns: dict[str, int] = {}
    seen: set[str] = set()
    nameless = undated = 0
    for line, row in _first_sheet(file):
        if not columns:
            columns = _columns(row, file.name, notes)
            continue
        cells = {column: tidy(row[at]) if at < len(row) else "" for column, at in columns.items()}
        if not any(cells.values()):
            continue
        place = f"{file.name} line {line}"
        if not re.fullmatch(r"[A-Z]{2,4}[0-9]{3,5}", cells["Unique ID"]):
            raise BadInput(f"not a Unique ID: {cells['Unique ID'][:40]!r}", place=place, hint=_AGAIN)
        if cells["Type"].casefold() not in KINDS:
            raise BadInput(f"unknown Type: {cells['Type'][:40]!r}", place=place, hint=_AGAIN)
        if cells["Unique ID"] in seen:
            raise BadInput(f"a second row for {cells['Unique ID']}", place=place, hint=_AGAIN)
        seen.add(cells["Unique ID"])
        nameless += not cells["Name"]
        undated += not edtf(cells["Date Designated"])
        yield from _entry(cells)
    if not seen:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    if nameless:
        notes.append(f"{nameless} entries have no name")
    if undated:
        notes.append(f"{undated} entries give no day of designation that can be read")


def _first_sheet(file: InputFile) -> Iterator[tuple[int, list[str]]]:
    for _name, lines in sheets(file):
        return ((line, row) for line, row in lines if any(row))
    raise BadInput("holds no sheet", place=file.name, hint=_AGAIN)


def _columns(row: Sequence[str], file_name: str, notes: list[str]) -> dict[str, int]:
    if not _is_header(row):
        hint = f"expected a header with {', '.join(_HEADER)}"
        raise BadInput("not the header of the UK Sanctions List's index", place=file_name, hint=hint)
    found = {tidy(cell): at for at, cell in enumerate(row)}
    strange = [cell for cell in found if cell and cell not in _HEADER]
    if strange:
        notes.append(f"columns not read: {', '.join(strange)}")
    return {column: found[column] for column in _HEADER}


def _entry(cells: dict[str, str]) -> Iterator[Claim]:
    unique, group = cells["Unique ID"], cells["OFSI Group ID"]
    subject = f"{uk.DATASET}-{group}" if re.fullmatch(r"[0-9]{1,9}", group) else f"{DATASET}-{unique}"
    cite = Citation(DATASET, record=unique)

    def said(predicate: str, value: str, start: ImpreciseDate = UNKNOWN, **details: str) -> Claim:
        end = OPEN if predicate == "listed_under" else UNKNOWN
        return value_claim(subject, predicate, value, cite=cite, speaker=SPEAKER, start=start, end=end, **details)

    kind = KINDS[cells["Type"].casefold()]
    yield said("kind", kind)
    listed, acronym = with_acronym(cells["Name"]) if kind == "organization" else (cells["Name"], "")
    if acronym:
        yield said("name", acronym, kind="acronym", script=script_of(acronym))
    if listed:
        yield said("name", listed, kind="primary", script=script_of(listed))
    yield said("identifier", unique, type="UK Sanctions List reference")
    if group:
        yield said("identifier", group, type="OFSI Group ID")
    day = edtf(cells["Date Designated"])
    start = parse_date(day) if day else UNKNOWN
    listing = {"list": DATASET, "authority": SPEAKER, "reference": unique}
    yield said("listed_under", cells["Regime Name"] or "not stated", start, **listing)
    if cells["Designation source"]:
        yield said("remark", f"Designation source: {cells['Designation source'].replace('|', ' and ')}")
    for imposed in dict.fromkeys(part.strip(" -") for part in cells["Sanctions Imposed"].split(", ")):
        if imposed:
            yield said("legal_status", imposed, by=SPEAKER)
