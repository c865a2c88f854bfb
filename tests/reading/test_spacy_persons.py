"""The reader `persons` with the real spaCy, skipped where the extra `nlp` is not installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from muster.errors import BadInput, NotFound
from muster.reading import propose, read_document, spacy_persons
from muster.reading.gazetteer import Gazetteer, Known
from muster.reading.plugins import load
from muster.reading.proposals import Proposal

TEXT = (
    "A day in Oren\n\nThe market was full. Karim Example, who sells cloth, wept as Amina Tarell was led away. "
    "Col. Tom Dee said that the Free Hills Guard had left the valley. “We saw nothing,” Karim Example said.\n"
)


@pytest.fixture
def spacy() -> Any:
    return pytest.importorskip("spacy", reason="the extra `nlp` is not installed")


def persons(folder: Path, names: Gazetteer | None = None) -> list[Proposal]:
    file = folder / "article.txt"
    file.write_text(TEXT, "utf-8")
    found = propose(read_document(file, published="2021-03-17"), names, [load("persons")])
    return [one for one in found.proposals if one.kind == "person"]


@pytest.fixture
def own_model(spacy: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pipeline without weights that knows two names, saved as a user's own model is."""
    model = spacy.blank("en")
    ruler = model.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": name} for name in ("Amina Tarell", "Tom Dee", "Tarell")])
    folder = tmp_path / "model"
    model.to_disk(folder)
    monkeypatch.setenv("MUSTER_SPACY_MODEL", str(folder))
    monkeypatch.setenv("MUSTER_SPACY_SHA256", spacy_persons.digest_of(folder))
    return folder


def test_a_model_of_ones_own_proposes_persons_that_the_rules_do_not_know(own_model: Path, tmp_path: Path) -> None:
    names = Gazetteer()
    names.add("Amina Tarell", Known("p1", "person", "Amina Tarell"))
    (found,) = persons(tmp_path, names)  # Tom Dee is a speaker already
    assert (found.subject.text, found.subject.kind) == ("Amina Tarell", "person")
    assert (found.rule, found.tier) == ("spacy-person", "C")
    assert [one.entity for one in found.subject.candidates] == ["p1"]
    assert found.quote == TEXT[found.start : found.end]
    assert found.quote.startswith("Karim Example, who")


def test_another_model_than_the_one_named_is_not_loaded(
    own_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (own_model / "config.cfg").open("a") as file:
        file.write("\n# one byte more\n")
    with pytest.raises(BadInput, match="sha256") as caught:
        persons(tmp_path)
    assert spacy_persons.digest_of(own_model) in str(caught.value)
    monkeypatch.delenv("MUSTER_SPACY_SHA256")
    with pytest.raises(BadInput, match="any that was given"):
        persons(tmp_path)


def test_a_model_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSTER_SPACY_MODEL", "no_such_model")
    with pytest.raises(NotFound, match="no_such_model"):
        persons(tmp_path)


def test_reading_does_without_spacy(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, "utf-8")
    before = "spacy" in sys.modules
    assert propose(read_document(file, published="2021-03-17")).proposals
    assert ("spacy" in sys.modules) == before


def test_the_small_english_model(spacy: Any, tmp_path: Path) -> None:
    if all(spacy_persons._folder(name) is None for name in spacy_persons.MODELS):
        pytest.skip("no small English model of spaCy is installed")
    assert {one.subject.text for one in persons(tmp_path)} == {"Amina Tarell"}
