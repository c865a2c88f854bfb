"""No hit is never a clearance: where no edition of a list speaks for the day, its silence is `unknown`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from muster.dates import parse_day
from muster.policy import Kind, Outcome, PartySet, load_policy, policy_ids
from muster.policy.sets import ANY_LIST, unsearched
from muster.register import Incoming
from muster.vetting.vectors import found
from tests.policy.made import DAY, Made, made, one_clause

_TRIED = 8  # situations of each policy


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register.add("lake: {kind: unit, name: Lake Brigade}\nlead: {kind: person, name: Sami Example Harun}")


@pytest.mark.parametrize("policy", [one for one in policy_ids() if load_policy(one).sets])
def test_with_later_lists_only_no_clause_that_looks_into_lists_finds_nothing(policy: str) -> None:
    law = load_policy(policy)
    depend = {id_ for id_, one in law.sets.items() if one.lists or one.programmes or one.topics or one.any_listing}
    into_lists = {one.id for one in law.clauses if depend & {*one.settings.get("sets", ())}}
    for vector in law.vectors[:: max(1, len(law.vectors) // _TRIED)]:
        later = parse_day(vector["as_of"]) + timedelta(1)
        result = found(law, {**vector, "lists": later.isoformat()})
        kinds = {one.clause.id: one.kind for one in result.findings if one.clause.id in into_lists}
        assert kinds
        assert Kind.NOT_FOUND not in kinds.values(), vector["case"]
        assert result.outcome is not Outcome.NO_ADVERSE_INFORMATION
        gaps = [text for one in result.findings for text in one.missing]
        assert any("on or before" in text for text in gaps) or Kind.UNKNOWN not in kinds.values()


@pytest.mark.parametrize("sets", ["any_listing: yes", "programmes: [SDGT]", "topics: [crime.terror]"])
@pytest.mark.parametrize("finder", ["listed", "path", "ownership"])
def test_a_set_that_names_no_list_needs_any(register: Made, finder: str, sets: str) -> None:
    policy = one_clause(finder, "sets: [bad]", f"  bad: {{title: Bad, {sets}}}\n")
    assert register.apply(policy, "Lake Brigade").findings[0].kind is Kind.NOT_FOUND
    (finding,) = register.apply(policy, "Lake Brigade", date(2009, 12, 31)).findings
    assert finding.kind is Kind.UNKNOWN
    assert f"an edition of {ANY_LIST} on or before 2009-12-31" in finding.missing
    assert "ot searched, for want of an edition on or before 2009-12-31" in finding.says


@pytest.mark.parametrize("sets", ["governments: [ir]", "entities: [lead]", "named: [The Front]"])
def test_who_is_not_prohibited_by_lists_needs_none(register: Made, sets: str) -> None:
    policy = one_clause("path", "sets: [bad]", f"  bad: {{title: Bad, {sets}}}\n")
    assert register.apply(policy, "Lake Brigade", date(2009, 12, 31)).findings[0].kind is Kind.NOT_FOUND


def test_a_file_of_claims_is_no_list(register: Made) -> None:
    any_list = [PartySet("bad", "Bad", any_listing=True)]
    before = date(2009, 12, 31)
    register.register.import_editions([Incoming("work", "Work", "claims", "2005", "", ())])
    assert unsearched(register.snapshot.editions, any_list, before) == [ANY_LIST]
    register.register.import_editions([Incoming("some", "Some", "list", "2005", "", (), part="alt")])
    assert unsearched(register.snapshot.editions, any_list, before) == [ANY_LIST]
    register.register.import_editions([Incoming("some", "Some", "list", "2005", "", ())])
    assert unsearched(register.snapshot.editions, any_list, before) == []
    assert unsearched(register.snapshot.editions, any_list, DAY) == []
