"""SQL for many rows at once: inserting them, and asking for those of many values; and for the few of every import.

What every import asks once is plain text: SQLAlchemy takes longer to put a statement together than a small import has.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
CHUNK = 250  # claims stored at a time: so few that what is made of them stays in the processor's cache
FETCHED = 10_000  # rows taken from the database at a time
IDS = 500  # values in one IN (...) list


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` values each."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def ask(connection: sa.Connection, text: str, *values: Any) -> sa.CursorResult[Any]:
    """The answer to a query in plain SQL, in which each `?` stands for a value."""
    return connection.exec_driver_sql(text, values)


def put(connection: sa.Connection, table: sa.Table, **values: Any) -> int:
    """One row into a table; its number."""
    (number,) = table.primary_key.columns.keys()
    return int(ask(connection, f"{_insertion(table.name, values)} RETURNING {number}", *values.values()).scalar_one())


def insert(
    connection: sa.Connection, table: sa.Table, values: list[tuple[Any, ...]], unless: str = "", act: int | None = None
) -> int:
    """Many rows into a table, by the driver's own bulk insert; values in the order of the columns. How many it took.

    `unless` names a column with a unique index: a row whose value it holds already is passed over. With an `act` the
    values are those between the row's number, which the database gives in turn, and the act, which all rows share.
    """
    if not values:
        return 0
    columns = table.columns.keys()
    text = _insertion(table.name, columns if act is None else columns[1:])
    text = text if act is None else f"{text.removesuffix('?)')}{act})"
    text += f" ON CONFLICT ({unless}) DO NOTHING" if unless else ""
    return connection.exec_driver_sql(text, values).rowcount


def _insertion(table: str, columns: Iterable[str]) -> str:
    names = [f'"{column}"' for column in columns]  # of which one is `end`
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - no words from outside


def among(values: Collection[str] | Collection[int]) -> Any:
    """What stands in IN (...): the values, or, when SQLite would refuse so many, one JSON list of them."""
    if len(values) <= IDS:
        return list(values)
    return sa.select(sa.func.json_each(json.dumps(list(values))).table_valued("value").c.value)
