"""Roster cells linked to records: an invented army, with the traps of real registers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.names.units import RESULTS, Context, Linked, Linker, UnitIndex, UnitRecord


def record(id_: str, *names: str, country: str = "ng", up: str = "", places: str = "", **more: object) -> UnitRecord:
    return UnitRecord(
        id=id_,
        names=names,
        countries=frozenset({country} if country else ()),
        superiors=tuple(up.split()),
        places=tuple(place for place in places.split(";") if place),
        kinds=tuple(str(more.get("kinds", "Army")).split(";")),
        founded=more.get("founded"),  # type: ignore[arg-type]
        disbanded=more.get("disbanded"),  # type: ignore[arg-type]
        placeholder=bool(more.get("placeholder")),
    )


RECORDS = [
    record("army", "Nigerian Army", "Army"),
    record("ahq", "Nigerian Army Headquarters", "AHQ", up="army", places="Abuja"),
    record("navy", "Nigerian Navy", kinds="Navy"),
    record("naf", "Nigerian Air Force", kinds="Air Force"),
    record("dhq", "Defence Headquarters", kinds="Military"),
    record("2bn", "2 Battalion", "2 BN", up="4bde", places="Kano"),
    record("4bde", "4 Mechanised Brigade", "4 Brigade", up="81div"),
    record("21bde", "21 Armoured Brigade", "21 Brigade"),
    record("81div", "81 Division", up="ahq", places="Lagos"),
    record("7gds", "7 Guards Battalion", "7 Battalion"),
    record("322", "322 Artillery Regiment", "322 BN"),
    record("45eng", "45 Division Engineers", up="81div"),
    record("103", "103 Battalion", places="Enugu"),
    record("paf", "Presidential Air Fleet", "101 PAF", kinds="Air Force"),
    record("fts", "301 Flying Training School", up="naf", kinds="Air Force", places="Kaduna"),
    record("logn", "Logistics Command (Navy)", kinds="Navy"),
    record("loga", "Logistics Command (Air Force)", kinds="Air Force"),
    record("dato", "Department of Army Training and Operations", "DATOPS", up="ahq"),
    record("wnc", "Western Naval Command", up="navy", kinds="Navy"),
    record("spec", "234 Special Operations Battalion", "Special Operations Battalion"),
    record("ph", "Unknown Brigade of 81 Division", "99 Brigade", placeholder=True),
    record("new", "8 Task Force Brigade", founded=date(2016, 3, 1)),
    record("old", "9 Composite Wing", kinds="Air Force", disbanded=date(1999, 12, 31)),
    record("sec1", "Task Force Lion Sector 3", "Sector 3"),
    record("sec2", "Task Force Eagle Sector 3", "Sector 3"),
    record("mission", "United Nations Mission in Liberia", "UNMIL", country="lr", kinds="Peacekeeping"),
    record("tat", "33 Régiment des Commandos Parachutistes", country="ml", up="mlarmy"),
    record("ccas", "311 Compagnie de Commandement d’Appui et de Services", country="ml", up="mlarmy"),
    record("mlarmy", "Armée de Terre", country="ml"),
    record("mod", "Ministère de la Défense et des Anciens Combattants", country="ml", kinds="Military"),
    record("gar", "Garde Nationale", country="ml", kinds="National Guard"),
    record("seg", "Brigade Territoriale (Ségou)", country="ml", kinds="Gendarmerie"),
    record("sen", "Brigade Territoriale (Sénou)", country="ml", kinds="Gendarmerie"),
]
LINKER = Linker(UnitIndex(RECORDS))


def link(text: str, country: str = "ng", day: date | None = None, location: str = "") -> Linked:
    return LINKER.link(text, Context(country, location, day))


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("2 BN", "2bn"),
        ("2nd Battalion, Kano", "2bn"),
        ("2 BN 4 BDE", "2bn"),
        ("Second Bn / 4 Brigade", "2bn"),
        ("HQ 81 Division, Lagos", "81div"),
        ("45 Engineer Brigade, Ikoyi", "45eng"),
        ("7 Gurads BATALLION", "7gds"),
        ("301 FLYING TRAINING SCHOOL 3050", "fts"),
        ("101 Presidential Wing, International Airport Abuja", "paf"),
        ("AHQ DATOPS", "dato"),
        ("Dept of Army Trg & Ops, Army HQ", "dato"),
        ("Nigerian Army", "army"),
        ("Nigeria Army HQ, Abuja", "ahq"),
        ("Defense HQ, Area 7, Garki", "dhq"),
        ("WESTERN NAVAL COMMAND AREA BEECROFT LAGOS", "wnc"),
        ("LOGISTICS COMMAND NAF, IKEJA", "loga"),
        ("Commander of 21 Armd Bde", "21bde"),
        ("2 Bn NAF", "2bn"),
    ],
)
def test_links(text: str, id_: str) -> None:
    found = link(text)
    assert (found.result, found.unit) == ("link", id_), found.reasons
    assert found.reasons


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("33rd Parachute Regt", "tat"),
        ("33º RCP 24182", "tat"),
        ("33 Para BN (Army)", "tat"),
        ("311 CCAS", "ccas"),
        ("311th Command and Service Company/ Army HQ Bamako", "ccas"),
        ("Mali Army HQ", "mlarmy"),
        ("MoD", "mod"),
        ("National Guard 24182", "gar"),
        ("Segou Territorial Gendarmery Squad", "seg"),
    ],
)
def test_links_across_languages(text: str, id_: str) -> None:
    assert link(text, "ml").unit == id_


@pytest.mark.parametrize(
    "text",
    ["21 BN", "3 BN", "2 Tank Battalion", "7 Demonstration Battalion", "103 Strike Group", "101 BN", "23 SER BN",
     "99 Brigade", "Armed Forces Special Forces Battalion", "Defence Intelligence Agency", "2 SER",
     "Armed Forces of Liberia", "Ministry of Foreign Affairs", "Sector 3 Garrison"],
)  # fmt: skip
def test_what_only_looks_like_a_record_is_not_linked(text: str) -> None:
    found = link(text)
    assert (found.result, found.units) == ("not_in_register", ()), found.reasons


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("81 Division Intelligence Group, V/I, Lagos", "81div"),
        ("7 Legal Company, 81 Division", "81div"),
        ("NNS DAMISA, Western Naval Command HQ", "wnc"),
        ("NNS LANA LAGOS", "navy"),
        ("DIRECTORATE OF TRAINING, DEFENSE HEADQUARTERS", "dhq"),
        ("Directorate of Procurement, Nigerian Army HQ", "ahq"),
        ("AHQ ATIC", "ahq"),
        ("Nigerian Army School of Infantry", "army"),
        ("103 Strike Group NAF Yola", "naf"),
        ("Hospital NIBATT 31 UNMIL", "mission"),
    ],
)
def test_a_unit_without_a_record_under_a_superior_with_one(text: str, id_: str) -> None:
    found = link(text)
    assert (found.result, found.units) == ("parent_only", (id_,)), found.reasons
    assert found.unit == ""


@pytest.mark.parametrize("text", ["", "N/A", "Army", "Navy", "Staff Officer", "334", "MOD", "Kano", "special forces"])
def test_vague(text: str) -> None:
    assert link(text).result == "too_vague"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2 BN & 322 BN", ("2bn", "322")),
        ("2, 7, 103 Battalion", ("2bn", "7gds", "103")),
        ("2BN,25BN,ECR,312BN", ("2bn",)),
        ("Ministry of Defense and Defense Headquarters", ("dhq",)),
    ],
)
def test_several(text: str, ids: tuple[str, ...]) -> None:
    found = link(text)
    assert (found.result, found.units) == ("several", ids), found.reasons


def test_two_equals_are_both_told_and_neither_chosen() -> None:
    found = link("Logistics Command")
    assert (found.result, set(found.units), found.unit) == ("link", {"logn", "loga"}, "")
    assert "cannot be told apart" in found.reasons[0]


def test_a_place_tells_equals_apart() -> None:
    index = UnitIndex([record("a", "5 Battalion", places="Kano"), record("b", "5 Battalion", places="Jos")])
    linker = Linker(index)
    assert len(linker.link("5 Bn", Context("ng")).units) == 2
    assert linker.link("5 Bn, Jos", Context("ng")).unit == "b"
    assert linker.link("5 Bn", Context("ng", location="Kano")).unit == "a"


def test_country_always_counts() -> None:
    assert link("2 BN", "ml").result == "not_in_register"
    assert link("2 BN", "mu").reasons == ("no unit of Mauritius is in the register",)
    assert link("33 RCP", "ng").units == ()
    assert link("Malian Army, 2 BN").result == "not_in_register"


def test_a_unit_that_did_not_exist_on_the_day() -> None:
    assert link("8 TF Bde", day=date(2018, 1, 1)).unit == "new"
    assert link("8 TF Bde", day=date(2010, 1, 1)).result == "not_in_register"
    assert link("9 Composite Wing, Makurdi", day=date(2005, 1, 1)).result != "link"


def test_candidates_that_were_refused_are_told_with_the_slot() -> None:
    found = link("21 BN")
    assert [one.id for one in found.candidates] == ["21bde"]
    assert "size: battalion and brigade: decides against" in found.candidates[0].reasons


def test_a_stub_of_the_same_name_is_no_second_unit() -> None:
    index = UnitIndex([*RECORDS, UnitRecord("stub", ("81 Division",), frozenset({"ng"}))])
    assert Linker(index).link("81 Div", Context("ng")).unit == "81div"


@settings(max_examples=60)
@given(st.text(max_size=80), st.sampled_from(["ng", "ml", "", "zz", "-h"]))
def test_any_text_gets_one_of_the_results(text: str, country: str) -> None:
    found = link(text, country)
    assert found.result in RESULTS
    assert found.reasons
    assert all(LINKER.index.place_of[one] >= 0 for one in found.units)


# Taken for letters, and gone when a word is folded: the stroke of Arabic, and marks that stand alone
MARKS = st.text(st.sampled_from("\u0640\ufcf2\ufe71\uff9e30/ -;Aل"), max_size=12)


@given(MARKS, st.sampled_from(["ng", ""]))
def test_marks_without_a_letter_are_no_words(text: str, country: str) -> None:
    assert link(text, country).result in RESULTS


@given(st.sampled_from([name for one in RECORDS if not one.placeholder for name in one.names[:1]]))
def test_a_main_name_links_to_its_own_record(name: str) -> None:
    record_ = next(one for one in RECORDS if one.names[0] == name)
    (country,) = record_.countries
    assert record_.id in link(name, country).units
