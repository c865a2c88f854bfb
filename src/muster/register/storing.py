"""Storing claims: those that the register lacks get a number, the others are found.

An empty register is filled without indexes, which are made at the end of the import: that takes half the time. Until
then the ids of its claims are looked up in memory, or, when there are many, by an index that is made earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import TracebackType

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, DropIndex

from muster.register import rows
from muster.register.bulk import ask, insert
from muster.register.schema import claim, claim_id

_REMEMBERED = 200_000  # ids that are kept in memory at most, 130 bytes each


class Storing:
    """The table of claims in a write transaction, which brings the indexes back after an error."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._next: int = (ask(connection, "SELECT max(seq) FROM claim").scalar() or 0) + 1
        self._later = sorted(claim.indexes, key=lambda index: str(index.name)) if self._next == 1 else []
        self._known: dict[str, int] = {}

    def __enter__(self) -> Storing:
        for index in self._later:
            self._connection.execute(DropIndex(index))
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is None:
            for index in self._later:
                self._connection.execute(CreateIndex(index))

    def begin(self) -> None:
        """To be called before the claims of each edition, in which no id may come twice."""
        if self._next > 1 and claim_id in self._later and not self._known:
            if self._next <= _REMEMBERED:
                query = sa.select(claim.c.id, claim.c.seq)
                self._known = {row.id: row.seq for row in self._connection.execute(query)}
            else:
                self._index_ids()

    def add(self, claims: Mapping[str, tuple[str, ...]], act: int) -> Collection[int]:
        """Store claims (id → columns) that are not stored yet; the numbers of all."""
        if len(self._known) > _REMEMBERED:
            self._index_ids()
        found = [self._known[id_] for id_ in claims.keys() & self._known.keys()] if self._known else []
        if found:
            claims = {id_: columns for id_, columns in claims.items() if id_ not in self._known}
        values = list(claims.values())
        unless = "" if claim_id in self._later else "id"
        if insert(self._connection, claim, values, unless, act) < len(values):
            numbers = rows.numbers(self._connection, claims)
            self._next = max(self._next - 1, *numbers.values()) + 1
            return numbers.values()
        fresh = range(self._next, self._next + len(values))
        self._next = fresh.stop
        if self._known:
            self._known.update(zip(claims, fresh, strict=True))
        return [*found, *fresh] if found else fresh

    def _index_ids(self) -> None:
        self._connection.execute(CreateIndex(claim_id))
        self._later.remove(claim_id)
        self._known = {}
