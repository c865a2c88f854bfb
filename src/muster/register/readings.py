"""Documents that were read, the proposals they gave, and people's reviews of them: rows beside the claims.

Nothing here is knowledge until a person accepts it; then the claims it became are stored like any others, and the
review names them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from muster.claims import Claim, canonical
from muster.errors import NotFound
from muster.register import schema

VERDICTS = ("accepted", "edited", "rejected", "unsure")


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as the register keeps it: `body` says where it came from, `text` is what offsets count."""

    id: str
    body: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said to one proposal. `corrections` are the fields changed; `claims` what it became."""

    document: str
    proposal: str
    verdict: str
    by: str
    reason: str = ""
    corrections: dict[str, Any] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with its newest review, if any: `verdict` is empty while it waits."""

    document: str
    proposal: dict[str, Any]
    verdict: str = ""
    by: str = ""
    at: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    claims: tuple[str, ...] = ()


def keep(
    connection: sa.Connection, document: Kept, proposals: list[tuple[str, str]], act: Callable[[], int]
) -> tuple[int, int]:
    """Store a document and the proposals that are not yet there."""
    table = schema.document
    seq = connection.execute(sa.select(table.c.seq).where(table.c.id == document.id)).scalar()
    known: set[str] = set()
    if seq is not None:
        query = sa.select(schema.proposal.c.id).where(schema.proposal.c.document == seq)
        known = set(connection.execute(query).scalars())
    fresh = [(id_, body) for id_, body in dict(proposals).items() if id_ not in known]
    if seq is None or fresh:
        number = act()
        if seq is None:
            values = {"id": document.id, "body": canonical(document.body), "text": document.text, "tx": number}
            key = connection.execute(table.insert().values(values)).inserted_primary_key
            assert key is not None
            seq = int(key[0])
        if fresh:
            rows = [{"document": seq, "id": id_, "body": body, "tx": number} for id_, body in fresh]
            connection.execute(schema.proposal.insert(), rows)
    return len(fresh), len(known)


def add_review(connection: sa.Connection, review: Review, act: int) -> None:
    """Store a review. Raises NotFound if there is no such proposal."""
    query = (
        sa.select(schema.proposal.c.seq)
        .join(schema.document, schema.document.c.seq == schema.proposal.c.document)
        .where(schema.document.c.id == review.document, schema.proposal.c.id == review.proposal)
    )
    seq = connection.execute(query).scalar()
    if seq is None:
        raise NotFound(f"no proposal {review.proposal!r}", hint="`muster review --list` shows those that wait")
    body = {"reason": review.reason, "corrections": review.corrections, "content": [c.content() for c in review.claims]}
    connection.execute(
        schema.review.insert().values(
            proposal=seq,
            verdict=review.verdict,
            body=canonical(body),
            by=review.by,
            claims=json.dumps([claim.id for claim in review.claims]),
            tx=act,
        )
    )


def _newest(connection: sa.Connection, document: str) -> list[sa.Row[Any]]:
    """Every proposal with its newest review, in the order in which they were stored."""
    newest = sa.select(sa.func.max(schema.review.c.seq).label("seq")).group_by(schema.review.c.proposal).subquery()
    review = schema.review
    query = (
        sa.select(
            schema.document.c.id.label("document"), schema.proposal.c.body.label("proposal"), review.c.verdict,
            review.c.by, review.c.body, review.c.claims, schema.act.c.at,
        )
        .select_from(schema.proposal)
        .join(schema.document, schema.document.c.seq == schema.proposal.c.document)
        .outerjoin(
            sa.join(review, newest, review.c.seq == newest.c.seq).join(schema.act, schema.act.c.id == review.c.tx),
            review.c.proposal == schema.proposal.c.seq,
        )
        .order_by(schema.proposal.c.document, schema.proposal.c.seq)
    )  # fmt: skip
    if document:
        query = query.where(schema.document.c.id == document)
    return list(connection.execute(query))


def waiting(connection: sa.Connection, document: str = "") -> list[Waiting]:
    """Every proposal with what was last said to it."""
    return [
        Waiting(
            row.document,
            json.loads(row.proposal),
            row.verdict or "",
            row.by or "",
            row.at or "",
            json.loads(row.body) if row.body else {},
            tuple(json.loads(row.claims)) if row.claims else (),
        )
        for row in _newest(connection, document)
    ]


def accepted(connection: sa.Connection, document: str) -> list[Claim]:
    """The claims that stand accepted from a document, by the newest review of each proposal."""
    found: dict[str, Claim] = {}
    for one in waiting(connection, document):
        for content in one.body.get("content", ()):
            claim = Claim.from_content(content)
            found[claim.id] = claim
    return list(found.values())


def documents(connection: sa.Connection) -> dict[str, Kept]:
    """All documents, by id."""
    rows = connection.execute(sa.select(schema.document).order_by(schema.document.c.seq))
    return {row.id: Kept(row.id, json.loads(row.body), row.text) for row in rows}
