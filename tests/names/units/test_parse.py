"""Raw strings of real rosters, in six languages, to slots."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.names.units import UnitName, parse, parse_name


def slots(text: str) -> dict[str, Any]:
    """The filled slots of a cell that names one unit."""
    cell = parse(text)
    assert not cell.vague
    assert len(cell.units) == 1
    return filled(cell.units[0])


def filled(unit: UnitName) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("ordinal", "echelon", "country", "names", "places"):
        if value := getattr(unit, name):
            found[name] = " ".join(value) if isinstance(value, tuple) else value
    for name in ("arms", "qualifiers", "roles"):
        if value := getattr(unit, name):
            found[name] = ", ".join(sorted(value))
    if unit.service:
        found["service"] = unit.service
    return found


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("1 Battalion", "1"),
        ("1st Battalion", "1"),
        ("One Battalion", "1"),
        ("First Battalion", "1"),
        ("I Battalion", "1"),
        ("Battalion 1", "1"),
        ("1º Batalhão", "1"),
        ("1er Bataillon", "1"),
        ("1ère Compagnie", "1"),
        ("2ème Compagnie", "2"),
        ("3º Batallón", "3"),
        ("Primera Brigada", "1"),
        ("XXIII Brigade", "23"),
        ("XL Brigade", "40"),
        ("اللواء الأول", "1"),
        ("اللواء الاول", "1"),
        ("الفرقة ١٤", "14"),
        ("لواء المشاة الثاني عشر", "12"),
        ("33-я бригада", "33"),
        ("Вторая бригада", "2"),
        ("412° CIM", "412"),
        ("26? Battalion", "26"),
        ("No. 5 Air Squadron", "5"),
        ("Escadron 4/1", "4/1"),
        ("007 Battalion", "7"),
        ("B Company", "b"),
        ("Company A", "a"),
    ],
)
def test_ordinals(text: str, ordinal: str) -> None:
    assert slots(text)["ordinal"] == ordinal


@pytest.mark.parametrize(
    ("text", "echelon"),
    [
        ("2 BN", "battalion"), ("2 BTN", "battalion"), ("3 BATALLION", "battalion"), ("Bataillon 72", "battalion"),
        ("22 Batalión", "battalion"), ("3º Batalhão", "battalion"), ("2-й батальон", "battalion"),
        ("الكتيبة الثالثة", "battalion"), ("6 Bde", "brigade"), ("5 Brigada", "brigade"), ("23 Rgt", "regiment"),
        ("SQ15", "squadron"), ("3rd Div.", "division"), ("4 Wing", "wing"), ("1 Flotilla", "flotilla"),
        ("2 Commissariat", "commissariat"), ("7 Plt", "platoon"), ("1 Team", "team"), ("II Corps", "corps"),
        ("9 Bty", "battery"), ("1 Coy", "company"), ("7º CIE", "company"), ("3 Región Militar", "region"),
    ],
)  # fmt: skip
def test_echelons(text: str, echelon: str) -> None:
    assert slots(text)["echelon"] == echelon


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "33rd Light Infantry Division",
            {"ordinal": "33", "echelon": "division", "arms": "light infantry"},
        ),
        ("LID 99", {"ordinal": "99", "echelon": "division", "arms": "light infantry"}),
        ("Bataillon d'infanterie 72", {"ordinal": "72", "echelon": "battalion", "arms": "infantry"}),
        ("341st IN BN", {"ordinal": "341", "echelon": "battalion", "arms": "infantry"}),
        (
            "311 CCAS",
            {"ordinal": "311", "echelon": "company", "arms": "command, services, support"},
        ),
        (
            "311th Support and Command Company",
            {"ordinal": "311", "echelon": "company", "arms": "command, support"},
        ),
        ("الفرقة التاسعة المدرعة", {"ordinal": "9", "echelon": "division", "arms": "armoured"}),
        (
            "33-я отдельная мотострелковая бригада",
            {"ordinal": "33", "echelon": "brigade", "arms": "motor rifle", "qualifiers": "independent"},
        ),
        ("PNS BADR", {"service": "navy", "country": "pk", "roles": "ship", "names": "badr"}),
        ("301 FLYING TRAINING SCHOOL 3050", {"ordinal": "301", "arms": "flying training", "roles": "school"}),
        ("7 Gurads BATALLION, ABUJA", {"ordinal": "7", "echelon": "battalion", "arms": "guards", "places": "abuja"}),
        (
            "93 Battalion ADA Barracks, TAKUM",
            {"ordinal": "93", "echelon": "battalion", "places": "ada barracks takum"},
        ),
        (
            "Nigerian Army Bn 22",
            {"ordinal": "22", "echelon": "battalion", "service": "army", "country": "ng"},
        ),
        ("55 MOPOL Squadron", {"ordinal": "55", "echelon": "squadron", "arms": "mobile police"}),
        (
            "Directorate of Training",
            {"arms": "training", "roles": "directorate"},
        ),
        (
            "HQ 82 Division, Enugu",
            {"ordinal": "82", "echelon": "division", "roles": "headquarters", "places": "enugu"},
        ),
    ],
)
def test_slots(text: str, expected: dict[str, str]) -> None:
    assert slots(text) == expected


@pytest.mark.parametrize(
    ("text", "unit", "parents"),
    [
        ("21 Bde, 3 Div", ("21", "brigade"), [("3", "division")]),
        ("2 BN 4 BDE", ("2", "battalion"), [("4", "brigade")]),
        ("2nd Bn / 9th Div", ("2", "battalion"), [("9", "division")]),
        ("1st Coy, 2 Bn, 3 Bde", ("1", "company"), [("2", "battalion"), ("3", "brigade")]),
        ("Nat Guard, 7º Group 7º CIE, Gao", ("7", "company"), [("7", "group")]),
        ("363 BA, 36 RA, Kati", ("363", ""), [("36", "")]),
        ("81 Division Intelligence Group", ("", "group"), [("81", "division")]),
        ("7 Division Legal Services", ("", ""), [("7", "division")]),
        ("Air Region One, Air Base 101", ("101", ""), [("1", "region")]),
    ],
)
def test_chains(text: str, unit: tuple[str, str], parents: list[tuple[str, str]]) -> None:
    cell = parse(text)
    assert [(one.ordinal, one.echelon) for one in cell.units] == [unit]
    above = cell.units[0].parents
    while len(above) == 1 and above[0].parents:
        above = (*above, *above[0].parents)
    assert [(one.ordinal, one.echelon) for one in above] == parents


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("22 Bn & 322 BN", ["22", "322"]),
        ("22, 26, 192, 93 Battalion", ["22", "26", "192", "93"]),
        ("22, 192, 26 & 93 BNs", ["22", "192", "26", "93"]),
        ("Battalions 22, 26, 93", ["22", "26", "93"]),
        ("2 BN, 25 SER, 312 BN", ["2", "25", "312"]),
        ("341st IN BN & 221st AR BN", ["341", "221"]),
        ("33RD PARACHUTE REGIMENT (70) 13TH COMBINED ARMS REGIMENT (40)", ["33", "13"]),
        ("1st Brigade; 2nd Brigade; 3rd Brigade", ["1", "2", "3"]),
    ],
)
def test_several_units_in_one_cell(text: str, units: list[str]) -> None:
    cell = parse(text)
    assert cell.several
    assert [unit.ordinal for unit in cell.units] == units


def test_several_services() -> None:
    cell = parse("Army, Air Force, Gendarmerie and National Guard")
    assert [unit.service for unit in cell.units] == ["army", "air force", "gendarmerie", "national guard"]


def test_ministries_run_together() -> None:
    cell = parse("Ministry of DefenseMinistry of Foreign AffairsMinistry of EnergyNational Police")
    assert len(cell.units) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Department of Army Standards and Evaluation",
        "ARMORED CORPS CENTER AND SCHOOL",
        "Command and Service Company",
        "MINISTRY OF CULTURE, TOURISM & NATIONAL ORIENTATION",
        "Nigeria Navy Finance & Logistic School",
    ],
)
def test_and_inside_a_name_parts_nothing(text: str) -> None:
    assert len(parse(text).units) == 1


def test_persons_and_offices_are_kept_apart() -> None:
    cell = parse("Commander of 33 Regiment of Paratroopers")
    assert cell.offices == ("commander",) or cell.offices == ("commander of",)
    assert filled(cell.units[0]) == {"ordinal": "33", "echelon": "regiment", "arms": "airborne"}
    cell = parse("Col. Musa Danjuma, 21 Brigade")
    assert cell.persons == ("col musa danjuma",)
    assert [(unit.ordinal, unit.names) for unit in cell.units] == [("21", ())]


def test_a_rank_is_no_ordinal() -> None:
    assert slots("2nd Lt, 5 Battalion")["ordinal"] == "5"


@pytest.mark.parametrize(
    ("text", "unit", "superior"),
    [
        ("AHQ DATOPS", "datops", "army"),
        ("DIRECTORATE OF PROCUREMENT NAF HEADQUARTERS", "", "air force"),
        ("Naval Headquarters, Training and Operations", "", "navy"),
    ],
)
def test_a_part_of_a_headquarters(text: str, unit: str, superior: str) -> None:
    (found,) = parse(text).units
    assert " ".join(found.names) == unit
    assert [(one.service, one.headquarters) for one in found.parents] == [(superior, True)]


def test_an_alias_is_read_even_where_a_cell_would_be_vague() -> None:
    assert parse_name("Police").service == "police"


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    cell = parse(text)
    assert cell.text == text
    assert cell.vague or cell.units
    assert isinstance(parse_name(text), UnitName)


_WORDS = st.sampled_from(
    ["1st", "22", "XXIII", "Battalion", "BN", "Bde,", "Army", "Navy", "HQ", "of", "and", "&", "/", ";", "(", ")", "-",
     "School", "Ministry", "Defense", "Kano", "NNS", "Col.", "Division", "Engineers", "Task", "Force", "Directorate",
     "1er", "Bataillon", "d'infanterie", "اللواء", "الأول", "бригада", "A", "B", "4/1", "12226", "state"]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=25))
def test_any_mix_of_unit_words_gets_an_answer(words: list[str]) -> None:
    cell = parse(" ".join(words))
    assert cell.vague or cell.units


@settings(max_examples=25, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=10))
def test_long_cells_take_bounded_work(words: list[str]) -> None:
    """Ten times the text takes about ten times the work: nothing is quadratic."""
    text = " ".join(words * 2000)[:10_000]
    began = time.process_time()
    parse(text)
    assert time.process_time() - began < 5
