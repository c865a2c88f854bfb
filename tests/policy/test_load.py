"""Policy files: each mistake is named with its line and what to do about it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from muster.errors import BadInput, NotFound
from muster.policy import Kind, Outcome, load_policy, parse_policy, policy_ids
from muster.policy.finders import finder
from tests.policy.made import policy_text

GOOD = """\
muster: policy/1
id: made
title: A made-up law
authority: nobody
prohibited:
  listed: {title: the listed, programmes: [SDGT]}
clauses:
  - id: request
    cites: section 1
    wording: verified
    question: Is a unit named?
    finder: required
    with: {fields: [unit]}
    then: {not_found: incomplete_request}
  - id: listing
    cites: section 2
    wording: unverified
    question: Is it listed?
    finder: listed
    with: {sets: [listed]}
    then: {found: not_cleared, unknown: refer}
tests:
  - case: no unit
    given: {sources: {}}
    as_of: 2018-11-01
    unit: vetted forces
    outcome: incomplete_request
"""

# the mistake: old text, new text, the line it is reported at, the fault, the remedy
MISTAKES = [
    ("muster: policy/1", "muster: policy/2", 1, "'policy/2'", "policy/1"),
    ("id: made", "id: a b", 2, "not an id: 'a b'", "letters"),
    ("title: A made-up law\n", "", 1, "without 'title'", "add `title:`"),
    ("authority: nobody", "authority:", 4, "a value is missing", ""),
    ("authority: nobody", "authorty: nobody", 4, "no 'authorty'", "authority"),
    ("programmes: [SDGT]", "programs: [SDGT]", 6, "no 'programs'", "programmes"),
    (", programmes: [SDGT]", "", 6, "can hold nobody", "programmes"),
    (", programmes: [SDGT]", ", programmes: []", 6, "can hold nobody", "programmes"),
    ("title: the listed, ", "", 6, "without 'title'", "add `title:`"),
    ("    cites: section 1\n", "", 8, "without 'cites'", "add `cites:`"),
    ("    wording: verified\n", "", 8, "without 'wording'", "add `wording:`"),
    ("wording: verified", "wording: checked", 10, "'checked'", "verified"),
    ("finder: required", "finder: requird", 12, "no finder 'requird'", "required"),
    ("finder: required", "finder: python", 12, "no finder 'python'", "path"),
    ("with: {fields: [unit]}", "with: {field: [unit]}", 13, "no 'field'", "fields"),
    ("    with: {fields: [unit]}\n", "", 8, "without 'fields'", "add `fields:`"),
    ("fields: [unit]", "fields: [rank]", 13, "'rank'", "component"),
    ("fields: [unit]", "fields: []", 13, "fields is empty", "unit"),
    ("incomplete_request}\n  - id: listing", "clear}\n  - id: listing", 14, "'clear'", "refer"),
    ("then: {not_found: incomplete_request}", "then: {missing: refer}", 14, "no 'missing'", "not_found"),
    ("then: {not_found: incomplete_request}", "then: {}", 14, "leads to nothing", "outcome"),
    ("id: listing", "id: request", 15, "two clauses are called 'request'", "own id"),
    ("sets: [listed]", "sets: [listd]", 20, "'listd'", "listed"),
    ("sets: [listed]", "sets: [listed], who: [cook]", 20, "'cook'", "leaders"),
    ("sets: [listed]", "sets: [listed], max_hops: 3", 20, "no 'max_hops'", "sets"),
    ("question: Is it listed?", "question: Is it listed?\n    exempts: [requst]", 19, "exempts 'requst'", "request"),
    ("outcome: incomplete_request\n", "outcome: fine\n", 27, "'fine'", "refer"),
    ("    unit: vetted forces\n", "", 23, "without 'unit'", "add `unit:`"),
    ("clauses:", "clauses: []\nother:", 8, "'other'", "notes"),
    ("id: made", "id: &a made", 2, "anchors", "write the text out"),
    ("id: made", "id: made\nid: made", 3, "occurs twice", "keep one"),
]

# a file with every key there is
FULL = """\
muster: policy/1
id: full
title: A made-up law
authority: nobody
summary: It asks for much.
vets: {unit: [unit, leaders], individual: [individual, unit, leaders], superiors: 2}
prohibited:
  listed: {title: the listed, lists: [a-list], programmes: [SDGT], entities: [ofac-1]}
  state: {title: the state, governments: [ir], topics: [crime.terror], named: [The Front]}
  anybody: {title: anybody listed, any_listing: yes}
