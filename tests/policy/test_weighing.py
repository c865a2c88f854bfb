"""What analysts weigh: shown by name, counted only if the policy says so and all is weighed, and never a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.policy import Finding, Kind
from muster.policy.finders.weighing import FACTORS
from tests.policy.made import Made, made, one_clause, texts

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade}
    lead: {kind: person, name: Sami Example Harun}
    raid: {kind: incident, name: Killing at the mill}
"""
GROSS = "{incident_type: {of: raid, value: killing, gross_violation: yes, category: extrajudicial_killing}}"
SAID = "{perpetrator_of: {perpetrator: lake, incident: raid}, when: 2018-05-01, stance: %s, speaker: W, label: it}"
ALL = [
    f"{{weighed: {{of: it, value: strengthens, factor: {one}, reason: because}}, speaker: Anna Example}}"
    for one in FACTORS
]
CREDIBLE = "{credibility: {of: it, value: credible, reason: two witnesses}, speaker: Anna Example}"
NOT_CREDIBLE = "{credibility: {of: it, value: not_credible, reason: it was withdrawn}, speaker: Anna Example}"
THEN = "found: not_cleared, contested: refer, unknown: refer"
DECIDES = one_clause("incident", "weighing: decides", then=THEN)
SHOWN = one_clause("incident", "weighing: shown", then=THEN)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def finding(register: Made, *claims: str, stance: str = "alleged", policy: object = DECIDES) -> Finding:
    register.add(ENTITIES, "\n".join([GROSS, SAID % stance, *claims]))
    (found,) = register.apply(policy, "lake").findings  # type: ignore[arg-type]
    return found


def test_what_is_not_weighed_waits(register: Made) -> None:
    found = finding(register)
    assert found.kind is Kind.UNKNOWN
    assert "not yet weighed" in found.says
    assert found.weighed == ()
    assert all(word in found.missing[0] for word in ("past accuracy", "corroboration", "level of detail"))


def test_all_weighed_and_credible_is_found(register: Made) -> None:
    found = finding(register, *ALL, CREDIBLE)
    assert found.kind is Kind.FOUND
    assert "Killing at the mill" in found.says
    assert [one.stance for one in found.because[:1]] == ["alleged"]
    assert found.missing == ()
    assert len(found.weighed) == len(FACTORS) + 1
    assert {one.speaker for one in found.weighed} == {"Anna Example"}
    assert "judged credible, because two witnesses" in texts(found.weighed)


def test_all_weighed_and_not_credible_is_not_found(register: Made) -> None:
    found = finding(register, *ALL, NOT_CREDIBLE)
    assert (found.kind, found.outcome) == (Kind.NOT_FOUND, None)
    assert "weighed by Anna Example and is not credible" in found.says
    assert "Killing at the mill" in texts(found.context)
    assert "because it was withdrawn" in texts(found.weighed)


@pytest.mark.parametrize("factor", list(FACTORS))
@pytest.mark.parametrize("verdict", [CREDIBLE, NOT_CREDIBLE])
def test_one_factor_left_decides_nothing(register: Made, factor: str, verdict: str) -> None:
    found = finding(register, *(one for one in ALL if f"factor: {factor}," not in one), verdict)
    assert found.kind is Kind.UNKNOWN
    assert found.missing == (f"a person's weighing of {FACTORS[factor]}",)
    assert "not yet weighed to the end" in found.says


@pytest.mark.parametrize(
    "verdict",
    [
        "",
        CREDIBLE.replace("value: credible", "value: undecided"),
        CREDIBLE.replace(", speaker: Anna Example", ", speaker: ''"),
        CREDIBLE.replace("reason: two witnesses", "reason: ' '"),
        f"{CREDIBLE.removesuffix('}')}, stance: denied}}",
        f"{CREDIBLE}\n{NOT_CREDIBLE.replace('Anna', 'Berta')}",
        f"{CREDIBLE}\n{NOT_CREDIBLE}",
    ],
    ids=["none", "undecided", "nobody", "no reason", "denied", "two analysts", "one analyst of two minds on one day"],
)
def test_without_one_conclusion_it_waits(register: Made, verdict: str) -> None:
    found = finding(register, *ALL, *verdict.splitlines())
    assert found.kind is Kind.UNKNOWN
    assert any("conclusion" in one for one in found.missing)


