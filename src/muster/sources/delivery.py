"""A delivery: files handed over together, before any of them is read, and the digest of all that their reading
depends on.

By that digest an import knows that it has stored the very same files before, whatever their format, at the price of
reading their bytes once. Whoever knows less of a file than its reader must take everything for a difference: bytes as
they lie on the disk, names of files and folders (they may say the day), options, and the readers' own code.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from muster.claims import canonical, digest
from muster.sources.files import InputFile
from muster.sources.formats import files_of, read_paths
from muster.sources.model import Reading

_READERS = ("claims", "sources", "dates.py", "plainyaml.py")  # all that says how a file becomes claims


@dataclass(frozen=True)
class Delivery:
    """Files and folders, and how they are to be read, as `read_paths` takes them."""

    paths: Sequence[Path]
    format: str | None = None
    mapping: Path | None = None
    published: str = ""

    def digest(self) -> str:
        """The digest of all that the reading depends on. Raises NotFound or BadInput for what is no file."""
        mapping = self._packed(InputFile(self.mapping)) if self.mapping else ""
        how = [readers(), self.format or "", mapping, self.published]
        return digest(canonical([how, [list(one) for one in self._files()]]))

    def _files(self) -> Iterator[tuple[str, str, str, str]]:
        for path in self.paths:
            folder = path.is_dir()
            for file in map(InputFile, files_of(path)) if folder else [InputFile(path)]:
                home = file.path.resolve().parent
                yield "inside" if folder else "named", home.name, file.name, self._packed(file)

    def content(self, file: InputFile) -> str:
        """The digest of a file's content, unpacked; not taken anew of bytes of which `digest` has taken it."""
        return (not file.gzipped and self._taken.get(file.path)) or file.sha256

    def _packed(self, file: InputFile) -> str:
        """Digest of the bytes as they lie on the disk: quicker than unpacking them."""
        with file.packed() as stream:
            self._taken[file.path] = found = hashlib.file_digest(stream, "sha256").hexdigest()
        return found

    @cached_property
    def _taken(self) -> dict[Path, str]:
        return {}

    def readings(self) -> list[Reading]:
        """The files, read."""
        return read_paths(self.paths, format=self.format, mapping=self.mapping, published=self.published)

    def covers(self, reading: Reading) -> bool:
        """True unless the reading stands on a file that was not handed over, which a reader found beside those that
        were."""
        return all(file.path.resolve() in self._given for file in reading.files)

    @cached_property
    def _given(self) -> set[Path]:
        files = {one.resolve() for path in self.paths for one in (files_of(path) if path.is_dir() else [path])}
        return files | ({self.mapping.resolve()} if self.mapping else set())


@cache
def readers() -> str:
    """What tells one state of the readers' code and data from another, so that a newer Muster reads a file again: the
    file with the version, and size and time of each of theirs. Reading them all would take four times as long."""
    root = os.path.dirname(os.path.dirname(__file__))
    with os.scandir(root) as entries:
        states = sorted(_states([entry for entry in entries if entry.name in _READERS]))
    return digest(canonical([Path(root, "__init__.py").read_text("utf-8"), states]))


def _states(entries: Iterable[os.DirEntry[str]]) -> Iterator[tuple[str, int, int]]:
    for entry in entries:
        if entry.is_dir():
            with os.scandir(entry) as inside:
                yield from _states(inside)
        elif entry.name.endswith((".py", ".yaml")):
            yield entry.name, entry.stat().st_size, entry.stat().st_mtime_ns
