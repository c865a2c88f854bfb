"""The 50 Percent Rule as a clause: exact sums; three-valued where a share, date, listing or source is in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from muster.policy import Finding, Kind
from tests.policy.made import Made, made, one_clause, texts

ENTITIES = """
    trade: {kind: organization, name: Petrol Trading Example}
    bad: {kind: organization, name: Blocked Holding Example}
    good: {kind: organization, name: Other Holding Example}
    mid: {kind: organization, name: Middle Holding Example}
"""
SETS = "  bad: {title: the blocked, programmes: [SDN]}\n"
LISTED = "{listed_under: {of: bad, value: SDN}, when: 2015/..}"
POLICY = one_clause("ownership", "sets: [bad]", SETS, "found: not_cleared, contested: refer, unknown: refer")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def owns(owner: str, asset: str, share: str, more: str = "when: 2016/..") -> str:
    return f'{{owns: {{owner: {owner}, asset: {asset}, percentage: "{share}"}}, {more}}}'


def find(register: Made, *claims: str, unit: str = "trade", day: str = "2018-11-01", listed: str = LISTED) -> Finding:
    register.add(ENTITIES, "\n".join([listed, *claims]))
    (found,) = register.apply(POLICY, unit, day).findings
    return found


def test_half_is_found_with_its_evidence_and_path(register: Made) -> None:
    found = find(register, owns("bad", "mid", "60"), owns("mid", "trade", "50"), owns("good", "trade", "50"))
    assert found.kind is Kind.FOUND
    assert "owned to 50 %" in found.says
    assert "Middle Holding Example 50 % (itself so owned)" in found.says
    assert [(step.from_, step.to) for step in found.paths[0].steps] == [("trade", "mid"), ("mid", "bad")]
    assert "SDN" in texts(found.because)
    assert "Other Holding" not in texts(found.because)


def test_below_half_with_every_share_told_is_not_found(register: Made) -> None:
    found = find(register, owns("bad", "trade", "49.99"), owns("good", "trade", "50.01"))
    assert (found.kind, found.outcome, found.missing) == (Kind.NOT_FOUND, None, ())
    assert "Blocked Holding Example owns Petrol" in texts(found.context)


def test_nobody_is_said_to_own_it(register: Made) -> None:
    found = find(register)
    assert found.kind is Kind.NOT_FOUND
    assert found.missing == ("who owns 100 % of Petrol Trading Example: no source says",)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ([owns("bad", "trade", "40-60"), owns("good", "trade", "40")], "may be owned to half or more"),
        ([owns("bad", "trade", "a stake"), owns("good", "trade", "20")], "an unknown share"),
        ([owns("bad", "trade", "30")], "70 % is nobody's"),
        ([owns("bad", "trade", "60", "when: 2016/.., stance: alleged, speaker: X")], "allegation"),
        ([owns("bad", "trade", "60", "cited: 2016-01-01")], "may be owned"),
        ([owns("bad", "mid", "40-60"), owns("mid", "trade", "100")], "may be owned"),
    ],
)
def test_what_is_not_certain_goes_to_a_person(register: Made, claims: list[str], said: str) -> None:
    found = find(register, *claims)
    assert found.kind is Kind.UNKNOWN
    assert said in found.says
    assert "Blocked Holding Example owns" in texts(found.leads)
    assert found.because == ()


def test_a_listing_that_only_may_hold_leaves_it_open(register: Made) -> None:
    maybe = "{listed_under: {of: bad, value: SDN}, when: 2018-10/.., cited: unknown}"
    assert find(register, owns("bad", "trade", "80"), listed=maybe, day="2018-10-15").kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("speaker", "kind"), [("trade", Kind.FOUND), ("bad", Kind.FOUND), ("An auditor", Kind.CONTESTED)]
)
def test_only_others_contest_it(register: Made, speaker: str, kind: Kind) -> None:
    denied = owns("bad", "trade", "60", f"stance: denied, speaker: {speaker}")
    found = find(register, owns("bad", "trade", "60"), denied)
    assert found.kind is kind
    assert ("others than the owner and the owned deny it" in found.says) is (kind is Kind.CONTESTED)
    assert [one.stance for one in found.against] == ["denied"]


@pytest.mark.parametrize(
    ("when", "attested"), [("when: 2016/2019, cite: {source: late}", True), ("when: 2016/..", False)]
)
def test_a_path_says_whether_sources_reach_the_day(register: Made, when: str, attested: bool) -> None:
    found = find(register, owns("bad", "trade", "60", when), day="2018-12-24")
    assert [one.cited_together for one in found.paths] == [attested]


def test_a_denial_of_what_is_not_needed_contests_nothing(register: Made) -> None:
    denied = owns("bad", "mid", "60", "stance: denied, speaker: An auditor")
    found = find(register, owns("bad", "trade", "50"), owns("bad", "mid", "60"), owns("mid", "trade", "20"), denied)
    assert found.kind is Kind.FOUND


@pytest.mark.parametrize(
    "claim",
    [
        "{controls: {controller: bad, controlled: trade}, when: 2016/..}",
        "{subordinate_to: {unit: trade, superior: bad}, when: 2016/..}",
        "{member_of: {member: trade, whole: bad}, when: 2016/..}",
        "{supports: {supporter: bad, supported: trade, how: funds}, when: 2016/..}",
    ],
)
def test_nothing_but_ownership_counts(register: Made, claim: str) -> None:
    assert find(register, claim, owns("good", "trade", "100")).kind is Kind.NOT_FOUND


def test_owners_in_a_circle_own_nothing_of_themselves(register: Made) -> None:
    circle = [owns("trade", "mid", "100"), owns("mid", "trade", "100")]
    assert find(register, *circle).kind is Kind.NOT_FOUND


def test_a_like_name_waits_for_a_person(register: Made) -> None:
    for unit in ("Petrol Tradin Example", "Blockd Holding Example"):
        found = find(register, owns("bad", "trade", "80"), unit=unit)
        assert found.kind is Kind.UNKNOWN
        assert "waits for a person" in found.says
    found = find(register, unit="Seventh Desert Company")
    assert found.kind is Kind.NOT_FOUND
    assert "knows no owners" in found.says


@pytest.mark.parametrize(("holdings", "drawn"), [(12, 1), (13, 0)])
def test_a_chain_is_drawn_up_to_twelve_holdings(register: Made, holdings: int, drawn: int) -> None:
    """However long it is, the rule follows it to its end."""
    names = ["trade", *(f"m{number}" for number in range(1, holdings)), "bad"]
    between = "\n".join(f"{name}: {{kind: organization, name: Holding {name}}}" for name in names[1:-1])
    chain = [owns(owner, asset, "100") for asset, owner in pairwise(names)]
    register.add(f"{ENTITIES}\n{between}", "\n".join([LISTED, *chain]))
    (found,) = register.apply(POLICY, "trade").findings
    assert found.kind is Kind.FOUND
    assert [len(path.steps) for path in found.paths] == [holdings] * drawn


def test_all_ways_to_a_listed_owner_are_drawn_and_none_in_a_circle(register: Made) -> None:
    found = find(
        register, owns("bad", "trade", "30"), owns("bad", "mid", "80"), owns("mid", "trade", "40"),
        owns("trade", "mid", "20"),
    )  # fmt: skip
    assert found.kind is Kind.FOUND
    assert sorted([step.to for step in path.steps] for path in found.paths) == [["bad"], ["mid", "bad"]]
