"""A proof file shows that a decision stands in the record, to someone who has nothing but the file."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.cases.audit import checkpoint
from muster.cases.proofs import check_growth, check_proof, prove, prove_growth
from muster.errors import BadInput, NotFound
from muster.register import Register

from .made import busy_register, decided, hands, recompute


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with busy_register(tmp_path / "muster.db") as opened:
        yield opened


def test_every_decision_can_be_proved(register: Register) -> None:
    _, key = checkpoint(register)
    for unit in ("u1", "u2", "u4"):
        proof = json.dumps(prove(register, decided(unit)["decision"]))
        proven = check_proof(proof, key)
        assert proven.decision == decided(unit)["decision"]
        assert (proven.outcome, proven.actor, proven.size, proven.pinned) == ("refer", "tester", 8, True)
        assert not check_proof(proof).pinned


def test_one_of_many_decisions_of_one_act_is_proved_by_a_small_file(register: Register) -> None:
    register.record_decisions(decided(f"unit {number}") for number in range(3000))
    proof = prove(register, decided("unit 1234")["decision"])
    assert check_proof(json.dumps(proof)).decision == decided("unit 1234")["decision"]
    assert len(json.dumps(proof)) < 5000


def test_a_decision_that_is_not_kept_cannot_be_proved(register: Register) -> None:
    with pytest.raises(NotFound):
        prove(register, "d-none")


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, key))
    else:
        yield path


def test_a_proof_that_was_changed_anywhere_proves_nothing(register: Register) -> None:
    _, key = checkpoint(register)
    whole = json.dumps(prove(register, decided("u2")["decision"]))
    chance = random.Random(2)
    for path in leaves(json.loads(whole)):
        if path == ("key",):
            continue  # the reader's own key counts
        for _ in range(8):
            bent = json.loads(whole)
            at = bent
            for step in path[:-1]:
                at = at[step]
            was = at[path[-1]]
            if isinstance(was, str):
                place = chance.randrange(len(was))
                at[path[-1]] = was[:place] + chr(ord(was[place]) ^ (1 << chance.randrange(6))) + was[place + 1 :]
            else:
                at[path[-1]] = was + chance.choice((-1, 1, 2, 1000))
            with pytest.raises(BadInput):
                check_proof(json.dumps(bent), key)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format":"x"}', '{"format":"muster-proof-1","row":1}', "[" * 9000]
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        check_proof(text)


def test_growth_is_proved_from_every_checkpoint_and_only_if_it_was_growth(register: Register) -> None:
    note, key = checkpoint(register)
    assert check_growth(json.dumps(prove_growth(register, note)), key) == (8, 8)
    for number in range(5):
        register.record_decisions([decided(f"more {number}")])
        whole = json.dumps(prove_growth(register, note))
        assert check_growth(whole, key) == (8, 9 + number)
        proof = json.loads(whole)
        for place in range(len(proof["path"])):
            bent = {**proof, "path": [*proof["path"][:place], proof["path"][place - 1], *proof["path"][place + 1 :]]}
            if bent["path"] != proof["path"]:
                with pytest.raises(BadInput, match="does not continue"):
                    check_growth(json.dumps(bent), key)
    with hands(register.path) as connection:
        connection.execute("UPDATE entry SET body = replace(body, 'tester', 'nobody') WHERE number = 3")
        recompute(connection)
    with pytest.raises(BadInput, match="does not begin with"):
        prove_growth(register, note)
