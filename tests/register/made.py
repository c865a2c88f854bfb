"""Claims, editions and registers in one line each, and a clock that a test can read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from muster.claims import Citation, Claim, Judgement, Source, Stance, digest, qualify
from muster.dates import Interval, parse_interval
from muster.register import Change, Held, Incoming, Register

ARTICLE = Source("article", "An article", publisher="A paper", published="2018-11-28")


def value(
    subject: str,
    predicate: str,
    text: str,
    when: str = "/",
    *,
    stance: Stance = Stance.ASSERTED,
    speaker: str = "",
    cite: tuple[Citation, ...] = (Citation("article"),),
    **qualifiers: str,
) -> Claim:
    """A claim that gives an entity a value."""
    time = Interval(*parse_interval(when))
    return Claim(subject, predicate, "", text, qualify(qualifiers), time, stance, speaker, (), cite)


def relation(
    subject: str,
    predicate: str,
    other: str,
    when: str = "/",
    *,
    stance: Stance = Stance.ASSERTED,
    speaker: str = "",
    cite: tuple[Citation, ...] = (Citation("article"),),
    cited: date | None = None,
    **qualifiers: str,
) -> Claim:
    """A claim that relates two entities."""
    time = Interval(*parse_interval(when), cited, cited)
    return Claim(subject, predicate, other, "", qualify(qualifiers), time, stance, speaker, (), cite)


def name(subject: str, text: str, kind: str = "primary", stance: Stance = Stance.ASSERTED) -> Claim:
    return value(subject, "name", text, kind=kind, stance=stance)


def listing(subject: str, when: str = "/", programme: str = "SDGT") -> Claim:
    return value(subject, "listed_under", programme, when, list="l")


def edition(
    published: str,
    claims: Iterable[Claim],
    dataset: str = "l",
    kind: str = "list",
    *,
    part: str = "",
    title: str = "The list",
    sources: tuple[Source, ...] = (ARTICLE,),
    judgements: tuple[Judgement, ...] = (),
    notes: Callable[[], list[str]] = list,
    sha256: str = "",
) -> Incoming:
    """An edition whose file digest follows from its content."""
    content = claims if sha256 else list(claims)
    return Incoming(
        dataset=dataset,
        title=title,
        kind=kind,
        published=published,
        sha256=sha256 or digest(repr((content, sources, judgements))),
        claims=content,
        part=part,
        publisher="The publisher",
        sources=sources,
        judgements=judgements,
        files=("list.csv",),
        notes=notes,
    )


def working_file(claims: Iterable[Claim], **more: Any) -> Incoming:
    """A claims file, of which only the newest state counts."""
    return edition("2026-01-01", claims, "work", "claims", **more)


def same(left: str, right: str, verdict: str = "same", reason: str = "one birth date") -> Judgement:
    return Judgement(left, right, verdict, reason, "me")


class Clock:
    """A clock that moves one second at each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@cache
def _empty() -> bytes:
    """The bytes of an empty register; making one runs the migrations, which takes a while."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Register(str(path), create=True).close()
        return path.read_bytes()


def new_register(path: Path, clock: Callable[[], datetime] | None = None) -> Register:
    """An empty register at this path."""
    path.write_bytes(_empty())
    return Register(str(path), clock=clock or Clock(), actor="tester")


@contextmanager
def temporary() -> Iterator[Register]:
    """An empty register, removed at the end of the block; for tests that make many."""
    with TemporaryDirectory() as folder, new_register(Path(folder) / "muster.db") as register:
        yield register


def put(register: Register, *incoming: Incoming) -> list[Change]:
    return register.import_editions(incoming)


def said(register: Register, known_at: str | None = None) -> list[tuple[str, ...]]:
    """What counts at a time, each claim with the time vouched for and its withdrawal, in a fixed order."""
    return sorted(_row(one) for one in register.claims(known_at=known_at))


def _row(held: Held) -> tuple[str, ...]:
    times = (held.time.start, held.time.end, held.time.first_cited, held.time.last_cited, held.withdrawn)
    return (held.claim.id, *("-" if one is None else str(one) for one in times))


def before_runs(connection: sqlite3.Connection) -> None:
    """Put the tables of claims and changes back into the form they had first: each change a row, ids by constraint."""
    connection.executescript(
        """
        PRAGMA foreign_keys = OFF;
        BEGIN;
        CREATE TABLE single AS
            SELECT claim.seq, edition, sign FROM change JOIN claim ON claim.seq BETWEEN first AND last;
        DROP TABLE change;
        ALTER TABLE claim RENAME TO present;
        CREATE TABLE claim (
            seq INTEGER NOT NULL, id TEXT NOT NULL, subject TEXT NOT NULL, predicate TEXT NOT NULL,
            object TEXT NOT NULL, value TEXT NOT NULL, qualifiers TEXT NOT NULL, start TEXT NOT NULL,
            "end" TEXT NOT NULL, first_cited TEXT NOT NULL, last_cited TEXT NOT NULL, stance TEXT NOT NULL,
            speaker TEXT NOT NULL, via TEXT NOT NULL, citations TEXT NOT NULL, note TEXT NOT NULL, tx INTEGER NOT NULL,
            PRIMARY KEY (seq), UNIQUE (id), FOREIGN KEY(tx) REFERENCES act (id)
        ) STRICT;
        INSERT INTO claim SELECT * FROM present;
        ALTER TABLE retraction RENAME TO gone;
        CREATE TABLE retraction (
            seq INTEGER NOT NULL, claim INTEGER NOT NULL, reason TEXT NOT NULL, tx INTEGER NOT NULL,
            PRIMARY KEY (seq), FOREIGN KEY(claim) REFERENCES claim (seq), FOREIGN KEY(tx) REFERENCES act (id)
        ) STRICT;
        INSERT INTO retraction SELECT * FROM gone;
        DROP TABLE gone;
        DROP TABLE present;
        CREATE INDEX claim_subject ON claim (subject);
        CREATE INDEX claim_object ON claim (object);
        CREATE INDEX claim_predicate ON claim (predicate);
        CREATE INDEX retraction_tx ON retraction (tx);
        CREATE TABLE change (
            claim INTEGER NOT NULL, edition INTEGER NOT NULL, sign INTEGER NOT NULL, PRIMARY KEY (claim, edition),
            FOREIGN KEY(claim) REFERENCES claim (seq), FOREIGN KEY(edition) REFERENCES edition (id)
        ) STRICT;
        INSERT INTO change SELECT * FROM single;
        DROP TABLE single;
        UPDATE alembic_version SET version_num = 'texts';
        COMMIT;
        """
    )
