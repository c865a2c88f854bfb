"""The rows of a large table brought together by their key, in a temporary file and not in memory.

A report of millions of rows says a little of each of its units on many lines. SQLite sorts them on disk; its file has
no name and is gone when it is closed, or with the program.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby, islice

Row = tuple[str, ...]
_CACHE_KIB = 16 << 10
_WRITTEN = 5_000  # rows at a time


class Gathered:
    """Rows of `width` texts, of which the first `keys` are the key. All are read when it is made."""

    def __init__(self, rows: Iterable[Sequence[str]], width: int, keys: int) -> None:
        self._keys = keys
        self._connection = sqlite3.connect("", isolation_level=None)  # no name: a temporary file
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._connection.execute("BEGIN")
        columns = [f"c{place}" for place in range(width)]
        self._key = ", ".join(columns[:keys])
        self._connection.execute(f"CREATE TABLE row ({', '.join(columns)})")
        insertion = f"INSERT INTO row VALUES ({', '.join('?' * width)})"  # noqa: S608 - no words from outside
        rest = iter(rows)
        while part := list(islice(rest, _WRITTEN)):
            self._connection.executemany(insertion, part)

    def distinct(self, place: int) -> list[str]:
        """The different texts in one place of the rows, in their order."""
        query = f"SELECT DISTINCT c{place} FROM row ORDER BY 1"  # noqa: S608 - as above
        return [text for (text,) in self._connection.execute(query)]

    def groups(self) -> Iterator[tuple[Row, Iterator[Row]]]:
        """Each key, in order, with its rows as they came, without the key. To be asked once: it closes the file."""
        query = f"SELECT * FROM row ORDER BY {self._key}, rowid"  # noqa: S608 - as above
        with closing(self._connection):
            for key, rows in groupby(self._connection.execute(query), lambda row: row[: self._keys]):
                yield key, (row[self._keys :] for row in rows)
