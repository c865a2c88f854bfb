"""What a roster's unit column says, before anything is matched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.names import echelon_and_ordinal, vagueness


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
    ],
)
def test_a_whole_service_is_no_unit(text: str) -> None:
    assert vagueness(text) == "names a whole service or ministry, not a unit"


@pytest.mark.parametrize(
    "text", ["vetted ISF partners", "partner forces", "students", "civilian", "Infantry Battalion", "2nd LT"]
)
def test_a_description_is_no_name(text: str) -> None:
    assert vagueness(text) == "a description, not a name"


def test_a_country_is_no_unit() -> None:
    assert vagueness("Iraq") == "names a country, not a unit"


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
    ],
)
def test_what_could_be_one_unit_is_let_through(text: str) -> None:
    assert vagueness(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9th Armored Division", ("division", 9)),
        ("Fifth Division", ("division", 5)),
        ("II Corps", ("corps", 2)),
        ("Division 9", ("division", 9)),
        ("1st Bn, 36th Bde", ("battalion", 1)),
        ("15TH INF BDE 12TH DIV", ("brigade", 15)),
        ("SQ15, Taji", ("squadron", 15)),
        ("2ISOF", (None, 2)),
        ("2nd ISOF", (None, 2)),
        ("3rd ISOF BDE", ("brigade", 3)),
        ("Infantry Brigade", ("brigade", None)),
        ("2nd LT, Platoon Commander", ("platoon", None)),
        ("Ministry of Defense 12226", (None, None)),
        ("Iraqi Army", (None, None)),
        ("", (None, None)),
    ],
)
def test_echelon_and_number(text: str, expected: tuple[str | None, int | None]) -> None:
    assert echelon_and_ordinal(text) == expected


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    vagueness(text)
    echelon, ordinal = echelon_and_ordinal(text)
    assert ordinal is None or ordinal >= 0
    assert echelon is None or echelon.isalpha()
