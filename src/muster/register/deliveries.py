"""Deliveries: the editions that files handed over together made, so that the same files are known before they are read.

What is kept here says nothing of the world and is no part of the record: without it an import reads the files and finds
that their editions are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from muster.register import rows, schema
from muster.register.bulk import ask, put
from muster.register.editions import Edition

NEVER = "never"  # the day of what cannot be known by the files handed over alone


@dataclass(frozen=True, slots=True)
class Delivered:
    """Files handed over together: a digest of all that their reading depends on, and the day (ISO) of that."""

    digest: str
    day: str


def standing(connection: sa.Connection, delivered: Delivered) -> list[Edition]:
    """The editions that the same files made, in that order; none unless all of them still stand.

    A publisher's edition stands for good; a working file's only as long as it is the newest. What the files carried no
    day for stands on that day alone.
    """
    query = "SELECT edition, day FROM delivery WHERE digest = ? ORDER BY seq"
    made = [(row.edition, row.day) for row in ask(connection, query, delivered.digest)]
    editions = rows.editions(connection, None) if made else []
    by_id = {one.id: one for one in editions}
    newest = {one.stream: one for one in editions}
    found: list[Edition] = []
    for id_, day in made:
        one = by_id[id_]
        if day not in ("", delivered.day) or not (one.publishes or newest[one.stream] is one):
            return []
        found.append(one)
    return found


def keep(connection: sa.Connection, delivered: Delivered, made: Sequence[tuple[Edition, str]]) -> None:
    """Keep which editions the files made, each with the day for which alone that holds."""
    ask(connection, "DELETE FROM delivery WHERE digest = ?", delivered.digest)
    for edition, day in made:
        put(connection, schema.delivery, digest=delivered.digest, edition=edition.id, day=day)
