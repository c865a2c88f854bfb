"""The rules that claims must keep together: each by itself, and in an import of a claims file and of another format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from muster.claims import Citation, Claim, Source, Stance, qualify
from muster.claims.rules import (
    AFTER_PUBLICATION,
    APPOINTED_LATE,
    CONTIGUOUS,
    NO_END,
    NOT_ENDED,
    OVERLAP,
    POSTED_TO_UNKNOWN,
    TWO_STARTS,
    UNKNOWN_PERPETRATOR,
    UNMARKED,
    Rule,
    Rules,
    told,
)
from muster.dates import Interval, parse_date, parse_day, parse_interval
from tests.conftest import Muster

PAPER = Source("paper", "A paper", published="2018-11-28")


def said(
    subject: str,
    predicate: str,
    other: str,
    when: str = "",
    cited: str = "",
    stance: Stance = Stance.ASSERTED,
    record: str = "",
    **details: str,
) -> Claim:
    value = predicate in ("kind", "name", "placeholder")
    start, end = parse_interval(when) if when else (parse_date(""), parse_date(""))
    day = parse_day(cited) if cited else None
    return Claim(
        subject,
        predicate,
        "" if value else other,
        other if value else "",
        qualify(details),
        Interval(start, end, day, day),
        stance,
        citations=(Citation("paper", record=record),),
    )


def broken(*claims: Claim, sources: tuple[Source, ...] = ()) -> list[tuple[Rule, str]]:
    rules = Rules(sources)
    for claim in claims:
        rules.see(claim)
    return [(one.rule, one.claim.subject) for one in rules.findings()]


def commander(person: str, when: str, **details: str) -> Claim:
    return said(person, "posted_to", "brigade", when, role="Commander", **details)


@pytest.mark.parametrize(
    ("claim", "late"),
    [
        (said("a", "member_of", "b", "2018/2019"), True),
        (said("a", "member_of", "b", "2018-12/.."), True),
        (said("a", "member_of", "b", cited="2018-11-29"), True),
        (said("a", "member_of", "b", "2018/2018-11-28", "2018-11-28"), False),
        (said("a", "member_of", "b", "2018-11/.."), False),  # the month may begin before
        (said("a", "member_of", "b", "2019/..", stance=Stance.PENDING), False),
        (said("a", "member_of", "b", "2019/..", stance=Stance.DENIED), True),
        (said("a", "member_of", "b", cited="2019-01-01", stance=Stance.PENDING), True),
        (said("a", "listed_under", "b", "2018/2020"), False),  # an order states its own term
    ],
)
def test_no_day_lies_after_publication(claim: Claim, late: bool) -> None:
    assert broken(claim, sources=(PAPER,)) == ([(AFTER_PUBLICATION, "a")] if late else [])
    assert broken(claim) == []  # nothing is known of the source
    assert broken(claim, sources=(Source("paper", "A flyer"),)) == []
    assert broken(claim, sources=(Source("paper", "A flyer", retrieved="2018-11-28"),)) == broken(
        claim, sources=(PAPER,)
    )


def test_the_newest_source_bounds_a_claim_of_several() -> None:
    later = Source("later", "A later one", published="2019-06")
    claim = said("a", "member_of", "b", "2018/2019")
    both = Claim(**{f: getattr(claim, f) for f in ("subject", "predicate", "object", "time")}, citations=(
        Citation("paper"), Citation("later"),
    ))  # fmt: skip
    assert broken(both, sources=(PAPER, later)) == []
    assert broken(both, sources=(PAPER, Source("later", "Undated"))) == []


def test_nobody_serves_in_an_unknown_unit_and_it_does_no_wrong() -> None:
    marks = [said("gap", "placeholder", "unknown"), said("nameless", "placeholder", "unnamed")]
    deeds = [
        said("ali", "posted_to", "gap"),
        said("ali", "posted_to", "nameless"),
        said("gap", "perpetrator_of", "raid", stance=Stance.ALLEGED),
        said("nameless", "perpetrator_of", "raid"),
        said("sami", "posted_to", "gap", stance=Stance.DENIED),
    ]
    expected = [(POSTED_TO_UNKNOWN, "ali"), (UNKNOWN_PERPETRATOR, "gap")]
    assert broken(*marks, *deeds) == broken(*deeds, *marks) == expected
    assert broken(*deeds) == []


def test_a_unit_called_unknown_is_marked_or_told() -> None:
    unit = [said("gap", "kind", "unit"), said("gap", "name", "Unknown Brigade of 7 Division")]
    assert broken(*unit) == [(UNMARKED, "gap")]
    assert broken(*unit, said("gap", "placeholder", "unknown")) == []
    assert broken(said("ali", "kind", "person"), said("ali", "name", "Unknown")) == []


def test_a_successor_ends_the_posting() -> None:
    follows = said("sami", "successor_of", "ali")
    later = commander("sami", "2016-05/")
    assert (NOT_ENDED, "ali") in broken(commander("ali", "2014/.."), later, follows)
    assert (NOT_ENDED, "ali") in broken(commander("ali", "2014/"), later, follows)
    assert broken(commander("ali", "2014/2016-05"), later, follows) == []
    assert broken(commander("ali", "2014/.."), said("sami", "posted_to", "other", "2016-05/"), follows) == []
    denied = said("sami", "successor_of", "ali", stance=Stance.DENIED)
    assert NOT_ENDED not in dict(broken(commander("ali", "2014/.."), later, denied))


def test_commanders_who_overlap_or_whose_end_nobody_recorded() -> None:
    assert broken(commander("ali", "2014-01-01/2016-05-01"), commander("sami", "2016-02-01/2018-01-01")) == [
        (OVERLAP, "sami")
    ]
    assert broken(commander("ali", "2014-01-01/2016-05-01"), commander("sami", "2016-05-01/2018-01-01")) == []
    assert broken(commander("ali", "2014-01-01/"), commander("sami", "2016-05-01/")) == [(NO_END, "ali")]
    assert broken(commander("ali", "2014-01-01/"), commander("ali", "2016-05-01/2017"))[0][0] is TWO_STARTS
    staff = [said(one, "posted_to", "brigade", "2014-01-01/2016-05-01", role="Staff") for one in ("ali", "sami")]
    assert broken(*staff) == []


def test_appointment_and_taking_over_are_two_things() -> None:
    both = [
        commander("ali", "2014-01-01/", start_kind="appointed"),
        commander("ali", "2014-03-01/", start_kind="assumed"),
    ]
    assert broken(*both) == []
    turned = [
        commander("ali", "2014-03-01/", start_kind="appointed"),
        commander("ali", "2014-01-01/", start_kind="assumed"),
    ]
    assert broken(*turned) == [(APPOINTED_LATE, "ali")]
    assert broken(commander("ali", "2014-01-01/"), commander("ali", "2014-03-01/")) == [(TWO_STARTS, "ali")]
    assert broken(commander("ali", "2014-01-01/2015"), commander("ali", "2016-03-01/2017")) == []


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("2014-01-01/2015-01-01", "2015-01-02/2016-01-01", True),
        ("2014-01-01/2015-01-01", "2015-01-03/2016-01-01", False),
        ("2014-01-01/..", "2020/2021", True),
        ("2014/2016", "2015/2017", True),
        ("2014/2016", "2014/2016", False),  # said twice
    ],
)
def test_relations_that_join_are_one(first: str, second: str, one: bool) -> None:
    pair = [said("a", "subordinate_to", "b", when, kind="command") for when in (second, first)]
    assert broken(*pair) == ([(CONTIGUOUS, "a")] if one else [])
    other = said("a", "subordinate_to", "b", second, kind="administrative")
    assert broken(pair[1], other) == []


def test_many_claims_of_one_unit_take_no_longer_than_they_should() -> None:
    crowd = [commander(f"p{number}", "2014-01-01/2016-05-01") for number in range(20_000)]
    ties = [said("a", "member_of", "b", f"{1000 + number % 900}/2000") for number in range(20_000)]
    found = broken(*crowd, *ties)
    assert sum(rule is CONTIGUOUS for rule, _ in found) > 0
    assert 20_000 <= sum(rule is OVERLAP for rule, _ in found) + 1 <= 40_000


def test_a_rule_is_told_once_with_its_remedy_and_the_places() -> None:
    rules = Rules()
    for number in range(30):
        rules.see(said(f"u{number}", "kind", "unit"))
        rules.see(said(f"u{number}", "name", f"Unnamed Company {number}"))
    (sentence,) = told(rules.findings(), lambda claim: f"line {claim.subject}")
    assert sentence.startswith(f"30 {UNMARKED.what} ({UNMARKED.remedy}): line u0: 'Unnamed Company 0'; line u1")
    assert sentence.endswith("; and 18 more")


# --- through an import ----------------------------------------------------------------------------------

FILE = """\
muster: claims/1
dataset: north
title: Forces in the north
sources:
  paper: {title: A paper, published: 2018-11-28}
