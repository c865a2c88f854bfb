"""What is asked of a register beside its claims: decisions kept, what changed since, and what was read.

A part of `Register`, apart so that the store stays readable: every method is one question in one reading transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from muster.register import changes, kept, readings, schema
from muster.register.changes import Breaks, Changed, Origin, Span
from muster.register.database import Database
from muster.register.readings import Kept, Waiting


class Answers:
    """The questions; `Register` brings the database."""

    _database: Database

    def decisions(self) -> list[dict[str, Any]]:
        """All decisions kept, oldest first."""
        with self._database.reading() as connection:
            query = sa.select(schema.decision.c.body).order_by(schema.decision.c.seq)
            return kept.whole(connection, connection.execute(query).scalars().all())

    def decision(self, id_: str) -> dict[str, Any]:
        """The decision with this id, or whose id begins so. Raises NotFound, or UsageError if several do."""
        with self._database.reading() as connection:
            return kept.decision(connection, id_)

    def numbered(self, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
        """The decisions with these numbers."""
        with self._database.reading() as connection:
            return kept.numbered(connection, numbers)

    def decision_ids(self, numbers: Collection[int]) -> list[str]:
        """The ids of decisions, by their numbers."""
        with self._database.reading() as connection:
            return kept.decision_ids(connection, numbers)

    def standing(self) -> list[tuple[int, list[Any]]]:
        """The newest decision on each request, by number, with what it depends on; oldest first."""
        with self._database.reading() as connection:
            return kept.standing(connection)

    def standing_requests(self) -> set[str]:
        """The requests, as digests, on which a decision stands."""
        with self._database.reading() as connection:
            return kept.standing_requests(connection)

    def unnoted(self) -> list[dict[str, Any]]:
        """Decisions kept before it was noted what they depend on, oldest first."""
        with self._database.reading() as connection:
            return kept.unnoted(connection)

    def policy_text(self, *, digest: str = "", id_: str = "") -> str | None:
        """The text of the policy with this digest, or the one last decided under with this id; None if not kept."""
        with self._database.reading() as connection:
            return kept.policy_text(connection, digest, id_)

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

    def readings(self, document: str = "") -> list[Waiting]:
        """All proposals kept, or those of one document, each with the newest review, in the order of the texts."""
        with self._database.reading() as connection:
            return readings.waiting(connection, document)

    def documents(self) -> dict[str, Kept]:
        """The documents that were read, by id."""
        with self._database.reading() as connection:
            return readings.documents(connection)
