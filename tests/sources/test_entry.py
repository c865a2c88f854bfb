"""What an entry says twice is one claim that cites both places, however it was said."""

from __future__ import annotations

from muster.dates import OPEN, UNTIMED, Interval, parse_date
from muster.sources.entry import Entry


def entry() -> Entry:
    return Entry("list-1", "list", "Authority", "1")


def test_one_thing_said_in_several_ways_is_one_claim() -> None:
    made = entry()
    made.say("birth_place", "Oren", {"country": "xx", "region": "north", "street": ""})
    made.say("birth_place", "Oren", (("country", "xx"), ("region", "north")))
    made.say("birth_place", "Oren", {"region": "north", "country": "xx"}, time=Interval())
    made.say("birth_place", "")
    (claim,) = made.claims()
    assert (claim.qualifiers, claim.time) == ((("country", "xx"), ("region", "north")), UNTIMED)
    assert [(one.source, one.record, one.note) for one in claim.citations] == [("list", "1", "")]


def test_what_differs_stays_apart() -> None:
    made = entry()
    since = Interval(parse_date("2014-05-12"), OPEN)
    made.say("listed_under", "Programme")
    made.say("listed_under", "Programme", time=since)
    made.say("listed_under", "Programme", time=Interval(parse_date("2014-05-12"), OPEN))
    made.say("listed_under", "Programme", note="renewed")
    made.name("Adam Hill", "primary")
    made.name("Adam Hill", "weak")
    found = made.claims()
    assert [one.time for one in found[:3]] == [UNTIMED, since, UNTIMED]
    assert [(one.value, one.qualifier("kind")) for one in found[3:]] == [
        ("Adam Hill", "primary"),
        ("Adam Hill", "weak"),
    ]


def test_each_legal_act_is_cited_once_in_the_order_in_which_it_said_so() -> None:
    made = entry()
    for act in ("B", "A", "B", "C"):
        made.name("Adam Hill", "primary", basis=act)
    made.say("kind", "person", basis="A")
    name, kind = made.claims()
    assert [one.note for one in name.citations] == ["B", "A", "C"]
    assert [one.note for one in kind.citations] == ["A"]
