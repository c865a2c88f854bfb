"""Proof files, checked by anyone without the register: a decision stands in the record; the record only grew.

The first holds the decision's row, the way from it to the entry of its act, and the way from the entry to a signed
checkpoint. It shows that the decision was recorded as it is, not that it was right. The second joins two checkpoints.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from muster.cases.audit import checkpoint, leaves
from muster.cases.notes import PublicKey, from_base64, opened
from muster.claims import canonical, digest
from muster.errors import BadInput, NotFound
from muster.register import Register, record, schema
from muster.register.merkle import (
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    root_of,
)

FORMAT = "muster-proof-1"
GROWTH = "muster-growth-1"
_MAX_HASHES = 64


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof file shows: this decision, recorded then by that actor, under a head signed with this key."""

    decision: str
    outcome: str
    at: str
    actor: str
    entry: int
    size: int
    key: str
    pinned: bool

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def prove(register: Register, decision: str) -> dict[str, Any]:
    """A proof file for a kept decision, under a checkpoint signed now. Raises NotFound."""
    with register.transaction() as connection:
        if not connection.execute(sa.select(schema.decision.c.seq).where(schema.decision.c.id == decision)).first():
            raise NotFound(f"no decision {decision!r} in this register", hint="its id begins with d-")
    note, key = checkpoint(register)
    with register.transaction() as connection:
        row = connection.execute(sa.select(schema.decision).where(schema.decision.c.id == decision)).first()
        assert row is not None
        query = sa.select(schema.entry).where(schema.entry.c.act >= row.tx).order_by(schema.entry.c.act)
        entry = connection.execute(query.limit(1)).first()
        assert entry is not None
        first = 1 if "act" in json.loads(entry.body)["rows"] else entry.act
        number, inner = 0, []
        for place, one in enumerate(record.rows_of(connection, schema.decision, first, entry.act)):
            number = place if one.seq == row.seq else number
            inner.append(leaf_hash(record.encoded(record.row_text(one))))
        whole = leaves(connection)[: opened(note, key).size]
    return {
        "format": FORMAT,
        "row": dict(row._mapping),
        "in_entry": {"number": number, "path": _texts(inclusion_proof(inner, number))},
        "entry": entry.body,
        "in_record": {"number": entry.number, "path": _texts(inclusion_proof(whole, entry.number))},
        "checkpoint": note,
        "key": str(key),
    }


def prove_growth(register: Register, older: str) -> dict[str, Any]:
    """A proof file that the record, signed now, begins with the one that an older checkpoint signed.

    Raises BadInput if it does not: then entries were changed or dropped since.
    """
    note, key = checkpoint(register)
    was, now = opened(older, key), opened(note, key)
    with register.transaction() as connection:
        whole = leaves(connection)[: now.size]
    if was.size > now.size or root_of(whole[: was.size]) != was.root:
        problem = f"the record does not begin with the {was.size} entries that were signed then"
        raise BadInput(problem, hint="see `muster audit verify --checkpoint FILE`")
    path = _texts(consistency_proof(whole, was.size))
    return {"format": GROWTH, "older": older, "checkpoint": note, "path": path, "key": str(key)}


def check_growth(text: str, key: PublicKey | None = None) -> tuple[int, int]:
    """From how many entries to how many a record is proved to have only grown. Raises BadInput."""
    try:
        proof = json.loads(text)
        signer = key or PublicKey.parse(proof["key"])
        was, now = opened(proof["older"], signer), opened(proof["checkpoint"], signer)
        path = _hashes(proof["path"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput("not a proof file", hint="it is what `muster audit prove` writes") from None
    if not consistent(was.size, was.root, now.size, now.root, path):
        raise BadInput(
            "the newer checkpoint does not continue the older one", hint="the record was changed between them"
        )
    return was.size, now.size


def format_of(text: str) -> str:
    """Which kind of proof file this is; empty if it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(found.get("format", "")) if isinstance(found, dict) else ""


def check_proof(text: str, key: PublicKey | None = None) -> Proven:
    """What a proof file proves. Raises BadInput if anything in it does not fit.

    Without `key` the one in the file is used: then it is for the reader to know whose key that is.
    """
    try:
        proof = json.loads(text)
        if proof["format"] != FORMAT:
            raise BadInput(f"a proof of another format: {str(proof['format'])[:40]!r}", hint=f"expected {FORMAT}")
        row, entry = proof["row"], json.loads(proof["entry"])
        body = json.loads(row["body"])
        head = opened(proof["checkpoint"], key or PublicKey.parse(proof["key"]))
        size, root = entry["rows"]["decision"]
        inner = proof["in_entry"]["number"], size, _hashes(proof["in_entry"]["path"]), bytes.fromhex(root)
        outer = proof["in_record"]["number"], head.size, _hashes(proof["in_record"]["path"]), head.root
        content = {name: value for name, value in body.items() if name != "decision"}
        fits = {
            "the decision does not have the digest that it is named by": (
                row["id"] == body["decision"] == f"d-{digest(canonical(content))[:24]}"
            ),
            "the decision is not in the entry": included(leaf_hash(record.encoded(canonical(row))), *inner),
            "the entry is not in the record that was signed": included(
                leaf_hash(record.encoded(proof["entry"])), *outer
            ),
        }
        proven = Proven(
            decision=row["id"],
            outcome=str(body["outcome"]),
            at=str(entry["at"]),
            actor=str(entry["actor"]),
            entry=int(proof["in_record"]["number"]),
            size=head.size,
            key=str(key or proof["key"]),
            pinned=key is not None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput("not a proof file", hint="it is what `muster audit prove` writes") from None
    for problem, holds in fits.items():
        if not holds:
            raise BadInput(problem, hint="the proof was changed, or made for another decision")
    return proven


def _texts(path: list[bytes]) -> list[str]:
    return [base64.b64encode(one).decode() for one in path]


def _hashes(path: list[str]) -> list[bytes]:
    if len(path) > _MAX_HASHES:
        raise ValueError("a path that long belongs to no tree")
    found = [from_base64(one) for one in path]
    if None in found:
        raise ValueError("not base64")
    return [one for one in found if one is not None]
