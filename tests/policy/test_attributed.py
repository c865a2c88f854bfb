"""Whom incidents are laid to: a class makes candidates and no perpetrator, an umbrella gives leads to all its parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.policy import Finding, Kind
from tests.policy.made import Made, made, one_clause, texts

ENTITIES = """
    hill: {kind: unit, name: Hill Company}
    mill: {kind: place, name: Millford}
    ford: {kind: place, name: Fordham}
    raid: {kind: incident, name: Killing at the weir}
"""
LAID = """
    {incident_type: {of: raid, value: killing, gross_violation: yes, category: extrajudicial_killing}}
    {occurred: {of: raid, value: 2018-05-01}, when: 2018-05-01}
    {occurred_in: {of: raid, value: MILLFORD}}
    {perpetrator_class: {of: raid, value: soldiers}}
"""
THERE = "{operates_in: {unit: hill, place: mill}, when: 2018-01/2018-10}"
POLICY = one_clause("incident", "", then="found: not_cleared, contested: refer, unknown: refer")
KINDS = one_clause("incident", "kinds: [torture]", then="found: not_cleared, contested: refer, unknown: refer")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def find(register: Made, *claims: str, laid: str = LAID, unit: str = "hill", day: str = "2018-11-01") -> Finding:
    register.add(ENTITIES, laid + "\n".join(claims))
    (found,) = register.apply(POLICY, unit, day).findings
    return found


@pytest.mark.parametrize(
    ("many", "told"),
    [
        (1, "Raid 1"),
        (4, "Raid 1, Raid 2, Raid 3 and Raid 4"),
        (5, "Raid 1, Raid 2, Raid 3 and 2 more"),
    ],
)
def test_the_first_few_of_many_incidents_are_named(register: Made, many: int, told: str) -> None:
    raids = range(1, many + 1)
    register.add(
        ENTITIES + "\n".join(f"r{k}: {{kind: incident, name: Raid {k}}}" for k in raids),
        "\n".join(
            f"{{incident_type: {{of: r{k}, value: killing, gross_violation: yes}}}}\n"
            f"{{perpetrator_of: {{perpetrator: hill, incident: r{k}}}, when: 2018-05-01}}"
            for k in raids
        ),
    )
    (found,) = register.apply(POLICY, "hill").findings
    assert found.kind is Kind.FOUND
    assert told in found.says


@pytest.mark.parametrize("relation", ["operates_in", "based_at"])
def test_by_place_time_and_class_a_unit_is_a_candidate(register: Made, relation: str) -> None:
    found = find(register, THERE.replace("operates_in", relation))
    assert (found.kind, found.because) == (Kind.UNKNOWN, ())
    assert "laid to a class only (soldiers): Killing at the weir" in found.says
    assert "soldiers (a class, not a unit)" in texts(found.leads)
    assert "Millford" in texts(found.leads)
    assert "which unit it was: the sources name a class only" in found.missing


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ("another place", "place: mill", "place: ford"),
        ("there later", "2018-01/2018-10", "2018-06/2018-10"),
        ("there before", "2018-01/2018-10", "2016/2017"),
        ("denied", "when: 2018-01/2018-10", "stance: denied, speaker: X"),
    ],
)
def test_elsewhere_or_at_another_time_it_is_none(register: Made, change: str, old: str, new: str) -> None:
    assert find(register, THERE.replace(old, new)).kind is Kind.NOT_FOUND, change


@pytest.mark.parametrize(
    ("told", "classed", "candidate"),
    [
        ("police", "army soldiers", False),
        ("army", "army soldiers", True),
        ("army", "men in uniform", True),
        ("", "army soldiers", True),
        ("police", "policemen", True),
    ],
)
def test_another_force_is_no_candidate(register: Made, told: str, classed: str, candidate: bool) -> None:
    classification = [f"{{classification: {{of: hill, value: {told}}}}}"] if told else []
    found = find(register, THERE, *classification, laid=LAID.replace("value: soldiers", f"value: {classed}"))
    assert (found.kind is Kind.UNKNOWN) is candidate


@pytest.mark.parametrize(
    "laid",
    [
        LAID.replace("{occurred: {of: raid, value: 2018-05-01}, when: 2018-05-01}", ""),
        LAID.replace("2018-05-01", "2018-11-02").replace(", when: 2018-11-02", ", cite: {source: late}"),
        LAID.replace("value: soldiers}", "value: soldiers}, stance: denied, speaker: X"),
        LAID.replace("gross_violation: yes", "gross_violation: no"),
        LAID + "{perpetrator_of: {perpetrator: ford, incident: raid}}\n",
    ],
    ids=["no day", "a later day", "denied", "no gross violation", "somebody is asserted to have done it"],
)
def test_what_makes_nobody_a_candidate(register: Made, laid: str) -> None:
    assert find(register, THERE, laid=laid).kind is Kind.NOT_FOUND


def test_about_that_time_is_at_that_time(register: Made) -> None:
    """An imprecise day of the incident makes a candidate of whoever may have been there on it."""
    assert find(register, THERE, laid=LAID.replace("value: 2018-05-01", "value: 2018-05~")).kind is Kind.UNKNOWN


def test_an_umbrella_of_an_umbrella_gives_leads_too(register: Made) -> None:
    roofs = "big: {kind: organization, name: Great Roof}\nroof: {kind: organization, name: Roof}\n" \
            "man: {kind: person, name: Anna Example Petra}"  # fmt: skip
    register.add(
        ENTITIES + roofs,
        """
        {level: {of: big, value: umbrella}}
        {faction_of: {faction: hill, whole: roof}, when: 2015/..}
        {subordinate_to: {unit: roof, superior: big}, when: 2015/..}
        {posted_to: {person: man, unit: big, role: spokesman}, when: 2015/..}
        {incident_type: {of: raid, value: killing, gross_violation: yes}}
        {perpetrator_of: {perpetrator: big, incident: raid}, when: 2018-05-01}
    """,
    )
    for unit in ("hill", "roof", "big"):
        (found,) = register.apply(POLICY, unit).findings
        assert (found.kind, found.because) == (Kind.UNKNOWN, ()), unit
        assert "umbrella" in found.says
    (found,) = register.apply(POLICY, "hill", leaders=("Anna Example Petra",)).findings
    assert found.kind is Kind.UNKNOWN


def test_nobody_has_read_the_incident(register: Made) -> None:
    """A source's own words say nothing of whether it is a gross violation: a person has to."""
    laid = "{incident_type: {of: raid, value: killing}}\n{perpetrator_of: {perpetrator: hill, incident: raid}}\n"
    found = find(register, laid=laid)
    assert found.kind is Kind.UNKNOWN
    assert found.missing == ("an analyst's record of whether each incident is a gross violation, and of which class",)
    assert find(register, laid="{perpetrator_of: {perpetrator: hill, incident: raid}}\n").kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("category", "kind"),
    [("torture", Kind.FOUND), ("rape", Kind.NOT_FOUND), ("", Kind.FOUND), ("other", Kind.FOUND)],
)
def test_the_classes_that_a_policy_counts(register: Made, category: str, kind: Kind) -> None:
    word = f", category: {category}" if category else ""
    claims = f"{{incident_type: {{of: raid, value: x, gross_violation: yes{word}}}}}\n"
    register.add(ENTITIES, claims + "{perpetrator_of: {perpetrator: hill, incident: raid}}")
    (found,) = register.apply(KINDS, "hill").findings
    assert found.kind is kind
    assert (found.context != ()) is (kind is Kind.NOT_FOUND)


