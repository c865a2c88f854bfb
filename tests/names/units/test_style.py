"""Pairs of names in the styles of real rosters and registers that string distance gets wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.names.units import compare, parse_name

SAME = [
    ("2 BN 4 BDE", "2nd Battalion, 4th Brigade"),
    ("XXIII Brigade", "23rd Brigade"),
    ("Bataillon d'infanterie 72", "72nd Infantry Battalion"),
    ("LID 99", "99th Light Infantry Division"),
    ("22 Batalión de Infantería", "22nd Infantry Battalion"),
    ("Nigerian Army 7 Division", "7th Division"),
    ("33-я мотострелковая бригада", "33rd Motor Rifle Brigade"),
    ("76-я десантно-штурмовая дивизия", "76th Airborne Division"),
    ("اللواء الأول", "1st Brigade"),
    ("الفرقة التاسعة المدرعة", "9th Armored Division"),
    ("One Battalion", "1 Bn"),
    ("I Brigade", "1st Brigade"),
    ("3º Batalhão de Infantaria", "3rd Infantry Battalion"),
    ("2ème Région Militaire", "2nd Military Region"),
    ("12º REGIMENT", "12 Régiment Mixte"),
    ("311 CCAS", "311 Compagnie de Commandement, d'Appui et de Services"),
    ("33rd Parachute Regt", "33 Régiment des Commandos Parachutistes"),
    ("353rd Command Squadron", "353 Compagnie de Commandement d’Appui et de Services"),
    ("45 Engineer Brigade", "45 Division Engineers"),
    ("CTS", "Counter Terrorism Service"),
    ("COUNTER TERRORISM SERVIC", "Counter Terrorism Service"),
    ("ISOF/CTS", "Iraqi Special Operations Forces"),
    ("7 Gurads BATALLION", "7 Guards Battalion"),
    ("151 мсб", "151st Motor Rifle Battalion"),
    ("Defense HQ", "Defence Headquarters"),
    ("BAFS", "Bataillon Autonome des Forces Spéciales"),
]

DIFFERENT = [
    ("33rd Light Infantry Division", "99th Light Infantry Division"),
    ("101 Infantry Battalion", "101 Light Infantry Battalion"),
    ("22 Infantry Battalion", "22 Infantry Brigade"),
    ("5 Brigada de Infantería", "5th Artillery Brigade"),
    ("7 Demonstration Battalion", "7 Guards Battalion"),
    ("PNS BADR", "Badr Brigade"),
    ("PNS BADR", "Badr Organization"),
    ("Eastern Naval Command", "Western Naval Command"),
    ("Naval Training Command", "Training Command (Air Force)"),
    ("9th Division, Iraqi Army", "9th Division, Syrian Army"),
    ("A Company", "B Company"),
    ("33 RCP", "331 CCP"),
    ("35th Artillery Regiment", "35 Régiment Blindé"),
    ("II Corps", "11 Corps"),
    ("Escadron 4/1", "Escadron 4/2"),
    ("اللواء الثاني", "1st Brigade"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_unit_in_two_spellings(left: str, right: str) -> None:
    found = compare(parse_name(left), parse_name(right))
    assert found.verdict == "same", found.reasons
    assert found.score >= 0.7


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_units_with_names_alike(left: str, right: str) -> None:
    found = compare(parse_name(left), parse_name(right))
    assert found.verdict == "different", found.reasons
    assert any("decides against" in reason for reason in found.reasons)


def test_the_same_letters_in_another_country() -> None:
    here, there = (parse_name("PMU")._replace(country=code) for code in ("mu", "iq"))
    found = compare(here, there)
    assert found.verdict == "different"
    assert "country: mu and iq: decides against" in found.reasons
    popular = parse_name("People's Mobilised Unions")._replace(country="iq")
    assert compare(there, popular).verdict == "same"
    assert compare(here._replace(country=""), popular).verdict != "same"


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ("2 Battalion", "2 Brigade", "size: battalion and brigade: decides against"),
        ("2 Battalion", "3 Battalion", "number: 2 and 3: decides against"),
        ("2 Battalion", "2 Tank Battalion", "function: armoured on one side only"),
        ("2 Bn, 4 Bde", "2 Bn, 4 Brigade", "superior: 4 bde and 4 brigade: agrees"),
        ("2 Bn, 4 Bde", "2 Bn, 5 Bde", "superior: 4 bde and 5 bde: speaks against"),
        ("2 Battalion Kano", "2 Battalion, Kano", "place: kano on both sides"),
    ],
)
def test_the_reason_is_given_slot_by_slot(left: str, right: str, reason: str) -> None:
    assert reason in compare(parse_name(left), parse_name(right)).reasons


def test_a_missing_number_decides_nothing() -> None:
    found = compare(parse_name("Guards Brigade"), parse_name("7 Guards Brigade"))
    assert found.verdict == "unclear"


_MIXED = st.sampled_from(
    ["1", "2nd", "Bn", "Bde", "Army", "Navy", "Kano", "HQ", "School", "Guards", "A", "of", ",", "/", "Division", "Ada",
     "Segou", "Sénou", "Barouéli", "Baraouéli", "(", ")", "CCAS", "Para", "Regiment", "Company", "Signals", "PNS"]
)  # fmt: skip
_TEXTS = st.one_of(
    st.sampled_from([text for pair in [*SAME, *DIFFERENT] for text in pair]),
    st.text(max_size=40),
    st.lists(_MIXED, max_size=12).map(" ".join),
)


@given(_TEXTS, _TEXTS)
def test_the_comparison_is_symmetric(left: str, right: str) -> None:
    one, other = parse_name(left), parse_name(right)
    there, back = compare(one, other), compare(other, one)
    assert (there.verdict, there.score) == (back.verdict, back.score)
    assert (there.left_over, there.right_over) == (back.right_over, back.left_over)


@given(_TEXTS)
def test_a_unit_never_contradicts_itself(text: str) -> None:
    unit = parse_name(text)
    found = compare(unit, unit)
    assert found.verdict != "different"
    assert not any("against" in reason for reason in found.reasons)
