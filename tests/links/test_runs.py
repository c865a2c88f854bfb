"""The certainty of facts through time: what `Interval.on` says of every day, and overlaps as true intersections."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from muster.dates import OPEN, Certainty, Interval, parse_date
from muster.links.runs import course_of, either, together

from .test_oracle import DAYS, times


@given(times(), DAYS)
def test_a_course_says_of_every_day_what_the_interval_says(time: Interval, day: date) -> None:
    course = course_of(time)
    for near in (day, *(bound + timedelta(k) for bound in _bounds(time) for k in (-1, 0, 1))):
        assert course.on(near) is time.on(near)


@given(st.lists(times(), min_size=1, max_size=4), DAYS)
def test_several_facts_hold_together_as_the_weakest_and_several_claims_as_the_best(
    facts: list[Interval], day: date
) -> None:
    ranks = [fact.on(day).rank for fact in facts]
    assert together(map(course_of, facts)).on(day).rank == max(ranks)
    assert either(map(course_of, facts)).on(day).rank == min(ranks)


@given(times())
def test_the_runs_follow_each_other_without_gap(time: Interval) -> None:
    runs = course_of(time).runs()
    assert runs[0].first is None
    assert runs[-1].last is None
    for one, other in pairwise(runs):
        assert one.last is not None
        assert other.first == one.last + timedelta(1)
        assert one.certainty is not other.certainty


def test_an_overlap_is_the_days_shared_not_the_whole_time_of_either() -> None:
    under = Interval(parse_date("2010-01-01"), parse_date("2014-12-31"))
    command = Interval(parse_date("2013-03-01"), OPEN, None, date(2018, 6, 1))
    (attested,) = together([course_of(under), course_of(command)]).spans(Certainty.ATTESTED)
    assert (attested.first, attested.last) == (date(2013, 3, 1), date(2014, 12, 31))
    assert attested.spoken() == "attested 2013-03-01 to 2014-12-31"


def test_two_times_that_share_no_day_are_never_together() -> None:
    early, late = (Interval(*map(parse_date, span)) for span in (("2001", "2005"), ("2010", "2012")))
    assert together([course_of(early), course_of(late)]).best() is Certainty.NO


def _bounds(time: Interval) -> list[date]:
    found = (time.start.earliest, time.start.latest, time.end.earliest, time.end.latest)
    return [day for day in (*found, time.first_cited, time.last_cited) if day]
