"""Checking the record: every entry, every row it proves, every claim, and the saved checkpoints; offline.

What cannot be seen from the register alone is that it was put back to an earlier state as a whole, or that someone
who holds the signing key wrote it anew. A checkpoint kept elsewhere shows both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from muster.cases.notes import Checkpoint, PublicKey, SigningKey, load_key, opened, signed
from muster.claims import canonical, digest
from muster.errors import BadInput
from muster.register import Register, record, rows, schema
from muster.register.merkle import Head, leaf_hash
from muster.register.runs import in_run, signs

_SHOWN = 50  # problems told of one kind


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the register that the record does not bear out: where, and what."""

    where: str
    what: str


@dataclass
class Report:
    """What a verification looked at, and every problem it found."""

    entries: int = 0
    root: str = ""
    acts: int = 0
    rows: int = 0
    claims: int = 0
    checkpoints: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.problems

    def add(self, where: str, what: str) -> None:
        if len(self.problems) < _SHOWN:
            self.problems.append(Problem(where, what))

    def as_dict(self) -> dict[str, Any]:
        return {
            "sound": self.sound,
            "entries": self.entries,
            "root": self.root,
            "acts": self.acts,
            "rows": self.rows,
            "claims": self.claims,
            "checkpoints": self.checkpoints,
            "problems": [{"where": one.where, "what": one.what} for one in self.problems],
        }


def key_path(register: Register) -> Path:
    """Where the register's signing key lies: beside it."""
    return register.path.with_name(f"{register.path.name}.key")


def leaves(connection: sa.Connection) -> list[bytes]:
    """The leaf hashes of the record, in order."""
    query = sa.select(schema.entry.c.body).order_by(schema.entry.c.number)
    return [leaf_hash(record.encoded(body)) for body in connection.execute(query).scalars()]


def checkpoint(register: Register) -> tuple[str, PublicKey]:
    """Sign the record's head, keep the checkpoint in the register, and return it with the public key.

    The first call makes the signing key. Raises BadInput if the stored entries do not agree with one another: a head
    is not signed that an unnoticed change would then have on its side.
    """
    key = load_key(key_path(register), create=True)
    assert key is not None
    with register.transaction(write=True) as connection:
        report = Report()
        head = _entries(connection, report, {}, [])
        if report.problems:
            raise BadInput(
                f"the record is damaged: {report.problems[0].what}",
                place=report.problems[0].where,
                hint="see `muster audit verify`",
            )
        note = signed(Checkpoint(key.name, head.size, head.root), key)
        values = {"size": head.size, "note": note, "key": str(key.public)}
        connection.execute(schema.checkpoint.insert().values(values))
    return note, key.public


def public_key(register: Register) -> PublicKey | None:
    """The key with which the register signs checkpoints, if it has one."""
    key: SigningKey | None = load_key(key_path(register))
    return key.public if key else None


def entries(register: Register) -> Iterator[dict[str, Any]]:
    """The entries of the record in order, each with its `number`."""
    with register.transaction() as connection:
        for row in connection.execute(sa.select(schema.entry).order_by(schema.entry.c.number)):
            yield {"number": row.number, **json.loads(row.body)}


def verify(
    register: Register,
    *,
    notes: Iterable[tuple[str, str]] = (),
    key: PublicKey | None = None,
    progress: Callable[[int], None] = lambda count: None,
) -> Report:
    """Check the whole record and everything it proves.

    `notes` are checkpoints kept elsewhere (place and text). With `key`, they and the register's own must be signed by
    it; else by the key in the register. `progress` gets counts of rows and claims.
    """
    report = Report()
    try:
        with register.transaction() as connection:
            _verify(connection, report, list(notes), key, progress)
    except (sa.exc.DatabaseError, UnicodeError) as fault:
        report.add("register", f"damaged: {getattr(fault, 'orig', None) or fault}")
    return report