entities:
  gap: {kind: unit, name: Unknown Brigade, cite: {source: paper}}
  seven: {kind: unit, name: 7 Division, cite: {source: paper}}
  ali: {kind: person, name: Ali Hassan, cite: {source: paper}}
  sami: {kind: person, name: Sami Harun, cite: {source: paper}}
  raid: {kind: incident, name: A raid, cite: {source: paper}}
claims:
  - placeholder: {of: gap, value: unknown}
    cite: {source: paper}
"""
BAD = [
    ("  - posted_to: {person: ali, unit: gap}\n", POSTED_TO_UNKNOWN),
    ("  - perpetrator_of: {perpetrator: gap, incident: raid}\n    stance: alleged\n", UNKNOWN_PERPETRATOR),
]


@pytest.mark.parametrize(("claim", "rule"), BAD)
def test_a_claims_file_that_says_what_cannot_be_is_refused(
    muster: Muster, tmp_path: Path, claim: str, rule: Rule
) -> None:
    path = tmp_path / "north.yaml"
    path.write_text(FILE + claim + "    cite: {source: paper}\n", "utf-8")
    done = muster("import", str(path))
    assert done.status == 3
    for part in (rule.what, rule.remedy, "north.yaml line 15"):
        assert part in " ".join(done.err.split())
    assert muster("sources", "--json").out.strip() in ("[]", "")  # nothing was stored


def test_a_claims_file_is_told_what_needs_a_look(muster: Muster, tmp_path: Path) -> None:
    path = tmp_path / "north.yaml"
    tie = "  - subordinate_to: {{unit: gap, superior: seven}}\n    when: {}\n    cite: {{source: paper}}\n"
    post = "  - posted_to: {{person: {}, unit: seven, role: commander}}\n    when: {}\n    cite: {{source: paper}}\n"
    follows = "  - successor_of: {successor: sami, predecessor: ali}\n    cite: {source: paper}\n"
    text = tie.format("2014/2015") + tie.format("2016/2017") + post.format("ali", "2014/..")
    path.write_text(FILE + text + post.format("sami", "2016-01-05/..") + follows, "utf-8")
    done = muster("import", str(path), "--json")
    assert done.status == 0, done.err
    (change,) = json.loads(done.out)
    notes = " ".join(change["notes"])
    assert f"1 {CONTIGUOUS.what} ({CONTIGUOUS.remedy}): line 18: with line 15" in notes
    assert f"1 {NOT_ENDED.what} ({NOT_ENDED.remedy}): line 21: sami replaced ali, with line 24" in notes
    assert len(change["notes"]) == 2


def test_another_format_is_told_by_entity_and_refused_nothing(muster: Muster, tmp_path: Path) -> None:
    records = [
        {"id": "w", "schema": "Organization", "properties": {"name": ["The Front"]}},
        {"id": "m", "schema": "Organization", "properties": {"name": ["The League"]}},
        *(
            {
                "id": f"t{start}",
                "schema": "Membership",
                "properties": {"member": ["m"], "organization": ["w"], "startDate": [start], "endDate": [end]},
            }
            for start, end in (("2014-01-01", "2015-06-30"), ("2015-07-01", "2017-01-01"), ("2019-01-01", "2020-01-01"))
        ),
    ]
    path = tmp_path / "entities.ftm.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    done = muster("import", str(path), "--json")
    assert done.status == 0, done.err
    (change,) = json.loads(done.out)
    assert change["claims"] == 7
    (note,) = [one for one in change["notes"] if CONTIGUOUS.what in one]
    assert note.startswith(f"1 {CONTIGUOUS.what} ({CONTIGUOUS.remedy}): m (record t2015-07-01): with m (record t2014")
