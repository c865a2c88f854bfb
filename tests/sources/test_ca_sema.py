"""Canada's list: ids from the place in the schedules, names in two languages, aliases in one cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.sources.made_lists import CA_RECORDS, records

from muster.claims import Claim, check
from muster.errors import BadDate, BadInput
from muster.sources import ca_sema
from muster.sources.files import InputFile
from muster.sources.formats import recognise
from muster.sources.model import Reading

PERSON = "ca-sema-exampland-1-part-1-44"


def reading(folder: Path, text: str) -> tuple[Reading, list[Claim]]:
    path = folder / "sema.xml"
    path.write_text(text, "utf-8")
    file = InputFile(path)
    assert recognise(file)[0].name == "ca-sema"
    (found,) = ca_sema.read([file])
    claims = list(found.claims)
    for claim in claims:
        check(claim)
    return found, claims


def said(found: Sequence[Claim], subject: str, predicate: str) -> dict[str, str]:
    mine = (one for one in found if one.predicate == predicate and one.subject == subject)
    return {one.value: one.qualifier("kind") or one.qualifier("type") for one in mine}


def test_a_person(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, records(*CA_RECORDS))
    assert said(claims, PERSON, "name") == {
        "Adam HILLMAN": "primary",
        "Adam HILMAN": "strong",
        "Abu Hill": "strong",
        "Adam Hilman": "strong",
        "Адам Хиллман": "original_script",
    }
    assert list(said(claims, PERSON, "birth_date")) == ["1972-08-10", "1972"]
    assert list(said(claims, PERSON, "title")) == ["Colonel"]
    (listing,) = (one for one in claims if one.predicate == "listed_under" and one.subject == PERSON)
    assert listing.qualifier("reference") == "Schedule 1, Part 1, item 44"
    assert listing.time.start.text == "2014-05-12"
    assert found.notes == []


def test_the_language_named_before_an_alias_is_kept(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, records(*CA_RECORDS))
    (name,) = (one for one in claims if one.value == "Адам Хиллман")
    assert (name.qualifier("lang"), name.qualifier("script")) == ("ru", "Cyrl")


def test_an_entity_and_a_ship(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, records(*CA_RECORDS))
    assert said(claims, "ca-sema-exampland-1-part-2-3", "name") == {
        "Example Mill Plant": "primary",
        "Mill Plant JSC": "strong",
    }
    assert list(said(claims, "ca-sema-exampland-1.1-1", "kind")) == ["vessel"]
    assert said(claims, "ca-sema-exampland-1.1-1", "identifier") == {"9074729": "IMO number"}
    assert said(claims, "ca-sema-exampland-1.1-1", "vessel_detail") == {
        "Oil Tanker": "vessel type",
        "1980": "year of build",
    }


def test_an_alias_more_leaves_all_other_claims(tmp_path: Path) -> None:
    _, before = reading(tmp_path, records(*CA_RECORDS))
    _, after = reading(tmp_path, records({**CA_RECORDS[0], "Aliases": "Adam of the Hill"}, *CA_RECORDS[1:]))
    changed = {one.value for one in before} ^ {one.value for one in after}
    assert changed == {"Abu Hill", "Adam Hilman", "Адам Хиллман", "Adam of the Hill"}
    assert {one.subject for one in before} == {one.subject for one in after}


def test_two_parties_under_one_item_stay_two(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, records(CA_RECORDS[0], {**CA_RECORDS[0], "LastName": "MILLER"}))
    assert {one.subject for one in claims} == {PERSON, f"{PERSON}-adam-miller"}
    assert found.notes == ["1 x entries stand under the number of another; their names tell them apart"]


def test_a_name_in_two_languages(tmp_path: Path) -> None:
    record = {**CA_RECORDS[1], "EntityOrShip": "Hill Security Bureau/Bureau de la sécurité de Hill"}
    _, claims = reading(tmp_path, records(record))
    found = {one.value: (one.qualifier("kind"), one.qualifier("lang")) for one in claims if one.predicate == "name"}
    assert found == {
        "Hill Security Bureau": ("primary", ""),
        "Bureau de la sécurité de Hill": ("strong", "fr"),
    }


def test_a_company_keeps_its_legal_form_behind_a_comma(tmp_path: Path) -> None:
    record = {**CA_RECORDS[1], "Aliases": 'Мельница, ООО; NGO "Mill", LLC'}
    _, claims = reading(tmp_path, records(record))
    names = [one.value for one in claims if one.predicate == "name"]
    assert names[2:] == ["Мельница, ООО", 'NGO "Mill", LLC']


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Мельница, ФГУП", ["Мельница, ФГУП"]),
        ("Mill Atom, AO", ["Mill Atom, AO"]),
        ("Центр (опытный, испытаний) Северный", ["Центр (опытный, испытаний) Северный"]),
        ('Мельница) (Russian: Общество "Мельница"/ ОАО "Мель"', ["Мельница", 'Общество "Мельница"', 'ОАО "Мель"']),
        ("Мельничный Комитет or МК)", ["Мельничный Комитет", "МК"]),
        ("Mill University/Université des moulins", ["Mill University", "Université des moulins"]),
        ("Northern Army/Mill Front", ["Northern Army/Mill Front"]),
    ],
)
def test_aliases_of_a_company(tmp_path: Path, text: str, found: list[str]) -> None:
    _, claims = reading(tmp_path, records({**CA_RECORDS[1], "Aliases": text}))
    names = [one for one in claims if one.predicate == "name"]
    assert [one.value for one in names[2:]] == found
    assert [one.value for one in names if one.qualifier("lang") == "fr"] == [one for one in found if "moulins" in one]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mill Institute/Institut Mill", ["Mill Institute", "Institut Mill"]),
        ("Northlandian Navy/Force navale northlandienne", ["Northlandian Navy", "Force navale northlandienne"]),
        ("Mill Works (Hmo/Pyo/Ywa)", ["Mill Works (Hmo/Pyo/Ywa)"]),
        ("Mill Plant\n(also known as Hill\nPlant", ["Mill Plant", "Hill Plant"]),
    ],
)
def test_names_of_a_company(tmp_path: Path, text: str, found: list[str]) -> None:
    _, claims = reading(tmp_path, records({**CA_RECORDS[1], "EntityOrShip": text, "Aliases": ""}))
    assert [one.value for one in claims if one.predicate == "name"] == found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (records({"Country": "Exampland", "Item": "1", "DateOfListing": "2020-01-01"}), BadInput),
        (records({**CA_RECORDS[0], "DateOfListing": "2020-13-01"}), BadDate),
        (records(*CA_RECORDS)[:-30], BadInput),
    ],
)
def test_a_broken_list_is_refused(tmp_path: Path, text: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        reading(tmp_path, text)


def test_an_unknown_element_is_counted(tmp_path: Path) -> None:
    found, _ = reading(tmp_path, records({**CA_RECORDS[0], "ShoeSize": "44"}))
    assert found.notes == ["1 x element ShoeSize of record is unknown here"]
