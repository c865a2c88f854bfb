"""What must be vetted again: worse answers, new evidence, and what can no longer be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from muster.policy.load import policy_folder
from muster.vetting import Desk, Recheck, Request, keep, recheck
from tests.conftest import EXAMPLE, Muster
from tests.policy.made import DAY, Made, made

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade}
    hill: {kind: unit, name: Hill Brigade}
    lead: {kind: person, name: Sami Example Harun}
"""
LED = "{posted_to: {person: lead, unit: lake, role: commander}, when: 2018/..}"
LATER = date(2020, 1, 1)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register.add(ENTITIES, LED)


def vet(register: Made, *units: str, policy: str = "list-screening", day: date = DAY) -> None:
    desk = Desk(register.snapshot)
    keep(register.register, desk, desk.decide_all(Request(unit, policy, day) for unit in units))


def again(register: Made, day: date = LATER) -> list[Recheck]:
    """What must be vetted again: the same whether found from dependencies or by putting everything again."""
    found = recheck(register.register, day)
    everything = recheck(register.register, day, everything=True)
    assert told(found.again) == told(everything.again)
    assert found.standing == everything.standing == everything.decided
    return list(found.again)


def told(found: Sequence[Recheck]) -> list[tuple[str, str | None]]:
    return sorted((one.earlier, one.now.id if one.now else None) for one in found)


def list_later(register: Made, *claims: str) -> None:
    register.add(ENTITIES, "\n".join([LED, *claims]), day="2020-01-01")


def listed(entity: str, programme: str = "SDGT") -> str:
    return f"{{listed_under: {{of: {entity}, value: {programme}}}, when: 2019-06-01/.., cite: {{source: late}}}}"


def test_nothing_new_means_nothing_to_vet_again(register: Made) -> None:
    vet(register, "Lake Brigade", "Hill Brigade")
    assert again(register) == []


@pytest.mark.parametrize("who", ["lake", "lead"])
def test_a_later_listing_of_the_unit_or_its_leader(register: Made, who: str) -> None:
    vet(register, "Lake Brigade", "Hill Brigade")
    list_later(register, listed(who))
    (found,) = again(register)
    assert (found.unit, found.was, found.changed) == ("Lake Brigade", "no_adverse_information", True)
    assert found.as_dict()["now"] == "not_cleared"
    assert any("SDGT" in why and "2019-06-01" in why for why in found.why)
    assert again(register, date(2019, 5, 31)) == []


def test_new_evidence_for_the_same_outcome(register: Made) -> None:
    list_later(register, listed("lake"))
    vet(register, "Lake Brigade", day=LATER)
    assert again(register) == []
    register.add(ENTITIES, "\n".join([LED, listed("lake"), listed("lake", "FTO")]), day="2020-01-02")
    (found,) = again(register)
    assert (found.was, found.as_dict()["now"], found.changed) == ("not_cleared", "not_cleared", False)
    assert len(found.why) == 1
    assert "FTO" in found.why[0]


def test_an_answer_that_got_better_is_shown_too(register: Made) -> None:
    list_later(register, listed("lake").replace("2019-06-01/..", "2019-06-01/2019-12-01"))
    vet(register, "Lake Brigade", day=date(2019, 7, 1))
    (found,) = again(register)
    assert (found.was, found.as_dict()["now"]) == ("not_cleared", "no_adverse_information")
    assert found.why


def test_only_the_newest_decision_on_a_request_counts(register: Made) -> None:
    vet(register, "Lake Brigade")
    list_later(register, listed("lake"))
    vet(register, "Lake Brigade", day=LATER)
    assert again(register) == []


def test_requests_of_other_leaders_are_other_requests(register: Made) -> None:
    desk = Desk(register.snapshot)
    requests = [Request("Hill Brigade", "list-screening", DAY, names) for names in ((), ("Sami Example Harun",))]
    keep(register.register, desk, desk.decide_all(requests))
    list_later(register, listed("lead"))
    (found,) = again(register)
    assert found.now is not None
    assert found.now.request.leaders == ("Sami Example Harun",)


def test_a_unit_that_was_not_known_then(register: Made) -> None:
    vet(register, "Desert Company")
    described = ("{kind: {of: late-1, value: unit}}", "{name: {of: late-1, value: Desert Company}}")
    list_later(register, *described, listed("late-1"))
    (found,) = again(register)
    assert (found.unit, found.as_dict()["now"]) == ("Desert Company", "not_cleared")


def test_a_decision_under_a_policy_that_is_not_at_hand_is_never_passed_over(filled: Muster, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    text = (policy_folder() / "list-screening.yaml").read_text("utf-8")
    mine.write_text(text.replace("id: list-screening", "id: my-own"), "utf-8")
    for policy in ("list-screening", str(mine)):
        assert filled("vet", "aah", "--policy", policy, "--as-of", "2018-11-28").status == 0
    assert filled("recheck", "--as-of", "2018-11-28", "--json").json == []  # the text kept with the decision is used
    assert filled("recheck", "--as-of", "2018-11-28", "--policy", mine, "--json").json == []
    assert filled("import", EXAMPLE / "later.yaml").status == 0
    both = filled("recheck", "--as-of", "2020-01-03", "--policy", mine, "--json").json
    assert {one["policy"]: one["now"] for one in both} == {"list-screening": "not_cleared", "my-own": "not_cleared"}


def test_recheck_keeps_no_decision(filled: Muster) -> None:
    assert filled("vet", "kia", "--policy", "list-screening", "--as-of", "2018-11-12").status == 0
    before = filled.register.read_bytes()
    assert json.loads(filled("recheck", "--as-of", "2018-11-28", "--json").out)
    assert filled.register.read_bytes() == before
