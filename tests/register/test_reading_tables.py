"""A register made before reading existed opens, gets the tables, and keeps all it held."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from muster.register import Kept, Register

from .made import edition, name, new_register, put

TABLES = ("review", "proposal", "document")


def test_an_older_register_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with new_register(path) as register:
        put(register, edition("2018-01-01", [name("a", "Akram")]))
        before = register.digest()
    connection = sqlite3.connect(path)
    for table in TABLES:
        connection.execute(f"DROP TABLE {table}")
    connection.execute("UPDATE alembic_version SET version_num = 'standing'")
    connection.commit()
    connection.close()
    with Register(str(path)) as register:
        assert register.digest() == before
        assert register.readings() == []
        assert register.keep_reading(Kept("d", {"source": {}}, "text"), [("p-1", '{"start":0}')]) == (1, 0)
        assert [one.proposal for one in register.readings()] == [{"start": 0}]
        assert register.digest() == before
