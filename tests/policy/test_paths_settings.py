"""The settings of the path finder that narrow or widen what counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.policy import Finding, Kind
from tests.policy.made import Made, made, one_clause

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade}
    state: {kind: government, name: Government of Westland, country: xk}
"""
SETS = "  bad: {title: the prohibited, governments: [xk]}\n"
ARMED = "{supports: {supporter: state, supported: lake, how: arms}, when: 2017/..}"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def find(register: Made, settings: str, claim: str = ARMED, day: str = "2018-11-01") -> Finding:
    register.add(ENTITIES, claim)
    (found,) = register.apply(one_clause("path", f"sets: [bad], {settings}", SETS), "lake", day).findings
    return found


@pytest.mark.parametrize(
    ("only", "kind"),
    [
        ("{supports: {how: [arms, trains]}}", Kind.FOUND),
        ("{supports: {how: [funds]}}", Kind.NOT_FOUND),
        ("{subordinate_to: {kind: [command]}}", Kind.FOUND),
        ("", Kind.FOUND),
    ],
)
def test_only_some_details_of_a_relation_count(register: Made, only: str, kind: Kind) -> None:
    assert find(register, f"only: {only}").kind is kind


def test_a_detail_that_no_source_states_counts(register: Made) -> None:
    assert find(register, "only: {supports: {how: [funds]}}", ARMED.replace(", how: arms", "")).kind is Kind.FOUND


@pytest.mark.parametrize(
    ("past", "days", "kind"),
    [("yes", 1000, Kind.UNKNOWN), ("yes", 100, Kind.NOT_FOUND), ("no", 1000, Kind.NOT_FOUND)],
)
def test_what_ended_within_the_look_back_is_a_lead_if_the_policy_asks(
    register: Made, past: str, days: int, kind: Kind
) -> None:
    found = find(register, f"include_past: {past}, look_back_days: {days}", ARMED.replace("2017/..", "2015/2017-06"))
    assert found.kind is kind
    assert ("had ended by 2018-11-01" in found.says) is (kind is Kind.UNKNOWN)


@pytest.mark.parametrize(("certainty", "kind"), [("attested", Kind.UNKNOWN), ("attested, presumed", Kind.FOUND)])
def test_a_policy_may_ask_for_more_than_presumed(register: Made, certainty: str, kind: Kind) -> None:
    found = find(register, f"certainty: [{certainty}]", day="2019-11-01")
    assert found.kind is kind
    assert ("the policy asks for more" in found.says) is (kind is Kind.UNKNOWN)
