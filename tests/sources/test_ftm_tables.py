"""OpenSanctions' other forms: the simplified table, statements, Senzing records; and counts on the real files."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.sources import Reading, read_paths
from muster.sources.ftm.simple import values

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
LISTS = DATA / "lists" / "opensanctions"
real = pytest.mark.skipif(not LISTS.is_dir(), reason=f"the real files are not at {LISTS} (set MUSTER_DATA)")

SIMPLE = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails",'
    '"program_ids","dataset","first_seen","last_seen","last_change"\n'
    '"NK-1","Person","Ola Vask","Ole Vask;""Vask; Ola""","1961;1962-05","no;se","Mill Lane 5","K123;Q7","Listed - x",'
    '"+47 1","a@b.example","NO-1","Demo List","2024-01-01T00:00:00","2024-03-14T11:31:42","2024-02-02T00:00:00"\n'
    '"NK-2","Vessel","SEA VASK","","","pa","","IMO9187629","""""","","","","Demo List",'
    '"2024-01-01T00:00:00","2024-03-13T11:31:42","2024-02-02T00:00:00"\n'
)

STATEMENTS = """\
canonical_id,entity_id,prop,prop_type,schema,value,dataset,lang,original_value,external,first_seen,last_seen,id
NK-1,src-1,id,checksum,Person,abc,demo,,,f,2024-01-01,2024-03-14,1
NK-1,src-1,name,name,LegalEntity,Ola Vask,demo,nob,OLA VASK,f,2024-01-01,2024-03-14,2
NK-1,src-1,birthDate,date,Person,1961,demo,,,f,2024-01-01,2024-03-14,3
NK-1,src-2,country,country,Thing,no,demo,,,f,2024-01-01,2024-03-13,4
NK-1,src-2,country,country,Thing,se,demo,,,t,2024-01-01,2024-03-13,5
NK-2,NK-2,entity,entity,Sanction,NK-1,demo,,,f,2024-01-01,2024-03-13,6
NK-2,NK-2,program,string,Sanction,Demo programme,demo,,,f,2024-01-01,2024-03-13,7
"""

SENZING = [
    {
        "DATA_SOURCE": "OS_DEMO",
        "RECORD_ID": "NK-1",
        "RECORD_TYPE": "PERSON",
        "LAST_CHANGE": "2024-03-14T00:00:00",
        "NAMES": [{"NAME_TYPE": "PRIMARY", "NAME_FULL": "Ola Vask"}, {"NAME_TYPE": "ALIAS", "NAME_FULL": "O. V."}],
        "GENDER": "M",
        "DATES": [{"DATE_OF_BIRTH": "1961"}],
        "ADDRESSES": [{"PLACE_OF_BIRTH": "Oslo"}, {"ADDR_FULL": "Mill Lane 5", "ADDR_TYPE": "HOME"}],
        "COUNTRIES": [{"NATIONALITY": "no"}],
        "RISKS": [{"TOPIC": "role.pep"}],
        "IDENTIFIERS": [
            {"OTHER_ID_TYPE": "OPEN_SANCTIONS", "OTHER_ID_NUMBER": "NK-1"},
            {"NATIONAL_ID_NUMBER": "5", "NATIONAL_ID_TYPE": "innCode"},
            {"TRUSTED_ID_TYPE": "WIKIDATA", "TRUSTED_ID_NUMBER": "Q7"},
        ],
        "RELATIONSHIPS": [
            {"REL_POINTER_ROLE": "Occupancy", "REL_POINTER_DOMAIN": "X", "REL_POINTER_KEY": "Q9"},
            {"REL_POINTER_ROLE": "adviser", "REL_POINTER_DOMAIN": "X", "REL_POINTER_KEY": "NK-3"},
            {"REL_ANCHOR_DOMAIN": "X", "REL_ANCHOR_KEY": "NK-1"},
        ],
        "NEW_THING": "x",
    },
    {"DATA_SOURCE": "OS_DEMO", "RECORD_ID": "Q9", "RECORD_TYPE": None, "NAMES": [{"NAME_FULL": "Mayor"}]},
    {"DATA_SOURCE": "OS_DEMO", "RECORD_ID": "NK-3", "RECORD_TYPE": None, "NAME_FULL": "North", "ADDR_CITY": "Oslo"},
]


