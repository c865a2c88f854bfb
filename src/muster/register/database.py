"""Opening the register's database: pragmas, migrations, and the two kinds of transaction."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from muster.errors import BadInput, MusterError, NotFound, UsageError
from muster.register import record

# The migrations in order; the last needs no upgrade.
REVISIONS = ("0001", "record", "cases", "standing", "reading", "texts", "delivery", "runs", "relations")
BUSY_MS = 10_000  # how long a write waits for another one to finish
PAGE_BYTES = 16 << 10  # of a new register; one from before keeps its own
_MUCH_FREE = 0.2  # of a register's pages
CACHE_KIB = 32 << 10  # pages of the register kept in memory; indexes of a large import fit
_HINT = "name an SQLite file made by muster import"
_MAGIC = b"SQLite format 3\x00"


class Database:
    """A connection pool on one register, with its schema up to date."""

    def __init__(self, location: str, *, create: bool = False) -> None:
        self.location = location
        if "://" in location and not location.startswith("sqlite:///"):
            raise UsageError(
                f"cannot open {location.split('://')[0]} registers", hint="give the path of an SQLite file"
            )
        if not location.removeprefix("sqlite:///").strip():
            raise UsageError("the register's path is empty", hint="give --register or $MUSTER_REGISTER a path")
        self.path = Path(location.removeprefix("sqlite:///"))
        self.created = not self.path.exists()
        if self.created and not create:
            hint = "make one with `muster import FILE`, or name another with --register"
            raise NotFound(f"no register at {self.path}", hint=hint)
        try:
            if self.created:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            elif _head(self.path) not in (b"", _MAGIC):
                raise BadInput("not a register", place=str(self.path), hint=_HINT)
        except OSError as fault:
            problem = f"cannot open the register: {fault.strerror or fault}"
            raise BadInput(problem, place=str(self.path), hint="name a file that can be read and written") from None
        self._may_be_empty = create
        self.engine = sa.create_engine(sa.URL.create("sqlite", database=str(self.path)))
        sa.event.listen(self.engine, "connect", self._prepare)
        sa.event.listen(self.engine, "begin", _begin)
        self._migrate()

    def _prepare(self, connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not guessed by the driver
        with closing(connection.cursor()) as cursor:
            self._check_tables(cursor)
            for pragma in (
                f"busy_timeout = {BUSY_MS}",
                f"page_size = {PAGE_BYTES}",
                f"cache_size = -{CACHE_KIB}",
                "foreign_keys = ON",
                "synchronous = FULL",
            ):
                cursor.execute(f"PRAGMA {pragma}")
            _use_wal(cursor)

    def _check_tables(self, cursor: sqlite3.Cursor) -> None:
        """Refuse a file that is no register before anything is written to it, be it only the journal's mode."""
        with suppress(sqlite3.Error):  # what is wrong with it is said when it is used
            tables = {name for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" in tables:
                return
            if tables:
                raise BadInput("an SQLite file, but not a register", place=str(self.path), hint=_HINT)
            if not self._may_be_empty:
                raise BadInput("not a register: it holds nothing", place=str(self.path), hint=_HINT)

    def _migrate(self) -> None:
        try:
            with self.reading() as connection:
                revision = _revision(connection)
        except sa.exc.DatabaseError as fault:
            if "locked" in str(fault.orig):
                raise self._refused(fault) from None
            if getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
                problem = "cannot be opened: its folder may not be written to, which SQLite needs even to read"
                hint = "ask for the right to write there, or copy the register to a folder of yours"
                raise BadInput(problem, place=str(self.path), hint=hint) from None
            hint = "restore it from a copy"
            raise BadInput(f"damaged register: {fault.orig}", place=str(self.path), hint=hint) from None
        if revision == REVISIONS[-1]:
            return
        if revision is not None and revision not in REVISIONS:
            raise BadInput("made by a newer version of Muster", place=str(self.path), hint="upgrade Muster")
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", "muster.register:migrations")
        with self._transaction() as connection:
            config.attributes["connection"] = connection
            if _revision(connection) != REVISIONS[-1]:  # another program may have upgraded it meanwhile
                command.upgrade(config, "head")
        if revision is not None:
            give_back(self.path)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent view of the register for the length of the block."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One write transaction: all of it is stored, its acts entered in the record, or nothing."""
        with self._transaction() as connection:
            yield connection
            record.seal(connection)

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with self.engine.connect() as connection:
            connection = connection.execution_options(muster_write=True)
            try:
                transaction = connection.begin()
            except sa.exc.OperationalError as fault:
                raise self._refused(fault) from None
            with transaction:
                yield connection

    def _refused(self, fault: sa.exc.DatabaseError) -> MusterError:
        if "locked" in str(fault.orig):
            hint = "try again when the other one has finished"
            return MusterError("another program is writing to the register", place=str(self.path), hint=hint)
        return BadInput(f"cannot write: {fault.orig}", place=str(self.path), hint="check the file's permissions")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def discard(self) -> None:
        """Remove a register that this object made and that holds nothing, unless another program has opened it."""
        self.close()
        if self.created and _unused(self.path):
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)


def is_database(path: Path) -> bool:
    """True if a file is an SQLite database, as every register is."""
    return path.is_file() and _head(path) == _MAGIC


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(len(_MAGIC))


def _unused(path: Path) -> bool:
    """True if no other connection is open: only then does SQLite let the write-ahead log be turned off."""
    connection = sqlite3.connect(path, timeout=0)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def give_back(path: Path) -> None:
    """Give the pages that an upgrade left free back to the disk, if they are many.

    Without room on the disk, or while another program reads, they stay and later imports fill them.
    """
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        if free > pages * _MUCH_FREE:
            with suppress(sqlite3.OperationalError):
                connection.execute("VACUUM")


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Turn on the write-ahead log. SQLite does not wait when two programs make one register, so this does."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("muster_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _revision(connection: sa.Connection) -> str | None:
    if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first():
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found