combine: {rule: worst, contested: refer, unknown: refer}
clauses:
  - id: way
    cites: section 1
    wording: verified
    question: Does a way lead there?
    finder: path
    with:
      sets: [listed, state]
      who: [unit, leaders, superiors]
      relations: [supports, subordinate_to]
      only: {supports: {how: [arms, trains]}, subordinate_to: {kind: [command]}}
      max_hops: 2
      look_back_days: 365
      include_past: yes
      certainty: [attested]
    then: {found: not_cleared}
    risk: {found: high, unknown: medium}
    note: a remark
  - id: violation
    cites: section 2
    wording: unverified
    question: Was there a violation?
    finder: incident
    with: {who: [unit], gross_violation: [yes, unclear], kinds: [torture, rape], weighing: decides}
    then: {found: not_cleared, unknown: refer, contested: refer, not_found: no_adverse_information}
  - id: owned
    cites: section 3
    wording: unverified
    question: Is it owned?
    finder: ownership
    with: {sets: [listed], who: [unit], look_back_days: 30}
    then: {found: not_cleared}
  - {id: ask, cites: 4, wording: verified, question: Q?, finder: required, with: {fields: [unit, known]},
     then: {not_found: incomplete_request}}
  - {id: names, cites: 5, wording: verified, question: Q?, finder: listed, with: {sets: [anybody]},
     then: {found: refer}}
  - {id: word, cites: 6, wording: verified, question: Q?, finder: commitment, with: {about: peace},
     then: {found: refer}}
  - {id: steps, cites: 7, wording: verified, question: Q?, finder: remediation, with: {determined_by: [An office]},
     then: {}, exempts: [violation]}
risk:
  of: grave violations
  mitigations:
    - {id: train, what: train them, cites: 8, wording: unverified, at: [medium, high]}
duties:
  - {id: tell, what: inform them, cites: 9, wording: unverified, when: [not_cleared, refer], by: the office, to: them,
     within_days: 15, counts_from: the decision}
validity_days: 365
notes: [a note]
tests:
  - case: one
    given: {sources: {}}
    as_of: 2018-11-01
    unit: Lake Brigade
    individual: Anna Example Petra
    leaders: [Sami Example Harun]
    country: Iraq
    commitment: a letter
    outcome: refer
    findings: {way: unknown}
    risk: medium
    duties: [tell]