def read(folder: Path, text: str, form: str) -> tuple[Reading, list[Claim]]:
    path = folder / "data.txt"
    path.write_text(text, "utf-8")
    (found,) = read_paths([path], format=form, published="2020")
    claims = list(found.claims)
    for claim in claims:
        check(claim)
    (again,) = read_paths([path], published="2020")
    assert again.stream == found.stream
    return found, claims


def said(claims: list[Claim], subject: str) -> list[tuple[str, str, str]]:
    mine = [claim for claim in claims if claim.subject == subject]
    return [(one.predicate, one.object or one.value, one.qualifier("kind") or one.qualifier("type")) for one in mine]


def test_a_row_of_the_simplified_table(tmp_path: Path) -> None:
    found, claims = read(tmp_path, SIMPLE, "opensanctions-csv")
    assert (found.stream, found.published) == ("demo-list", "2024-03-14")
    assert said(claims, "NK-1") == [
        ("kind", "person", ""),
        ("name", "Ola Vask", "primary"),
        ("name", "Ole Vask", "strong"),
        ("name", "Vask; Ola", "strong"),
        ("birth_date", "1961", ""),
        ("birth_date", "1962-05", ""),
        ("country", "no", ""),
        ("country", "se", ""),
        ("address", "Mill Lane 5", ""),
        ("contact", "+47 1", "phone"),
        ("contact", "a@b.example", "email"),
        ("identifier", "K123", ""),
        ("identifier", "Q7", ""),
        ("remark", "Sanction: Listed - x", ""),
        ("listed_under", "NO-1", ""),
    ]
    assert said(claims, "NK-2")[-2:] == [("identifier", "IMO9187629", "IMO"), ("listed_under", "Demo List", "")]


@pytest.mark.parametrize(
    ("cell", "found"),
    [("", []), ("a;b", ["a", "b"]), ('"a; b";c', ["a; b", "c"]), ('""', []), ('a "x" b;c', ['a "x" b', "c"])],
)
def test_a_cell_of_several_values(cell: str, found: list[str]) -> None:
    assert values(cell) == found


def test_statements_of_one_entity_are_put_together(tmp_path: Path) -> None:
    found, claims = read(tmp_path, STATEMENTS, "ftm-statements")
    assert (found.stream, found.published) == ("demo", "2024-03-14")
    assert said(claims, "NK-1") == [
        ("kind", "person", ""),
        ("name", "Ola Vask", "primary"),
        ("identifier", "src-1", "referent"),
        ("identifier", "src-2", "referent"),
        ("birth_date", "1961", ""),
        ("country", "no", ""),
        ("listed_under", "Demo programme", ""),
    ]
    assert claims[1].qualifier("lang") == "nob"
    assert found.notes[:2] == [
        "1 external statements (suggestions for enrichment) not read",
        "1 original values that were cleaned by the publisher not kept",
    ]


