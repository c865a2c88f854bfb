"""Why an answer is another one now, in words and with the act behind it; and what would end a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from muster.policy import parse_policy
from muster.policy.load import policy_folder
from muster.vetting import Desk, Recheck, Request, keep, recheck
from muster.vetting.reasons import Cause
from tests.policy.made import DAY, Made, made

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade, country: iq}
    lead: {kind: person, name: Sami Example Harun}
    next: {kind: person, name: Karim Another Dawud}
    iran: {kind: government, name: Government of Iran, country: ir}
"""
LED = "{posted_to: {person: lead, unit: lake, role: commander}, when: 2018/..}"
LISTED = "{listed_under: {of: lake, value: SDGT}, when: 2018-06-01/..}"
LATER = date(2020, 1, 1)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def put(register: Made, *claims: str, day: str = "2018-11-01") -> Made:
    return register.add(ENTITIES, "\n".join(claims), day=day)


def vet(register: Made, policy: str = "list-screening", unit: str = "Lake Brigade", day: date = DAY) -> None:
    desk = Desk(register.snapshot)
    keep(register.register, desk, [desk.decide(Request(unit, policy, day))])


def one(register: Made, day: date = LATER) -> Recheck:
    (found,) = recheck(register.register, day).again
    return found


def says(found: Recheck, kind: str) -> list[str]:
    return [cause.says for cause in found.causes if cause.kind == kind]


def test_another_commander(register: Made) -> None:
    put(register, LED)
    vet(register)
    ended = LED.replace("2018/..", "2018/2018-12-31")
    new = "{posted_to: {person: next, unit: lake, role: commander}, when: 2019-02-01/.., cite: {source: late}}"
    put(register, ended, new, day="2020-01-01")
    found = one(register)
    assert says(found, "party") == [
        "a leader now, and not then: Karim Another Dawud", "a leader then, and not now: Sami Example Harun",
    ]  # fmt: skip
    assert (found.was, found.changed) == ("no_adverse_information", False)


def test_a_claim_that_was_retracted(register: Made) -> None:
    put(register, LED, LISTED)
    vet(register)
    claim = register.register.claims(entities=["lake"], predicates=["listed_under"])[0].claim.id
    act = register.register.acts()[-1][0]
    register.register.retract(claim, "a namesake")
    found = one(register, DAY)
    (went,) = [cause for cause in found.causes if cause.kind == "claim_went"]
    assert (went.clause, went.claim, went.action) == ("listed", claim, "retract")
    assert went.act > act
    assert went.says.startswith("listed: no longer counted: ")
    assert went.says.endswith("; retracted: a namesake")
    assert found.causes[0] is went
    assert f"[act {went.act}: retract of 2021-01-01 by " in found.why[0].replace("made of 2018-11-01, ", "")
    assert any(text.startswith("listed: was found, is not_found") for text in says(found, "finding"))
    assert (found.was, found.changed, found.would_change) == ("not_cleared", True, ())


def test_a_day_that_turned_something_long_known(register: Made) -> None:
    listed = LISTED.replace("2018-06-01/..", "2019-06-01/..").replace("}, when", "}, cite: {source: late}, when")
    put(register, LED, listed, day="2020-01-01")
    vet(register)
    assert recheck(register.register, date(2019, 5, 31)).again == ()
    found = one(register, date(2019, 6, 1))
    assert says(found, "day") == ["something began or ceased to count by 2019-06-01"]
    assert [cause.day for cause in found.causes if cause.kind == "day"] == ["2019-06-01"]
    assert says(found, "act") == []  # nothing came into the register
    assert {cause.act for cause in found.causes} == {0}


def test_back_to_a_day_before_a_listing(register: Made) -> None:
    put(register, LED, LISTED)
    vet(register)
    assert recheck(register.register, date(2018, 6, 1)).again == ()
    found = one(register, date(2018, 5, 31))
    assert (found.was, found.as_dict()["now"]) == ("not_cleared", "no_adverse_information")


def test_a_unit_that_is_found_now(register: Made) -> None:
    put(register, LED)
    vet(register, unit="Desert Company")
    register.add("late: {kind: unit, name: Desert Company, country: iq}", dataset="more", day="2020-01-01")
    found = one(register)
    (party,) = says(found, "party")
    assert party.startswith("the unit was taken for none, and is for late now: ")


def test_a_way_to_another_party(register: Made) -> None:
    put(register, LED)
    vet(register, "us-ndaa-2015-1236")
    assert recheck(register.register, DAY).again == ()
    support = "{supports: {supporter: iran, supported: lake, how: arms}, when: 2017/.., speaker: Reporter}"
    put(register, LED, support, day="2018-11-02")
    found = one(register, DAY)
    ways = [cause for cause in found.causes if cause.kind == "path"]
    assert ways
    assert all(cause.says.endswith(": a way leads to Government of Iran now") for cause in ways)
    assert all((cause.action, cause.edition) == ("import", "made of 2018-11-02") for cause in ways)
    assert [cause.act > 0 for cause in found.causes] == sorted((cause.act > 0 for cause in found.causes), reverse=True)


