"""What a decision depends on: how far its policy looks, how changes reach it, and which lists were searched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from muster.policy import Kind, load_policy
from muster.register import Incoming
from muster.vetting import Desk, Request, keep
from muster.vetting.dependencies import (
    ANY_DISTANCE,
    Dependencies,
    Notes,
    decide,
    lists_searched,
    material,
    names_digest,
    reach,
)
from muster.vetting.touched import Nodes, Spread
from tests.policy.made import DAY, Made, made, one_clause

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade, country: iq}
    lead: {kind: person, name: Sami Example Harun}
"""
LED = "{posted_to: {person: lead, unit: lake, role: commander}, when: 2018/..}"
PARTIES = "  bad: {title: Bad, entities: [lead]}\n"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register.add(ENTITIES, LED)


def test_all_that_were_ever_one_are_one() -> None:
    nodes = Nodes([("a", "b"), ("c", "d"), ("b", "c"), ("e", "f")])
    assert len({nodes.number(one) for one in "abcd"}) == 1
    assert nodes.number("e") == nodes.known("f") != nodes.number("a")
    assert nodes.known("new") == -1
    assert nodes.number("new") == nodes.known("new") >= 0


def test_a_change_is_carried_so_many_relations_and_no_more() -> None:
    nodes = Nodes([("a", "alias")])
    spread = Spread(nodes, [("a", "b"), ("c", "b"), ("c", "d"), ("x", "y")], {"d": 5, "alias": 2})
    assert [spread.highest(["a"], steps) for steps in range(5)] == [(2, "a"), (2, "a"), (2, "a"), (5, "a"), (5, "a")]
    assert spread.highest(["d"], 0) == (5, "d")
    assert spread.highest(["a", "c"], 1) == (5, "c")
    assert spread.highest(["a"], ANY_DISTANCE) == (5, "a")
    assert spread.highest(["b"], 1) == (2, "b")
    assert spread.highest(["x", "nobody"], ANY_DISTANCE) == (-1, "")


def test_without_relations_or_changes_nothing_is_carried() -> None:
    assert Spread(Nodes([]), [], {"a": 0}).highest(["a"], ANY_DISTANCE) == (0, "a")
    assert Spread(Nodes([]), [("a", "b")], {}).highest(["a", "b"], ANY_DISTANCE) == (-1, "")
    assert Spread(Nodes([]), [("a", "b")], {"a": 1}).highest(["b"], 0) == (-1, "")


@pytest.mark.parametrize(
    ("finder", "settings", "sets", "steps"),
    [
        ("listed", "sets: [bad]", PARTIES, 0),
        ("path", "sets: [bad], relations: [posted_to], max_hops: 2", PARTIES, 3),
        ("path", "sets: [bad], relations: [posted_to]", PARTIES, 4),
        ("incident", "gross_violation: yes", "", 9),
    ],
)
def test_how_far_a_policy_looks(finder: str, settings: str, sets: str, steps: int) -> None:
    assert reach(one_clause(finder, settings, sets)) == steps


def test_the_furthest_clause_counts_and_what_is_unknown_has_no_end() -> None:
    assert reach(load_policy("list-screening")) >= 0
    assert reach(load_policy("us-ofac-50")) == ANY_DISTANCE  # shares are followed as far as they go


def test_which_lists_were_searched(register: Made) -> None:
    policy = load_policy("list-screening")
    assert lists_searched(register.snapshot, policy, DAY) == "1"
    assert lists_searched(register.snapshot, policy, date(2009, 12, 31)) == "1 any publisher's list"
    named = one_clause("listed", "sets: [bad]", "  bad: {title: Bad, lists: [un, searched-list]}\n")
    assert lists_searched(register.snapshot, named, DAY) == "1 un"
    assert lists_searched(register.snapshot, named, date(2009, 12, 31)) == "1 searched-list un"


def test_the_names_of_a_list_are_not_the_list(register: Made) -> None:
    named = one_clause("listed", "sets: [bad]", "  bad: {title: Bad, lists: [names]}\n")
    for part, searched in (("alt", "1 names"), ("add", "1 names"), ("", "1")):
        register.register.import_editions([Incoming("names", "Names", "list", "2015", part, (), part=part)])
        assert lists_searched(register.snapshot, named, DAY) == searched
        kind = register.apply(named, "Lake Brigade").findings[0].kind
        assert kind is (Kind.UNKNOWN if "names" in searched else Kind.NOT_FOUND)


def test_what_is_noted(register: Made) -> None:
    desk = Desk(register.snapshot)
    decision, data, standing = decide(desk, Request("Lake Brigade", "list-screening", DAY, leaders=("Nobody Known",)))
    noted = Notes(desk.snapshot).dependencies(decision, data)
    assert noted.texts == ("Lake Brigade", "Nobody Known", "", "Sami Example Harun")
    assert noted.near == ("lake", "lead")
    assert (noted.outcome, noted.link, noted.material) == (data["outcome"], "link lake", material(data))
    assert Dependencies.of_body([getattr(noted, name) for name in Dependencies.__slots__]) == noted
    assert standing.body == noted.body()
    assert keep(register.register, desk, [decision]) == 1
    assert keep(register.register, desk, [decision]) == 0


def test_an_identifier_leaves_nothing_to_link(register: Made) -> None:
    desk = Desk(register.snapshot)
    for request in (
        Request("lake", "list-screening", DAY),
        Request("Lake Brigade", "list-screening", DAY, identifier="lake"),
    ):
        decision, data, _ = decide(desk, request)
        assert Notes(desk.snapshot).dependencies(decision, data).link == ""


def test_the_names_found_in_short() -> None:
    one = ("a", (("x", "A", True),))
    assert names_digest([]) == names_digest([("a", ())]) == ""
    assert names_digest([one]) == names_digest([("b", ()), one]) != ""
    assert names_digest([one]) != names_digest([("a", (("x", "A", False),))])