def test_a_senzing_record(tmp_path: Path) -> None:
    lines = "".join(json.dumps(one) + "\n" for one in SENZING)
    found, claims = read(tmp_path, lines, "senzing-json")
    assert (found.stream, found.published) == ("demo", "2024-03-14")
    assert sorted(said(claims, "NK-1")) == sorted(
        [
            ("kind", "person", ""),
            ("name", "Ola Vask", "primary"),
            ("name", "O. V.", "strong"),
            ("gender", "male", ""),
            ("birth_date", "1961", ""),
            ("birth_place", "Oslo", ""),
            ("address", "Mill Lane 5", ""),
            ("nationality", "no", ""),
            ("topic", "role.pep", ""),
            ("identifier", "5", "INN"),
            ("identifier", "Q7", "Wikidata"),
            ("posted_to", "Q9", ""),
            ("affiliated_with", "NK-3", ""),
        ]
    )
    assert said(claims, "Q9") == [("kind", "office", ""), ("name", "Mayor", "primary")]
    assert said(claims, "NK-3") == [("name", "North", "primary"), ("address", "Oslo", "")]
    assert "1 values of NEW_THING not read" in found.notes
    _, array = read(tmp_path, json.dumps(SENZING, indent=1), "senzing-json")
    assert {claim.id for claim in array} == {claim.id for claim in claims}


@pytest.mark.parametrize(
    ("text", "form", "problem"),
    [
        (SIMPLE[:-60], "opensanctions-csv", "columns instead of|broken CSV"),
        (SIMPLE.replace('"NK-2"', '""'), "opensanctions-csv", "without id"),
        (STATEMENTS[:-20], "ftm-statements", "columns instead of"),
        (STATEMENTS + STATEMENTS.splitlines()[2] + "\n", "ftm-statements", "again"),
        ('[{"RECORD_ID": "x", "DATA_SOURCE": "y"}, 5]', "senzing-json", "not a record"),
        ('{"RECORD_ID": "", "DATA_SOURCE": "y"}\n', "senzing-json", "without RECORD_ID"),
        ('{"RECORD_ID": "x", "DATA_S', "senzing-json", "not a line of JSON"),
    ],
)
def test_what_is_broken_is_refused_before_any_claim(tmp_path: Path, text: str, form: str, problem: str) -> None:
    path = tmp_path / "data.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=problem) as caught:
        read_paths([path], format=form)
    assert caught.value.place
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (SIMPLE, "opensanctions-csv"),
        (STATEMENTS, "ftm-statements"),
        ("".join(json.dumps(one) + "\n" for one in SENZING), "senzing-json"),
    ],
)
def test_damage_is_an_error_or_a_whole_reading(tmp_path: Path, text: str, form: str) -> None:
    dice = random.Random(7)
    whole = text.encode()
    for number in range(60):
        place = dice.randrange(len(whole))
        bad = whole[:place] if number < 15 else whole[:place] + bytes([dice.randrange(256)]) + whole[place + 1 :]
        path = tmp_path / f"{number}.txt"
        path.write_bytes(bad)
        try:
            for found in read_paths([path], format=form):
                list(found.claims)
        except BadInput:
            continue


# --- counts on the real files -------------------------------------------------------------------------------


def claims_of(name: str) -> list[Claim]:
    (found,) = read_paths([LISTS / name])
    return list(found.claims)


def count(claims: list[Claim], predicate: str) -> int:
    return sum(claim.predicate == predicate for claim in claims)