def test_another_text_of_the_policy(register: Made) -> None:
    put(register, LED, LISTED)
    vet(register)
    text = (policy_folder() / "list-screening.yaml").read_text("utf-8")
    same = parse_policy(text + "\n# a remark\n", "mine.yaml")
    assert recheck(register.register, DAY, [same]).decided == 1
    assert recheck(register.register, DAY, [same]).again == ()
    assert text.count("found: not_cleared")
    milder = parse_policy(text.replace("found: not_cleared", "found: refer"), "mine.yaml")
    (found,) = recheck(register.register, DAY, [milder]).again
    assert "the text of the policy changed" in says(found, "policy")
    assert (found.was, found.as_dict()["now"]) == ("not_cleared", "refer")


def test_a_cause_in_words() -> None:
    assert Cause("question", "who is it?").spoken() == "who is it?"
    assert Cause("path", "a way", edition="list of 2020").spoken() == "a way [list of 2020]"
    told = Cause("claim_came", "it", act=7, at="2020-01-02T03:04:05Z", by="me", action="import", edition="list of 2020")
    assert told.spoken() == "it [list of 2020, act 7: import of 2020-01-02 by me]"
    assert Cause("question", "who is it?").as_dict() == {"kind": "question", "says": "who is it?"}


def test_only_decisions_past_their_validity_have_expired(register: Made) -> None:
    put(register, LED)
    vet(register, "us-leahy-state")
    (stored,) = register.register.decisions()
    until = register.register.decision(stored["decision"])["valid_until"]
    assert until is not None
    last = date.fromisoformat(until)
    assert recheck(register.register, last).expired == ()
    assert recheck(register.register, date.fromordinal(last.toordinal() + 1)).expired == (stored["decision"],)


def test_nothing_stands_in_a_new_register(register: Made) -> None:
    found = recheck(register.register, LATER)
    assert (found.again, found.standing, found.decided, found.expired) == ((), 0, 0, ())


def test_another_version_puts_everything_again(register: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    put(register, LED)
    vet(register)
    assert recheck(register.register, DAY).decided == 0
    monkeypatch.setattr("muster.vetting.touched.engine_digest", lambda: "another")
    found = recheck(register.register, DAY)
    assert (found.decided, found.again) == (1, ())


def test_the_first_list_is_a_reason_to_look_again(register: Made) -> None:
    put(register, LED)
    vet(register, day=date(2009, 12, 31))  # the register's only list is of 2010
    found = one(register, DAY)
    assert says(found, "lists") == ["whether the register holds any list changed"]


def test_a_new_name_like_the_one_asked_about(register: Made) -> None:
    put(register, LED)
    vet(register, unit="Desert Company")
    later = "{listed_under: {of: near, value: SDGT}, when: 2018-06-01/..}"
    register.add("near: {kind: organization, name: Desert Companies Example}", later, dataset="more")
    found = one(register, DAY)
    assert says(found, "names") == ["a search for the names finds others now"]
    assert found.changed


def test_a_new_clause_of_the_policy_is_told(register: Made) -> None:
    put(register, LED, LISTED)
    vet(register)
    text = (policy_folder() / "list-screening.yaml").read_text("utf-8")
    more = """
  - {id: again, cites: none, wording: unverified, question: Q?, finder: required, with: {fields: [unit]},
     then: {found: refer}}

notes:"""
    (found,) = recheck(register.register, DAY, [parse_policy(text.replace("\nnotes:", more, 1), "mine.yaml")]).again
    assert says(found, "finding") == ["again: a new clause, found: A particular unit is named."]


def test_only_what_led_somewhere_is_a_reason(register: Made) -> None:
    """A claim that came beside a finding which leads to nothing is not told, nor are parties that stayed."""
    put(register, LED)
    vet(register)
    put(register, LED, LISTED, "{supports: {supporter: iran, supported: lake}, speaker: A}", day="2018-11-02")
    found = one(register, DAY)
    assert len([cause for cause in found.causes if cause.kind == "claim_came"]) == 1
    assert says(found, "party") == says(found, "claim_went") == says(found, "path") == says(found, "act") == []


def test_the_last_act_near_it_is_named_if_no_reason_carries_one(register: Made) -> None:
    """A judgement brought it, and no claim came or went."""
    put(register, "{listed_under: {of: next, value: SDGT}, when: 2018-06-01/..}", LED)
    vet(register)
    judged = "{left: lead, right: next, verdict: same, reason: one face, by: me}"
    put(register, "{listed_under: {of: next, value: SDGT}, when: 2018-06-01/..}", LED, judged, day="2018-11-02")
    found = one(register, DAY)
    assert found.changed
    assert found.causes[0].act > 0
    assert found.causes[0].action == "import"


def test_a_leader_named_in_the_request_and_an_individual_are_parties(register: Made) -> None:
    put(register, LED)
    desk = Desk(register.snapshot)
    keep(register.register, desk, [desk.decide(Request("", "list-screening", DAY, individual="Karim Another Dawud"))])
    posted = "{posted_to: {person: next, unit: lake, role: clerk}, when: 2018/..}"
    put(register, LED, posted, day="2018-11-02")
    found = one(register, DAY)
    assert says(found, "party")[0].startswith("the unit was taken for none, and is for lake now: ")
    assert says(found, "party")[1:] == ["a leader now, and not then: Sami Example Harun"]
