"""The packed set of claim ids holds what a set holds."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.claims import digest
from muster.register.ids import Ids

IDS = st.binary(min_size=12, max_size=12).map(lambda part: f"c-{part.hex()}")
# Ids that meet in their first digits, and whose other digits repeat: one may seem to stand across two others.
NEAR = st.lists(st.sampled_from(["00", "01", "10"]), min_size=10, max_size=10).map("".join).map("c-abcd{}".format)


@given(st.lists(st.one_of(IDS, NEAR), max_size=60), st.integers(0, 40), st.lists(NEAR, max_size=20))
def test_it_holds_what_a_set_holds(ids: list[str], few: int, asked: list[str]) -> None:
    packed, plain = Ids(few), set[str]()
    while ids:
        some = dict.fromkeys(ids[:3])
        assert sorted(packed.add(some)) == sorted(plain & some.keys())
        plain.update(some)
        ids = ids[3:]
        assert len(packed) == len(plain)
    assert list(packed) == sorted(plain)
    assert [one in packed for one in (*ids, *asked)] == [one in plain for one in (*ids, *asked)]
    assert packed.digest() == digest("\n".join(sorted(plain)))


@pytest.mark.parametrize("few", [1_000, 1_000_000])
def test_the_digest_is_that_of_all_lines(few: int) -> None:
    chance = random.Random(3)
    ids = [f"c-{chance.randbytes(12).hex()}" for _ in range(25_000)]
    held = Ids(few)
    held.add(ids)
    assert held.digest() == digest("\n".join(sorted(ids)))
