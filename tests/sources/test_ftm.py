"""FollowTheMoney: what each kind of record says, what is counted instead of lost, and broken lines."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from muster.claims import Claim
from muster.errors import BadInput
from muster.sources import InputFile, Reading, ftm

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def record(ident: str, schema: str, **properties: Any) -> dict[str, Any]:
    return {"id": ident, "schema": schema, "properties": properties, "datasets": ["demo_list"]}


PERSON = record("p-1", "Person", name=["Qasim Ali"])
UNIT = record("o-1", "Organization", name=["First Brigade"])


def read(folder: Path, *records: dict[str, Any], name: str = "entities.ftm.json") -> tuple[Reading, list[Claim]]:
    path = folder / name
    path.write_text("".join(json.dumps(item) + "\n" for item in records), "utf-8")
    file = InputFile(path)
    assert ftm.recognise(file) == "entities"
    (reading,) = ftm.read([file])
    return reading, list(reading.claims)


def said(claims: list[Claim], predicate: str) -> list[tuple[str, str, dict[str, str]]]:
    return [(c.subject, c.object or c.value, dict(c.qualifiers)) for c in claims if c.predicate == predicate]


def test_names_keep_their_strength_and_the_caption_is_primary(tmp_path: Path) -> None:
    person = record(
        "p-1", "Person", name=["Kasim Ali", "Qasim Ali"], alias=["Abu X"], weakAlias=["The Fox"], previousName=["Q. A."]
    )
    _, claims = read(tmp_path, person | {"caption": "Qasim Ali"})
    assert {(value, details["kind"]) for _, value, details in said(claims, "name")} == {
        ("Qasim Ali", "primary"),
        ("Kasim Ali", "strong"),
        ("Abu X", "strong"),
        ("The Fox", "weak"),
        ("Q. A.", "former"),
    }


def test_a_person_with_name_parts_only_is_not_lost(tmp_path: Path) -> None:
    reading, claims = read(tmp_path, record("p-1", "Person", firstName=["Qasim"], lastName=["Ali"]))
    assert said(claims, "name") == [("p-1", "Qasim Ali", {"kind": "primary", "script": "Latn"})]
    assert "1 names put together from their parts" in reading.notes


def test_what_is_known_of_a_person(tmp_path: Path) -> None:
    person = record(
        "p-1",
        "Person",
        name=["Qasim Ali"],
        birthDate=["1960-08", "circa 1960"],
        birthPlace=["Basra"],
        birthCountry=["iq"],
        gender=["male"],
        nationality=["iq"],
        passportNumber=["A1"],
        topics=["sanction"],
        position=["Commander"],
        programId=["EU-IRQ"],
        hairColor=["black"],
    )
    reading, claims = read(tmp_path, person)
    assert said(claims, "kind") == [("p-1", "person", {})]
    assert said(claims, "birth_date") == [("p-1", "1960-08", {})]
    assert said(claims, "birth_place") == [("p-1", "Basra", {"country": "iq"})]
    assert said(claims, "identifier") == [("p-1", "A1", {"type": "passport"})]
    assert said(claims, "listed_under") == [("p-1", "EU-IRQ", {"list": "demo_list"})]
    assert reading.notes == [
        "1 values of the property hairColor not read",
        "1 dates of the property birthDate not understood",
    ]


def test_a_legal_entity_with_a_birth_date_is_a_person(tmp_path: Path) -> None:
    _, claims = read(
        tmp_path,
        record("x-1", "LegalEntity", name=["A"], birthDate=["1960"]),
        record("x-2", "LegalEntity", name=["B"]),
    )
    assert [value for _, value, _ in said(claims, "kind")] == ["person", "organization"]


@pytest.mark.parametrize(
    ("schema", "properties", "relation", "details"),
    [
        ("Ownership", "owner=p-1 asset=o-1 percentage=51", "p-1 owns o-1", "percentage=51"),
        ("Control", "controller=p-1 controlled=o-1", "p-1 controls o-1", ""),
        ("Membership", "member=p-1 organization=o-1", "p-1 member_of o-1", ""),
        ("Directorship", "director=p-1 organization=o-1", "p-1 posted_to o-1", "role=director"),
        ("Directorship", "director=o-2 organization=o-1", "o-2 member_of o-1", "role=director"),
        ("Employment", "employee=p-1 employer=o-1 role=chief", "p-1 posted_to o-1", "role=chief"),
        ("Family", "person=p-1 relative=p-2 relationship=son", "p-1 family_of p-2", "how=son"),
        ("UnknownLink", "subject=p-1 object=o-1 role=aide", "p-1 affiliated_with o-1", "how=aide"),
        ("Succession", "predecessor=o-1 successor=o-2", "o-2 successor_of o-1", ""),
        ("Representation", "agent=p-1 client=o-1", "p-1 affiliated_with o-1", "how=representation"),
    ],
)
def test_edges_become_relations_with_the_right_ends(
    tmp_path: Path, schema: str, properties: str, relation: str, details: str
) -> None:
    nodes = [PERSON, UNIT, record("o-2", "Company", name=["C"]), record("p-2", "Person", name=["D"])]
    ends = {key: [value] for key, value in (pair.split("=") for pair in properties.split())}
    edge = record("e-1", schema, startDate=["2014-06-10"], endDate=["2016"], **ends)
    _, claims = read(tmp_path, *nodes, edge)
    (found,) = [claim for claim in claims if claim.object]
    assert f"{found.subject} {found.predicate} {found.object}" == relation
    assert " ".join(f"{key}={value}" for key, value in found.qualifiers) == details
    assert (found.time.start.text, found.time.end.text) == ("2014-06-10", "2016")
    assert found.citations[0].record == "e-1"


def test_a_sanction_lists_its_entity_once(tmp_path: Path) -> None:
    sanction = record(
        "s-1",
        "Sanction",
        entity=["o-1"],
        authority=["Council"],
        programId=["EU-IRQ"],
        program=["Iraq"],
        listingDate=["2019-07-18"],
        endDate=["2021"],
        reason=["harm"],
        recordId=["7"],
        provisions=["Asset freeze"],
    )
    reading, claims = read(tmp_path, UNIT | {"properties": {"name": ["B"], "programId": ["EU-IRQ"]}}, sanction)
    ((entity, programme, details),) = said(claims, "listed_under")
    assert (entity, programme) == ("o-1", "EU-IRQ")
    assert details == {
        "list": "demo_list",
        "authority": "Council",
        "reference": "7",
        "published": "2019-07-18",
        "kind": "Asset freeze",
    }
    (claim,) = [claim for claim in claims if claim.predicate == "listed_under"]
    assert (claim.time.start.text, claim.time.end.text, claim.speaker) == ("2019-07-18", "2021", "Council")
    assert said(claims, "reason") == [("o-1", "harm", {})]
    assert reading.notes == ["1 values of the property Sanction:program not read"]


def test_addresses_and_papers_are_said_of_their_holders(tmp_path: Path) -> None:
    person = record("p-1", "Person", name=["A"], addressEntity=["addr-1", "addr-2"])
    address = record("addr-1", "Address", street=["Main St"], city=["Basra"], country=["iq"])
    passport = record("pass-1", "Passport", holder=["p-1"], passportNumber=["A1"], country=["iq"], endDate=["2030"])
    reading, claims = read(tmp_path, person, passport, address, record("addr-3", "Address", full=["Nowhere"]))
    assert said(claims, "address") == [
        ("p-1", "Main St, Basra", {"country": "iq", "city": "Basra", "street": "Main St"})
    ]
    assert said(claims, "identifier") == [("p-1", "A1", {"type": "passport", "country": "iq", "expires": "2030"})]
    assert reading.notes == [
        "1 addresses not read: no entity in the file names them",
        "1 addresses named that the file does not hold",
    ]


def test_edges_without_proper_ends_are_counted(tmp_path: Path) -> None:
    reading, claims = read(
        tmp_path,
        PERSON,
        record("e-1", "Ownership", owner=["p-1"]),
        record("e-2", "Ownership", owner=["p-1"], asset=["a house in town"]),
        record("e-3", "Ownership", owner=["p-1"], asset=["o-9"]),
        record("e-4", "Payment", payer=["p-1"]),
    )
    assert said(claims, "owns") == [("p-1", "o-9", {})]
    assert reading.notes == [
        "1 records of the schema Payment not read",
        "1 records of the schema Ownership without two ends not read",
        "1 relations lead to entities that the file does not hold",
        "1 relations whose ends are not two ids not read",
    ]


def test_nested_entities_are_read_as_if_each_had_a_line(tmp_path: Path) -> None:
    unit = record("o-1", "Organization", name=["First Brigade"])
    edge = record("e-1", "Membership", member=["p-1"], organization=[unit])
    person = record("p-1", "Person", name=["Qasim Ali"], membershipMember=[edge])
    _, claims = read(tmp_path, person)
    assert said(claims, "member_of") == [("p-1", "o-1", {})]
    assert said(claims, "name")[-1][1] in ("First Brigade", "Qasim Ali")


def test_the_dataset_and_the_day_come_from_the_content_or_the_name(tmp_path: Path) -> None:
    reading, _ = read(tmp_path, PERSON | {"last_seen": "2024-03-14T11:31:42"})
    assert (reading.dataset, reading.kind, reading.published) == ("demo_list", "list", "2024-03-14")
    reading, _ = read(tmp_path, PERSON, UNIT | {"datasets": ["other"]}, name="war_crimes.ftm.json")
    assert (reading.dataset, reading.published) == ("war-crimes", "")
    (tmp_path / "zala").mkdir()
    reading, _ = read(tmp_path / "zala", PERSON, UNIT | {"datasets": ["other"]})
    assert reading.dataset == "zala"


def test_bare_numbers_as_ids_cannot_meet_those_of_another_file(tmp_path: Path) -> None:
    _, claims = read(tmp_path, record("1", "Person", name=["A"]))
    assert {claim.subject for claim in claims} == {"demo_list:1"}


GOOD = json.dumps(PERSON).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (GOOD[:40] + b"\n", "not a line of JSON"),
        (b"[]\n", "no JSON object"),
        (b'{"id": "x"}\n', "id, schema and properties"),
        (b'{"a":' * 100_000, "too deep|not a line"),
        (b'{"id":"x","schema":"Person","properties":{"name":["\xff"]}}\n', "not a line of JSON"),
        (b"9" * 5000 + b"\n", "not a line of JSON|no JSON object"),
    ],
)
def test_a_broken_line_stops_the_reading_before_any_claim(tmp_path: Path, line: bytes, problem: str) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(GOOD + b"\n" + line)
    with pytest.raises(BadInput, match=problem) as error:
        ftm.read([InputFile(path)])
    assert error.value.place == "broken.json line 3"
    assert error.value.hint


@pytest.mark.data
@pytest.mark.parametrize(
    ("path", "dataset", "entities"),
    [
        ("opensanctions/ftm/eu_journal_sanctions.ftm.json", "eu-journal-sanctions", 7280),
        ("opensanctions/ftm/yente/zala/entities.ftm.json", "zala", 17),
        ("lists/opensanctions/small_export/entities.ftm.json", "sa_wiki_peps_v2", 707),
        ("lists/opensanctions/small_export/targets.nested.json", "wd_persons", 9),
    ],
)
def test_real_files_are_read_whole(path: str, dataset: str, entities: int) -> None:
    if not (DATA / path).exists():
        pytest.skip("needs MUSTER_DATA")
    (reading,) = ftm.read([InputFile(DATA / path)])
    subjects = {claim.subject for claim in reading.claims if claim.predicate == "kind"}
    assert (reading.dataset, len(subjects)) == (dataset, entities)
