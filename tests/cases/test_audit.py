"""The record shows every change behind Muster's back: flipped bytes, and entries dropped, added and reordered."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.cases.audit import checkpoint, entries, key_path, verify
from muster.cases.notes import PublicKey
from muster.errors import BadInput
from muster.register import Register
from muster.register.schema import recorded_tables

from .made import PEOPLE, busy_register, decided, hands, recompute

TABLES = ("entry", "act", "claim", "change", "checkpoint", "source", "edition", "retraction", "judgement", "decision")
TRIES = 60


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with busy_register(tmp_path / "muster.db") as opened:
        checkpoint(opened)
        yield opened


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def flipped(value: object, chance: random.Random) -> object:
    """A text with one byte changed, or another number."""
    if not isinstance(value, str):
        return chance.choice([one for one in (0, 1, -1, 2, 3, 7, None) if one != value])
    raw = bytearray(value.encode("utf-8", "surrogateescape"))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


def test_a_register_that_nobody_touched_is_whole(register: Register) -> None:
    report = verify(register)
    assert report.problems == []
    assert (report.entries, report.acts, report.checkpoints) == (8, 8, 1)
    assert report.claims == len(PEOPLE) + 4
    assert [one["action"] for one in entries(register)] == [
        *("import", "judge", "import", "decide", "retract", "export", "decide", "import")
    ]


@pytest.mark.parametrize("table", [*TABLES, "remark"])
def test_a_flipped_byte_anywhere_is_seen(register: Register, table: str) -> None:
    """Any column of any row; a change that the database itself refuses is drawn again."""
    chance = random.Random(table)
    tried = missed = 0
    with hands(register.path) as connection:
        names = columns(connection, table)
        rows = connection.execute(f"SELECT rowid, * FROM {table}").fetchall()
        while tried < TRIES:
            row = chance.choice(rows)
            place = chance.randrange(len(names))
            was = row[place + 1]
            if was == "":
                continue
            now = flipped(was, chance)
            set_now = f"UPDATE {table} SET {names[place]} = {'CAST(? AS TEXT)' if isinstance(was, str) else '?'}"
            connection.execute("SAVEPOINT before")
            try:
                connection.execute(f"{set_now} WHERE rowid = ?", (now, row[0]))
            except sqlite3.IntegrityError:
                connection.execute("ROLLBACK TO before")
                connection.execute("RELEASE before")
                continue
            moved = now if names[place] in ("id", "seq", "number") and isinstance(now, int) else row[0]
            connection.execute("RELEASE before")
            tried += 1
            if verify(register).sound:
                missed += 1
            connection.execute(f"UPDATE {table} SET {names[place]} = ? WHERE rowid = ?", (was, moved))
        assert verify(register).sound, "the damage was repaired"
    assert (tried, missed) == (TRIES, 0)


def test_every_recorded_table_is_tried(register: Register) -> None:
    with hands(register.path) as connection:
        filled = {t.name for t in recorded_tables() if connection.execute(f"SELECT 1 FROM {t.name}").fetchone()}
    assert filled <= {*TABLES, "remark"}


def test_a_byte_flipped_in_the_file_itself_is_seen(register: Register, tmp_path: Path) -> None:
    """Bytes of the stored entries, where they lie on the disc."""
    register.close()
    content = register.path.read_bytes()
    with hands(register.path) as connection:
        texts = [f"{body}{peak}" for body, peak in connection.execute("SELECT body, peak FROM entry")]
    places = [
        at + offset for text in texts for at in [content.find(text.encode())] if at > 0 for offset in range(len(text))
    ]
    assert len(places) > 1000
    chance = random.Random(6962)
    copy = tmp_path / "copy.db"
    for place in chance.sample(places, 100):
        bent = bytearray(content)
        bent[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(bent)
        with Register(str(copy)) as opened:
            assert not verify(opened).sound, place


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("what", ["drop", "drop the last", "add", "reorder", "replace"])
def test_dropping_adding_and_reordering_entries_is_seen(register: Register, what: str, careful: bool) -> None:
    """Even if the forger numbers the entries anew and stores the hashes that then fit."""
    chance = random.Random(f"{what}{careful}")
    with hands(register.path) as connection:
        kept = connection.execute("SELECT number, act, body, peak FROM entry").fetchall()
        for _ in range(40):
            first, second = sorted(chance.sample(range(len(kept)), 2))
            rows = list(kept)
            if what == "drop":
                del rows[first]
            elif what == "drop the last":
                del rows[len(rows) - chance.randrange(1, 4) :]
            elif what == "add":
                _, act, body, peak = rows[first]
                rows.insert(second, (len(kept), 100 + act, body.replace(f'"act":{act}', f'"act":{100 + act}'), peak))
            elif what == "reorder":
                rows[first], rows[second] = rows[second], rows[first]
            else:
                rows[first] = (*rows[first][:2], rows[second][2], rows[first][3])
            connection.execute("DELETE FROM entry")
            numbered = [(place, *row[1:]) for place, row in enumerate(rows)] if what != "drop" or careful else rows
            connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", numbered)
            if careful:
                recompute(connection)
            assert not verify(register).sound
            connection.execute("DELETE FROM entry")
            connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", kept)
    assert verify(register).sound


def test_an_act_removed_with_all_its_traces_is_seen_by_the_checkpoint_alone(register: Register) -> None:
    """The newest act, its rows and its entry gone: the rest fits together, and is not what was signed."""
    with hands(register.path) as connection:
        for table, column in (("decision", "tx"), ("entry", "act"), ("act", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = 7")
        for table, column in (
            ("change", "edition"),
            ("claim", "tx"),
            ("edition", "tx"),
            ("entry", "act"),
            ("act", "id"),
        ):
            last = 3 if column == "edition" else 8
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (last,))
    report = verify(register)
    assert [one.where for one in report.problems] == ["checkpoint 1"]
    assert "missing" in report.problems[0].what


def test_a_checkpoint_kept_elsewhere_shows_a_register_put_back(register: Register, tmp_path: Path) -> None:
    register.record_decisions([decided("u9")])
    with hands(register.path) as connection, hands(tmp_path / "copy.db") as copy:
        connection.backup(copy)
        copy.execute("DELETE FROM checkpoint")
        for table, column in (("decision", "tx"), ("entry", "act"), ("act", "id")):
            copy.execute(f"DELETE FROM {table} WHERE {column} = 9")
    note, key = checkpoint(register)
    with Register(str(tmp_path / "copy.db")) as put_back:
        assert verify(put_back).sound
        assert verify(put_back, notes=[("kept", note)], key=key).problems[0].where == "kept"
        put_back.record_decisions([decided("another")])
        (problem,) = verify(put_back, notes=[("kept", note)], key=key).problems
        assert "another record" in problem.what
    assert verify(register, notes=[("kept", note)], key=key).sound


def test_a_head_signed_with_another_key_is_not_taken(register: Register, tmp_path: Path) -> None:
    note, key = checkpoint(register)
    key_path(register).unlink()
    _, other_key = checkpoint(register)
    assert other_key != key
    assert not verify(register, key=key).sound
    assert not verify(register, notes=[("kept", note)], key=other_key).sound


def test_a_damaged_record_is_not_signed(register: Register) -> None:
    with hands(register.path) as connection:
        connection.execute("UPDATE entry SET body = replace(body, 'tester', 'nobody') WHERE number = 3")
    with pytest.raises(BadInput, match="record is damaged"):
        checkpoint(register)


def test_the_key_lies_beside_the_register_for_its_owner_alone(register: Register) -> None:
    path = key_path(register)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(BadInput, match="read by others") as caught:
        checkpoint(register)
    assert "chmod 600" in caught.value.hint


def test_a_public_key_is_one_line_that_cannot_be_misread(register: Register) -> None:
    _, key = checkpoint(register)
    assert PublicKey.parse(f" {key}\n") == key
    for text in ("", "a+b+c", str(key)[:-1], f"x{key}", str(key).replace("+", "-")):
        with pytest.raises(BadInput):
            PublicKey.parse(text)
