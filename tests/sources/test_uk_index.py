"""The index of the UK Sanctions List: which entity a row speaks of; counts on the real file where it is."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.sources import InputFile, uk_index
from muster.sources.formats import recognise

HEADER = [
    "Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Designation source", "Date Designated",
    "Sanctions Imposed",
]  # fmt: skip
ROW = ["NTH0001", "15001", "Hill Omar", "Northland", "Individual", "UK|UN", "29-06-2012", "-, Asset freeze, Travel Ban"]


def book(folder: Path, *rows: list[str], header: list[str] = HEADER) -> InputFile:
    made = Workbook()
    for row in [header, *rows]:
        made.active.append(row)  # type: ignore[union-attr]
    made.save(folder / "index.xlsx")
    return InputFile(folder / "index.xlsx")


def parse(file: InputFile) -> tuple[list[Claim], list[str]]:
    (reading,) = uk_index.read([file])
    found = list(reading.claims)
    for claim in found:
        check(claim)
    return found, reading.notes


def test_a_designation_goes_by_its_group_id_if_it_has_one(tmp_path: Path) -> None:
    ship = ["NTH0002", "", "MILL STAR", "Northland", "Ship", "UK", "30-06-2012", "Prohibition of port entry"]
    file = book(tmp_path, ROW, ship)
    assert recognise(file)[0].name == "uk-sanctions-list-index"
    found, notes = parse(file)
    said = [(claim.subject, claim.predicate, claim.value) for claim in found if claim.predicate != "remark"]
    assert said == [
        ("uk-ofsi-15001", "kind", "person"),
        ("uk-ofsi-15001", "name", "Hill Omar"),
        ("uk-ofsi-15001", "identifier", "NTH0001"),
        ("uk-ofsi-15001", "identifier", "15001"),
        ("uk-ofsi-15001", "listed_under", "Northland"),
        ("uk-ofsi-15001", "legal_status", "Asset freeze"),
        ("uk-ofsi-15001", "legal_status", "Travel Ban"),
        ("uk-sanctions-list-NTH0002", "kind", "vessel"),
        ("uk-sanctions-list-NTH0002", "name", "MILL STAR"),
        ("uk-sanctions-list-NTH0002", "identifier", "NTH0002"),
        ("uk-sanctions-list-NTH0002", "listed_under", "Northland"),
        ("uk-sanctions-list-NTH0002", "legal_status", "Prohibition of port entry"),
    ]
    assert [claim.time.start.text for claim in found if claim.predicate == "listed_under"] == [
        "2012-06-29",
        "2012-06-30",
    ]
    assert notes == []


def test_an_acronym_in_brackets_is_a_name_of_its_own(tmp_path: Path) -> None:
    body = ["NTH0002", "", "MILL TRADE UNION (MTU)", "Northland", "Entity", "UK", "30-06-2012", ""]
    person = ["NTH0003", "", "Hill Omar (HO)", "Northland", "Individual", "UK", "30-06-2012", ""]
    found, _ = parse(book(tmp_path, body, person))
    assert [(claim.value, claim.qualifier("kind")) for claim in found if claim.predicate == "name"] == [
        ("MTU", "acronym"),
        ("MILL TRADE UNION", "primary"),
        ("Hill Omar (HO)", "primary"),
    ]


@pytest.mark.parametrize(
    ("place", "cell", "told"),
    [(0, "x", "not a Unique ID"), (4, "Unicorn", "unknown Type"), (0, "NTH0001", "a second row")],
)
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, place: int, cell: str, told: str) -> None:
    bad = [*ROW[:place], cell, *ROW[place + 1 :]]
    with pytest.raises(BadInput, match=told) as caught:
        parse(book(tmp_path, ROW, bad))
    assert caught.value.place == "index.xlsx line 3"


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no entries"):
        parse(book(tmp_path))


@pytest.mark.data
def test_census(data: Path) -> None:
    """Cells counted in the XML of the real file by a pattern, against counts of claims."""
    path = data / "lists" / "uk" / "FCDO_SL_20250811.ods"
    xml = zipfile.ZipFile(path).read("content.xml").decode("utf-8")
    texts = [" ".join(text.split()) for text in re.findall(r"<text:p>(.*?)</text:p>", xml, re.DOTALL)]
    rows = [texts[at : at + 8] for at in range(8, len(texts), 8)]
    found, notes = parse(InputFile(path))
    of = Counter(claim.predicate for claim in found)
    assert len(rows) == 5302 == of["kind"] == of["listed_under"]
    kinds = {"Individual": "person", "Entity": "organization", "Ship": "vessel"}
    assert Counter(c.value for c in found if c.predicate == "kind") == Counter(kinds[row[4]] for row in rows)
    kinds_of_names = Counter(claim.qualifier("kind") for claim in found if claim.predicate == "name")
    assert kinds_of_names["primary"] == sum(bool(row[2]) for row in rows)
    # Capitals in brackets at the end of an entity's name; that they spell its words is the reader's affair.
    short = {row[0] for row in rows if row[4] == "Entity" and re.search(r"\([A-Za-z /-]*[A-Z][A-Za-z /-]*\)$", row[2])}
    assert {claim.citations[0].record for claim in found if claim.qualifier("kind") == "acronym"} <= short
    assert kinds_of_names["acronym"] > 70
    types = Counter(claim.qualifier("type") for claim in found if claim.predicate == "identifier")
    assert types == {"UK Sanctions List reference": 5302, "OFSI Group ID": sum(bool(row[1]) for row in rows)}
    assert len({claim.subject for claim in found}) == len({row[1] or row[0] for row in rows})
    sanctions = [part.strip(" -") for row in rows for part in row[7].replace("&quot;", '"').split(", ")]
    assert of["legal_status"] == sum(map(bool, sanctions))
    assert notes == ["2 entries have no name"]