def test_the_newest_word_of_an_analyst_counts(register: Made) -> None:
    late = f"{NOT_CREDIBLE.removesuffix('}')}, cited: 2018-10-02}}"
    early = f"{CREDIBLE.removesuffix('}')}, cited: 2018-10-01}}"
    assert finding(register, *ALL, late, early).kind is Kind.NOT_FOUND
    assert finding(register, *ALL, early, late).kind is Kind.NOT_FOUND
    swapped = (late.replace("10-02", "10-01"), early.replace("10-01", "10-02"))
    assert finding(register, *ALL, *swapped).kind is Kind.FOUND


def test_a_source_is_weighed_for_all_its_claims(register: Made) -> None:
    of_source = {"past_accuracy", "how_obtained", "agenda"}
    claims = [
        one.replace("of: it", "of: made:s") if any(f"factor: {word}," in one for word in of_source) else one
        for one in ALL
    ]
    found = finding(register, *claims, CREDIBLE)
    assert found.kind is Kind.FOUND
    assert "on the source A made-up report" in texts(found.weighed)
    other = [one.replace("of: made:s", "of: made:old") for one in claims]
    assert finding(register, *other, CREDIBLE).kind is Kind.UNKNOWN


def test_a_source_cannot_answer_for_what_belongs_to_the_claim(register: Made) -> None:
    claims = [one.replace("of: it", "of: made:s") for one in ALL]
    found = finding(register, *claims, CREDIBLE)
    assert found.kind is Kind.UNKNOWN
    assert "corroboration" in found.missing[0]


def test_if_it_is_only_shown_it_decides_nothing(register: Made) -> None:
    assert finding(register, *ALL, CREDIBLE, policy=SHOWN).kind is Kind.UNKNOWN
    found = finding(register, *ALL, NOT_CREDIBLE, policy=SHOWN)
    assert found.kind is Kind.UNKNOWN
    assert len(found.weighed) == len(FACTORS) + 1


def test_what_is_asserted_and_weighed_as_not_credible_goes_to_a_person(register: Made) -> None:
    found = finding(register, *ALL, NOT_CREDIBLE, stance="asserted")
    assert found.kind is Kind.CONTESTED
    assert "weighed as not credible" in found.says
    assert finding(register, *ALL, NOT_CREDIBLE, stance="asserted", policy=SHOWN).kind is Kind.FOUND
    assert finding(register, *ALL[1:], NOT_CREDIBLE, stance="asserted").kind is Kind.FOUND


def test_a_credible_allegation_that_others_deny_is_contested(register: Made) -> None:
    denied = "{perpetrator_of: {perpetrator: lake, incident: raid}, stance: denied, speaker: An inquiry}"
    found = finding(register, *ALL, CREDIBLE, denied)
    assert found.kind is Kind.CONTESTED
    assert [one.stance for one in found.against] == ["denied"]


def test_one_allegation_that_nobody_weighed_stays_open(register: Made) -> None:
    """Of two allegations, dismissing one does not dismiss the other."""
    other = "{perpetrator_of: {perpetrator: lake, incident: raid}, stance: alleged, speaker: Another witness}"
    assert finding(register, *ALL, NOT_CREDIBLE, other).kind is Kind.UNKNOWN


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["strengthens", "weakens", "neutral", "not_known"]), min_size=7, max_size=7))
def test_no_sum_of_readings_decides(tmp_path_factory: pytest.TempPathFactory, readings: list[str]) -> None:
    """Whatever the factors say, the person's conclusion counts, and nothing shown is a number."""
    claims = [one.replace("strengthens", reading) for one, reading in zip(ALL, readings, strict=True)]
    with made(tmp_path_factory.mktemp("w") / "made") as register:
        found = finding(register, *claims, CREDIBLE)
        assert found.kind is Kind.FOUND
        assert not re.search(r"\d", " ".join(one.text for one in found.weighed))
        assert finding(register, *claims).kind is Kind.UNKNOWN
