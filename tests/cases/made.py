"""A small register with acts of every kind, and the hands of someone who changes it behind Muster's back."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from muster.claims import Source, canonical, digest
from muster.register import Register
from muster.register.merkle import Head, leaf_hash
from tests.register.made import ARTICLE, edition, listing, name, new_register, put, relation, same, value

PEOPLE = [name(f"p{number}", f"Person {number} Naïve") for number in range(6)]


def decided(unit: str, outcome: str = "refer") -> dict[str, Any]:
    """A decision as it is kept, cut down to what the record needs."""
    content = {"outcome": outcome, "request": {"unit": unit}, "reasons": ["“a” – b"]}
    return {"decision": f"d-{digest(canonical(content))[:24]}", **content}


def busy_register(path: Path) -> Register:
    """A register in which everything has happened at least once."""
    register = new_register(path)
    first = [*PEOPLE, listing("p1", "2018/"), relation("p1", "member_of", "o1", "2018/", cited=None)]
    put(register, edition("2018-01-01", first, judgements=(same("p1", "p2"),), sources=(ARTICLE, Source("b", "B"))))
    register.judge(same("p3", "p4", "different", "other birth date"))
    put(register, edition("2018-02-01", [*PEOPLE[:5], value("p1", "title", "seen\tthere\x1f")]))
    register.record_decisions([decided("u1"), decided("u2"), decided("u3", "not_cleared")])
    register.retract(PEOPLE[0].id, "read wrongly")
    register.remark("export", {"as": "ftm", "entities": 3})
    register.record_decisions([decided("u4")])
    put(register, edition("2018-03-01", [name("w", "Working")], "work", "claims"))
    return register


@contextmanager
def hands(path: Path) -> Iterator[sqlite3.Connection]:
    """The register's file, open to whoever may write it; SQLite's own checks are off."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        yield connection


def recompute(connection: sqlite3.Connection) -> None:
    """Number the entries anew and store the hashes that they should have: what a careful forger does."""
    rows = connection.execute("SELECT act, body FROM entry ORDER BY number").fetchall()
    connection.execute("DELETE FROM entry")
    head = Head()
    for number, (act, body) in enumerate(rows):
        peak = head.add(leaf_hash(body.encode())).hex()
        connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (number, act, body, peak))


def results_of(child: str, place: Path) -> list[Any]:
    """What a script prints as JSON that is run in a process of its own, with `place` as its argument."""
    root = Path(__file__).parents[2]
    path = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-c", child, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env={**os.environ, "PYTHONPATH": path})
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found
