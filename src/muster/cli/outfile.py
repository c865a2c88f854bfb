"""Files that a command writes where a person said: whole or not at all, and never over a register.

All that an office has decided is in the register, and a slip in a file's name must not cost it. A link is followed,
and what is no regular file (a pipe, a device) is written to as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from muster.errors import BadInput, UsageError
from muster.register import is_database

_BESIDE = ("", "-wal", "-shm", ".key")  # what a register's name may be followed by in those of files that belong to it


def target(path: Path) -> Path:
    """The file that is meant. Raises UsageError for a folder, an empty name, a register and what belongs to one."""
    if not path.name or path.is_dir():
        raise UsageError("names no file but a folder", place=str(path), hint="name a file")
    meant = path.resolve() if path.is_symlink() else path
    names = {meant.name.removesuffix(suffix) for suffix in _BESIDE}
    if any(is_database(meant.with_name(name)) for name in names if name):
        raise UsageError("is a register, or belongs to one, and would be lost", place=str(path), hint="name another")
    return meant


@contextmanager
def replacing(path: Path, mode: str = "w", encoding: str = "utf-8") -> Iterator[IO[Any]]:
    """A file to be written: whoever reads it sees the old one or the new one, never half. Raises BadInput if it cannot
    be written, UsageError as `target` does."""
    meant = target(path)
    whole = meant.is_file() or not meant.exists()
    part = meant.with_name(f"{meant.name}.part") if whole else meant
    text = {} if "b" in mode else {"encoding": encoding, "newline": ""}
    try:
        with part.open(mode, **text) as stream:  # type: ignore[call-overload]
            yield stream
        if whole:
            part.replace(meant)
    except OSError as fault:
        hint = "check that the folder exists, that there is room and that you may write there"
        raise BadInput(f"cannot be written: {fault.strerror}", place=str(path), hint=hint) from None
    finally:
        if whole:
            part.unlink(missing_ok=True)


def write(path: Path, text: str) -> None:
    """Write a text to a file, as `replacing` does."""
    with replacing(path) as stream:
        stream.write(text)
