"""A list fetched from its publisher: all its files of one day in one folder, with a record of where they came from.

The folder is named by the day, so that an import knows of which day the files are, and earlier days stay. It appears
only when every file is there and has been checked; the record stands beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from muster.errors import BadInput, MusterError
from muster.sources.addresses import RemoteFile
from muster.sources.download import Stamp, download, forget
from muster.sources.files import MAX_BYTES, InputFile
from muster.sources.formats import refuse_early

VERSION = "fetched/1"

Progress = Callable[[str], AbstractContextManager[Callable[..., None]]]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Where one file came from: its digest and length as received, the server's word on its version, and when (UTC)."""

    name: str
    address: str
    sha256: str
    bytes: int
    etag: str
    last_modified: str
    fetched: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A list as it now lies in its folder; `new` is false if the publisher had nothing else than before."""

    name: str
    folder: Path
    new: bool
    files: tuple[FileRecord, ...]

    @property
    def paths(self) -> list[Path]:
        return [self.folder / file.name for file in self.files]


def fetch_list(
    name: str,
    files: Sequence[RemoteFile],
    into: Path,
    progress: Progress,
    *,
    limit: int = MAX_BYTES,
    plain: bool = False,
) -> Fetched:
    """Fetch what is new of a list into a folder of its own below `into`: all of its files, or nothing.

    Raises BadInput (a page, an empty file, another digest, too large), NotFound, or MusterError.
    """
    home = into / name
    parts = home / ".part"
    parts.mkdir(parents=True, exist_ok=True)
    before = _newest(home)
    known = {file.name: file for file in before.files if _holds(before.folder / file.name, file)} if before else {}
    now: dict[str, FileRecord] = {}
    try:
        for file in files:
            with progress(f"{name}: bytes of {file.name}") as step:
                now[file.name] = _fetch(file, parts / f"{file.name}.part", known.get(file.name), limit, plain, step)
    except MusterError:
        with suppress(OSError):  # nothing was received, and nothing was there: leave no empty folders
            parts.rmdir()
            home.rmdir()
        raise
    if before and {one.name: one.sha256 for one in now.values()} == {one.name: one.sha256 for one in known.values()}:
        shutil.rmtree(parts)
        same = replace(before, new=False, files=tuple(now.values()))
        _record(same)
        return same
    made = Fetched(name, _fresh(home), True, tuple(now.values()))
    _publish(made, parts, before.folder if before else home)
    return made


def _fetch(
    file: RemoteFile, part: Path, known: FileRecord | None, limit: int, plain: bool, step: Callable[..., None]
) -> FileRecord:
    """One file into its part, checked; or, if the server has nothing newer, the record of the one at hand."""
    have = known if known and known.address == file.address else None
    asked = Stamp(have.address, have.etag, have.last_modified) if have else None
    stamp = download(file.address, part, known=asked, limit=limit, plain=plain, step=step)
    if stamp is None and have:
        forget(part)
        _expect(file, have.sha256)
        return have
    assert stamp is not None
    try:
        refuse_early(InputFile(part))
        sha256 = _digest(part)
        _expect(file, sha256)
    except BadInput as fault:
        forget(part)
        raise BadInput(fault.message, place=file.address, hint=fault.hint) from None
    told = (stamp.etag, stamp.last_modified, datetime.now(UTC).isoformat(timespec="seconds"))
    return FileRecord(file.name, file.address, sha256, part.stat().st_size, *told)


def _expect(file: RemoteFile, sha256: str) -> None:
    if file.sha256 and file.sha256 != sha256:
        problem = f"not the file expected: its SHA-256 is {sha256}, not {file.sha256}"
        hint = "ask the publisher which is right; then correct `sha256` in the file of addresses"
        raise BadInput(problem, place=file.address, hint=hint)


def _publish(made: Fetched, parts: Path, before: Path) -> None:
    """Make the folder appear with all of its files at once; those that are not new come from the folder `before`."""
    staged = made.folder.with_name(".new")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    for file in made.files:
        part = parts / f"{file.name}.part"
        if part.exists():
            os.replace(part, staged / file.name)
        else:
            shutil.copyfile(before / file.name, staged / file.name)
    _record(made)  # a record without its folder counts for nothing
    os.rename(staged, made.folder)
    shutil.rmtree(parts)


def _fresh(home: Path) -> Path:
    """The folder for the files of today; with the time if the day has one already."""
    now = datetime.now(UTC)
    folder = home / now.strftime("%Y-%m-%d")
    while folder.exists():
        folder = home / now.strftime("%Y-%m-%dT%H%M%S")
        now += timedelta(seconds=1)
    return folder


# --- records ----------------------------------------------------------------------------------------------


_PREFIX = "record-"  # so that `lists/LIST/2*` names the folders alone


def _record(fetched: Fetched) -> None:
    path = fetched.folder.with_name(f"{_PREFIX}{fetched.folder.name}.json")
    data: dict[str, Any] = {
        "muster": VERSION,
        "list": fetched.name,
        "checked": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": [asdict(file) for file in fetched.files],
    }
    draft = path.with_name(f".{path.name}")
    draft.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", "utf-8")
    os.replace(draft, path)


def _newest(home: Path) -> Fetched | None:
    """The files that were fetched last, as their record tells; None if there is none that can be read."""
    for path in sorted(home.glob(f"{_PREFIX}*.json"), key=lambda path: path.stem, reverse=True):
        try:
            data = json.loads(path.read_text("utf-8"))
            files = tuple(FileRecord(**file) for file in data["files"])
        except (OSError, ValueError, TypeError, KeyError):
            continue
        folder = home / path.stem.removeprefix(_PREFIX)
        if folder.is_dir():
            return Fetched(home.name, folder, False, files)
    return None


def _holds(path: Path, file: FileRecord) -> bool:
    """True if the file at hand is the one that was fetched, unchanged."""
    return path.is_file() and path.stat().st_size == file.bytes and _digest(path) == file.sha256


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
