"""The search finds exactly the paths that trying every walk finds, in the order promised."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster import jit
from muster.claims import Stance
from muster.dates import OPEN, UNKNOWN, Interval, parse_date
from muster.links import Graph, Path, Relation, find_paths
from muster.links.asked import asked
from muster.links.steps import view_of

from .made import DAY, all_paths

NODES = "abcdefgh"
DAYS = st.dates(date(2017, 6, 1), date(2020, 6, 1))
STARTS = st.sampled_from([UNKNOWN, *map(parse_date, ("2016", "2018-11", "2018-11-28", "201X", "[..2019]", "2020"))])
ENDS = st.sampled_from([UNKNOWN, OPEN, *map(parse_date, ("2020", "2021-03", "2022", "202X"))])
PAST_ENDS = st.sampled_from([*map(parse_date, ("2017", "2018-10-31", "2018-11", "2018-11-27"))])
PREDICATES = st.sampled_from(["subordinate_to", "member_of", "affiliated_with", "supports", "family_of"])
STANCES = st.sampled_from([*[Stance.ASSERTED] * 8, *Stance])


@st.composite
def times(draw: st.DrawFn) -> Interval:
    cited = sorted(draw(st.lists(DAYS, min_size=2, max_size=2)))
    first, last = cited if draw(st.booleans()) else (None, None)
    if draw(st.integers(0, 7)) == 7:
        return Interval(draw(st.sampled_from([UNKNOWN, parse_date("2015")])), draw(PAST_ENDS))
    return Interval(draw(STARTS), draw(ENDS), first, last)


@st.composite
def relations(draw: st.DrawFn) -> list[Relation]:
    """A dense graph, so that most questions have paths of several links to compare."""
    nodes = st.sampled_from(NODES[: draw(st.integers(4, 8))])
    number = draw(st.integers(6, 18))
    return [
        Relation(draw(PREDICATES), draw(nodes), draw(nodes), draw(times()), draw(STANCES), "", f"c{index}")
        for index in range(number)
    ]


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    look_back = draw(st.sampled_from([None, None, 0, 30, 400]))
    return {
        "starts": draw(st.sets(st.sampled_from("abc"), min_size=1, max_size=2)),
        "targets": draw(st.sets(st.sampled_from("bcdh"), min_size=1, max_size=2)),
        "not_through": draw(st.sets(st.sampled_from(NODES), max_size=1)),
        "max_hops": draw(st.integers(2, 6)),
        "look_back": look_back,
        "past": look_back is not None and draw(st.booleans()),
        "stances": draw(st.sampled_from([{Stance.ASSERTED}, {Stance.ASSERTED, Stance.ALLEGED}])),
    }


def ask(claims: list[Relation], question: dict[str, Any], **more: Any) -> Any:
    return find_paths(
        Graph(claims),
        question["starts"],
        question["targets"],
        day=DAY,
        max_hops=question["max_hops"],
        look_back_days=question["look_back"],
        include_past=question["past"],
        stances=question["stances"],
        not_through=question["not_through"],
        **more,
    )


def outline(path: Path) -> tuple[Any, ...]:
    route = tuple((step.from_, step.to, step.relation) for step in path.steps)
    return len(route), path.certainty.rank, path.start, route


def expected(claims: list[Relation], question: dict[str, Any]) -> list[tuple[Any, ...]]:
    every = all_paths(claims, day=DAY, **question)
    return [(hops, worst, start, tuple((a, b, name) for a, b, name, _ in route)) for hops, worst, start, route in every]


@settings(max_examples=400, deadline=None)
@given(relations(), questions())
def test_the_search_finds_what_trying_every_walk_finds(claims: list[Relation], question: dict[str, Any]) -> None:
    search = ask(claims, question, limit=100_000)
    assert [outline(path) for path in search.paths] == expected(claims, question)
    assert not search.truncated


@given(relations(), questions(), st.integers(1, 4))
def test_a_limited_search_finds_the_first_ones_and_says_if_there_are_more(
    claims: list[Relation], question: dict[str, Any], limit: int
) -> None:
    search = ask(claims, question, limit=limit)
    every = expected(claims, question)
    assert [outline(path) for path in search.paths] == every[:limit]
    assert search.truncated == (len(every) > limit)


@given(relations(), questions(), st.integers(1, 60))
def test_a_search_out_of_budget_finds_the_first_ones_and_never_hides_that_it_stopped(
    claims: list[Relation], question: dict[str, Any], budget: int
) -> None:
    search = ask(claims, question, limit=100_000, budget=budget)
    every = expected(claims, question)
    found = [outline(path) for path in search.paths]
    assert found == every[: len(found)]
    assert search.truncated or found == every
    assert search.visited <= budget + 1


@given(relations(), questions(), st.randoms())
def test_the_order_of_the_claims_is_of_no_effect(claims: list[Relation], question: dict[str, Any], random: Any) -> None:
    shuffled = [*claims, *claims[:2]]
    random.shuffle(shuffled)
    assert ask(shuffled, question) == ask(claims, question)


@given(relations(), questions())
def test_every_path_can_be_checked_by_its_own_claims(claims: list[Relation], question: dict[str, Any]) -> None:
    by_id = {claim.claim: claim for claim in claims}
    for path in ask(claims, question).paths:
        entities = [path.start, *(step.to for step in path.steps)]
        assert len(set(entities)) == len(entities)
        assert path.contested == any(step.against for step in path.steps)
        for step in path.steps:
            assert step.claims
            assert step.stances == tuple(by_id[claim].stance for claim in step.claims)
            assert set(step.stances) <= question["stances"]
            assert all(by_id[claim].stance is Stance.DENIED for claim in step.against)
            for claim in (*step.claims, *step.against):
                assert {by_id[claim].first, by_id[claim].second} == {step.from_, step.to}
                assert by_id[claim].time.began_by(DAY)
            assert (step.from_ == by_id[step.claims[0]].first) == step.forward


@settings(max_examples=300, deadline=None)
@given(relations(), st.sampled_from([None, 0, 30, 400]), st.booleans(), DAYS)
def test_all_edges_weighed_at_once_are_weighed_as_one_by_one(
    claims: list[Relation], look_back: int | None, past: bool, day: date
) -> None:
    terms = asked(day, look_back_days=look_back, include_past=past and look_back is not None)
    view = view_of(Graph(claims), terms)
    weighed = [view.weighed(edge) for edge in range(len(view.land.rank))]
    assert view.land.rank.tolist() == [-1 if one is None else one.certainty.rank for one in weighed]


@settings(max_examples=60, deadline=None)
@given(relations(), questions())
def test_machine_code_finds_what_the_plain_loops_find(claims: list[Relation], question: dict[str, Any]) -> None:
    plain = ask(claims, question)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jit, "_wanted", {"muster.links"})
        assert ask(claims, question) == plain
