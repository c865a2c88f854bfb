"""Every claim of a register in turn, a few thousand at a time, so that memory does not grow with the register."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from muster.register import rows, runs, schema
from muster.register.editions import Held, held

CHUNK = 5000  # claims read at a time


def each(connection: sa.Connection, known_at: str | None) -> Iterator[Held]:
    """The claims that count at a time, in the order of storing."""
    timelines = rows.timelines(rows.editions(connection, known_at))
    retracted = rows.retracted(connection, known_at)
    newest: int = connection.execute(sa.select(sa.func.max(schema.claim.c.seq))).scalar() or 0
    for first in range(1, newest + 1, CHUNK):
        query = sa.select(schema.claim).where(schema.claim.c.seq.between(first, first + CHUNK - 1))
        part = connection.execute(query.order_by(schema.claim.c.seq)).all()
        signs = runs.signs(connection, [row.seq for row in part])
        for row in part:
            if row.seq in retracted:
                continue
            found = None
            for timeline, known in rows.by_timeline(signs.get(row.seq, ()), timelines):
                for run in timeline.runs(known):
                    found = found or rows.claim_of(row)
                    yield held(found, run)
