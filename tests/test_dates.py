"""Imprecise dates: what each form may mean, what is refused, and what is certain of a fact on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from muster.dates import (
    OPEN,
    UNKNOWN,
    Certainty,
    ImpreciseDate,
    Interval,
    parse_date,
    parse_day,
    parse_interval,
    within,
)
from muster.errors import BadDate, BadInput

DAY = date(2018, 11, 28)
YEAR = timedelta(days=365)


# --- reading dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2018-11-28", date(2018, 11, 28), date(2018, 11, 28)),
        ("2018-11", date(2018, 11, 1), date(2018, 11, 30)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-11-XX", date(2018, 11, 1), date(2018, 11, 30)),
        ("2018-XX", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-XX-XX", date(2018, 1, 1), date(2018, 12, 31)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
        ("2014~", date(2013, 1, 1), date(2015, 12, 31)),
        ("2014?", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014-06~", date(2014, 5, 1), date(2014, 7, 31)),
        ("2014-06-30%", date(2014, 6, 29), date(2014, 7, 1)),
        ("201X~", date(2000, 1, 1), date(2029, 12, 31)),
        ("2014-21", date(2014, 3, 1), date(2014, 11, 30)),
        ("2014-24", date(2013, 12, 1), date(2015, 2, 28)),
        ("9999-12~", date(9999, 11, 1), date(9999, 12, 31)),
        ("2014-06?", date(2014, 6, 1), date(2014, 6, 30)),
        ("[1987..1989-02]", date(1987, 1, 1), date(1989, 2, 28)),
        ("[..2018-11]", None, date(2018, 11, 30)),
        ("[2018-11..]", date(2018, 11, 1), None),
        ("", None, None),
        ("..", None, None),
    ],
)
def test_a_date_spans_all_days_that_it_can_mean(text: str, earliest: date | None, latest: date | None) -> None:
    read = parse_date(text)
    assert (read.earliest, read.latest) == (earliest, latest)
    assert str(read) == text


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [("2014", False, False), ("2014~", True, False), ("2014?", False, True), ("2014-06%", True, True)],
)
def test_marks_of_doubt_are_kept(text: str, approximate: bool, uncertain: bool) -> None:
    read = parse_date(text)
    assert (read.approximate, read.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    "text",
    [
        "28.11.2018",
        "Nov 2018",
        "2018/11/28",
        "2018-1-2",
        "18-11-28",
        "20181128",
        "2018-13",
        "2018-00",
        "2018-11-31",
        "2018-02-29",
        "2018-11-00",
        "0000",
        "-2018",
        "201X-11",
        "2XXX",
        "2018-XX-28",
        "~2018",
        "2018~~",
        "~",
        "[2018]",
        "[..]",
        "[2019..2018]",
        "[2018~..2019]",
        "[2018,2019]",
        "2018..2019",
        "...",
        "now",
        "20\n18",
        "2018\n~",
        "٢٠١٨",
        "２０１８-11",
    ],
)
def test_what_is_no_date_is_refused_with_the_text_and_a_remedy(text: str) -> None:
    with pytest.raises(BadDate) as caught:
        parse_date(text)
    assert repr(text) in caught.value.message
    assert caught.value.hint


@given(st.text(max_size=12) | st.text("0123456789X-.~?%[]/", max_size=14))
def test_any_text_is_a_date_or_bad_input(text: str) -> None:
    try:
        read = parse_date(text)
    except BadInput:
        return
    assert parse_date(str(read)) == read


@st.composite
def dates(draw: st.DrawFn) -> ImpreciseDate:
    day = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    form = draw(st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y", "decade", "century", "range", "by", "from"]))
    other = draw(st.dates(day, date(2099, 12, 31))).isoformat()
    ranges = {"range": f"[{day}..{other}]", "by": f"[..{day}]", "from": f"[{day}..]"}
    if form in ranges:
        return parse_date(ranges[form])
    masked = {"decade": f"{day.year // 10}X", "century": f"{day.year // 100}XX"}
    return parse_date(masked.get(form, day.strftime(form)) + draw(st.sampled_from(["", "~", "?", "%"])))


ENDS = dates() | st.sampled_from([UNKNOWN, OPEN])
STARTS = dates() | st.just(UNKNOWN)
DAYS = st.dates(date(1890, 1, 1), date(2110, 1, 1))


@given(dates())
def test_bounds_are_in_order_and_text_reads_back(value: ImpreciseDate) -> None:
    assert parse_date(str(value)) == value
    assert value.earliest is None or value.latest is None or value.earliest <= value.latest


@given(st.dates())
def test_a_day_means_itself_and_nothing_else(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert within(day, day) == parse_date(day.isoformat())


@pytest.mark.parametrize("text", ["2018-11", "", "..", "2018-11-28~", "2018-11-28?", "[2018-11-27..2018-11-28]"])
def test_less_than_an_exact_day_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(BadDate, match="exact day"):
        parse_day(text)


@given(st.none() | st.dates(), st.none() | st.dates())
def test_within_holds_exactly_the_days_between(low: date | None, high: date | None) -> None:
    assume(low is None or high is None or low <= high)
    found = within(low, high)
    assert (found.earliest, found.latest) == (low, high)
    assert parse_date(str(found)) == found


# --- intervals -------------------------------------------------------------------------------------------


def test_an_interval_is_start_and_end_or_one_date_for_both() -> None:
    assert parse_interval("2016-11/..") == (parse_date("2016-11"), OPEN)
    assert parse_interval("/2014") == (UNKNOWN, parse_date("2014"))
    assert parse_interval("2014/") == (parse_date("2014"), UNKNOWN)
    assert parse_interval("2018-09") == (parse_date("2018-09"), parse_date("2018-09"))
    assert parse_interval("2018-11/2018") == (parse_date("2018-11"), parse_date("2018"))


@pytest.mark.parametrize("text", ["2018/2017", "2018-11-28/2018-11-27", "../2018", "..", "2016/2017/2018", "x/.."])
def test_a_backward_or_endless_interval_is_refused(text: str) -> None:
    with pytest.raises(BadDate) as caught:
        parse_interval(text)
    assert caught.value.hint


def when(span: str, cited: str = "") -> Interval:
    """`span` is start/end, `cited` first/last day cited; either side of `cited` may be empty."""
    start, end = parse_interval(span)
    first, _, last = cited.partition("/")
    return Interval(
        start, end, date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


@pytest.mark.parametrize(
    ("span", "cited", "day", "certainty"),
    [
        # Legalised "in November 2016", no end said, written about on 28 November 2018.
        ("2016-11/..", "2018-11-28/2018-11-28", "2016-10-31", "no"),
        ("2016-11/..", "2018-11-28/2018-11-28", "2016-11-01", "possible"),
        ("2016-11/..", "2018-11-28/2018-11-28", "2016-11-29", "possible"),
        ("2016-11/..", "2018-11-28/2018-11-28", "2016-11-30", "attested"),
        ("2016-11/..", "2018-11-28/2018-11-28", "2018-11-28", "attested"),
        ("2016-11/..", "2018-11-28/2018-11-28", "2018-11-29", "presumed"),
        # The same, with nothing said of an end: after the last citation nobody knows.
        ("2016-11/", "2018-11-28/2018-11-28", "2018-11-28", "attested"),
        ("2016-11/", "2018-11-28/2018-11-28", "2018-11-29", "unknown"),
        # Only cited: the leader of a unit "this week", start and end unknown.
        ("/", "2018-11-28/2018-11-28", "2018-11-27", "unknown"),
        ("/", "2018-11-28/2018-11-28", "2018-11-28", "attested"),
        ("/", "2018-11-28/2018-11-28", "2018-11-29", "unknown"),
        ("/..", "2018-11-28/2018-11-28", "2018-11-29", "presumed"),
        ("/", "2010-01-01/2018-01-01", "2014-06-01", "attested"),
        # A lone citation day speaks for that day.
        ("/", "/2018-11-28", "2018-11-28", "attested"),
        ("/", "2018-11-28/", "2018-11-28", "attested"),
        ("/", "/2018-11-28", "2018-11-27", "unknown"),
        ("/..", "/2018-11-28", "2018-11-29", "presumed"),
        ("2016/", "2018-11-28/", "2018-01-01", "attested"),
        # Imprecise ends.
        ("2014/2016", "", "2013-12-31", "no"),
        ("2014/2016", "", "2014-06-01", "possible"),
        ("2014/2016", "", "2015-01-01", "attested"),
        ("2014/2016", "", "2016-06-01", "possible"),
        ("2014/2016", "", "2017-01-01", "no"),
        ("2014/2016-05-05", "", "2016-05-05", "attested"),
        ("2014/2016-05-05", "", "2016-05-06", "no"),
        ("/2016", "", "2017-01-01", "no"),
        ("/2016", "", "2010-01-01", "unknown"),
        ("2018-09", "", "2018-09-11", "possible"),
        # A fact that began on an exact day was so on that day, cited or not.
        ("2018-11-13/", "", "2018-11-13", "attested"),
        ("2018-11-13/..", "", "2018-11-13", "attested"),
        ("2018-11-13/..", "", "2018-11-14", "presumed"),
        ("2018-11-13/", "", "2018-11-14", "unknown"),
        ("2018-11-13/2018-11-13", "", "2018-11-13", "attested"),
        # Nothing is known.
        ("/", "", "2018-11-28", "unknown"),
        ("/..", "", "2018-11-28", "unknown"),
        # A start given as a range, as between two editions of a list.
        ("[2018-01-02..2018-02-01]/..", "2018-02-01/2018-02-01", "2018-01-01", "no"),
        ("[2018-01-02..2018-02-01]/..", "2018-02-01/2018-02-01", "2018-01-15", "possible"),
        ("[..2018-02-01]/..", "2018-02-01/2018-02-01", "2010-01-01", "unknown"),
    ],
)
def test_certainty_on_a_day(span: str, cited: str, day: str, certainty: str) -> None:
    assert when(span, cited).on(date.fromisoformat(day)).value == certainty


def test_a_citation_never_proves_a_day_after_its_publication() -> None:
    for span in ("/", "/..", "2016/", "2016/.."):
        after = when(span, "2018-11-28/2018-11-28").on(DAY + timedelta(days=1))
        assert after in (Certainty.PRESUMED, Certainty.UNKNOWN)


def test_the_days_since_the_last_citation_are_counted() -> None:
    fact = when("2016/..", "2017-01-01/2018-11-26")
    assert fact.days_since_cited(DAY) == 2
    assert fact.days_since_cited(date(2018, 11, 26)) == 0
    assert fact.days_since_cited(date(2018, 11, 25)) is None
    assert when("2016/..", "2018-11-26/").days_since_cited(DAY) == 2
    assert when("2016/..").days_since_cited(DAY) is None


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    cited = sorted(draw(st.lists(DAYS, min_size=2, max_size=2)))
    first, last = (one if draw(st.booleans()) else None for one in cited)
    start, end = draw(STARTS), draw(ENDS)
    assume(not (end.latest and start.earliest and end.latest < start.earliest))
    return Interval(start, end, first, last)


@given(intervals(), DAYS)
def test_outside_its_bounds_a_fact_is_not_so(fact: Interval, day: date) -> None:
    outside = bool((fact.start.earliest and day < fact.start.earliest) or (fact.end.latest and day > fact.end.latest))
    assert (fact.on(day) is Certainty.NO) == outside


@given(intervals(), DAYS)
def test_only_a_day_between_citations_or_bounds_is_attested(fact: Interval, day: date) -> None:
    known = [one for one in (fact.first_cited, fact.last_cited, fact.start.latest, fact.end.earliest) if one]
    if fact.on(day) is Certainty.ATTESTED:
        assert min(known) <= day <= max(known)


@given(intervals(), st.data())
def test_within_the_cited_span_a_fact_is_never_unknown(fact: Interval, data: st.DataObject) -> None:
    cited = [one for one in (fact.first_cited, fact.last_cited) if one]
    assume(cited)
    day = data.draw(st.dates(min(cited), max(cited)))
    assert fact.on(day) in (Certainty.ATTESTED, Certainty.NO)


@given(intervals(), DAYS)
def test_only_an_open_end_lets_a_fact_be_presumed(fact: Interval, day: date) -> None:
    if fact.on(day) is Certainty.PRESUMED:
        assert fact.end.open
        assert fact.last_cited is None or day > fact.last_cited


@given(intervals(), DAYS, DAYS)
def test_another_citation_never_shakes_what_was_attested_or_presumed(fact: Interval, day: date, new: date) -> None:
    cited = [one for one in (fact.first_cited, fact.last_cited) if one]
    wider = Interval(fact.start, fact.end, min([*cited, new]), max([*cited, new]))
    if fact.on(day) in (Certainty.ATTESTED, Certainty.PRESUMED):
        assert wider.on(day).rank <= fact.on(day).rank
    assert (wider.on(day) is Certainty.NO) == (fact.on(day) is Certainty.NO)


@given(STARTS, ENDS, st.none() | DAYS, st.none() | DAYS, DAYS)
@example(OPEN, OPEN, None, None, date.min)
@example(parse_date("9999"), UNKNOWN, date.max, date.min, date.max)
def test_any_interval_gives_an_answer_for_any_day(
    start: ImpreciseDate, end: ImpreciseDate, first: date | None, last: date | None, day: date
) -> None:
    fact = Interval(start, end, first, last)
    assert isinstance(fact.on(day), Certainty)
    since = fact.days_since_cited(day)
    assert since is None or since >= 0
    assert fact.spoken()


@given(intervals(), intervals(), DAYS)
def test_facts_that_share_a_day_meet(one: Interval, other: Interval, day: date) -> None:
    assert one.meets(other) == other.meets(one)
    assert one.meets(one)
    if one.on(day) is not Certainty.NO and other.on(day) is not Certainty.NO:
        assert one.meets(other)


def test_facts_whose_bounds_are_apart_do_not_meet() -> None:
    """The Mali chain: one edge 2016 to 2018, the other from December 2020."""
    assert not when("2016/2018").meets(when("2020-12-19/.."))
    assert when("2016/2018-11").meets(when("2018/.."))
    assert when("2016/").meets(when("2020-12-19/.."))


def test_a_fact_has_begun_unless_its_start_says_otherwise() -> None:
    assert not when("2018-12/..").began_by(DAY)
    assert when("2018-11/..").began_by(DAY)
    assert when("/..", "2019-01-01/2019-01-01").began_by(DAY)


@pytest.mark.parametrize(
    ("span", "cited", "says"),
    [
        ("2016-11/..", "2018-11-28/2018-11-28", "since 2016-11; cited 2018-11-28"),
        ("2016/2018", "2016-05-01/2018-01-01", "since 2016, until 2018; cited 2016-05-01 to 2018-01-01"),
        ("2014~/", "", "since about 2014, end unknown"),
        ("/2014?", "", "start unknown, until 2014 (uncertain)"),
        ("2018-09", "", "2018-09"),
        ("/", "", "start and end unknown"),
        ("/", "2018-11-28/", "start and end unknown; cited 2018-11-28"),
        ("[..2022-01-31]/..", "", "began by 2022-01-31"),
        ("[2018-01-02..2018-02-01]/[2019..]", "", "began between 2018-01-02 and 2018-02-01, ended 2019 or later"),
    ],
)
def test_an_interval_reads_as_a_person_would_say_it(span: str, cited: str, says: str) -> None:
    assert when(span, cited).spoken() == says
