"""A finder that another package adds: known to the loader and the schema, used, and named in the decision."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from muster.errors import BadInput, BadPolicy
from muster.policy import Kind, finders, parse_policy
from muster.policy.kinds import Setting
from muster.policy.schema import schema
from muster.vetting import Desk, Request
from tests.policy.made import DAY, made, policy_text

MODULE = """
from muster.policy import Finder, Finding, Kind, Setting

def find(question, clause, subject):
    long = len(subject.unit.text) > clause.settings["most"]
    return Finding(clause, Kind.FOUND if long else Kind.NOT_FOUND, "The name is long." if long else "It is short.")

LENGTH = Finder(find, {"most": Setting("number", needed=True, low=1)}, adverse=True)
TEXT = "no finder at all"
"""
ENTRIES = """\
[muster.finders]
name-length = made_finders:LENGTH
listed = made_finders:LENGTH
broken = made_finders:NOTHING
text = made_finders:TEXT
"""
CLAUSE = "    finder: {}\n    with: {{most: 4}}\n    then: {{found: refer}}\n"


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package as pip leaves it: a module, and its metadata beside it."""
    folder = tmp_path / "site"
    info = folder / "made_finders-1.2.dist-info"
    info.mkdir(parents=True)
    (folder / "made_finders.py").write_text(MODULE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: made-finders\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(ENTRIES)
    monkeypatch.syspath_prepend(str(folder))
    caches = (finders._plugged, finders.finder, finders.plugged_digest)
    for cache in caches:
        cache.cache_clear()
    yield folder
    sys.modules.pop("made_finders", None)
    for cache in caches:
        cache.cache_clear()


def test_it_is_used_and_named_in_the_decision(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(policy_text(CLAUSE.format("name-length")), "utf-8")
    with made(tmp_path / "made") as register:
        decision = Desk(register.snapshot).decide(Request("Lake Brigade", str(path), DAY)).as_dict()
        plain = register.decide("Lake Brigade").as_dict()
    assert decision["outcome"] == "refer"
    assert decision["clauses"][0]["says"] == "The name is long."
    (named,) = decision["plugins"].items()
    assert named[0] == "name-length"
    assert named[1].startswith("made-finders 1.2 sha256 ")
    assert plain["plugins"] == {}


def test_another_code_is_another_decision(tmp_path: Path, package: Path) -> None:
    before = finders.plugged_digest("name-length")
    finders.plugged_digest.cache_clear()
    (package / "made_finders.py").write_text(MODULE + "\n# changed\n")
    assert finders.plugged_digest("name-length") != before


def test_its_settings_are_checked_like_those_of_others() -> None:
    with pytest.raises(BadInput, match="no 'least'") as caught:
        parse_policy(policy_text(CLAUSE.format("name-length").replace("most", "least")), "x.yaml")
    assert caught.value.place == "x.yaml line 12"
    with pytest.raises(BadInput, match="at least 1"):
        parse_policy(policy_text(CLAUSE.format("name-length").replace("4", "0")), "x.yaml")
    (clause,) = parse_policy(policy_text(CLAUSE.format("name-length")), "x.yaml").clauses
    assert dict(clause.settings) == {"most": 4}


def test_the_schema_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finders, "_plugged", lambda: {k: v for k, v in PLUGGED().items() if k == "name-length"})
    made_schema = schema()
    Draft202012Validator.check_schema(made_schema)
    assert "name-length" in made_schema["properties"]["clauses"]["items"]["properties"]["finder"]["enum"]


PLUGGED = finders._plugged


def test_it_cannot_take_the_place_of_a_built_in_one() -> None:
    assert finders.finder("listed").find is finders.FINDERS["listed"].find
    assert finders.plugged_digest("listed") == ""


@pytest.mark.parametrize(("name", "said"), [("broken", "cannot be loaded"), ("text", "is no muster.policy.Finder")])
def test_a_broken_package_is_named(name: str, said: str) -> None:
    with pytest.raises(BadPolicy, match=said) as caught:
        parse_policy(policy_text(CLAUSE.format(name)), "x.yaml")
    assert caught.value.place == "x.yaml line 11"
    assert "made-finders" in caught.value.hint


def test_one_that_nobody_has_installed() -> None:
    with pytest.raises(BadPolicy, match="no finder 'name-lenght'") as caught:
        parse_policy(policy_text(CLAUSE.format("name-lenght")), "x.yaml")
    assert "name-length" in caught.value.hint
    with pytest.raises(BadPolicy):
        finders.finder("name-lenght")


def test_a_setting_must_be_of_a_known_form() -> None:
    with pytest.raises(ValueError, match="no form of setting 'float'"):
        Setting("float")
    assert Kind.FOUND
