"""The registers of Nigeria and Mali, counted cell by cell beside what the reader makes of them."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from muster.claims import Claim
from muster.sources import Reading, read_paths

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
NIGERIA = DATA / "sfm" / "register_nigeria"
MALI = DATA / "sfm" / "register_mali"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not NIGERIA.exists() or not MALI.exists(), reason="needs MUSTER_DATA"),
]
Row = dict[str, str]


@cache
def unit_rows() -> list[Row]:
    lines = (
        gzip.decompress((NIGERIA / "ng_orgs_20191024.tsv.gz").read_bytes())
        .decode()
        .replace("\r\n", "\n")
        .rstrip("\n")
        .split("\n")
    )
    header, *rows = (line.split("\t") for line in lines)
    return [dict(zip(header, row, strict=True)) for row in rows]


@cache
def person_rows() -> list[Row]:
    text = gzip.decompress((NIGERIA / "ng_persons_20190501.csv.gz").read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@cache
def nigeria() -> dict[str, Reading]:
    names = ("ng_orgs_20191024.tsv.gz", "ng_persons_20190501.csv.gz", "sources_20190501.csv.gz")
    return {one.part: one for one in read_paths([NIGERIA / name for name in names])}


def said(part: str, predicate: str) -> list[Claim]:
    return [one for one in nigeria()[part].claims if one.predicate == predicate]


def key(row: Row) -> str:
    return row["o_id"].strip() or next(
        (one["o_id"] for one in unit_rows() if one["Organization:Name"] == row["Organization:Name"] and one["o_id"]),
        row["Organization:Name"],
    )


def test_units_names_and_aliases() -> None:
    units = {key(row) for row in unit_rows()}
    assert len(units) == 1058  # 1,055 ids, and three units that have none yet
    kinds = {one.subject for one in said("units", "kind") if one.value == "unit"}
    assert len(kinds) == len(units)
    names = {(one.subject, one.value) for one in said("units", "name") if one.subject in kinds}
    wanted = {(key(row), row["Organization:Name"].strip()) for row in unit_rows()}
    for row in unit_rows():
        parts = (" ".join(part.split()) for part in row["Organization:other_names"].split(";"))
        wanted.update((key(row), part) for part in parts if part)
    assert len(names) == len(wanted)
    assert {value for _, value in names} == {" ".join(value.split()) for _, value in wanted}


def test_relations_places_and_memberships() -> None:
    def filled(column: str) -> int:
        return sum(bool(row[column].strip()) for row in unit_rows())

    (note,) = (one for one in nigeria()["units"].notes if "repeat another row" in one)
    repeated = int(note.split()[0])
    assert filled("OrganizationOrganization:parent_id") == 1233
    assert len(said("units", "subordinate_to")) + repeated == 1233
    kinds = Counter(one.qualifier("kind") for one in said("units", "subordinate_to"))
    assert set(kinds) == {"command", "administrative"}
    assert len(said("units", "member_of")) == filled("OrganizationMembership:member_id") == 178
    assert len(said("units", "operates_in")) == filled("Area of Operations Geoname") == 667
    places = ("Headquarters (Barracks, Base, Physical Asset)", "Site:geonames_name", "Site:admin_level_1_geonames_name")
    sited = [row for row in unit_rows() if any(row[column].strip() for column in places)]
    assert 0 <= len(sited) - len(said("units", "based_at")) <= 10  # rows that repeat a site word for word


def test_persons_and_postings() -> None:
    assert len(person_rows()) == len(said("persons", "posted_to")) == 885
    assert len({row["Name"] for row in person_rows()}) == 667
    assert len({one.subject for one in said("persons", "posted_to")}) == 667
    roles = Counter(one.qualifier("role") for one in said("persons", "posted_to"))
    assert roles["Commander"] == sum(row["Role"] == "Commander" for row in person_rows()) == 777
    by_name = {row["Organization"].strip() for row in person_rows()}
    units = {one.subject: one.value for one in said("units", "name") if one.qualifier("kind") == "primary"}
    assert {units[one.object] for one in said("persons", "posted_to")} <= by_name


@pytest.mark.parametrize("part", ["units", "persons"])
def test_every_source_of_every_cell_is_on_a_claim(part: str) -> None:
    """By entity and source: all references in the sheet, and on how many claims they came to stand."""
    rows = unit_rows() if part == "units" else person_rows()
    columns = [one for one in rows[0] if one.startswith(("Source:", "UUID:"))]
    wanted: dict[str, set[str]] = defaultdict(set)
    references = 0
    for row in rows:
        name = row["Organization:Name" if part == "units" else "Name"].strip()
        for column in columns:
            found = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", row[column].lower())
            references += len(found)
            wanted[name].update(found)
    assert references == (32_475 if part == "units" else 11_646)  # in units three more are the word "nan"
    names = {one.subject: one.value for one in said(part, "name") if one.qualifier("kind") == "primary"}
    cited: dict[str, set[str]] = defaultdict(set)
    for one in nigeria()[part].claims:
        cited[names.get(one.subject, "")].update(cite.source.removeprefix("sfm-source-") for cite in one.citations)
    missing = {name: gone for name, sources in wanted.items() if (gone := sources - cited[name])}
    placed = {row["Organization:Name"].strip() for row in rows if part == "units" and not row["Site:geonames_name"]}
    assert {name for name in missing if name not in placed} == set()
    assert sum(len(gone) for gone in missing.values()) <= 1  # the one source that stands beside an empty cell


def test_confidences_are_kept() -> None:
    (name,) = (one for one in said("units", "name") if one.value == "1 Battalion")
    assert len(name.citations) == 7
    assert {one.note for one in name.citations} == {"name, confidence High"}


def test_what_is_wrong_in_the_sheets_is_told_with_lines() -> None:
    notes = " ".join(nigeria()["units"].notes)
    assert "10 rows have no id" in notes
    assert "3 sources are no ids" in notes
    assert "1 cells are empty though a source is given" in notes
    persons = " ".join(nigeria()["persons"].notes)
    assert "line 40" in persons  # last cited before first cited
    assert nigeria()["units"].published == "2019-10-24"


def test_a_folder_gives_what_its_sheets_give() -> None:
    """The folder also holds lists of names and a roster; a roster beside a register is no part of it."""
    found = {one.part: one for one in read_paths([NIGERIA])}
    assert set(found) == {"units", "persons"}
    for part, reading in found.items():
        assert {one.id for one in reading.claims} == {one.id for one in nigeria()[part].claims}


def test_mali_has_its_units_and_the_expected_chain() -> None:
    (sheet,) = MALI.glob("*.tsv")
    (reading,) = read_paths([sheet])
    claims = list(reading.claims)
    with sheet.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    units = {row["unit:id:admin"] for row in rows}
    above = {row["unit:related_unit_id:admin"] for row in rows if row["unit:related_unit_id:admin"]}
    known = {one.subject.removeprefix("sfm-") for one in claims if one.predicate == "kind"}
    assert len(units) == 398
    assert known == units | above
    assert len(above - units) == 3
    edges = {(one.subject, one.object) for one in claims if one.predicate == "subordinate_to"}
    assert len([one for one in claims if one.predicate == "subordinate_to"]) == 398
    names = {one.subject: one.value for one in claims if one.predicate == "name"}
    (start,) = (one for one, name in names.items() if name == "32 Régiment d’Infanterie Motorisée")
    chain = _above(start, edges) | {(low, high) for high, low in _above(start, {(high, low) for low, high in edges})}
    tree = ElementTree.parse(MALI / "324_cdm_command_chain_raw.graphml")
    space = "{http://graphml.graphdrawing.org/xmlns}"
    expected = {(edge.get("target"), edge.get("source")) for edge in tree.iter(f"{space}edge")}
    assert len(expected) == 7
    assert {(low.removeprefix("sfm-"), high.removeprefix("sfm-")) for low, high in chain} == expected


def _above(start: str, edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The edges on the ways from `start`, each from its first end to its second."""
    found: set[tuple[str, str]] = set()
    wave = {start}
    while wave:
        step = {edge for edge in edges if edge[0] in wave} - found
        found |= step
        wave = {high for _, high in step}
    return found
