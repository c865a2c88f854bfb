"""Chains of command and leaders: what is shown, in which order, and where a branch stops."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.claims import Stance
from muster.errors import UsageError
from muster.links import DEPUTIES, LEADING, ChainNode, Graph, leaders, leads, subordinates, superiors

from .made import DAY, rel


def drawn(nodes: tuple[ChainNode, ...]) -> list[Any]:
    """The tree as nested lists; where a branch stops, the reason follows the name."""
    return [
        [f"{node.entity} ({node.stopped})" if node.stopped else node.entity, *drawn(node.children)] for node in nodes
    ]


ARMY = [
    rel("company", "subordinate_to", "battalion"),
    rel("battalion", "subordinate_to", "brigade"),
    rel("brigade", "subordinate_to", "army", "/..", "2010-01-01/2012-01-01"),
    rel("brigade", "subordinate_to", "prime minister", stance=Stance.NORMATIVE),
    rel("battalion", "subordinate_to", "old brigade", "2001/2009"),
    rel("militia", "faction_of", "brigade", "/", "2016-01-01"),
]


def test_the_chain_goes_up_by_links_that_hold_and_down_the_same_way() -> None:
    graph = Graph(ARMY)
    up = superiors(graph, "company", DAY)
    assert drawn(up) == [["battalion", ["brigade", ["army"]]]]
    army = up[0].children[0].children[0]
    assert (army.certainty, army.along) == ("presumed", "presumed")
    assert drawn(subordinates(graph, "army", DAY)) == [["brigade", ["battalion", ["company"]], ["militia"]]]


def test_on_an_earlier_day_the_chain_is_another() -> None:
    up = superiors(Graph(ARMY), "battalion", date(2005, 6, 1))
    assert drawn(up) == [["old brigade"]]


def test_a_cycle_a_shared_branch_and_the_depth_limit_are_said_not_hidden() -> None:
    cycle = Graph([rel("a", "subordinate_to", "b"), rel("b", "member_of", "a")])
    assert drawn(superiors(cycle, "a", DAY)) == [["b", ["a (cycle)"]]]
    diamond = Graph(
        [
            rel("unit", "subordinate_to", "left"),
            rel("unit", "subordinate_to", "right"),
            rel("left", "subordinate_to", "top"),
            rel("right", "subordinate_to", "top"),
            rel("top", "subordinate_to", "roof"),
        ]
    )
    assert drawn(superiors(diamond, "unit", DAY)) == [
        ["left", ["top", ["roof"]]],
        ["right", ["top (repeated)"]],
    ]
    assert drawn(superiors(diamond, "unit", DAY, max_depth=1)) == [["left (depth)"], ["right (depth)"]]


def test_a_contested_superior_carries_the_denial() -> None:
    graph = Graph(
        [
            rel("aah", "faction_of", "pmf", claim="yes"),
            rel("aah", "faction_of", "pmf", "/", "2018-11-27", claim="no", stance=Stance.DENIED),
        ]
    )
    (pmf,) = superiors(graph, "aah", DAY)
    assert (pmf.claims, pmf.against) == (("yes",), ("no",))


def test_the_kind_of_command_can_be_chosen() -> None:
    graph = Graph(
        [
            rel("unit", "subordinate_to", "operations", kind="operational"),
            rel("unit", "subordinate_to", "depot", kind="administrative"),
        ]
    )
    wanted = {"subordinate_to": {"kind": ["command", "operational"]}}
    assert drawn(superiors(graph, "unit", DAY, qualifiers=wanted)) == [["operations"]]
    with pytest.raises(UsageError, match="no link of a chain"):
        superiors(graph, "unit", DAY, predicates={"supports"})


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=20))
def test_every_superior_is_drawn_and_expanded_once_whatever_the_shape(pairs: list[tuple[str, str]]) -> None:
    graph = Graph(rel(low, "subordinate_to", high) for low, high in pairs)
    above: set[str] = set()
    reach = ["a"]
    while reach:
        here = reach.pop()
        higher = {high for low, high in pairs if low == here and high != here} - above
        above |= higher
        reach.extend(higher)
    shown: set[str] = set()
    expanded = ["a"]
    rest = list(superiors(graph, "a", DAY))
    while rest:
        node = rest.pop()
        shown.add(node.entity)
        rest.extend(node.children)
        if node.children:
            expanded.append(node.entity)
    assert shown == above
    assert len(expanded) == len(set(expanded))


def names(*claims: Any, **more: Any) -> list[tuple[str, str]]:
    return [(one.person, one.certainty.value) for one in leaders(Graph(claims), "unit", DAY, **more)]


def test_leaders_are_shown_with_their_doubt_and_past_ones_are_not() -> None:
    claims = [
        rel("ended", "posted_to", "unit", "2010/2015", role="Commander"),
        rel("later", "posted_to", "unit", "2019-02-01/..", role="Commander"),
        rel("old", "posted_to", "unit", "/", "2011-02-01", role="Commander"),
        rel("recent", "posted_to", "unit", "/", "2017-02-01", role="Commander"),
        rel("now", "posted_to", "unit", "/", "2018-11-01/2018-12-01", role="Commander"),
        rel("stays", "posted_to", "unit", "2016/..", "2017-11-28", role="leader"),
        rel("clerk", "posted_to", "unit", "2016/2020", role="Chief of Staff"),
    ]
    assert names(*claims) == [
        ("now", "attested"), ("stays", "presumed"), ("recent", "unknown"), ("old", "unknown"),
    ]  # fmt: skip
    assert names(*claims, look_back_days=1000)[2:] == [("recent", "unknown")]
    reasons = {one.person: one.reason for one in leaders(Graph(claims), "unit", DAY)}
    assert reasons["now"] == "a source covers the day"
    assert reasons["stays"] == "open-ended, last cited 365 days before"
    assert reasons["recent"] == "no source reaches the day, last cited 665 days before"


def test_a_leader_known_only_later_is_kept_as_unknown() -> None:
    graph = Graph([rel("khazali", "posted_to", "unit", "/", "2018-12-08", role="leader")])
    (leader,) = leaders(graph, "unit", DAY)
    assert leader.certainty == "unknown"
    assert leader.reason == "no source reaches the day, first cited 10 days after, start unknown"


def test_one_posting_of_a_person_does_not_lend_its_role_to_another() -> None:
    claims = (
        rel("officer", "posted_to", "unit", "2018/2020", claim="staff", role="Spokesman"),
        rel("officer", "posted_to", "unit", "2010/..", "2012-01-01", claim="lead", role="Commander"),
    )
    (leader,) = leaders(Graph(claims), "unit", DAY)
    assert leader.claims == ("lead",)
    assert leader.certainty == "presumed"


def test_a_denied_post_stands_against_the_claimed_one_and_alone_makes_no_leader() -> None:
    denied = rel("officer", "posted_to", "unit", "/", "2018-11-01", claim="no", stance=Stance.DENIED)
    assert names(denied) == []
    (leader,) = leaders(Graph([denied, rel("officer", "posted_to", "unit", role="Commander")]), "unit", DAY)
    assert leader.against == ("no",)


def test_deputies_and_titles_are_read() -> None:
    claims = (
        rel("second", "posted_to", "unit", role="Deputy Theatre Commander"),
        rel("titled", "posted_to", "unit", title="Secretary-General"),
        rel("member", "member_of", "unit", role="Leader"),
        rel("unit", "posted_to", "ministry", role="Minister"),
    )
    assert [name for name, _ in names(*claims)] == ["member", "titled"]
    assert [name for name, _ in names(*claims, roles=DEPUTIES)] == ["second"]
    both = leaders(Graph(claims), "unit", DAY, LEADING | DEPUTIES)
    assert [(one.person, one.deputy) for one in both] == [
        ("member", False), ("second", True), ("titled", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "role",
    [
        "Commander", "COMMANDER-IN-CHIEF", "Acting Commander", "the overall leader", "Brigade Commander",
        "Commander, 82 Division, Nigerian Army Medical Services", "Commander for Yobe State",
        "founder and leader", "Chief of the Army Staff", "Secretary General of the movement", "Head",
    ],
)  # fmt: skip
def test_roles_that_lead(role: str) -> None:
    assert leads(role)


@pytest.mark.parametrize(
    "role",
    [
        "", "Chief of Staff", "Head of Operations", "Director of Administration", "Deputy Commander",
        "Second-in-Command", "former commander", "Spokesman", "Lieutenant Commander", "member",
    ],
)  # fmt: skip
def test_roles_that_do_not_lead(role: str) -> None:
    assert not leads(role)