def _verify(
    connection: sa.Connection,
    report: Report,
    notes: list[tuple[str, str]],
    key: PublicKey | None,
    progress: Callable[[int], None],
) -> None:
    bodies: list[dict[str, Any]] = []
    checkpoints = _checkpoints(connection, report, notes, key)
    wanted: dict[int, str] = {one.size: "" for _, one in checkpoints}
    head = _entries(connection, report, wanted, bodies)
    report.entries, report.root = head.size, head.root.hex()
    report.checkpoints = len(checkpoints)
    for place, one in checkpoints:
        if one.size > head.size:
            report.add(place, f"signs {one.size} entries, the record has {head.size}: entries are missing")
        elif wanted[one.size] != one.root.hex():
            report.add(place, f"signs another record: its first {one.size} entries were other ones")
    _acts(connection, report, bodies)
    for table in schema.recorded_tables():
        _rows(connection, report, bodies, table, progress)
    _claims(connection, report, progress)
    _editions(connection, report)


def _checkpoints(
    connection: sa.Connection, report: Report, notes: list[tuple[str, str]], key: PublicKey | None
) -> list[tuple[str, Checkpoint]]:
    found: list[tuple[str, Checkpoint]] = []
    own = key
    stored = connection.execute(sa.select(schema.checkpoint).order_by(schema.checkpoint.c.seq))
    for expected, row in enumerate(stored, 1):
        place = f"checkpoint {row.seq}"
        try:
            signer = key or PublicKey.parse(row.key)
            one = opened(row.note, signer)
        except BadInput as fault:
            report.add(place, fault.message)
            continue
        if (row.seq, row.size, row.key) != (expected, one.size, str(signer)):
            report.add(place, "its columns differ from what was signed")
        found.append((place, one))
        own = key or signer
    for place, text in notes:
        if own is None:
            report.add(place, "no public key to check it with")
            continue
        try:
            found.append((place, opened(text, own)))
        except BadInput as fault:
            report.add(place, fault.message)
    return found


def _entries(connection: sa.Connection, report: Report, wanted: dict[int, str], bodies: list[dict[str, Any]]) -> Head:
    """Check that the entries stand in order, are canonical, and bear their own hashes; note the roots `wanted`."""
    head = Head()
    act = 0
    if 0 in wanted:
        wanted[0] = head.root.hex()
    for row in connection.execute(sa.select(schema.entry).order_by(schema.entry.c.number)):
        place = f"entry {row.number}"
        if row.number != head.size:
            report.add(place, f"stands where entry {head.size} should: entries were added, dropped or reordered")
        if head.add(leaf_hash(record.encoded(row.body))).hex() != row.peak:
            report.add(place, "its text does not have the hash stored with it, or an entry before it was changed")
        if head.size in wanted:
            wanted[head.size] = head.root.hex()
        body = _parsed(row.body)
        if body is None or body.get("act") != row.act or row.act <= act:
            report.add(place, "is not the entry of the act that it stands for")
            continue
        act = row.act
        bodies.append(body)
    return head


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    if not isinstance(body, dict) or canonical(body) != text or not isinstance(body.get("act"), int):
        return None
    return body if isinstance(body.get("rows"), dict) else None


def _acts(connection: sa.Connection, report: Report, bodies: list[dict[str, Any]]) -> None:
    """Check that each act has its entry and each entry its act, and that they say the same."""
    acts = {row.id: row for row in connection.execute(sa.select(schema.act))}
    report.acts = len(acts)
    expected = 1
    for body in bodies:
        if "act" in body["rows"]:  # the acts from before the record
            found = record.digest_rows(record.rows_of(connection, schema.act, 1, body["act"]))
            if found != body["rows"]["act"]:
                report.add(f"acts 1 to {body['act']}", "are not those that the record holds")
            expected = body["act"] + 1
            continue
        place = f"act {body['act']}"
        row = acts.get(body["act"])
        if body["act"] != expected:
            report.add(place, f"has the entry that act {expected} should have")
        expected = body["act"] + 1
        if row is None:
            report.add(place, "is in the record and not in the register")
        elif {"id": row.id, "at": row.at, "actor": row.actor, "action": row.action} != {
            "id": body["act"], **{name: body.get(name) for name in ("at", "actor", "action")}
        }:  # fmt: skip
            report.add(place, "differs from its entry")
    if acts and max(acts) >= expected:
        report.add(f"act {expected}", "is in the register and has no entry")


