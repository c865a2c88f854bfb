"""The examples of the guides run as they stand: claims files, policies, addresses, a format added to Muster."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import muster.sources
from muster.plainyaml import compose
from muster.policy import parse_policy
from muster.sources import formats
from muster.sources.addresses import read_addresses
from muster.sources.mapping import read_mapping
from muster.vetting import run_vectors
from tests.conftest import Muster
from tests.docs.pages import DOCS, Block, blocks

YAML = [block for page in sorted(DOCS.glob("*.md")) for block in blocks(page) if block.info == "yaml"]
FRAME = {
    "muster": "policy/1",
    "id": "fragment",
    "title": "fragment",
    "authority": "none",
    "prohibited": "{any_list: {title: any list, any_listing: yes}}",
    "clauses": "[{id: r, cites: none, wording: verified, question: '?', finder: required,"
    " with: {fields: [unit]}, then: {not_found: incomplete_request}}]",
}  # what a fragment of a policy leaves out


@pytest.mark.parametrize("block", YAML, ids=str)
def test_the_yaml_is_accepted(block: Block, muster: Muster, tmp_path: Path) -> None:
    top = compose(block.text, str(block)).pairs()
    if "muster" in top and top["muster"].text().startswith("claims/"):
        path = tmp_path / "example.yaml"
        path.write_text(block.text, "utf-8")
        (change,) = muster("import", path, "--json").json
        assert change["claims"] > 0
        return
    if "muster" in top and top["muster"].text().startswith("addresses/"):
        path = tmp_path / "addresses.yaml"
        path.write_text(block.text, "utf-8")
        assert read_addresses(path)
        return
    if "muster" in top and top["muster"].text().startswith("mapping/"):
        path = tmp_path / "mapping.yaml"
        path.write_text(block.text, "utf-8")
        columns = read_mapping(path).columns
        (tmp_path / "table.csv").write_text(",".join(columns) + "\n" + ",".join(["1"] * len(columns)), "utf-8")
        (change,) = muster("import", tmp_path / "table.csv", "--mapping", path, "--json").json
        assert change["claims"] > 0
        return
    whole = "muster" in top
    text = (
        block.text
        if whole
        else "".join(f"{key}: {value}\n" for key, value in FRAME.items() if key not in top) + block.text
    )
    policy = parse_policy(text, str(block))
    results = run_vectors(policy)
    assert not whole or results, "a whole policy shows tests"
    assert [(one.case, one.problems) for one in results if one.problems] == []


def test_every_format_has_a_whole_example() -> None:
    whole = {(block.page.name, block.text.split("\n")[0]) for block in YAML}
    assert {
        ("claims-file.md", "muster: claims/1"),
        ("policies.md", "muster: policy/1"),
        ("lists.md", "muster: addresses/1"),
        ("lists.md", "muster: mapping/1"),
    } <= whole


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The format of the guide, added to the program as the guide says, and its test as a module."""
    module, test = (ModuleType(name) for name in ("muster.sources.northland", "test_northland"))
    reader, checks = (block.text for block in blocks(DOCS / "add-a-format.md") if block.info == "python")
    exec(compile(reader, "northland.py", "exec"), module.__dict__)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(muster.sources, "northland", module, raising=False)
    monkeypatch.setattr(formats, "_MODULES", ("northland", *formats._MODULES))
    formats.formats.cache_clear()
    exec(compile(checks, "test_northland.py", "exec"), test.__dict__)
    yield test
    formats.formats.cache_clear()


def test_the_tests_of_the_added_format_pass(added: ModuleType, tmp_path: Path) -> None:
    found = {name: test for name, test in vars(added).items() if name.startswith("test_")}
    assert len(found) == 3
    for test in found.values():
        marks = getattr(test, "pytestmark", [])
        cases = marks[0].args[1] if marks else [None]
        for case in cases:
            more = {"bad": case} if "bad" in inspect.signature(test).parameters else {}
            test(tmp_path, **more)


def test_the_added_format_is_recognised_and_imported(added: ModuleType, muster: Muster, tmp_path: Path) -> None:
    shown = next(block.text for block in blocks(DOCS / "add-a-format.md") if block.info == "csv")
    path = tmp_path / "groups-2024-05-01.csv"
    path.write_text(shown, "utf-8")
    (change,) = muster("import", path, "--json").json
    assert (change["stream"], change["published"]) == ("nl-moj", "2024-05-01")
    hits = muster("screen", "Front of the Hill", "--as-of", "2024-05-01", "--json").json["results"][0]["hits"]
    assert hits[0]["listed"][0]["certainty"] == "attested"
