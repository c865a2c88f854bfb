"""What a roster's unit column says, before anything is matched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.names import nobody, nothing, vagueness


@pytest.mark.parametrize("text", ["", "  ", "N/A", "n.a.", "unknown", "UNK", "TBD", "various", "Not Reported", "-"])
def test_nothing_is_empty(text: str) -> None:
    assert vagueness(text) == "empty"


@pytest.mark.parametrize(
    "text",
    [
        "Iraqi Army",
        "Army",
        "MOD",
        "Ministry of Defense",
        "Minsitry of Defense, Iraq",
        "Navy",
        "Security Forces",
        "Ministry of Defense 12226",
        "Army, Navy and Air Force",
    ],
)
def test_a_whole_service_is_no_unit(text: str) -> None:
    assert vagueness(text) == "names a whole service or ministry, not a unit"


@pytest.mark.parametrize("text", ["vetted ISF partners", "partner forces", "Infantry Battalion", "special forces"])
def test_a_description_is_no_name(text: str) -> None:
    assert vagueness(text) == "a description, not a name"


@pytest.mark.parametrize("text", ["students", "civilian", "2nd LT", "Staff Officer", "Chief of Staff"])
def test_an_office_or_rank_is_no_unit(text: str) -> None:
    assert vagueness(text) == "names an office or a person, not a unit"


def test_a_country_is_no_unit() -> None:
    assert vagueness("Iraq") == "names a country, not a unit"


def test_a_number_alone_is_no_unit() -> None:
    assert vagueness("334") == "a number without a kind of unit"


def test_a_place_is_no_unit() -> None:
    assert vagueness("Bonny River State") == "names a place, not a unit"


@pytest.mark.parametrize(
    "text",
    [
        "2nd ISOF",
        "Counter Terrorism Service",
        "9th Armored Division",
        "PNS BADR",
        "Asa'ib Ahl al-Haq",
        "Ministry of Peshmarga, 3rd Battalion, 1st Brigade",
        "Iraqi Military College",
        "لواء بدر",
        "State Security Service",
        "Directorate of Military Intelligence",
    ],
)
def test_what_could_be_one_unit_is_let_through(text: str) -> None:
    assert vagueness(text) is None


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    assert vagueness(text) is None or vagueness(text)
    assert nobody(text) in (True, False)
    assert nothing(text) in (True, False)
