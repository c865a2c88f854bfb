"""SQL for many rows at once: inserting them, and asking for those of many values."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
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


def insert(
    connection: sa.Connection, table: sa.Table, values: list[tuple[Any, ...]], unless: str = "", act: int | None = None
) -> int:
    """Many rows into a table, by the driver's own bulk insert; values in the order of the columns. How many it took.

    `unless` names a column with a unique index: a row whose value it holds already is passed over. With an `act` the
    values are those between the row's number, which the database gives in turn, and the act, which all rows share.
    """
    if not values:
        return 0
    statement = _insertion(table, connection.dialect, act)
    text = f"{statement} ON CONFLICT ({unless}) DO NOTHING" if unless else str(statement)
    return connection.exec_driver_sql(text, values).rowcount


@lru_cache(maxsize=16)
def _insertion(table: sa.Table, dialect: sa.Dialect, act: int | None) -> Any:
    columns = table.columns.keys()
    if act is None:
        return table.insert().compile(dialect=dialect, column_keys=columns)
    return table.insert().values(tx=sa.literal_column(str(act))).compile(dialect=dialect, column_keys=columns[1:])


def among(values: Collection[str] | Collection[int]) -> Any:
    """What stands in IN (...): the values, or, when SQLite would refuse so many, one JSON list of them."""
    if len(values) <= IDS:
        return list(values)
    return sa.select(sa.func.json_each(json.dumps(list(values))).table_valued("value").c.value)
