"""Policy files: each mistake is named with its line and what to do about it."""

from __future__ import annotations

import re

import pytest

from muster.errors import BadInput, NotFound
from muster.policy import load_policy, parse_policy, policy_ids
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
    adverse = [clause for clause in policy.clauses if clause.finder in ("listed", "path", "incident")]
    for clause in adverse:  # what is not settled always goes to a person
        leads = {kind.value: outcome.value for kind, outcome in clause.then.items()}
        assert leads["unknown"] == "refer"
        assert leads["found"] == "not_cleared"
