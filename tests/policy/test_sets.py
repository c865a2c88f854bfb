"""Who is prohibited: by list, programme, government, topic, id, or (as a question) by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.policy import Kind
from muster.register import Incoming
from tests.policy.made import Made, made, one_clause, texts

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade}
    palace: {kind: organization, name: Palace Office, country: ir}
    other: {kind: organization, name: Other Office, country: sy}
"""


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def kind(register: Made, members: str, unit: str) -> Kind:
    policy = one_clause("listed", "sets: [bad]", f"  bad: {{title: the prohibited, {members}}}\n")
    return register.apply(policy, unit).findings[0].kind


@pytest.mark.parametrize("topic", ["gov", "gov.national", "gov.security", "gov.head"])
def test_a_body_of_the_state_by_its_topic(register: Made, topic: str) -> None:
    """Files of FollowTheMoney know public bodies by topic and country, not by Muster's word."""
    register.add(ENTITIES, f"{{topic: {{of: palace, value: {topic}}}}}\n{{topic: {{of: other, value: {topic}}}}}")
    assert kind(register, "governments: [ir]", "palace") is Kind.FOUND
    assert kind(register, "governments: [ir]", "other") is Kind.NOT_FOUND
    assert kind(register, "governments: [ir, sy]", "other") is Kind.FOUND


@pytest.mark.parametrize("topic", ["gov.igo", "gov.soe", "gov.muni", "role.pep", "govern"])
def test_not_every_public_topic_is_the_government(register: Made, topic: str) -> None:
    register.add(ENTITIES, f"{{topic: {{of: palace, value: {topic}}}}}")
    assert kind(register, "governments: [ir]", "palace") is Kind.NOT_FOUND


@pytest.mark.parametrize("name", ["Government of Iran", "GOVERNMENT OF IRAN", "Government of the Iran"])
def test_a_government_by_its_very_name(register: Made, name: str) -> None:
    """Lists name governments without a kind or country."""
    register.add(f"g: {{kind: organization, name: {name}}}\nlake: {{kind: unit, name: Lake Brigade}}")
    assert kind(register, "governments: [ir]", "g") is Kind.FOUND
    assert kind(register, "governments: [sy]", "g") is Kind.NOT_FOUND


@pytest.mark.parametrize(
    ("name", "country"), [("Government of Iran Watch", ""), ("Government of Iran", ", country: us")]
)
def test_a_like_name_is_no_government(register: Made, name: str, country: str) -> None:
    register.add(f"g: {{kind: organization, name: {name}{country}}}")
    assert kind(register, "governments: [ir]", "g") is Kind.NOT_FOUND


def test_an_invented_country_has_no_government_by_name(register: Made) -> None:
    register.add("g: {kind: government, name: Government of Southland, country: xs}")
    assert kind(register, "governments: [xs]", "g") is Kind.FOUND


def test_a_denied_kind_makes_no_government(register: Made) -> None:
    register.add(ENTITIES, "{kind: {of: palace, value: government}, stance: denied, speaker: X}")
    assert kind(register, "governments: [ir]", "palace") is Kind.NOT_FOUND


@pytest.mark.parametrize(
    ("topics", "found"), [("crime.*", True), ("crime.terror", True), ("crime", False), ("crim.*", False)]
)
def test_a_topic_with_all_below_it(register: Made, topics: str, found: bool) -> None:
    register.add(ENTITIES, "{topic: {of: lake, value: crime.terror}}")
    assert (kind(register, f"topics: ['{topics}']", "lake") is Kind.FOUND) is found


def test_who_is_only_named_is_a_question(register: Made) -> None:
    """A law names groups; whether an entity of that name is the one meant, a person says."""
    register.add(ENTITIES + "front: {kind: organization, name: Northern Front}",
                 "{member_of: {member: lake, whole: front}, when: 2017/..}")  # fmt: skip
    assert kind(register, "named: [The Northern Front, Northern Front]", "front") is Kind.UNKNOWN
    sets = "  bad: {title: the prohibited, named: [Northern Front]}\n"
    (found,) = register.apply(one_clause("path", "sets: [bad]", sets), "lake").findings
    assert found.kind is Kind.UNKNOWN
    assert "Northern Front" in texts(found.leads)
    assert kind(register, "named: [Northern Frontier]", "front") is Kind.NOT_FOUND


def test_a_list_that_was_not_imported_was_not_searched(register: Made) -> None:
    """Its silence says nothing, so the answer is unknown and names what is missing."""
    register.add(ENTITIES)
    sets = "  bad: {title: the prohibited, lists: [a-list]}\n"
    for finder in ("listed", "path", "ownership"):
        for unit in ("lake", "Seventh Desert Company"):
            (found,) = register.apply(one_clause(finder, "sets: [bad]", sets), unit).findings
            assert found.kind is Kind.UNKNOWN
            assert "a-list" in found.says
            assert any("a-list" in one for one in found.missing)
    register.add("", dataset="a-list", kind="list", day="2019-01-01")
    assert kind(register, "lists: [a-list]", "lake") is Kind.UNKNOWN  # of a later day
    register.add("", dataset="a-list", kind="list", day="2018-01-01")
    assert kind(register, "lists: [a-list]", "lake") is Kind.NOT_FOUND


def test_who_is_asked_for_by_a_name_that_the_policy_names(register: Made) -> None:
    """Even if the register has never heard of it: the law has."""
    register.add(ENTITIES)
    sets = "  bad: {title: the prohibited, named: [Northern Front]}\n"
    for finder in ("listed", "path"):
        policy = one_clause(finder, "sets: [bad]", sets)
        (found,) = register.apply(policy, "NORTHERN front").findings
        assert found.kind is Kind.UNKNOWN
        assert "which the policy names" in found.says
        assert found.missing == ("a person's judgement: is “NORTHERN front” the same as Northern Front?",)
        assert register.apply(policy, "Northern Frontier").findings[0].kind is Kind.NOT_FOUND


def test_the_part_of_a_list_that_only_names_is_not_the_list(register: Made) -> None:
    register.add(ENTITIES)
    register.register.import_editions([Incoming("a-list", "Names", "list", "2018-01-01", "", (), part="alt")])
    assert kind(register, "lists: [a-list]", "lake") is Kind.UNKNOWN
    register.register.import_editions([Incoming("a-list", "Entries", "list", "2018-01-01", "", (), part="sdn")])
    assert kind(register, "lists: [a-list]", "lake") is Kind.NOT_FOUND
