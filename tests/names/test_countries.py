"""Country names as lists, passports and rosters write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.errors import NotFound
from muster.names import country_code, country_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iraq", "iq"),
        ("IRAQI", "iq"),
        ("IRQ", "iq"),
        ("Korea, North", "kp"),
        ("Democratic People's Republic of Korea", "kp"),
        ("Korea, South", "kr"),
        ("Burma", "mm"),
        ("Syrian Arab Republic", "sy"),
        ("Iran (Islamic Republic of)", "ir"),
        ("Congo, Democratic Republic of the", "cd"),
        ("Congo, Republic of the", "cg"),
        ("Region: Gaza", "ps"),
        ("West Bank", "ps"),
        ("The Gambia", "gm"),
        ("Bahamas, The", "bs"),
        ("Virgin Islands, British", "vg"),
        ("Cote d Ivoire", "ci"),
        ("Türkiye", "tr"),
        ("Mauritian", "mu"),
        ("Mauritanian", "mr"),
        ("Nigerien", "ne"),
        ("Nigerian", "ng"),
        ("Guinea-Bissau", "gw"),
        ("Libya (in custody)", "ly"),
        ("Sudanese by birth", "sd"),
        ("Norway", "no"),
        ("no", "no"),
        ("Kosovo", "xk"),
        ("U.S.A.", "us"),
        ("St. Kitts and Nevis", "kn"),
    ],
)
def test_one_code_for_the_forms_of_a_country(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    "text",
    ["", " ", "na", "N/A", "unknown", "undetermined", "former Soviet Union", "Sudan/South Sudan", "Atlantis", "12"],
)
def test_no_guess(text: str) -> None:
    assert country_code(text) is None


@pytest.mark.parametrize("code", ["iq", "KP", "xk", "no", "ci"])
def test_the_name_of_a_code_leads_back(code: str) -> None:
    assert country_code(country_name(code)) == code.lower()


def test_an_unknown_code_says_so() -> None:
    with pytest.raises(NotFound, match="zz"):
        country_name("zz")


@given(st.text(max_size=40))
def test_never_fails(text: str) -> None:
    code = country_code(text)
    assert code is None or country_name(code)
