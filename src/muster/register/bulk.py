"""SQL for many rows at once: inserting them, and asking for those of many values."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
CHUNK = 5000  # claims handled at a time
FETCHED = 10_000  # rows taken from the database at a time
IDS = 500  # values in one IN (...) list


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` values each."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def insert(connection: sa.Connection, table: sa.Table, values: list[tuple[Any, ...]], unless: str = "") -> int:
    """Many rows into a table, by the driver's own bulk insert; values in the order of the columns. How many it took.

    `unless` names a column with a unique index: a row whose value it holds already is passed over.
    """
    if not values:
        return 0
    statement = _insertion(table, connection.dialect)
    text = f"{statement} ON CONFLICT ({unless}) DO NOTHING" if unless else str(statement)
    if not statement.positional:
        columns = table.columns.keys()
        values = [dict(zip(columns, row, strict=True)) for row in values]  # type: ignore[misc]
    return connection.exec_driver_sql(text, values).rowcount


@lru_cache(maxsize=16)
def _insertion(table: sa.Table, dialect: sa.Dialect) -> Any:
    return table.insert().compile(dialect=dialect, column_keys=table.columns.keys())


def among(values: Collection[str] | Collection[int]) -> Any:
    """What stands in IN (...): the values, or, when SQLite would refuse so many, one JSON list of them."""
    if len(values) <= IDS:
        return list(values)
    return sa.select(sa.func.json_each(json.dumps(list(values))).table_valued("value").c.value)
