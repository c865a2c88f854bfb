"""Chains through time: each change on its day, and on every day what the chain of that day shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.dates import Certainty
from muster.errors import UsageError
from muster.links import ChainNode, Graph, Relation, history, reversed_times, subordinates, superiors

from .made import DAY, rel
from .test_oracle import DAYS, times

PAIRS = st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), times())


def best_above(nodes: tuple[ChainNode, ...]) -> dict[str, int]:
    """Every superior drawn, with the best certainty along any way, branches drawn elsewhere followed too."""
    steps: dict[str, set[tuple[str, int]]] = {}
    rest = [("a", node) for node in nodes]
    while rest:
        below, node = rest.pop()
        steps.setdefault(below, set()).add((node.entity, node.certainty.rank))
        rest.extend((node.entity, child) for child in node.children)
    reached = {"a": 0}
    for _ in range(len(steps) + 1):
        for below, ups in steps.items():
            for upper, rank in ups:
                if below in reached:
                    reached[upper] = min(reached.get(upper, 9), max(reached[below], rank))
    del reached["a"]
    return reached


@settings(max_examples=200, deadline=None)
@given(st.lists(PAIRS, max_size=12), DAYS, st.integers(0, 400))
def test_what_stands_after_all_changes_is_the_chain_of_that_day(
    pairs: list[tuple[str, str, object]], first: date, length: int
) -> None:
    claims = [
        Relation("subordinate_to", low, high, time, rel("x", "supports", "y").stance, "", f"c{number}")  # type: ignore[arg-type]
        for number, (low, high, time) in enumerate(pairs)
    ]
    graph, last = Graph(claims), first + timedelta(length)
    found = history(graph, "a", first, last, max_depth=20)
    state: dict[str, Certainty] = {}
    for one in (*found.standing, *found.changes):
        if one.side == "above":
            assert first <= one.day <= last
            assert one.before is state.get(one.entity, Certainty.NO)
            state[one.entity] = one.after
    standing = {entity: after.rank for entity, after in state.items() if after is not Certainty.NO}
    assert standing == best_above(superiors(graph, "a", last, max_depth=20))


def test_who_came_who_left_and_who_led() -> None:
    graph = Graph(
        [
            rel("unit", "subordinate_to", "old", "2001-01-01/2012-06-30"),
            rel("unit", "subordinate_to", "new", "2012-07-01/..", "2012-07-01/2014-01-01"),
            rel("company", "subordinate_to", "unit", "2013-02-01/2013-12-31"),
            rel("officer", "posted_to", "new", "2010-01-01/2013-03-31", role="Commander"),
        ]
    )
    found = history(graph, "unit", date(2010, 1, 1), date(2015, 1, 1))
    assert [(one.side, one.entity, one.after.value) for one in found.standing] == [("above", "old", "attested")]
    told = [(str(one.day), one.side, one.entity, one.after.value) for one in found.changes]
    assert told == [
        ("2012-07-01", "above", "new", "attested"),
        ("2012-07-01", "above", "old", "no"),
        ("2012-07-01", "leader", "officer", "attested"),  # of the new superior: not before it was one
        ("2013-02-01", "below", "company", "attested"),
        ("2013-04-01", "leader", "officer", "no"),
        ("2014-01-01", "below", "company", "no"),
        ("2014-01-02", "above", "new", "presumed"),
    ]
    assert found.changes[0].spoken() == "begins"
    with pytest.raises(UsageError, match="is before"):
        history(graph, "unit", date(2015, 1, 1), date(2010, 1, 1))


def test_links_that_no_day_is_attested_for_are_told_as_a_pair() -> None:
    graph = Graph(
        [
            rel("company", "subordinate_to", "unit", "/", "2020-12-19"),
            rel("unit", "subordinate_to", "region", "/..", "2016-08-31/2018-07-12"),
            rel("region", "subordinate_to", "army", "2001/2010"),
        ]
    )
    found = history(graph, "unit", date(2000, 1, 1), date(2022, 1, 1))
    pairs = [(one.lower.lower, one.upper.upper, one.best.value) for one in found.apart]
    assert pairs == [("company", "region", "presumed"), ("unit", "army", "unknown")]


def test_circles_loops_and_ten_thousand_subordinates_are_no_trouble() -> None:
    claims = [rel(f"u{number:05}", "subordinate_to", "top") for number in range(10_000)]
    claims += [rel("top", "subordinate_to", "roof"), rel("roof", "subordinate_to", "top")]
    claims += [rel("top", "subordinate_to", "top"), rel("late", "subordinate_to", "top", "2015/2011")]
    graph = Graph(claims)
    nodes = subordinates(graph, "top", DAY)
    assert len(nodes) == 10_001
    assert [node.stopped for node in nodes[0].children] == ["cycle"]
    found = history(graph, "top", date(2010, 1, 1), date(2011, 1, 1))
    assert len(found.ties) == 10_002
    assert [one.first for one in reversed_times(graph, ["top"])] == ["late"]
