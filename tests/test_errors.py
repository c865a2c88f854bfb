"""Errors: one line that says what is wrong, where, and what to do, the same for a terminal and for HTTP."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator

import pytest

from muster.errors import BadClaim, BadDate, BadInput, BadPolicy, MusterError, NotFound, UsageError


def tree(kind: type[MusterError]) -> Iterator[type[MusterError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


ALL = sorted(tree(MusterError), key=lambda kind: kind.__name__)


def test_an_error_says_where_what_and_what_to_do() -> None:
    error = BadDate("not a date: '2018-13'", place="list.csv line 4", hint="write it as 2018-11")
    assert str(error) == "list.csv line 4: not a date: '2018-13' (write it as 2018-11)"
    assert str(BadDate("not a date")) == "not a date"


@pytest.mark.parametrize("kind", ALL)
def test_a_place_is_added_from_the_outside_in_without_losing_kind_or_hint(kind: type[MusterError]) -> None:
    error = kind("wrong", place="line 4", hint="mend it").at("a.yaml").at("folder")
    assert type(error) is kind
    assert (error.message, error.place, error.hint) == ("wrong", "folder, a.yaml, line 4", "mend it")


@pytest.mark.parametrize(
    ("kind", "status"),
    [(UsageError, 2), (BadInput, 3), (BadDate, 3), (BadClaim, 3), (BadPolicy, 3), (NotFound, 4), (MusterError, 1)],
)
def test_a_script_can_tell_kinds_of_error_by_the_exit_status(kind: type[MusterError], status: int) -> None:
    assert kind("wrong").exit_status == status


def test_each_kind_of_error_has_its_own_code() -> None:
    codes = [kind.code for kind in ALL]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", ALL)
def test_an_error_is_problem_json(kind: type[MusterError]) -> None:
    problem = json.loads(json.dumps(kind("wrong", place="line 4", hint="mend it").problem()))
    assert problem["title"] == "wrong"
    assert problem["type"].endswith(problem["code"])
    assert (problem["place"], problem["hint"]) == ("line 4", "mend it")
    assert 400 <= problem["status"] < 600
    assert {"place", "hint"}.isdisjoint(kind("wrong").problem())


@pytest.mark.parametrize("kind", ALL)
def test_an_error_survives_the_way_back_from_another_process(kind: type[MusterError]) -> None:
    error = pickle.loads(pickle.dumps(kind("wrong", place="line 4", hint="mend it")))
    assert type(error) is kind
    assert str(error) == "line 4: wrong (mend it)"
