"""What would change an answer: a way out for every clause that led to it, and none for one that led to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.policy.made import Made, made

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade, country: iq}
    lead: {kind: person, name: Sami Example Harun}
    iran: {kind: government, name: Government of Iran, country: ir}
    raid: {kind: incident, name: Killing at the mill}
"""
LED = "{posted_to: {person: lead, unit: lake, role: commander}}"
SUPPORT = "{supports: {supporter: iran, supported: lake, how: arms}, when: 2017/.., speaker: Reporter}"
DENIED = "{supports: {supporter: iran, supported: lake}, stance: denied, speaker: Ministry, cite: {source: other}}"
ACT = """
    {incident_type: {of: raid, value: killing of detainees, gross_violation: yes, mapped_by: test}}
    {perpetrator_of: {perpetrator: lake, incident: raid}, when: 2018-05-01}
    {perpetrator_of: {perpetrator: lake, incident: raid}, when: 2018-05-01, cite: {source: other}}
"""
TRIED = "{remediation: {of: lake, value: the officers were tried}, speaker: US Secretary of State}"
LISTED = "{listed_under: {of: lake, value: SDGT}, when: 2018-06-01/..}"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def clauses(register: Made, policy: str, *claims: str) -> dict[str, dict[str, Any]]:
    register.add(ENTITIES, "\n".join([LED, *claims]))
    return {one["id"]: one for one in register.decide("lake", policy).as_dict()["clauses"]}


def ways(clause: dict[str, Any]) -> str:
    return " ".join(clause["would_change"])


def test_a_listing_ends_with_the_list_or_was_another_ones(register: Made) -> None:
    found = clauses(register, "list-screening", LISTED)["listed"]
    assert found["would_change"][:2] == [
        "The listing's end: a later edition of the list without it, imported into the register.",
        "A person's judgement that the party listed is another one (verdict: different).",
    ]


def test_a_clause_that_led_to_nothing_has_no_way_out(register: Made) -> None:
    for one in clauses(register, "list-screening").values():
        assert (one["outcome"], one["would_change"]) == (None, [])


def test_a_way_to_a_party_ends_with_a_relation_on_it(register: Made) -> None:
    found = [one for one in clauses(register, "us-ndaa-2015-1236", SUPPORT).values() if one["finding"] == "found"]
    led = [one for one in found if one["outcome"]]
    assert led
    for one in led:
        assert "end of a relation on the way" in ways(one)
        assert "retraction of a claim on the way" in ways(one)


def test_what_is_contested_is_for_a_person(register: Made) -> None:
    found = clauses(register, "us-ndaa-2015-1236", SUPPORT, DENIED).values()
    contested = [one for one in found if one["finding"] == "contested"]
    assert contested
    for one in contested:
        assert one["would_change"][0].startswith("A person's judgement on the evidence for and against")
        assert "end of a relation" not in ways(one)


def test_an_act_is_retracted_or_lifted_by_the_office_that_may(register: Made) -> None:
    found = clauses(register, "us-leahy-state", ACT)["gross-violation"]
    assert found["outcome"] == "not_cleared"
    assert "A retraction by the source" in ways(found)
    assert "The clause remediation (22 USC 2378d(b)) lifts it: a determination by the US Secretary of State" in ways(
        found
    )


def test_what_a_clause_lifts_stays_lifted_while_that_is_found(register: Made) -> None:
    found = clauses(register, "us-leahy-state", ACT, TRIED)["gross-violation"]
    assert found["would_change"] == ["It is lifted by the clause remediation as long as that is found."]


def test_every_way_out_is_a_sentence_that_ends_once(register: Made) -> None:
    """What is missing is told so too, be it a question or a thing."""
    register.add(f"{ENTITIES}\nlike: {{kind: unit, name: Lakes Brigade}}", LISTED.replace("lake", "like"))
    decided = [register.decide("Lake Brigade").as_dict(), register.decide("", "us-leahy-state").as_dict()]
    found = [way for one in decided for clause in one["clauses"] for way in clause["would_change"]]
    assert "A person's judgement: is “Lake Brigade” the same as Lakes Brigade?" in found
    assert "The name of a particular unit." in found