"""

MORE_MISTAKES = [
    ("superiors: 2}", "superiors: two}", 6, "not 'two'", "digits"),
    ("{unit: [unit, leaders],", "{unit: [leaders],", 6, "nobody who is asked about", "add unit"),
    ("{unit: [unit, leaders],", "{unit: [unit, cooks],", 6, "'cooks'", "leaders"),
    ("governments: [ir]", "governments: [Iran]", 9, "'Iran' is no country code", "write ir"),
    ("governments: [ir]", "governments: [Nowhere]", 9, "'Nowhere' is no country code", "two small letters"),
    ("rule: worst", "rule: best", 11, "'best'", "worst"),
    ("{rule: worst, ", "{", 11, "without 'rule'", "add `rule:`"),
    ("unknown: refer}\nclauses", "unknown: pass}\nclauses", 11, "'pass'", "refer"),
    ("how: [arms, trains]", "how: [feeds]", 22, "'feeds'", "funds"),
    ("how: [arms, trains]", "who: [arms]", 22, "no 'who'", "how"),
    ("only: {supports:", "only: {suports:", 22, "no 'suports'", "supports"),
    ("      look_back_days: 365\n", "", 24, "past links need a look-back", "look_back_days"),
    ("include_past: yes", "include_past: perhaps", 25, "'perhaps'", "yes"),
    ("certainty: [attested]", "certainty: [possible]", 26, "'possible'", "attested"),
    ("risk: {found: high,", "risk: {found: huge,", 28, "'huge'", "high"),
    ("kinds: [torture, rape]", "kinds: [theft]", 35, "'theft'", "other"),
    ("weighing: decides", "weighing: counts", 35, "'counts'", "decides"),
    ("with: {sets: [listed], who: [unit], look", "with: {who: [unit], look", 42, "without 'sets'", "add `sets:`"),
    ("exempts: [violation]", "exempts: []", 51, "exempts is empty", "name at least one"),
    ("  of: grave violations\n", "", 52, "without 'of'", "add `of:`"),
    ("at: [medium, high]", "at: [middling]", 55, "'middling'", "medium"),
    ("when: [not_cleared, refer]", "when: [later]", 57, "'later'", "refer"),
    (", counts_from: the decision", "", 58, "within_days without counts_from", "counts_from"),
    ("within_days: 15, ", "", 58, "counts_from without within_days", "within_days"),
    ("findings: {way: unknown}", "findings: {way: maybe}", 71, "'maybe'", "unknown"),
    ("risk: medium\n", "risk: great\n", 72, "'great'", "medium"),
    ("given: {sources: {}}", "given: [x]", 63, "a table is expected", "key: value"),
    ("    - {id: train,", "    - {id: train, what: x, cites: 8, wording: verified, at: [low]}\n    - {id: train,", 56,
     "two mitigations are called 'train'", "own id"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "fault", "remedy"), MORE_MISTAKES, ids=[f"{m[2]} {m[3]}" for m in MORE_MISTAKES]
)
def test_a_mistake_in_a_full_file(old: str, new: str, line: int, fault: str, remedy: str) -> None:
    assert FULL.count(old) >= 1
    with pytest.raises(BadInput) as caught:
        parse_policy(FULL.replace(old, new, 1), "my.yaml")
    error = caught.value
    assert (error.place, fault in error.message, remedy in error.hint) == (f"my.yaml line {line}", True, True), error


def test_a_level_of_risk_that_the_policy_does_not_ask_for() -> None:
    start, rest = FULL.split("risk:\n  of:")
    with pytest.raises(BadInput, match="asks for none") as caught:
        parse_policy(start + rest[rest.index("duties:") :], "my.yaml")
    assert caught.value.place == "my.yaml line 28"


def test_two_duties_of_one_name() -> None:
    twice = FULL.replace(
        "validity_days:", "  - {id: tell, what: x, cites: 9, wording: verified, when: refer}\nvalidity_days:"
    )
    with pytest.raises(BadInput, match="two duties are called 'tell'"):
        parse_policy(twice, "my.yaml")


def test_what_contested_and_unknown_lead_to_is_said_once() -> None:
    """For the clauses that look for what speaks against the unit, unless they say it themselves."""
    leads = {one.id: {k.value: o.value for k, o in one.then.items()} for one in parse_policy(FULL, "x").clauses}
    assert leads["way"] == {"found": "not_cleared", "contested": "refer", "unknown": "refer"}
    assert leads["ask"] == {"not_found": "incomplete_request"}
    assert leads["steps"] == {}
    stricter = FULL.replace("then: {found: not_cleared}", "then: {found: not_cleared, unknown: not_cleared}", 1)
    assert parse_policy(stricter, "x").clauses[0].then["unknown"].value == "not_cleared"  # type: ignore[index]


def test_every_fault_has_a_remedy() -> None:
    for base, mistakes in ((GOOD, MISTAKES), (FULL, MORE_MISTAKES)):
        for old, new, *_ in mistakes:
            with pytest.raises(BadInput) as caught:
                parse_policy(base.replace(old, new, 1), "my.yaml")
            assert caught.value.hint, caught.value


def test_the_file_without_a_mistake_is_read() -> None:
    policy = parse_policy(GOOD, "my.yaml")
    assert [clause.id for clause in policy.clauses] == ["request", "listing"]


@pytest.mark.parametrize(("old", "new", "line", "fault", "remedy"), MISTAKES, ids=[f"{m[2]} {m[3]}" for m in MISTAKES])
def test_a_mistake_is_named_with_its_line_and_remedy(old: str, new: str, line: int, fault: str, remedy: str) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(BadInput) as caught:
        parse_policy(GOOD.replace(old, new, 1), "my.yaml")
    error = caught.value
    assert error.place == f"my.yaml line {line}"
    assert fault in error.message
    assert remedy in error.hint


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ("sets: [listed], max_hops: 0", "at least 1"),
        ("sets: [listed], max_hops: many", "whole number"),
        ("sets: [listed], look_back_days: -1", "whole number"),
        ("sets: [listed], relations: [family_of]", "'family_of'"),
        ("sets: [listed], relations: [name]", "'name'"),
    ],
)
def test_settings_of_the_path_finder(settings: str, fault: str) -> None:
    clause = f"    finder: path\n    with: {{{settings}}}\n    then: {{found: not_cleared}}\n"
    with pytest.raises(BadInput, match=re.escape(fault)):
        parse_policy(policy_text(clause, "  listed: {title: the listed, programmes: [SDGT]}"), "my.yaml")


def test_no_policy_by_that_id_names_what_was_meant() -> None:
    for name in policy_ids():
        with pytest.raises(NotFound) as caught:
            load_policy(name[:-1] + "x")
        assert name in caught.value.hint


def test_a_policy_is_named_by_its_text() -> None:
    """A changed word is another policy, so a decision can say which one was applied."""
    assert parse_policy(GOOD, "a.yaml").digest == parse_policy(GOOD, "b.yaml").digest
    assert parse_policy(GOOD, "a.yaml").digest != parse_policy(GOOD.replace("section 2", "section 3"), "a.yaml").digest


@pytest.mark.parametrize("name", policy_ids())
def test_shipped_policies_cite_every_clause_and_hide_no_doubt(name: str) -> None:
    policy = load_policy(name)
    assert policy.vectors
    assert all(clause.cites and clause.question for clause in policy.clauses)
    adverse = [clause for clause in policy.clauses if finder(clause.finder).adverse]
    for clause in adverse:  # what is not settled always goes to a person
        leads = {kind.value: outcome.value for kind, outcome in clause.then.items()}
        assert leads["unknown"] == "refer"
        assert leads["found"] in ("not_cleared", "refer")
        assert leads.get("contested", "refer") == "refer"
    assert any(clause.then.get(Kind.FOUND) is Outcome.NOT_CLEARED for clause in adverse)


@pytest.mark.parametrize(("content", "fault"), [(b"muster: \xff\xfe", "not UTF-8"), (None, "cannot be read")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, fault: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(content or b"")
    if content is None:
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("this account may read every file")
    with pytest.raises(BadInput, match=fault) as caught:
        load_policy(str(path))
    assert caught.value.place == "mine.yaml"
    assert caught.value.hint
