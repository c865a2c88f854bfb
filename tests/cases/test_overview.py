"""The overview of a period counts what happened in it, no more and no less, and the page shows every figure."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from muster.cases.overview import overview
from muster.errors import BadInput
from muster.reports import overview_page

from .made_cases import TODAY, Office

LATER = date(2018, 12, 20)


@pytest.fixture
def quarter(office: Office) -> Office:
    """One approved and expired, one refused and reopened, one waiting, one opened after the period."""
    office.approved()
    refused = office.new("<b>Lake & Brigade</b>", country="Iraq")
    office.decide(refused)
    office.cases.refuse(refused, office["chidi"], "no such <i>unit</i>")
    office.now += timedelta(days=10)
    office.cases.reopen(refused, office["bilal"], "found it")
    waiting = office.new(country="Iraq")
    office.cases.ask(waiting, office["bilal"], ["a fact"])
    office.now += timedelta(days=40)
    office.cases.recheck(office["basma"], LATER)
    office.now += timedelta(days=30)
    office.new("A later one")
    return office


def test_the_figures_of_a_quarter(quarter: Office) -> None:
    found = overview(quarter.register, TODAY, date(2018, 12, 31))
    assert found["cases"] == {
        "opened": 3, "approved": 1, "refused": 1, "sent_back": 0, "withdrawn": 0, "lapsed": 1, "reopened": 1,
        "open_at_end": 2, "in_force_at_end": 0,
    }  # fmt: skip
    assert found["states_at_end"] == {"lapsed": 1, "open": 1, "waiting": 1}
    assert found["decisions"] == 2, "decided twice, counted once"
    assert found["outcomes"]["no_adverse_information"] >= 1
    assert [(one["unit"], one["on"]) for one in found["expired"]] == [("Lake Brigade", "2018-12-01")]
    assert found["ended"][0]["why"] == "expired on 2018-12-01"
    assert found["ages"]["closed"] == {
        "count": 2, "median": 0, "longest": 0,
        "buckets": {"up to 7 days": 2, "8 to 30 days": 0, "31 to 90 days": 0, "over 90 days": 0},
    }  # fmt: skip
    assert (found["ages"]["open"]["count"], found["ages"]["open"]["longest"]) == (2, 50)
    assert {(one["country"], one["opened"]) for one in found["cases_by_country_and_policy"]} == {
        ("Iraq", 2), ("not stated", 1),
    }  # fmt: skip


def test_a_period_sees_only_its_own_days(quarter: Office) -> None:
    first = overview(quarter.register, TODAY, TODAY)
    assert (first["cases"]["opened"], first["cases"]["reopened"], first["cases"]["in_force_at_end"]) == (2, 0, 1)
    assert first["states_at_end"] == {"approved": 1, "refused": 1}
    before = overview(quarter.register, date(2010, 1, 1), date(2010, 12, 31))
    assert before["decisions"] == before["cases"]["opened"] == 0
    assert before["states_at_end"] == {}
    rest = overview(quarter.register, TODAY + timedelta(days=1), date(2018, 12, 31))
    whole = overview(quarter.register, TODAY, date(2018, 12, 31))
    for name in ("opened", "approved", "refused", "reopened", "lapsed"):
        assert first["cases"][name] + rest["cases"][name] == whole["cases"][name]


def test_the_page_shows_the_figures_and_escapes_what_people_wrote(quarter: Office) -> None:
    figures = overview(quarter.register, TODAY, date(2018, 12, 31))
    page = overview_page(figures)
    assert "<b>Lake" not in page
    assert "<i>unit" not in page
    assert "&lt;b&gt;Lake &amp; Brigade&lt;/b&gt;" in page
    assert figures["record"]["root"] in page
    assert "expired on 2018-12-01" in page
    assert page.count("<svg") == 4
    for drawing in page.split("<svg")[1:]:
        ElementTree.fromstring("<svg" + drawing.split("</svg>")[0] + "</svg>")
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_a_period_without_anything_has_a_page_that_says_so(office: Office) -> None:
    page = overview_page(overview(office.register, date(2010, 1, 1), date(2010, 12, 31)))
    assert "No decision was kept in this period." in page
    assert "<svg" not in page


def test_a_period_the_wrong_way_round_is_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="before it begins"):
        overview(office.register, LATER, TODAY)
