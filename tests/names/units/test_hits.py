"""Hits of a search by letters that are certainly another unit."""

from __future__ import annotations

import pytest

from muster.names.units import another_unit


@pytest.mark.parametrize(
    ("text", "name", "slot"),
    [
        ("33rd Light Infantry Division", "99th Light Infantry Division", "number: 33 and 99: decides against"),
        ("22 Infantry Battalion", "22 Infantry Brigade", "size: battalion and brigade: decides against"),
        ("22 Bn & 26 Bn", "23 Battalion", "number: 22 and 23: decides against"),
    ],
)
def test_another_number_or_size_is_another_unit(text: str, name: str, slot: str) -> None:
    found = another_unit(text, name)
    assert found is not None
    assert slot in found.reasons


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("33rd Light Infantry Division", "LID 33"),
        ("22 Bn & 26 Bn", "26th Battalion"),
        ("3 Bn, 99 Brigade", "99 Brigade"),  # the superior is a hit worth seeing
        ("Guards Brigade", "7 Guards Brigade"),
        ("Lake Brigade", "Badr Brigade"),
        ("33rd Division", "Thirty Three Ltd"),
        ("Col. Musa Danjuma, 2 Bn", "3 Battalion"),
        ("N/A", "3 Battalion"),
    ],
)
def test_what_may_be_meant_stays(text: str, name: str) -> None:
    assert another_unit(text, name) is None
