"""Requests: what is asked, how it is kept and read again, and which requests ask the same."""

from __future__ import annotations

import json
from datetime import date

import pytest

from muster.vetting import Adjudication, Request
from muster.vetting.request import asked, storable
from tests.policy.made import DAY

JUDGED = Adjudication("Lake Brigade", "lake", "different", "another town", "anna")
FULL = Request(
    "Lake Brigade",
    "list-screening",
    DAY,
    ("Sami Example Harun",),
    country="Iraq",
    commitment="signed",
    identifier="lake",
    known_at="2021-01-01T00:00:00Z",
    place="line 7",
    adjudications=(JUDGED,),
    individual="Karim Another Dawud",
    threshold=0.8,
)


def test_a_request_is_kept_and_read_again() -> None:
    assert Request.from_dict(json.loads(json.dumps(FULL.as_dict()))) == FULL


def test_what_older_decisions_do_not_say() -> None:
    old = {"unit": "Lake Brigade", "policy": "list-screening", "as_of": "2018-11-01", "leaders": []}
    assert Request.from_dict(old) == Request("Lake Brigade", "list-screening", DAY)
    assert Request.from_dict(old).threshold == 0.7
    assert "adjudications" not in Request.from_dict(old).as_dict()


def test_the_same_under_another_policy_or_on_another_day() -> None:
    other = Request.from_dict(FULL.as_dict(), "mine", date(2020, 1, 1))
    assert (other.policy, other.as_of, other.unit) == ("mine", date(2020, 1, 1), "Lake Brigade")
    assert FULL.under("mine").policy == "mine"
    assert FULL.under("list-screening") is FULL


def test_where_a_request_stands_counts_only_for_its_commitment() -> None:
    """A decision without one is the same on every line."""
    assert FULL.as_dict()["place"] == "line 7"
    assert Request("Lake Brigade", "list-screening", DAY, place="line 7").as_dict()["place"] == "request"


def test_what_was_judged_of_a_name() -> None:
    assert FULL.judged("Lake Brigade", "different") == [JUDGED]
    assert FULL.judged("Lake Brigade", "same") == FULL.judged("Hill Brigade", "different") == []
    assert JUDGED.spoken() == "judged different by anna: another town"


@pytest.mark.parametrize("name", ["unit", "leaders", "policy", "country", "commitment", "identifier", "individual"])
def test_what_makes_another_request(name: str) -> None:
    data = FULL.as_dict()
    assert asked({**data, name: "another"}) != asked(data)


@pytest.mark.parametrize("name", ["as_of", "known_at", "place", "threshold", "adjudications"])
def test_what_makes_the_same_request_again(name: str) -> None:
    data = FULL.as_dict()
    assert asked({**data, name: "another"}) == asked(data)
    assert len(asked(data)) == 24


def test_half_surrogates_are_replaced_everywhere() -> None:
    bad = "Lake\udcff"
    found = Request(bad, "p", DAY, (bad,), country=bad, commitment=bad, identifier=bad, individual=bad)
    good = storable(bad)
    assert good == "Lake\ufffd"
    assert {found.unit, *found.leaders, found.country, found.commitment, found.identifier, found.individual} == {good}
