"""What a path search shows, and what it never shows: times, stances, umbrellas, limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from muster.claims import Stance, predicate
from muster.dates import Certainty
from muster.errors import BadClaim, UsageError
from muster.links import Graph, Relation, Search, find_denials, find_paths

from .made import DAY, rel


def search(*claims: Relation, start: Any = "unit", to: Any = ("listed",), **more: Any) -> Search:
    return find_paths(Graph(claims), start, to, **{"day": DAY, **more})


def routes(found: Search) -> list[str]:
    return [" ".join([path.start, *(step.to for step in path.steps)]) for path in found.paths]


def test_a_path_names_every_link_with_its_claims_and_its_weakest_certainty() -> None:
    found = search(
        rel("unit", "faction_of", "umbrella", "2014/2020", claim="c1"),
        rel("listed", "supports", "umbrella", "2016/..", "2016-01-01/2017-01-01", claim="c2", how="arms"),
    )
    (path,) = found.paths
    assert [step.claims for step in path.steps] == [("c1",), ("c2",)]
    assert [step.relation for step in path.steps] == ["faction_of", "supports"]
    assert [step.forward for step in path.steps] == [True, False]
    assert [step.certainty for step in path.steps] == [Certainty.ATTESTED, Certainty.PRESUMED]
    assert path.certainty is Certainty.PRESUMED
    assert path.together is True
    assert path.steps[1].when == "since 2016; cited 2016-01-01 to 2017-01-01"
    assert not path.contested
    assert not found.truncated


def test_an_open_ended_link_is_presumed_years_after_its_last_citation() -> None:
    found = search(rel("unit", "subordinate_to", "listed", "/..", "2009-01-01/2012-01-01"))
    assert found.paths[0].certainty is Certainty.PRESUMED


@pytest.mark.parametrize(
    ("span", "cited", "certainty"),
    [
        ("2010/2018-11-28", "", "attested"),
        ("2010/2018-11", "", "possible"),  # it ended in some part of the month asked about
        ("2018-11/..", "", "possible"),
        ("/", "2018-11-28", "attested"),
        ("/", "2015-01-01", "unknown"),  # no source reaches the day, and none says it ended
        ("/", "2020-01-01/2020-06-01", "unknown"),  # it may have begun before it was first cited
        ("/", "", "unknown"),  # undated: nothing excludes the day
        ("2010/2018-11-27", "", None),
        ("2010/2018-10", "", None),
        ("2018-11-29/..", "", None),
        ("2019/..", "2019-03-01", None),
    ],
)
def test_a_link_counts_unless_its_time_excludes_the_day(span: str, cited: str, certainty: str | None) -> None:
    found = search(rel("unit", "member_of", "listed", span, cited))
    assert [path.certainty.value for path in found.paths] == ([certainty] if certainty else [])


def test_a_look_back_bounds_how_stale_an_unknown_link_may_be() -> None:
    stale = rel("unit", "member_of", "listed", "/", "2018-10-29")
    assert search(stale, look_back_days=30).paths[0].certainty is Certainty.UNKNOWN
    assert not search(stale, look_back_days=29).paths
    undated = rel("unit", "member_of", "listed", "/")
    assert search(undated).paths
    assert not search(undated, look_back_days=365).paths
    assert search(rel("unit", "member_of", "listed", "/.."), look_back_days=365).paths
    later = rel("unit", "member_of", "listed", "/", "2019-02-01")
    assert search(later, look_back_days=0).paths


def test_a_past_link_counts_only_when_the_past_is_asked_for_and_shows_that_it_is_past() -> None:
    past = rel("unit", "member_of", "listed", "2010/2018-06-30")
    assert not search(past, look_back_days=365).paths
    (path,) = search(past, look_back_days=365, include_past=True).paths
    assert path.certainty is Certainty.NO
    assert path.steps[0].when == "since 2010, until 2018-06-30"
    assert path.together is None
    assert not search(past, look_back_days=100, include_past=True).paths


@pytest.mark.parametrize("stance", [Stance.NORMATIVE, Stance.PENDING, Stance.DENIED, Stance.ALLEGED])
def test_only_claims_that_it_is_so_make_a_link(stance: Stance) -> None:
    """All armed actors *should* answer to the prime minister: that does not say that they do."""
    assert not search(rel("unit", "subordinate_to", "listed", stance=stance)).paths


def test_an_allegation_makes_a_link_only_where_it_is_asked_for() -> None:
    alleged = rel("unit", "supports", "listed", stance=Stance.ALLEGED)
    found = search(alleged, stances={Stance.ASSERTED, Stance.ALLEGED})
    assert found.paths[0].steps[0].stances == (Stance.ALLEGED,)


@pytest.mark.parametrize("stance", [Stance.NORMATIVE, Stance.PENDING, Stance.DENIED])
def test_a_demand_a_bill_or_a_denial_cannot_be_asked_for_as_a_link(stance: Stance) -> None:
    with pytest.raises(UsageError, match="never links"):
        search(stances={Stance.ASSERTED, stance})


def test_a_denial_stands_beside_the_claim_it_denies() -> None:
    asserted = rel("iran", "supports", "aah", claim="yes")
    denied = rel("iran", "supports", "aah", "/", "2018-11-27", claim="no", stance=Stance.DENIED)
    found = search(asserted, denied, start="aah", to="iran")
    (path,) = found.paths
    assert path.contested
    assert path.steps[0].claims == ("yes",)
    assert path.steps[0].against == ("no",)
    assert path.denials == ("no",)
    assert found.denied == (denied,)


def test_a_denial_of_another_time_does_not_contest_the_day() -> None:
    asserted = rel("iran", "supports", "aah")
    for span in ("2011/2012", "2019/.."):
        denied = rel("iran", "supports", "aah", span, stance=Stance.DENIED)
        found = search(asserted, denied, start="aah", to="iran")
        assert not found.paths[0].contested
        assert not found.denied


def test_a_denied_direct_link_is_shown_with_the_longer_path() -> None:
    found = search(
        rel("unit", "faction_of", "umbrella"),
        rel("listed", "supports", "umbrella"),
        rel("listed", "controls", "unit", "/", "2018-01-01", claim="no", stance=Stance.DENIED),
    )
    assert found.paths[0].denials == ("no",)
    assert not found.paths[0].contested


def test_denials_alone_are_no_path_but_are_found_as_evidence_against() -> None:
    denied = rel("iran", "supports", "aah", "/", "2018-11-27", stance=Stance.DENIED)
    graph = Graph([denied, rel("aah", "faction_of", "pmf")])
    assert not find_paths(graph, "aah", ["iran"], day=DAY).paths
    assert find_denials(graph, "aah", {"iran"}, DAY) == (denied,)
    assert find_denials(graph, {"aah", "x"}, {"iran"}, DAY, predicates={"owns"}) == ()


def test_affiliation_is_denied_from_either_side() -> None:
    found = search(
        rel("unit", "affiliated_with", "listed", claim="yes"),
        rel("listed", "affiliated_with", "unit", claim="no", stance=Stance.DENIED),
    )
    (path,) = found.paths
    assert path.steps[0].against == ("no",)


def test_parallel_claims_are_one_link_with_the_best_certainty() -> None:
    found = search(
        rel("unit", "member_of", "listed", "/", "2012-01-01", claim="old"),
        rel("unit", "member_of", "listed", "2010/..", "2018-01-01/2019-01-01", claim="good"),
        rel("unit", "member_of", "listed", "2010/2016", claim="ended"),
    )
    (path,) = found.paths
    (step,) = path.steps
    assert step.claims == ("good", "old")
    assert step.certainty is Certainty.ATTESTED
    assert step.when == "since 2010; cited 2018-01-01 to 2019-01-01"
    assert step.other_times == ("ended",)


def test_kinship_places_and_possible_identity_never_make_a_path() -> None:
    found = search(
        rel("unit", "possibly_same_as", "listed"),
        rel("unit", "family_of", "listed"),
        rel("unit", "based_at", "listed"),
        rel("unit", "assisted_by", "listed"),
    )
    assert not found.paths
    with pytest.raises(UsageError, match="never part of a path: family_of"):
        search(predicates={"family_of"})


def test_two_links_that_never_overlapped_are_flagged() -> None:
    found = search(
        rel("unit", "member_of", "group", "2010/2017-12-31"),
        rel("group", "supports", "listed", "2018-02/.."),
        look_back_days=3650,
        include_past=True,
    )
    assert found.paths[0].together is False
    assert not found.paths[0].cited_together


class TestMali:
    """324 CIM under 32 RIM is cited in 2020, 32 RIM under 3 RM from 2016 to 2018 (SFM developer challenge)."""

    company = ("324 cim", "subordinate_to", "32 rim")
    regiment = ("32 rim", "subordinate_to", "3 rm")

    def path(self, regiment: str, day: date, **more: Any) -> Any:
        claims = (
            rel(*self.company, "/", "2020-12-19"),
            rel(*self.regiment, regiment, "2016-08-31/2018-07-12"),
        )
        return search(*claims, start="324 cim", to="3 rm", day=day, **more).paths

    def test_a_relation_that_ended_in_2018_does_not_reach_2020(self) -> None:
        assert not self.path("/2018-07-12", date(2020, 12, 19))
        (path,) = self.path("/2018-07-12", date(2020, 12, 19), look_back_days=1000, include_past=True)
        assert path.together is not True
        assert not path.cited_together

    def test_before_its_first_citation_the_lower_link_is_unknown(self) -> None:
        (path,) = self.path("/2018-07-12", date(2018, 1, 1))
        assert [step.certainty.value for step in path.steps] == ["unknown", "attested"]
        assert path.together is None
        assert not path.cited_together

    def test_an_open_ended_upper_link_is_presumed_and_never_cited_together(self) -> None:
        (path,) = self.path("/..", date(2020, 12, 19))
        assert [step.certainty.value for step in path.steps] == ["attested", "presumed"]
        assert path.together is True
        assert not path.cited_together


def test_links_cited_for_one_same_day_are_cited_together() -> None:
    found = search(
        rel("unit", "member_of", "group", "2010/..", "2012-01-01/2014-06-01"),
        rel("group", "supports", "listed", "/..", "2014-05-01/2018-12-01"),
    )
    assert found.paths[0].certainty is Certainty.PRESUMED
    assert found.paths[0].cited_together


def test_cycles_end_and_merged_ends_are_no_link() -> None:
    found = search(
        rel("unit", "member_of", "b"),
        rel("b", "member_of", "c"),
        rel("c", "member_of", "unit"),
        rel("unit", "supports", "unit"),
        rel("c", "supports", "listed"),
        max_hops=8,
    )
    assert routes(found) == ["unit c listed", "unit b c listed"]
    assert not found.truncated


def test_a_path_stops_at_the_first_target_and_at_an_umbrella() -> None:
    claims = (
        rel("unit", "faction_of", "umbrella"),
        rel("umbrella", "supports", "listed"),
        rel("unit", "supports", "first"),
        rel("first", "supports", "listed"),
    )
    assert routes(search(*claims, to={"listed", "first"})) == ["unit first", "unit umbrella listed"]
    assert routes(search(*claims, to={"listed", "first"}, not_through=["umbrella"])) == ["unit first"]
    assert routes(search(*claims, to={"umbrella"}, max_hops=1, not_through=["umbrella"])) == ["unit umbrella"]


def test_a_predicate_that_carries_forward_is_walked_in_that_direction_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forward = replace(predicate("supports"), carries="forward")
    monkeypatch.setattr("muster.links.table.predicate", lambda name: forward)
    claims = (rel("unit", "supports", "group"), rel("group", "supports", "listed"))
    assert routes(search(*claims)) == ["unit group listed"]
    assert not search(*claims, start="listed", to="unit").paths


def test_a_path_never_passes_through_another_start() -> None:
    claims = (rel("leader", "posted_to", "unit"), rel("leader", "supports", "listed"))
    assert routes(search(*claims, start={"unit", "leader"})) == ["leader listed"]


def test_a_long_path_is_found_however_far_the_target() -> None:
    way = ["unit", *"abcdefg", "listed"]
    claims = [rel(low, "member_of", high) for low, high in pairwise(way)]
    for hops in range(1, 12):
        assert bool(search(*claims, max_hops=hops).paths) == (hops >= 8)


def test_a_start_that_is_listed_is_named_and_other_links_are_still_searched() -> None:
    claims = (rel("leader", "posted_to", "unit"), rel("leader", "supports", "listed"))
    found = search(*claims, start={"unit", "leader"}, to={"listed", "leader"})
    assert found.starts_listed == ("leader",)
    assert routes(found) == ["leader listed", "unit leader"]


def test_shorter_paths_come_first_then_the_more_certain_ones() -> None:
    found = search(
        rel("unit", "member_of", "a", "/", "2015-01-01"),
        rel("a", "supports", "listed"),
        rel("unit", "member_of", "b", "2010/2020"),
        rel("b", "supports", "listed", "2010/2020"),
        rel("unit", "supports", "listed", "/", "2015-01-01"),
    )
    assert routes(found) == ["unit listed", "unit b listed", "unit a listed"]


def test_a_search_that_stops_early_says_so() -> None:
    fan = [
        claim
        for number in range(30)
        for claim in (rel("unit", "member_of", f"m{number:02}"), rel(f"m{number:02}", "supports", "listed"))
    ]
    limited = search(*fan, limit=5)
    assert routes(limited) == [f"unit m{number:02} listed" for number in range(5)]
    assert limited.truncated
    assert not search(*fan, limit=30).truncated
    starved = search(*fan, budget=1)
    assert not starved.paths
    assert starved.truncated


def test_a_qualifier_narrows_and_an_unstated_one_still_counts() -> None:
    how = {"supports": {"how": ["arms", "directs"]}}
    assert search(rel("listed", "supports", "unit", how="arms"), qualifiers=how).paths
    assert search(rel("listed", "supports", "unit"), qualifiers=how).paths
    assert search(rel("unit", "member_of", "listed"), qualifiers=how).paths
    assert not search(rel("listed", "supports", "unit", how="trains"), qualifiers=how).paths


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_hops": 0},
        {"limit": 0},
        {"budget": 0},
        {"look_back_days": -1},
        {"include_past": True},
        {"predicates": {"suports"}},
        {"qualifiers": {"supports": {"kind": ["arms"]}}},
        {"qualifiers": {"supports": {"how": ["bakes"]}}},
        {"qualifiers": {"supports": {"how": "arms"}}},
    ],
)
def test_terms_that_cannot_be_meant_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        search(rel("unit", "supports", "listed"), **wrong)


def test_a_graph_takes_only_relations_of_the_vocabulary() -> None:
    with pytest.raises(BadClaim, match="did you mean"):
        Graph([rel("a", "suports", "b")])
    with pytest.raises(BadClaim, match="not a relation"):
        Graph([rel("a", "country", "b")])


def test_an_entity_without_relations_has_none() -> None:
    claim = rel("a", "member_of", "b")
    graph = Graph([claim])
    assert graph.of("a") == graph.of("b") == (claim,)
    assert graph.of("nobody") == ()
    assert graph.entities() == ("a", "b")
    assert find_paths(graph, "nobody", ["b"], day=DAY) == Search((), False, 0)


def test_two_units_under_one_superior_are_not_thereby_associated() -> None:
    graph = Graph(
        [
            rel("good", "subordinate_to", "army"),
            rel("other", "subordinate_to", "army"),
            rel("chief", "posted_to", "army", role="commander"),
            rel("iran", "supports", "other"),
            rel("iran", "supports", "chief"),
        ]
    )
    found = find_paths(graph, "good", {"iran"}, day=DAY).paths
    assert [[step.to for step in path.steps] for path in found] == [["army", "chief", "iran"]]
    wide = find_paths(graph, "good", {"iran"}, day=DAY, siblings=True).paths
    assert ["army", "other", "iran"] in [[step.to for step in path.steps] for path in wide]
