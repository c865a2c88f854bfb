"""Every claim of a register in turn, a few thousand at a time, so that memory does not grow with the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa

from muster.register import rows, schema
from muster.register.editions import Held, held


def each(connection: sa.Connection, known_at: str | None) -> Iterator[Held]:
    """The claims that count at a time, in the order of storing."""
    timelines = rows.timelines(rows.editions(connection, known_at))
    retracted = rows.retracted(connection, known_at)
    newest: int = connection.execute(sa.select(sa.func.max(schema.claim.c.seq))).scalar() or 0
    change, claim = schema.change.c, schema.claim.c
    for first in range(1, newest + 1, rows.CHUNK):
        last = first + rows.CHUNK - 1
        signs: dict[int, list[tuple[int, int]]] = defaultdict(list)
        query = sa.select(change.claim, change.edition, change.sign).where(change.claim.between(first, last))
        for seq, edition, sign in connection.execute(query.order_by(change.claim, change.edition)):
            signs[seq].append((edition, sign))
        for row in connection.execute(
            sa.select(schema.claim).where(claim.seq.between(first, last)).order_by(claim.seq)
        ):
            if row.seq in retracted:
                continue
            found = None
            for timeline, known in rows.by_timeline(tuple(signs[row.seq]), timelines):
                for run in timeline.runs(known):
                    found = found or rows.claim_of(row)
                    yield held(found, run)
