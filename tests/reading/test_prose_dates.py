"""Dates in prose: each expression has bounds, and nothing past is put into the future."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.reading.prose_dates import find_dates

DAY = date(2021, 3, 17)  # a Wednesday

CASES = [
    ("The brigade left on Tuesday.", "Tuesday", "2021-03-16"),
    ("They met on Wednesday.", "Wednesday", "2021-03-17"),
    ("They will meet next Friday.", "next Friday", "2021-03-19"),
    ("It happened last Wednesday.", "last Wednesday", "2021-03-10"),
    ("It happened yesterday.", "yesterday", "2021-03-16"),
    ("The talks resume this week.", "this week", "[2021-03-15..2021-03-17]"),
    ("The talks failed last week.", "last week", "[2021-03-08..2021-03-14]"),
    ("The vote was held this month.", "this month", "2021-03"),
    ("The vote is due next month.", "next month", "2021-04"),
    ("Earlier this year the unit moved.", "Earlier this year", "2021"),
    ("The raid of March 3 failed.", "March 3", "2021-03-03"),
    ("The raid of 24 December failed.", "24 December", "2020-12-24"),
    ("Monday, Jan. 4, 2021, was quiet.", "Monday, Jan. 4, 2021", "2021-01-04"),
    ("On the 3rd of May 2019 it rained.", "the 3rd of May 2019", "2019-05-03"),
    ("It was signed in November 2016.", "November 2016", "2016-11"),
    ("It was signed in September.", "in September", "2020-09"),
    ("Fighting began in late 2012.", "late 2012", "[2012-09..2012-12]"),
    ("Fighting began in mid-2014.", "mid-2014", "[2014-05..2014-08]"),
    ("Between 2006 and 2011 they fought.", "Between 2006 and 2011", "2006/2011"),
    ("Since 2015 it has been quiet.", "Since 2015", "2015/"),
    ("Until March 2018 he led it.", "Until March 2018", "/2018-03"),
    ("They came after the 2003 invasion.", "after the 2003 invasion", "2003/"),
    ("It was founded in the 1990s.", "the 1990s", "199X"),
    ("It was founded in the summer of 2014.", "summer of 2014", "2014-22"),
    ("Three years ago he deserted.", "Three years ago", "2018~"),
    ("In the past two months it grew.", "In the past two months", "[2021-01-17..2021-03-17]"),
]


@pytest.mark.parametrize(("text", "expression", "edtf"), CASES)
def test_an_expression_means_its_bounds(text: str, expression: str, edtf: str) -> None:
    (found,) = find_dates(text, DAY)
    assert (found.text, found.edtf) == (expression, edtf)


def test_a_caption_gives_its_own_anchor() -> None:
    text = "Riders parade in Oren, Saturday, Feb. 6, 2021. A commander spoke Saturday after weeklong marches."
    day, weekday, week = find_dates(text, DAY)
    assert [day.edtf, weekday.edtf, week.edtf] == ["2021-02-06", "2021-02-06", "[2021-01-30..2021-02-06]"]


@pytest.mark.parametrize(
    "text",
    ["They may march.", "He will second the motion.", "About 2,000 fighters came.", "The 31 Brigade left.",
     "On 31 February 2019 nothing happened.", "They fought for 2012 dollars a man, some days."],
)  # fmt: skip
def test_what_is_no_date_gives_none(text: str) -> None:
    assert [one.text for one in find_dates(text, DAY)] == []


@given(st.text(max_size=300), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_any_text_is_read_without_an_error(text: str, day: date) -> None:
    for one in find_dates(text, day, 5):
        assert text[one.start - 5 : one.end - 5] == one.text


@given(st.dates(date(1950, 1, 8), date(2090, 1, 1)), st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_a_plain_weekday_is_one_of_the_seven_days_before(day: date, name: str) -> None:
    (found,) = find_dates(f"He spoke on {name} in public.", day)
    assert found.earliest is not None
    assert day - timedelta(7) < found.earliest <= day
    assert found.earliest.strftime("%A") == name
