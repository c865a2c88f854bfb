"""The JSON Schema and the loader take the same files: shipped ones, a full one, and each with one thing changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from muster.errors import BadInput
from muster.plainyaml import Node, compose
from muster.policy import load_policy, parse_policy, policy_ids
from muster.policy.schema import schema
from tests.conftest import Muster
from tests.policy.test_load import FULL, GOOD, MISTAKES, MORE_MISTAKES

# what only the loader can see: that something referred to is there, that no id or key is given twice, and YAML itself
BEYOND = ("two clauses", "two duties", "two mitigations", "'listd'", "exempts 'requst'", "anchors", "occurs twice")


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    made = schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def data(node: Node) -> Any:
    """The tree as plain data, every value text: the file as Muster reads it."""
    if isinstance(node.value, dict):
        return {key: data(one) for key, one in node.value.items()}
    if isinstance(node.value, list):
        return [data(one) for one in node.value]
    return node.value.strip()


def loads(text: str) -> bool:
    try:
        parse_policy(text, "x.yaml")
    except BadInput:
        return False
    return True


def paths(found: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the data, but not what lies inside the situations of tests, which are claims files."""
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [at, *(place for key, one in inner if key != "given" for place in paths(one, (*at, key)))]


def changed(found: Any, at: tuple[Any, ...], change: str) -> Any:
    """A copy with one thing changed: dropped, emptied, replaced by something strange, or given a strange key."""
    copy = json.loads(json.dumps(found))
    holder = copy
    for key in at[:-1]:
        holder = holder[key]
    if change == "dropped":
        del holder[at[-1]]
    elif change == "strange key":
        holder[at[-1]]["strange"] = "x"
    else:
        holder[at[-1]] = {"emptied": "", "word": "strange word", "list": ["strange"], "table": {"strange": "x"}}[change]
    return copy


@pytest.mark.parametrize("name", policy_ids())
def test_the_shipped_policies_keep_the_schema(name: str, validator: Draft202012Validator) -> None:
    text = load_policy(name).text
    assert [one.message for one in validator.iter_errors(data(compose(text, name)))] == []


def test_a_file_with_everything_keeps_the_schema(validator: Draft202012Validator) -> None:
    assert loads(FULL)
    assert [one.message for one in validator.iter_errors(data(compose(FULL, "x")))] == []


@pytest.mark.parametrize("mistake", [*MISTAKES, *MORE_MISTAKES], ids=lambda one: f"{one[2]} {one[3]}")
def test_each_mistake_breaks_the_schema_too(mistake: tuple[str, str, int, str, str], validator: Any) -> None:
    old, new, _, fault, _ = mistake
    base = GOOD if mistake in MISTAKES else FULL
    if any(word in fault for word in BEYOND):
        return
    assert not validator.is_valid(data(compose(base.replace(old, new, 1), "x")))


@pytest.mark.parametrize("change", ["dropped", "emptied", "word", "list", "table", "strange key"])
def test_whatever_is_changed_both_agree(change: str, validator: Draft202012Validator) -> None:
    """Every place of a file that holds every key, changed in every way: accepted or refused by both."""
    whole = data(compose(FULL, "x"))
    apart = []
    for at in paths(whole)[1:]:
        holder = whole
        for key in at:
            holder = holder[key]
        if change == "strange key" and not isinstance(holder, dict):
            continue
        copy = changed(whole, at, change)
        refers = at[-2:] in (("with", "sets"), ("exempts", 0)) or "sets" in at or "exempts" in at
        names = len(at) == 2 and at[0] == "prohibited"  # the file's own names for sets: free, but referred to
        if (refers and change in ("word", "list")) or (names and change == "dropped"):
            continue
        if at[0] == "clauses" and at[-1] == "id":
            continue
        if at in (("prohibited",), ("clauses", 0), ("clauses", 1), ("clauses", 2)) and change in ("dropped", "emptied"):
            continue
        by_loader = loads(json.dumps(copy, ensure_ascii=False))
        if by_loader != validator.is_valid(copy):
            apart.append((at, "loader takes it" if by_loader else "schema takes it"))
    assert apart == []


def test_values_as_an_editor_reads_them_keep_it_too(validator: Draft202012Validator) -> None:
    """Numbers, truth values and blanks of YAML, which Muster reads as text."""
    found = data(compose(FULL, "x"))
    found["validity_days"] = 365
    found["prohibited"]["anybody"]["any_listing"] = True
    found["summary"] = None
    assert validator.is_valid(found)
    found["validity_days"] = 0
    assert not validator.is_valid(found)


def test_it_is_printed(muster: Muster) -> None:
    assert muster("policy", "schema").json == schema()


@pytest.mark.parametrize(("digits", "fits"), [(9, True), (10, False)])
def test_numbers_have_nine_digits_at_most(validator: Draft202012Validator, digits: int, fits: bool) -> None:
    text = FULL.replace("within_days: 15", f"within_days: {'1' * digits}")
    assert text != FULL
    assert loads(text) == validator.is_valid(data(compose(text, "x.yaml", ""))) == fits
