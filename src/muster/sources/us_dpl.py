"""The Denied Persons List of the US Bureau of Industry and Security, tab-separated (`dpl.txt`).

One row for each name and address. The list gives no numbers: the entity id is made from the name, as for its rows
in the Consolidated Screening List, so both speak of one entity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from muster.claims import Citation, Claim, value_claim
from muster.dates import OPEN, UNKNOWN, ImpreciseDate, parse_date
from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.model import Reading, list_of_one_file
from muster.sources.uk_cells import edtf
from muster.sources.un_names import script_of, tidy
from muster.sources.us_csl import party

name = "us-dpl"
title = "US Denied Persons List, tab-separated"

DATASET = "us-dpl"
TITLE = "US Denied Persons List"
SPEAKER = "Bureau of Industry and Security"
PUBLISHER = "Bureau of Industry and Security, US Department of Commerce"
ADDRESS = "https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl"
_HEADER = [
    "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
    "Standard_Order", "Last_Update", "Action", "FR_Citation",
]  # fmt: skip
_ADDRESS = ("Street_Address", "City", "State", "Postal_Code", "Country")
_PLAIN = (
    ("Standard_Order", "Standard order:"),
    ("Action", "Action:"),
    ("FR_Citation", "Federal Register notice:"),
    ("Last_Update", "Entry last updated on"),
)
_AGAIN = "the file may be cut off or altered: fetch it again"


def recognise(file: InputFile) -> str:
    """`list` if the first line is the header of the Denied Persons List; empty otherwise."""
    first = file.head.decode("utf-8", "replace").removeprefix("\ufeff").partition("\n")[0]
    return "list" if [cell.strip(' "\r') for cell in first.split("\t")] == _HEADER else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput, with the line, for a row that is cut off or without a name."""
    return [list_of_one_file(file, DATASET, TITLE, PUBLISHER, _claims, address=ADDRESS) for file in files]


def _claims(file: InputFile, notes: list[str]) -> Iterator[Claim]:
    parties: dict[str, list[dict[str, str]]] = {}
    undated = 0
    lines = file.rows("\t")
    if [cell.strip() for cell in next(lines, (0, []))[1]] != _HEADER:
        raise BadInput("not the Denied Persons List", place=file.name, hint=f"expected {', '.join(_HEADER)}")
    for line, row in lines:
        if not any(row):
            continue
        place = f"{file.name} line {line}"
        if len(row) != len(_HEADER):
            raise BadInput(f"{len(row)} columns instead of {len(_HEADER)}", place=place, hint=_AGAIN)
        cells = dict(zip(_HEADER, map(tidy, row), strict=True))
        if not cells["Name"]:
            raise BadInput("an entry without a name", place=place, hint=_AGAIN)
        undated += not _day(cells["Effective_Date"])
        parties.setdefault(party("DPL", cells["Name"]), []).append(cells)
    if not parties:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    for subject, rows in parties.items():
        yield from dict.fromkeys(claim for cells in rows for claim in _row(subject, cells))
    if undated:
        notes.append(f"{undated} rows give no effective date that can be read")
    notes.append(f"{len(parties)} parties do not say whether they are persons or organisations: kind left open")


def _row(subject: str, cells: dict[str, str]) -> Iterator[Claim]:
    cite = Citation(DATASET, record=subject)

    def said(
        predicate: str, value: str, start: ImpreciseDate = UNKNOWN, end: ImpreciseDate = UNKNOWN, **details: str
    ) -> Claim:
        return value_claim(subject, predicate, value, cite=cite, speaker=SPEAKER, start=start, end=end, **details)

    yield said("name", cells["Name"], kind="primary", script=script_of(cells["Name"]))
    start, end = _day(cells["Effective_Date"]), _day(cells["Expiration_Date"])
    yield said(
        "listed_under",
        "Denied Persons List (DPL)",
        parse_date(start) if start else UNKNOWN,
        parse_date(end) if end else OPEN,
        list=DATASET,
        authority=SPEAKER,
    )
    address = ", ".join(cells[column] for column in _ADDRESS if cells[column])
    if address:
        yield said("address", address, country=cells["Country"], city=cells["City"], street=cells["Street_Address"])
    for column, label in _PLAIN:
        if cells[column]:
            yield said("remark", f"{label} {cells[column]}")
    for column, day in (("Effective_Date", start), ("Expiration_Date", end)):
        if cells[column] and not day:
            yield said("remark", f"{column.replace('_', ' ').capitalize()}: {cells[column]}")


def _day(text: str) -> str:
    """A day written month first, `06/29/2056`, in EDTF; empty if it is none."""
    month, _, rest = text.partition("/")
    day, _, year = rest.partition("/")
    return edtf(f"{day}/{month}/{year}") if year else ""
