"""What is asked of a register beside its claims: decisions kept, and what was read.

A part of `Register`, apart so that the store stays readable: every method is one question in one reading transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from muster.register import kept, readings, schema
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

    def noted(self, ids: Collection[str]) -> list[tuple[int, list[Any]]]:
        """These decisions, by number, with what they depend on, where that was noted."""
        with self._database.reading() as connection:
            return kept.noted(connection, ids)

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

    def readings(self, document: str = "") -> list[Waiting]:
        """All proposals kept, or those of one document, each with the newest review, in the order of the texts."""
        with self._database.reading() as connection:
            return readings.waiting(connection, document)

    def documents(self) -> dict[str, Kept]:
        """The documents that were read, by id."""
        with self._database.reading() as connection:
            return readings.documents(connection)
