"""The register's past as those ask it who must find out what changed: `Register.past`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from muster.register import changes
from muster.register.changes import Breaks, Changed, Origin, Span
from muster.register.database import Database


class Past:
    """Questions on what changed between two times of knowledge, or between two days."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def changed(self, since: int, span: Span) -> Changed:
        """What the acts after `since` changed, as seen on the days of the span."""
        with self._database.reading() as connection:
            return changes.changed(connection, since, span)

    def breaks(self, on: date, span: Span) -> Breaks:
        """The days of the span on which something begins or ceases to count, by present knowledge."""
        with self._database.reading() as connection:
            return changes.breaks(connection, on, span)

    def connected(self) -> list[tuple[str, str]]:
        """Every pair of entities that any claim ever related."""
        with self._database.reading() as connection:
            return changes.connected(connection)

    def ever_said(self, predicate: str, *, of_places: bool = False) -> list[tuple[str, str]]:
        """Every entity and value that a claim of this predicate ever gave; of places alone, where units are or work."""
        with self._database.reading() as connection:
            return changes.ever_said(connection, predicate, of_places)

    def judged_same(self) -> list[tuple[str, str]]:
        """Every pair that was ever judged to be one."""
        with self._database.reading() as connection:
            return changes.judged_same(connection)

    def units_ever(self) -> set[str]:
        """Every entity that any claim ever called a unit, an office or a government, and their places."""
        with self._database.reading() as connection:
            return changes.units_ever(connection)

    def acts_of(self, times: Iterable[str]) -> dict[str, int]:
        """Time of knowledge → number of the last act that added knowledge by then."""
        with self._database.reading() as connection:
            return changes.acts_of(connection, times)

    def origins(self, claims: Iterable[str], since: int) -> dict[str, Origin]:
        """Claim → the last act after `since` that added it, took it away or retracted it."""
        with self._database.reading() as connection:
            return changes.origins(connection, claims, since)

    def act_of(self, number: int) -> Origin | None:
        """An act by its number; None if there is none."""
        with self._database.reading() as connection:
            return changes.act_of(connection, number)
