"""No denial of a text is lost: every expression of the list is tried, and what only looks like a denial."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
import yaml

from muster.claims import Stance
from muster.reading.denials import cues, expression
from muster.reading.proposals import Proposal
from tests.reading.made import read

LIST = yaml.safe_load(resources.files("muster.reading").joinpath("denial_cues.yaml").read_text("utf-8"))
EXAMPLES = [(part, one["match"], one["example"]) for part in ("says", "cues") for one in LIST[part]]


def denied(folder: Path, text: str) -> list[Proposal]:
    return [one for one in read(folder, text).proposals if one.stance is Stance.DENIED]


@pytest.mark.parametrize(("part", "match", "example"), EXAMPLES, ids=[example for _, _, example in EXAMPLES])
def test_each_expression_finds_its_own_example(part: str, match: str | list[str], example: str, tmp_path: Path) -> None:
    own = re.compile(rf"\b(?:{expression(LIST, match)})", re.IGNORECASE)
    assert own.search(example.replace("'", "’"))
    assert any(one.says == (part == "says") for one in cues(example))
    assert denied(tmp_path, example), "no proposal denies"


@pytest.mark.parametrize(
    "sentence",
    [
        "The patrol was denied entry to the camp.",
        "The army patrols the road to deny the rebels any freedom of action.",
        "The ministry did not respond to requests for comment.",
        "The report could not be verified.",
        "The Government has not replied to the letter.",
        "Westmark has neither confirmed nor denied backing them.",
        "Troops cleared the remnants of the band from the hills.",
        "There is no evidence yet.",
        "He is no longer the commander of the brigade.",
    ],
)
def test_what_is_not_known_not_given_or_not_wanted_is_no_denial(sentence: str, tmp_path: Path) -> None:
    assert denied(tmp_path, sentence) == []


def test_harm_for_which_there_is_no_evidence_is_denied(tmp_path: Path) -> None:
    text = "The panel found no indication that the 213th Brigade took part in the killing of prisoners."
    assert {one.stance for one in read(tmp_path, text).proposals} == {Stance.DENIED}
    text = "The panel found no evidence of a plan, but the 213th Brigade killed twelve prisoners."
    assert any(one.stance is not Stance.DENIED for one in read(tmp_path, text).proposals if one.kind == "incident")


def test_whoever_stands_before_a_verb_of_denying_denies_and_a_person_is_asked(tmp_path: Path) -> None:
    (found,) = denied(tmp_path, "In a written reply, Esther Mbalo contested the central findings of the panel.")
    assert found.kind == "statement"
    assert found.speaker == "Esther Mbalo"
    assert found.tier == "C"
    assert any("for you to say" in remark for remark in found.remarks)


def test_a_denial_that_is_kept_is_not_kept_twice(tmp_path: Path) -> None:
    found = denied(tmp_path, "The army denied that its troops had killed eleven villagers.")
    assert found
    assert "denial" not in {one.rule for one in found}
