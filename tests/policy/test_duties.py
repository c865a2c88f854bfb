"""What must be done after a decision, the level of risk, and how a dossier and a memo show them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.policy.apply import highest
from muster.policy.model import Level
from muster.reports import dossier, memo
from muster.vetting import Desk, Request
from tests.policy.made import DAY, Made, made
from tests.policy.test_load import FULL

ENTITIES = """
    hill: {kind: unit, name: Hill Company}
    lead: {kind: person, name: Anna Example Petra}
    raid: {kind: incident, name: Killing at the mill}
"""
CLAIMS = """
    {posted_to: {person: lead, unit: hill, role: commander}}
    {incident_type: {of: raid, value: killing, gross_violation: yes, category: torture}}
    {perpetrator_of: {perpetrator: hill, incident: raid}, stance: alleged, speaker: W, label: it}
    {weighed: {of: it, value: weakens, factor: agenda, reason: a rival of theirs}, speaker: Berta Analyst}
"""


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        register.add("", dataset="a-list", kind="list", day="2018-01-01")
        yield register.add(ENTITIES, CLAIMS)


def test_a_duty_that_counts_from_the_decision_has_its_last_day(register: Made, tmp_path: Path) -> None:
    path = tmp_path / "full.yaml"
    path.write_text(FULL, "utf-8")
    decision = Desk(register.snapshot).decide(Request("Hill Company", str(path), DAY))
    (duty,) = decision.as_dict()["duties"]
    assert (duty["id"], duty["due"], duty["within_days"]) == ("tell", "2018-11-16", 15)
    assert "Within 15 days of the decision, that is by 16 November 2018" in memo(decision.as_dict())


def test_one_that_counts_from_an_event_has_none(register: Made) -> None:
    remedy = "{remediation: {of: hill, value: tried}, speaker: US Secretary of Defense}"
    register.add(ENTITIES, CLAIMS.replace("stance: alleged, speaker: W, ", "") + remedy)
    duties = {one["id"]: one for one in register.decide("Hill Company", "us-leahy-dod").as_dict()["duties"]}
    assert duties["report"]["within_days"] == 15
    assert duties["report"]["due"] is None
    assert duties["report"]["counts_from"].startswith("the application of the exception")


def test_each_outcome_has_its_own_duties(register: Made) -> None:
    assert {one["id"] for one in register.decide("Hill Company", "us-leahy-state").as_dict()["duties"]} == {"identify"}
    assert register.decide("Hill Company").as_dict()["duties"] == []


def test_the_level_of_risk_and_its_measures(register: Made) -> None:
    risk = register.decide("Hill Company", "un-hrddp").as_dict()["risk"]
    assert (risk["level"], risk["raised_by"]) == ("medium", ["grave-violation"])
    assert [one["id"] for one in risk["mitigations"]] == ["agree", "monitor"]
    assert register.decide("Hill Company").as_dict()["risk"] is None


def test_no_level_at_all_is_undetermined_and_never_low() -> None:
    assert highest([]) is Level.UNDETERMINED
    assert highest([Level.LOW, Level.UNDETERMINED]) is Level.UNDETERMINED
    assert highest([Level.UNDETERMINED, Level.MEDIUM, Level.HIGH, Level.LOW]) is Level.HIGH


def test_memo_and_dossier_show_them(register: Made) -> None:
    decision = register.decide("Hill Company", "un-hrddp").as_dict()
    for shown in (" ".join(memo(decision).split()), " ".join(dossier(decision).split())):
        for words in (
            "exclude those who are suspected",
            "Have people complete the risk assessment",
            "a rival of theirs",
        ):
            assert words in shown
    assert "LEVEL OF RISK" in memo(decision)
    assert "LEVEL OF RISK" not in memo(register.decide("Hill Company").as_dict())