@real
@pytest.mark.data
@pytest.mark.parametrize(
    "name",
    [
        "ua_war_sanctions.targets.simple.csv.gz",
        "interpol_red_notices.targets.simple.csv",
        "small_export/targets.simple.csv",
    ],
)
def test_census_of_the_simplified_tables(name: str) -> None:
    raw = (LISTS / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    claims = claims_of(name)
    kinds = {"Person": "person", "Vessel": "vessel", "Airplane": "aircraft"}
    counted = Counter(kinds.get(row["schema"], "organization") for row in rows)
    assert Counter(claim.value for claim in claims if claim.predicate == "kind") == counted

    def cells(column: str, apart: str = "") -> int:
        return sum(
            len(
                {one.strip() for one in next(csv.reader([row[column]], delimiter=";")) if one.strip()}
                - {row[apart] if apart else ""}
            )
            for row in rows
            if row.get(column)
        )

    assert count(claims, "name") == len(rows) + cells("aliases", "name")
    assert count(claims, "birth_date") == cells("birth_date")
    assert count(claims, "country") == cells("countries")
    assert count(claims, "address") == cells("addresses")
    assert count(claims, "identifier") == cells("identifiers")
    assert count(claims, "contact") == cells("phones") + cells("emails")
    assert count(claims, "remark") == cells("sanctions")
    listed = cells("program_ids") + sum(bool(row["sanctions"]) and not row.get("program_ids") for row in rows)
    assert count(claims, "listed_under") == listed


@real
@pytest.mark.data
@pytest.mark.parametrize("name", ["us_congress_senzing.json", "small_export/senzing.json"])
def test_census_of_senzing_records(name: str) -> None:
    rows = [json.loads(line) for line in (LISTS / name).read_text("utf-8").splitlines()]
    claims = claims_of(name)

    def features(section: str, *keys: str) -> int:
        return sum(any(key in one for key in keys) for row in rows for one in row.get(section, ()))

    every = [one for row in rows for one in row.get("RELATIONSHIPS", ())]
    offices = {one["REL_POINTER_KEY"] for one in every if one.get("REL_POINTER_ROLE") == "Occupancy"}
    assert count(claims, "kind") == sum(bool(row["RECORD_TYPE"]) or row["RECORD_ID"] in offices for row in rows)
    assert count(claims, "name") == features("NAMES", "NAME_FULL", "NAME_ORG")
    assert count(claims, "birth_date") == features("DATES", "DATE_OF_BIRTH")
    assert count(claims, "death_date") == features("DATES", "DATE_OF_DEATH")
    assert count(claims, "topic") == features("RISKS", "TOPIC")
    assert count(claims, "gender") == sum("GENDER" in row for row in rows)
    assert count(claims, "nationality") == features("COUNTRIES", "NATIONALITY")
    assert count(claims, "citizenship") == features("COUNTRIES", "CITIZENSHIP")
    own = {(row["RECORD_ID"], one.get("OTHER_ID_NUMBER")) for row in rows for one in row.get("IDENTIFIERS", ())}
    numbers = {
        (row["RECORD_ID"], one.get("OTHER_ID_NUMBER") or one.get("TRUSTED_ID_NUMBER"))
        for row in rows
        for one in row.get("IDENTIFIERS", ())
        if one.get("OTHER_ID_TYPE") != "OPEN_SANCTIONS"
    }
    assert own
    assert count(claims, "identifier") == len(numbers)
    pointed = {
        (row["RECORD_ID"], one["REL_POINTER_KEY"])
        for row in rows
        for one in row.get("RELATIONSHIPS", ())
        if one.get("REL_POINTER_KEY", row["RECORD_ID"]) != row["RECORD_ID"]
    }
    assert len({claim.id for claim in claims if claim.object}) == len(pointed)


@real
@pytest.mark.data
def test_census_of_nested_entities() -> None:
    text = (LISTS / "small_export" / "targets.nested.json").read_text("utf-8")
    found: dict[str, dict[str, object]] = {}

    def walk(data: object) -> None:
        if isinstance(data, dict):
            if "schema" in data:
                found[data["id"]] = data
            for value in data.values():
                walk(value)
        for value in data if isinstance(data, list) else ():
            walk(value)

    for line in text.splitlines():
        walk(json.loads(line))
    claims = claims_of("small_export/targets.nested.json")
    persons = [one["properties"] for one in found.values() if one["schema"] == "Person"]
    assert len({claim.subject for claim in claims if claim.predicate == "kind"}) == len(persons)
    named = {(claim.subject, claim.value) for claim in claims if claim.predicate == "name"}
    assert len(named) == sum(len(set(one.get("name", ()))) for one in persons)  # type: ignore[attr-defined]
    born = {(claim.subject, claim.value) for claim in claims if claim.predicate == "birth_date"}
    assert len(born) == sum(len(one.get("birthDate", ())) for one in persons)  # type: ignore[attr-defined]
