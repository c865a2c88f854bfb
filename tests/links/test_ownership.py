"""The 50 Percent Rule: the worked vectors, uncertain shares and dates, and what must hold for any holdings."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from muster.claims import Stance
from muster.links import Graph, Ownership, Relation, ownership, parse_share

from .made import DAY, rel


def owns(owner: str, share: str, asset: str, span: str = "2010/..", **more: str) -> Relation:
    return rel(owner, "owns", asset, span, percentage=share, **more)


def ruled(entity: str, *relations: Relation, listed: str = "x", day: date = DAY) -> Ownership:
    return ownership(Graph(relations), entity, listed.split(), day=day)


# --- the worked examples of OFAC's guidance and FAQ 401 ------------------------------------------------------------


def test_half_of_half_through_a_blocked_entity() -> None:
    assert ruled("b", owns("x", "50", "a"), owns("a", "50", "b")).blocked is True


def test_two_quarters_through_two_blocked_entities() -> None:
    held = (owns("x", "50", "a"), owns("x", "50", "b"), owns("a", "25", "c"), owns("b", "25", "c"))
    found = ruled("c", *held)
    assert (found.blocked, found.total.spoken(), found.unattributed) == (True, "50 %", 50)
    assert {one.owner for one in found.through} == {"x"}


def test_direct_and_indirect_are_added() -> None:
    found = ruled("b", owns("x", "50", "a"), owns("x", "10", "b"), owns("a", "40", "b"))
    assert (found.blocked, found.total.least) == (True, 50)


def test_a_chain_breaks_below_half() -> None:
    held = (owns("x", "25", "a"), owns("x", "25", "b"), owns("a", "50", "c"), owns("b", "50", "c"))
    found = ruled("c", *held)
    assert (found.blocked, found.total.spoken()) == (False, "0 %")


def test_holdings_of_different_blocked_parties_are_added() -> None:
    assert ruled("b", owns("x", "25", "b"), owns("y", "25", "b"), listed="x y").blocked is True


# --- what is not certain is never decided -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "blocked"),
    [
        ("25–50 %", None),
        ("more than 50%", True),
        ("less than 50", False),
        ("up to 50", None),
        ("", None),
        ("some", None),
        ("49.99", False),
        ("1/2", True),
        ("majority", True),
        ("minority stake", False),
        ("50,0 per cent", True),
        ("500", None),
    ],
)
def test_a_share_as_sources_word_it(share: str, blocked: bool | None) -> None:
    relation = owns("x", share, "b") if share else rel("x", "owns", "b")
    assert ruled("b", relation).blocked is blocked


def test_thirds_and_sixths_are_exact() -> None:
    assert ruled("b", owns("x", "1/3", "b"), owns("y", "1/6", "b"), listed="x y").blocked is True


def test_what_others_hold_leaves_less_for_the_blocked() -> None:
    assert ruled("b", rel("x", "owns", "b"), owns("z", "60", "b")).blocked is False
    assert ruled("b", rel("x", "owns", "b"), owns("z", "50", "b")).blocked is None


def test_sources_that_state_more_than_the_whole_are_told() -> None:
    found = ruled("b", owns("x", "50", "b"), owns("z", "80", "b"))
    assert (found.blocked, found.overstated) == (True, True)


def test_two_sources_that_disagree_leave_it_open() -> None:
    assert ruled("b", owns("x", "30", "b"), owns("x", "60", "b")).blocked is None


def test_a_denied_holding_leaves_it_open() -> None:
    denied = owns("x", "60", "b", stance=Stance.DENIED)  # type: ignore[arg-type]
    assert ruled("b", owns("x", "60", "b"), denied).blocked is None
    assert ruled("b", denied).blocked is False


def test_only_holdings_of_the_day_count() -> None:
    sold = owns("x", "60", "b", "2010/2015")
    assert ruled("b", sold).blocked is False
    assert ruled("b", sold, day=date(2013, 5, 1)).blocked is True
    assert ruled("b", owns("x", "60", "b", "2018/..")).blocked is None  # began some day of that year


def test_control_and_command_never_count() -> None:
    held = (rel("x", "controls", "b"), rel("b", "subordinate_to", "x"), rel("b", "member_of", "x"))
    assert ruled("b", *held).blocked is False


def test_a_circle_of_owners_ends() -> None:
    circle = (owns("a", "60", "b"), owns("b", "60", "c"), owns("c", "60", "a"))
    assert ruled("a", *circle).blocked is False
    assert ruled("a", *circle, owns("x", "50", "b")).blocked is True


def test_the_unattributed_rest_is_a_gap() -> None:
    assert ruled("b", owns("z", "30", "b")).unattributed == 70


# --- for any holdings ---------------------------------------------------------------------------------------------

_NODES = ("x", "a", "b", "c", "d", "e")
_HOLDINGS = st.lists(
    st.tuples(st.sampled_from(_NODES), st.sampled_from(_NODES[1:]), st.integers(0, 100)).filter(lambda h: h[0] != h[1]),
    max_size=12,
    unique_by=lambda holding: holding[:2],
)


def by_hand(holdings: list[tuple[str, str, int]]) -> set[str]:
    """The rule read aloud: add up what blocked parties hold, until nothing more is blocked."""
    blocked = {"x"}
    while True:
        more = {
            asset
            for _, asset, _ in holdings
            if sum(share for owner, held, share in holdings if held == asset and owner in blocked) >= 50
        }
        if more <= blocked:
            return blocked
        blocked |= more


@given(_HOLDINGS)
def test_exact_shares_are_decided_as_by_hand(holdings: list[tuple[str, str, int]]) -> None:
    relations = [owns(owner, str(share), asset) for owner, asset, share in holdings]
    blocked = by_hand(holdings)
    for entity in _NODES[1:]:
        assert ruled(entity, *relations).blocked is (entity in blocked)


@given(_HOLDINGS, st.integers(0, 11))
def test_a_share_made_unknown_never_turns_a_block_into_none(holdings: list[tuple[str, str, int]], place: int) -> None:
    for asset in _NODES:
        assume(sum(share for _, held, share in holdings if held == asset) <= 100)
    relations = [owns(owner, str(share), asset) for owner, asset, share in holdings]
    vague = [rel(r.first, "owns", r.second) if k == place else r for k, r in enumerate(relations)]
    before = {entity: ruled(entity, *relations).blocked for entity in _NODES[1:]}
    for entity, was in before.items():
        now = ruled(entity, *vague).blocked
        if was:
            assert now is not False
        assert now in (was, None)


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_range_holds_its_ends(low: int, high: int) -> None:
    share = parse_share(f"{low}-{high} %")
    assert (share.least, share.most) == (Fraction(min(low, high)), Fraction(max(low, high)))
