"""A case from request to certificate and beyond: what each step needs, and that nothing is approved by default."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from muster.cases import ROLES, STATES, TRANSITIONS, certificate_text, duty_to_inform, remediation
from muster.cases.audit import verify
from muster.cases.states import step
from muster.errors import BadInput, NotAllowed, NotFound, WrongState
from muster.vetting import Adjudication, Request

from .made_cases import TODAY, Office


def test_the_whole_way(office: Office) -> None:
    number = office.new()
    cases = office.cases
    assert cases.get(number).state == "open"
    decided = office.decide(number)
    assert (decided.state, decided.decided.body["outcome"]) == ("decided", "refer")
    (hit,) = cases.hits(decided)
    assert (hit.entity, hit.role, hit.verdict) == ("wolf", "unit", "")
    office.judge(number, "wolf", "different")
    assert cases.get(number).decided is None, "a verdict takes the decision away"
    decided = office.decide(number)
    assert decided.decided.body["outcome"] == "no_adverse_information"
    decision = cases.decision(decided)
    assert decision["subject"]["set_aside"] == ["Lake Brigades (wolf): judged different by bilal: a reason"]
    assert cases.memo(number, office["bilal"], "It is another body.").memo == "It is another body."
    signed = cases.sign(number, office["bilal"])
    assert (signed.state, signed.valid_until, signed.in_force(TODAY)) == ("signed", "", False)
    approved = cases.approve(number, office["chidi"], office.desk(), TODAY)
    assert approved.state == "approved"
    assert [(one.role, one.person) for one in approved.signed_by] == [("analyst", "bilal"), ("approver", "chidi")]
    data = cases.certificate(number, TODAY)
    assert data["valid_until"] == "2018-12-01"
    assert data["decision"] == decision["decision"]
    text = certificate_text(data)
    for part in ("Lake Brigade", "Sami Example Harun", "bilal", "chidi", "2018-12-01", "not a finding"):
        assert part in text
    assert verify(office.register).problems == []


def test_the_table_is_what_is_enforced() -> None:
    """Every act in every state by every role: done exactly where the table has it."""
    for act, state, role in itertools.product(TRANSITIONS, STATES, ROLES):
        rule = TRANSITIONS[act]
        if role != rule.role:
            with pytest.raises(NotAllowed):
                step(act, state, role)
        elif state not in rule.before:
            with pytest.raises(WrongState):
                step(act, state, role)
        else:
            assert step(act, state, role) == rule.after
    assert {one.after for one in TRANSITIONS.values()} == set(STATES) - {"reviewing"}  # see test_documents
    assert [one.act for one in TRANSITIONS.values() if one.after == "approved"] == ["approve"]
    assert not [one for one in TRANSITIONS.values() if one.role in ("viewer", "administrator")]


def test_every_act_on_a_fresh_case_that_is_not_in_the_table_is_refused(office: Office) -> None:
    number = office.new()
    cases, before = office.cases, office.cases.get(number)
    for refused in (
        lambda: cases.sign(number, office["bilal"]),
        lambda: cases.approve(number, office["chidi"], office.desk(), TODAY),
        lambda: cases.refuse(number, office["chidi"], "no"),
        lambda: cases.memo(number, office["bilal"], "text"),
        lambda: cases.reopen(number, office["bilal"], "again"),
        lambda: cases.certificate(number, TODAY),
        lambda: cases.send_back(number, office["chidi"], "no"),
        lambda: cases.decision(before),
    ):
        with pytest.raises(WrongState):
            refused()
    for name in ("amina", "chidi", "vera"):
        with pytest.raises(NotAllowed, match="needs the role analyst"):
            cases.ask(number, office[name], ["a fact"])
    assert cases.get(number) == before


def test_a_closed_account_does_nothing(office: Office) -> None:
    number = office.new()
    office.accounts.change("bilal", by=office["amina"], active=False)
    with pytest.raises(NotAllowed, match="no open account"):
        office.cases.ask(number, office["bilal"], ["a fact"])
    office.accounts.change("basma", by=office["amina"], role="viewer")
    with pytest.raises(NotAllowed, match="not viewer"):
        office.cases.ask(number, office["basma"], ["a fact"])


# --- adjudication ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entity", "verdict", "reason", "says"),
    [
        ("wolf", "", "why", "not a verdict"),
        ("wolf", "same?", "why", "not a verdict"),
        ("wolf", "different", "  ", "needs a reason"),
        ("nobody", "different", "why", "no such entity"),
        ("", "different", "why", "no such entity"),
    ],
)
def test_a_verdict_that_says_nothing_is_refused(
    office: Office, entity: str, verdict: str, reason: str, says: str
) -> None:
    number = office.new()
    good = Adjudication("Lake Brigade", "wolf", "different", "why", "")
    bad = Adjudication("Lake Brigade", entity, verdict, reason, "")
    with pytest.raises(BadInput, match=says):
        office.cases.adjudicate({number: [good, bad]}, office["bilal"])
    assert office.cases.get(number).adjudications == ()


def test_judged_the_same_makes_the_match_and_the_decision_says_who_said_so(office: Office) -> None:
    number = office.new("The Lakers")
    office.judge(number, "lake", "same", "The Lakers")
    decision = office.cases.decision(office.decide(number))
    assert decision["subject"]["entity"] == "lake"
    assert decision["subject"]["resolved_by"] == "judged same by bilal: a reason"
    assert [one["entity"] for one in decision["leaders"]] == ["lead"]
    assert decision["request"]["adjudications"][0]["by"] == "bilal"


def test_judged_the_same_as_a_listed_party_is_a_match_and_not_only_a_hit(office: Office) -> None:
    number = office.new()
    office.judge(number, "wolf", "same")
    assert office.decide(number).decided.body["outcome"] == "not_cleared"


def test_one_name_cannot_be_two_parties_and_a_verdict_can_be_reversed(office: Office) -> None:
    number = office.new()
    office.judge(number, "wolf", "same")
    with pytest.raises(BadInput, match="both wolf and lake"):
        office.judge(number, "lake", "same")
    office.judge(number, "wolf", "different")
    office.judge(number, "lake", "same")
    verdicts = {one.entity: one.verdict for one in office.cases.get(number).adjudications}
    assert verdicts == {"wolf": "different", "lake": "same"}


def test_unsure_leaves_the_hit_and_the_outcome(office: Office) -> None:
    number = office.new()
    office.judge(number, "wolf", "unsure")
    case = office.decide(number)
    assert case.decided.body["outcome"] == "refer"
    assert [hit.verdict for hit in office.cases.hits(case)] == ["unsure"]
    with pytest.raises(WrongState, match="cannot be approved"):
        office.cases.sign(number, office["bilal"])


def test_a_hit_that_nobody_judged_stops_the_signature(office: Office) -> None:
    """Also one that the policy does not ask for."""
    office.made.add("band: {kind: organization, name: Lakes Brigade}", dataset="more")
    number = office.new()
    office.judge(number, "wolf", "different")
    case = office.decide(number)
    assert case.decided.body["outcome"] == "no_adverse_information"
    pending = [hit.entity for hit in office.cases.hits(case) if not hit.verdict]
    assert pending == ["band"]
    with pytest.raises(WrongState, match="1 hits are not adjudicated"):
        office.cases.sign(number, office["bilal"])


def test_an_individuals_hits_are_judged_too(office: Office) -> None:
    office.made.add(
        "fox: {kind: person, name: Adil Example Jabar}",
        "{listed_under: {of: fox, value: SDGT, authority: OFAC, list: us-ofac-sdn}, when: 2018-01-01/..}",
        dataset="more",
    )
    number = office.new(individual="Adil Example Jabbar")
    office.judge(number, "wolf", "different")
    case = office.decide(number)
    (hit,) = [hit for hit in office.cases.hits(case) if hit.role == "individual"]
    assert (hit.entity, hit.text) == ("fox", "Adil Example Jabbar")
    office.judge(number, "fox", "same", "Adil Example Jabbar")
    decision = office.cases.decision(office.decide(number))
    assert decision["individual"]["entity"] == "fox"
    assert decision["outcome"] == "not_cleared"
    office.judge(number, "fox", "different", "Adil Example Jabbar")
    assert office.decide(number).decided.body["outcome"] == "no_adverse_information"


# --- facts -----------------------------------------------------------------------------------------------


def test_a_missing_fact_is_asked_for_and_the_answer_counts(office: Office) -> None:
    number = office.new()
    office.decide(number)
    waiting = office.cases.ask(number, office["bilal"], ["the commander's name", " "])
    assert (waiting.state, waiting.steps[-1].body["missing"]) == ("waiting", ["the commander's name"])
    with pytest.raises(WrongState):
        office.decide(number)
    answered = office.cases.answer(number, office["basma"], "by telephone", leaders=["Sami Example Harun"])
    assert answered.state == "open"
    assert answered.facts["leaders"] == ["Sami Example Harun"]
    assert answered.facts["country"] == ""
    assert office.decide(number).decided is not None


@pytest.mark.parametrize("facts", [{}, {"note": " "}, {"unit": "another"}])
def test_an_empty_or_wrong_answer_is_refused(office: Office, facts: dict[str, str]) -> None:
    number = office.new()
    with pytest.raises(BadInput):
        office.cases.answer(number, office["bilal"], **facts)


def test_requests_are_opened_all_or_none(office: Office) -> None:
    requests = [Request("A Brigade", "list-screening", TODAY), Request("  ", "list-screening", TODAY, place="line 3")]
    with pytest.raises(BadInput, match="needs a unit") as caught:
        office.cases.open(requests, office["bilal"])
    assert caught.value.place == "line 3"
    assert office.cases.all() == []
    with pytest.raises(BadInput, match="not a day"):
        office.cases.open(requests[:1], office["bilal"], due="soon")
    with pytest.raises(NotFound):
        office.cases.get(1)


# --- decisions go stale ----------------------------------------------------------------------------------


def test_a_desk_that_was_read_before_an_import_does_not_decide(office: Office) -> None:
    number, desk = office.new(), office.desk()
    office.made.add("more: {kind: unit, name: More}", dataset="more")
    with pytest.raises(WrongState, match="has grown"):
        office.cases.decide(number, office["bilal"], desk, TODAY)


LISTED = "{listed_under: {of: lead, value: SDGT, authority: OFAC, list: us-ofac-sdn}, when: 2018-01-01/..}"
NEW_LEADER = "{posted_to: {person: lead2, unit: lake, role: commander}, when: 2018-01-01/..}"


@pytest.mark.parametrize(
    ("entities", "claims", "says"),
    [
        ("lead: {kind: person, name: Sami Example Harun}", LISTED, "is now not_cleared"),
        (
            "lead2: {kind: person, name: Adil Example Jabar}\nlake: {kind: unit, name: Lake Brigade}",
            NEW_LEADER,
            "now a leader",
        ),
    ],
)
def test_what_was_learnt_between_the_signatures_stops_the_second(
    office: Office, entities: str, claims: str, says: str
) -> None:
    number = office.ready()
    office.cases.sign(number, office["bilal"])
    office.made.add(entities, claims, dataset="later")
    with pytest.raises(WrongState, match=says):
        office.cases.approve(number, office["chidi"], office.desk(), TODAY)
    assert office.cases.get(number).state == "signed"


@pytest.mark.parametrize(
    ("entities", "claims", "says"),
    [
        ("lead: {kind: person, name: Sami Example Harun}", LISTED, "is now not_cleared"),
        (
            "lead2: {kind: person, name: Adil Example Jabar}\nlake: {kind: unit, name: Lake Brigade}",
            NEW_LEADER,
            "now a leader",
        ),
    ],
)
def test_an_approval_ends_when_the_unit_or_its_commander_changes(
    office: Office, entities: str, claims: str, says: str
) -> None:
    number = office.approved()
    assert office.cases.recheck(office["basma"], TODAY) == []
    office.made.add(entities, claims, dataset="later")
    ((case, why),) = office.cases.recheck(office["basma"], TODAY)
    assert (case.number, case.state) == (number, "lapsed")
    assert any(says in one for one in why)
    with pytest.raises(WrongState, match="no certificate"):
        office.cases.certificate(number, TODAY)
    assert office.cases.reopen(number, office["bilal"], "new commander").state == "open"


def test_an_approval_expires_by_itself_and_nothing_extends_it(office: Office) -> None:
    number = office.approved()
    last = date(2018, 12, 1)
    case = office.cases.get(number)
    assert case.in_force(last)
    assert case.standing(last + timedelta(days=1)) == "expired"
    with pytest.raises(WrongState, match="expired"):
        office.cases.certificate(number, last + timedelta(days=1))
    ((after, why),) = office.cases.recheck(office["basma"], last + timedelta(days=1), reopen=True)
    assert after.state == "open"
    assert why[0] == "expired on 2018-12-01"
    assert after.decided is None
    assert after.valid_until == ""


def test_a_signature_after_the_decision_has_expired_is_refused(office: Office) -> None:
    number = office.ready()
    office.cases.sign(number, office["bilal"], valid_until="2018-11-10")
    with pytest.raises(WrongState, match="expired"):
        office.cases.approve(number, office["chidi"], office.desk(), date(2018, 11, 11))


@pytest.mark.parametrize("until", ["2018-12-02", "2018-10-31", "2030-01-01"])
def test_no_validity_beyond_the_policys(office: Office, until: str) -> None:
    number = office.ready()
    with pytest.raises(BadInput, match="not between"):
        office.cases.sign(number, office["bilal"], valid_until=until)


def test_no_pending_case_becomes_approved_by_waiting(office: Office) -> None:
    numbers = [office.new(), office.ready(), office.ready()]
    office.cases.ask(numbers[0], office["bilal"], ["a fact"])
    office.cases.sign(numbers[2], office["bilal"])
    for years in (0, 1, 30):
        day = TODAY + timedelta(days=365 * years)
        office.cases.recheck(office["basma"], day)
        assert [one.in_force(day) for one in office.cases.all()] == [False] * 3
    assert [one.state for one in office.cases.all()] == ["waiting", "decided", "signed"]


# --- refusal and return ----------------------------------------------------------------------------------


def test_a_refusal_says_what_would_change_it(office: Office) -> None:
    number = office.new(country="Iraq")
    office.judge(number, "wolf", "same")
    office.decide(number)
    case = office.cases.refuse(number, office["chidi"], "It is the listed body.")
    assert case.state == "refused"
    decision = office.cases.decision(case)
    text = remediation(case, decision)
    for part in ("It is the listed body.", "listed (house rule)", "SDGT", f"muster case reopen {number}"):
        assert part in text
    letter = duty_to_inform(case, decision)
    assert "government of Iraq" in letter
    assert letter.startswith("DRAFT")
    assert office.cases.reopen(number, office["bilal"], "delisted").state == "open"


def test_sent_back_and_decided_alike_it_can_be_signed_again(office: Office) -> None:
    """Equal answers have equal ids; the signatures are under the act of deciding."""
    number = office.ready()
    office.cases.sign(number, office["bilal"])
    assert office.cases.send_back(number, office["chidi"], "say more in the memo").state == "open"
    first = office.cases.get(number).last_decided.body["decision"]
    assert office.decide(number).decided.body["decision"] == first
    assert office.cases.get(number).signed_by == ()
    office.cases.sign(number, office["bilal"])
    assert office.cases.approve(number, office["chidi"], office.desk(), TODAY).in_force(TODAY)


def test_a_case_without_a_memo_is_not_signed(office: Office) -> None:
    number = office.ready()
    office.cases.decide(number, office["bilal"], office.desk(), TODAY)
    with pytest.raises(WrongState, match="no memo"):
        office.cases.sign(number, office["bilal"])


def test_acts_on_cases_add_no_knowledge(office: Office) -> None:
    """A decision is made with the same knowledge before and after hundreds of acts on cases."""
    before = office.register.known_at()
    office.approved()
    assert office.register.known_at() == before