def _rows(
    connection: sa.Connection,
    report: Report,
    bodies: list[dict[str, Any]],
    table: sa.Table,
    progress: Callable[[int], None],
) -> None:
    """Check that every act's rows in a table are those that its entry has the head of."""
    expected: list[tuple[int, Any]] = [(body["act"], body["rows"].get(table.name)) for body in bodies]
    at = 0
    newest = expected[-1][0] if expected else 0
    found: dict[int, Head] = {}
    for row in record.rows_of(connection, table, 0, 1 << 62):
        report.rows += 1
        if report.rows % 1000 == 0:
            progress(1000)
        if row.tx > newest:
            report.add(f"{table.name} {row[0]}", "belongs to no act of the record")
            continue
        while expected[at][0] < row.tx:
            at += 1
        head = found.setdefault(expected[at][0], Head())
        head.add(leaf_hash(record.encoded(record.row_text(row))))
    for act, says in expected:
        head = found.get(act, Head())
        if (says or [0, Head().root.hex()]) != [head.size, head.root.hex()]:
            report.add(f"{table.name} of act {act}", "is not what the record holds: rows changed, came or went")


def _claims(connection: sa.Connection, report: Report, progress: Callable[[int], None]) -> None:
    """Check that each claim's id is the digest of its content, and that it came with the edition that first held it."""
    act_of = {row.id: row.tx for row in connection.execute(sa.select(schema.edition.c.id, schema.edition.c.tx))}
    query = sa.select(schema.claim).order_by(schema.claim.c.seq).execution_options(yield_per=1000)
    for part in connection.execute(query).partitions():
        changes = signs(connection, [row.seq for row in part])
        for row in part:
            _claim(
                row, min((act_of[one] for one, _ in changes.get(row.seq, ()) if one in act_of), default=None), report
            )
        progress(len(part))


def _claim(row: Any, came: int | None, report: Report) -> None:
    report.claims += 1
    place = f"claim {row.id}"
    try:
        claim = rows.claim_of(row)
        text = canonical(claim.content())
        whole = f"c-{digest(text)[:24]}" == row.id and (row.seq, *claim.columns(), row.tx) == tuple(row)
    except (ValueError, TypeError, KeyError, AttributeError, BadInput):
        whole = False
    if not whole:
        report.add(place, "its content does not have the digest that it is named by")
    if came != row.tx:
        report.add(place, "did not come with the first edition that holds it")


def _editions(connection: sa.Connection, report: Report) -> None:
    """Check that each edition holds the claims that its digest stands for, by replaying the changes."""
    by_id = {row.id: row for row in connection.execute(sa.select(schema.edition))}
    children: dict[int | None, list[int]] = {}
    for row in by_id.values():
        children.setdefault(row.base, []).append(row.id)
    todo: list[tuple[int, Mapping[str, None]]] = [(one, {}) for one in children.get(None, [])]
    while todo:
        number, before = todo.pop()
        row = by_id[number]
        held = dict(before)
        signs = {1: 0, -1: 0}
        query = (
            sa.select(schema.claim.c.id, schema.change.c.sign)
            .join(schema.claim, in_run())
            .where(schema.change.c.edition == number)
        )
        for id_, sign in connection.execute(query):
            signs[sign] = signs.get(sign, 0) + 1
            if sign > 0:
                held[id_] = None
            else:
                held.pop(id_, None)
        if signs != {1: row.added, -1: row.removed} or digest("\n".join(sorted(held))) != row.content:
            report.add(f"edition {number} of {row.stream}", "does not hold the claims that the record says it holds")
        todo.extend((child, held) for child in children.get(number, []))
    strays = connection.execute(
        sa.select(sa.func.count()).select_from(schema.change).where(schema.change.c.edition.not_in(list(by_id) or [0]))
    ).scalar()
    if strays:
        report.add("changes", f"{strays} belong to no edition")
    change, block = schema.change.c, schema.BLOCK
    misplaced = sa.or_(change.first // block != change.block, change.last // block != change.block)
    if lost := connection.execute(sa.select(sa.func.count()).select_from(schema.change).where(misplaced)).scalar():
        report.add("changes", f"{lost} are not found by the claims that they are about")
