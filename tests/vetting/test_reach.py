"""How far a change reaches: what is said of an incident, a place or an owner touches the units that it tells on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from muster.register import Incoming
from muster.vetting import Desk, Recheck, Request, keep, recheck
from tests.policy.made import DAY, Made, made

LATER = date(2019, 10, 1)
ENTITIES = """
    lake: {kind: unit, name: Lake Brigade, country: iq}
    hill: {kind: unit, name: Hill Brigade, country: iq}
    lead: {kind: person, name: Sami Example Harun}
    mill: {kind: place, name: Millford}
    raid: {kind: incident, name: Killing of two at the mill}
    a: {kind: organization, name: First Example Holding}
    b: {kind: organization, name: Second Example Company}
    c: {kind: organization, name: Third Example Trust}
"""
LED = (
    "{posted_to: {person: lead, unit: lake, role: commander}}\n{posted_to: {person: lead, unit: hill, role: commander}}"
)
WORKS = "{operates_in: {unit: lake, place: mill}}"
GROSS = "{incident_type: {of: raid, value: killing, gross_violation: yes, category: torture, mapped_by: test}}"
CLASS = "{perpetrator_class: {of: raid, value: soldiers}}"
PLACE = "{occurred_in: {of: raid, value: MILLFORD}}"
BEGAN = "{occurred: {of: raid, value: 2018-06-01}}"
OWNED = """{owns: {owner: a, asset: lake, percentage: "60"}, when: 2016/..}
    {owns: {owner: b, asset: a, percentage: "60"}, when: 2016/..}
    {owns: {owner: c, asset: b, percentage: "60"}, when: 2016/..}"""
LISTED = "{listed_under: {of: c, value: SDGT, authority: OFAC, list: us-ofac-sdn}, when: 2018-01-01/..}"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        register.register.import_editions([Incoming("us-ofac-sdn", "SDN", "list", "2015", "", ())])
        yield register


def put(register: Made, *claims: str, day: str = "2018-11-01") -> None:
    register.add(ENTITIES, "\n".join([LED, *claims]), day=day)


def vet(register: Made, policy: str, day: date = DAY) -> None:
    desk = Desk(register.snapshot)
    keep(register.register, desk, [desk.decide(Request(one, policy, day)) for one in ("Lake Brigade", "Hill Brigade")])


def again(register: Made, day: date) -> list[Recheck]:
    """What a recheck by dependencies finds, which is what putting everything again finds."""
    found, everything = (recheck(register.register, day, everything=one) for one in (False, True))
    assert [(one.earlier, one.now and one.now.id) for one in found.again] == [
        (one.earlier, one.now and one.now.id) for one in everything.again
    ]
    return list(found.again)


@pytest.mark.parametrize("left_out", [CLASS, PLACE, BEGAN, GROSS, WORKS])
def test_each_claim_that_makes_a_candidate_touches_the_unit_there(register: Made, left_out: str) -> None:
    known = [WORKS, GROSS, CLASS, PLACE, BEGAN]
    put(register, *(one for one in known if one != left_out))
    vet(register, "us-leahy-state")
    put(register, *known, day="2018-11-02")
    assert [(one.unit, one.now and one.now.outcome.value) for one in again(register, LATER)] == [
        ("Lake Brigade", "refer")
    ] or left_out == GROSS  # an incident that nobody has read counted before


def test_a_place_by_its_other_name_ties_an_incident_to_a_unit(register: Made) -> None:
    put(register, WORKS, GROSS, CLASS, BEGAN, "{occurred_in: {of: raid, value: Ford of the Mill}}")
    vet(register, "us-leahy-state")
    assert again(register, LATER) == []
    named = "{name: {of: mill, value: Ford of the Mill, kind: strong}}"
    put(
        register,
        WORKS,
        GROSS,
        CLASS,
        BEGAN,
        "{occurred_in: {of: raid, value: Ford of the Mill}}",
        named,
        day="2018-11-02",
    )
    assert [one.unit for one in again(register, LATER)] == ["Lake Brigade"]


def test_an_incident_counts_from_the_day_that_it_is_said_to_have_occurred_on(register: Made) -> None:
    put(register, WORKS, GROSS, CLASS, PLACE, BEGAN)
    vet(register, "us-leahy-state", date(2018, 5, 1))
    assert again(register, date(2018, 5, 31)) == []
    assert [one.unit for one in again(register, date(2018, 6, 1))] == ["Lake Brigade"]


def test_a_listing_of_an_owners_owners_owner_touches_what_they_own(register: Made) -> None:
    put(register, OWNED)
    vet(register, "us-ofac-50")
    put(register, OWNED, LISTED, day="2018-11-02")
    (found,) = again(register, LATER)
    assert (found.unit, found.now and found.now.outcome.value) == ("Lake Brigade", "not_cleared")


@pytest.mark.parametrize("policy", ["list-screening", "us-ndaa-2015-1236"])
def test_the_first_edition_that_speaks_for_the_day_touches_all(register: Made, policy: str) -> None:
    put(register)
    before = date(2009, 12, 31)
    vet(register, policy, before)
    assert {one["outcome"] for one in register.register.numbered([1, 2]).values()} == {"refer"}
    assert again(register, before) == []
    register.register.import_editions([Incoming("early", "An early list", "list", "2009", "", ())])
    assert {one.unit for one in again(register, before)} == {"Lake Brigade", "Hill Brigade"}


def test_a_decision_that_no_longer_stands_can_be_looked_at_too(register: Made) -> None:
    put(register, OWNED)
    vet(register, "us-ofac-50")
    put(register, OWNED, LISTED, day="2018-11-02")
    vet(register, "us-ofac-50", LATER)
    assert again(register, LATER) == []
    bodies = register.register.numbered([1, 2, 3, 4])
    first, newer = bodies[1]["decision"], bodies[3]["decision"]
    found = recheck(register.register, LATER, decisions=[first, newer])
    assert [one.earlier for one in found.again] == [first]
    assert found.standing == 2
    assert recheck(register.register, LATER, decisions=[]).again == ()
