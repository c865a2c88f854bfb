"""`muster weigh`: recorded by name with a reason, newest first to count, and readable as known before."""

from __future__ import annotations

import pytest

from muster.policy.finders.weighing import FACTORS, OF_SOURCE
from tests.conftest import Muster

CLAIMS = """\
muster: claims/1
dataset: made
title: Made up
sources:
  s: {title: A made-up report, publisher: Test, published: 2018-11-01}
entities:
  lake: {kind: unit, name: Lake Brigade, country: iq, cite: {source: s}}
  lead: {kind: person, name: Sami Example Harun, cite: {source: s}}
  raid: {kind: incident, name: Killing at the mill, cite: {source: s}}
claims:
  - {posted_to: {person: lead, unit: lake, role: commander}, cite: {source: s}}
  - {incident_type: {of: raid, value: killing, gross_violation: yes, category: torture}, cite: {source: s}}
  - {perpetrator_of: {perpetrator: lake, incident: raid}, stance: alleged, speaker: A witness, cite: {source: s}}
"""
VET = ("vet", "lake", "--policy", "us-leahy-state", "--as-of", "2018-11-01", "--no-record", "--json")


@pytest.fixture
def filled(muster: Muster) -> Muster:
    path = muster.register.parent / "made.yaml"
    path.write_text(CLAIMS, "utf-8")
    muster("import", path)
    return muster


def alleged(muster: Muster) -> str:
    clause = next(one for one in muster(*VET).json["clauses"] if one["id"] == "gross-violation")
    return next(one["claim"] for one in clause["leads"] if "responsible" in one["text"])


def test_from_an_allegation_to_a_finding(filled: Muster) -> None:
    claim = alleged(filled)
    assert filled(*VET).json["outcome"] == "refer"
    before = filled(*VET).json["request"]["known_at"]
    by = ("--reason", "looked into", "--by", "Anna Example")
    for factor in FACTORS:
        of = "made:s" if factor in OF_SOURCE else claim
        filled("weigh", of, "--factor", factor, "--reading", "strengthens", *by)
    shown = filled("weigh", claim, "--json").json
    assert shown["left"] == sorted(OF_SOURCE, key=list(FACTORS).index)
    assert filled(*VET).json["outcome"] == "refer"
    filled("weigh", claim, "--conclude", "credible", *by)
    found = filled(*VET).json
    assert found["outcome"] == "not_cleared"
    clause = next(one for one in found["clauses"] if one["id"] == "gross-violation")
    assert clause["finding"] == "found"
    assert {one["speaker"] for one in clause["weighed"]} == {"Anna Example"}
    filled("weigh", claim, "--conclude", "not_credible", "--reason", "it was withdrawn", "--by", "Anna Example")
    assert filled(*VET).json["outcome"] == "no_adverse_information"
    rows = filled("weigh", claim, "--json").json["weighed"]
    assert [one["reading"] for one in rows if one["factor"] == "conclusion"] == ["not_credible"]
    assert filled(*VET, "--known-at", before).json["outcome"] == "refer"


def test_what_is_left_is_said(filled: Muster) -> None:
    out = filled("weigh", "made:s").out
    assert "not weighed: past_accuracy" in out
    assert "corroboration" not in out
    assert "Killing at the mill" in filled("weigh", alleged(filled)).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("c-0", "--factor", "detail", "--reading", "weakens", "--reason", "x"), "no claim or source 'c-0'"),
        (("made:s", "--factor", "detail", "--reading", "weakens", "--reason", "x"), "detail belongs to a claim"),
        (("made:s", "--conclude", "credible", "--reason", "x"), "credible belongs to a claim"),
        (("made:s", "--factor", "agenda"), "go together"),
        (("made:s", "--reading", "weakens"), "go together"),
        (("made:s", "--factor", "agenda", "--reading", "weakens"), "needs a reason"),
        (("made:s", "--factor", "agenda", "--reading", "weakens", "--reason", " "), "needs a reason"),
        (("made:s", "--reason", "x"), "a reason for nothing"),
        (("made:s", "--factor", "agenda", "--reading", "neutral", "--conclude", "credible", "--reason", "x"),
         "weigh a factor, or conclude"),
    ],
)  # fmt: skip
def test_nothing_is_recorded_by_mistake(filled: Muster, arguments: tuple[str, ...], said: str) -> None:
    result = filled("weigh", *arguments)
    assert result.status in (2, 4)
    assert said in result.err
    assert filled("weigh", "made:s", "--json").json["weighed"] == []