def test_many_incidents_are_counted_and_the_first_ones_shown(register: Made) -> None:
    claims = "".join(
        f"{{kind: {{of: i-{n:02}, value: incident}}}}\n{{name: {{of: i-{n:02}, value: Raid {n:02}}}}}\n"
        f"{{incident_type: {{of: i-{n:02}, value: x, gross_violation: yes}}}}\n"
        f"{{perpetrator_of: {{perpetrator: hill, incident: i-{n:02}}}}}\n"
        for n in range(50)
    )
    found = find(register, laid=claims)
    assert found.kind is Kind.FOUND
    assert "Raid 00, Raid 01, Raid 02 and 47 more" in found.says
    assert len(found.because) == 80


def test_the_chain_through_which_it_was_reported_is_kept(register: Made) -> None:
    """Politicians say it, an agency reports it, a paper reprints that: all three stand in the evidence."""
    said = (
        "{perpetrator_of: {perpetrator: hill, incident: raid}, stance: alleged, speaker: Politicians, via: [agency, p]}"
    )
    found = find(register, said, laid=LAID.replace("{perpetrator_class: {of: raid, value: soldiers}}", ""))
    (one,) = [one for one in found.leads if "responsible" in one.text]
    assert (one.speaker, one.via) == ("Politicians", ("agency", "p"))
