"""Changes: which claims an edition adds to its base or takes away, kept as runs of claims that were stored in turn.

The claims of a file get successive numbers, so that an edition of a hundred thousand is a hundred rows. A run stays
within a block of numbers: the few runs of its block hold all there is of a claim.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from operator import lt

import sqlalchemy as sa

from muster.register import schema
from muster.register.bulk import among

Signs = tuple[tuple[int, int], ...]  # (edition, +1 or -1) of a claim, by edition


def split(numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The numbers of claims as runs of successive ones: block, first and last of each."""
    first = last = -2
    # Those of a file come in order; sorting millions would hold each of them as an object
    ascending = all(map(lt, numbers, islice(numbers, 1, None)))
    for number in numbers if ascending else sorted(numbers):
        if number != last + 1 or not number % schema.BLOCK:
            if first >= 0:
                yield first // schema.BLOCK, first, last
            first = number
        last = number
    if first >= 0:
        yield first // schema.BLOCK, first, last


def in_run() -> sa.ColumnElement[bool]:
    """That a claim is in a run of changes, to join them where the runs are few."""
    return schema.claim.c.seq.between(schema.change.c.first, schema.change.c.last)


def in_block() -> sa.ColumnElement[bool]:
    """The same where the claims are few: each finds its runs by its block."""
    return sa.and_(schema.change.c.block == schema.claim.c.seq // schema.BLOCK, in_run())


def signs(
    connection: sa.Connection, numbers: Sequence[int], among_editions: Collection[int] | None = None
) -> dict[int, Signs]:
    """Of claims, by their numbers in ascending order: which editions (any, or of these) add them or take them away."""
    change = schema.change.c
    blocks = sorted({number // schema.BLOCK for number in numbers})
    query = sa.select(change.first, change.last, change.edition, change.sign).where(change.block.in_(among(blocks)))
    if among_editions is not None:
        query = query.where(change.edition.in_(among(among_editions)))
    found: dict[int, Signs] = {}
    for first, last, edition, sign in connection.execute(query.order_by(change.edition)):
        one = ((edition, sign),)
        for number in numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]:
            found[number] = (*found[number], *one) if number in found else one
    return found
