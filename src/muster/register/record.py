"""The record: an entry for every act, in the transaction of what it records; the leaves of a Merkle tree.

An entry says who did what when, and holds for each table the number of rows that the act added and the head of a
tree over them, so that an entry stays small and yet proves each row. Claims are proved by their edition's digest.
What is stored here is enough to add an entry without reading the others; checking it all is for `cases.audit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from muster.claims import canonical
from muster.register import schema
from muster.register.bulk import ask, put
from muster.register.merkle import Head, leaf_hash, peak_ends

_ROWS = 1000  # rows fetched at a time
_UNENTERED = "SELECT * FROM act WHERE id > (SELECT coalesce(max(act), 0) FROM entry) ORDER BY id"


def encoded(text: str) -> bytes:
    """The bytes of a text as they are hashed; half surrogates, which no register stores, do not stop it."""
    return text.encode("utf-8", "surrogatepass")


def row_text(row: Any) -> str:
    """A row as it is hashed: canonical JSON of all its columns."""
    return canonical(dict(row._mapping))


def rows_of(connection: sa.Connection, table: sa.Table, first: int, last: int) -> Iterator[Any]:
    """The rows that the acts `first` to `last` added to a recorded table, in the order in which they are hashed."""
    act = "id" if table is schema.act else "tx"
    order = ", ".join([act, *table.primary_key.columns.keys()])
    query = f"SELECT * FROM {table.name} WHERE {act} BETWEEN ? AND ? ORDER BY {order}"  # noqa: S608 - no words from outside
    return iter(ask(connection.execution_options(yield_per=_ROWS), query, first, last))


def digest_rows(rows: Iterable[Any]) -> list[Any]:
    """How many rows, and the head of the tree over them."""
    head = Head()
    for row in rows:
        head.add(leaf_hash(encoded(row_text(row))))
    return [head.size, head.root.hex()]


def seal(connection: sa.Connection) -> None:
    """Enter every act that has no entry yet. Called at the end of every write transaction."""
    for act in connection.exec_driver_sql(_UNENTERED).all():
        body = {"act": act.id, "at": act.at, "actor": act.actor, "action": act.action}
        _append(connection, act.id, body | {"rows": _digests(connection, _touched(connection, act.id), act.id, act.id)})


def enter_earlier(connection: sa.Connection, tables: Sequence[str]) -> None:
    """Enter all acts of a register from before it had a record as one entry."""
    newest = connection.execute(sa.select(schema.act).order_by(schema.act.c.id.desc()).limit(1)).first()
    if newest:
        found = [schema.metadata.tables[name] for name in tables]
        body = {"act": newest.id, "at": newest.at, "actor": "", "action": "earlier acts"}
        _append(connection, newest.id, body | {"rows": _digests(connection, found, 1, newest.id)})


def _touched(connection: sa.Connection, act: int) -> list[sa.Table]:
    """The recorded tables to which an act added rows; asked at once, as a query for each costs more than most acts."""
    tables = schema.recorded_tables()
    asked = [f"EXISTS (SELECT 1 FROM {table.name} WHERE tx = {act})" for table in tables]  # noqa: S608 - no words from outside
    found = connection.exec_driver_sql(f"SELECT {', '.join(asked)}").one()
    return [table for table, touched in zip(tables, found, strict=True) if touched]


def _digests(connection: sa.Connection, tables: Iterable[sa.Table], first: int, last: int) -> dict[str, list[Any]]:
    found = {table.name: digest_rows(rows_of(connection, table, first, last)) for table in tables}
    return {name: digests for name, digests in found.items() if digests[0]}


def _append(connection: sa.Connection, act: int, body: dict[str, Any]) -> None:
    newest = ask(connection, "SELECT max(number) FROM entry").scalar()
    size = 0 if newest is None else newest + 1
    ends = ", ".join(map(str, peak_ends(size)))
    peaks = ask(connection, f"SELECT peak FROM entry WHERE number IN ({ends}) ORDER BY number").scalars()  # noqa: S608 - numbers
    head = Head(list(map(bytes.fromhex, peaks)), size)
    text = canonical(body)
    peak = head.add(leaf_hash(encoded(text))).hex()
    put(connection, schema.entry, number=size, act=act, body=text, peak=peak)
