"""A gazetteer kept in a file beside the register, so that the next text finds the names of a large register made.

The file is one sorted table: what is looked up, and the answer as JSON. It is searched in place, so that opening it
costs the same however many names it holds; a checksum tells damage. Which file belongs to which state of a register is
the business of `muster.snapshot.stored`.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from muster.errors import BadInput
from muster.reading.gazetteer import Gazetteer, Known, skeleton_of

_MAGIC = b"MSTRGZT1"
_HEAD = struct.Struct("<8sIII")  # magic, rows, names, checksum of what follows


class KeptGazetteer(Gazetteer):
    """A gazetteer that looks its names up in a file. Raises BadInput if the file is damaged or of another version."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        with file.open("rb") as stream:
            try:
                self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:
                raise BadInput("the kept names are empty", place=file.name, hint="they are made anew") from None
        view = memoryview(self._data)
        if len(view) < _HEAD.size:
            raise BadInput("the kept names are cut off", place=file.name, hint="they are made anew")
        magic, rows, size, checksum = _HEAD.unpack(view[: _HEAD.size])
        self._rows, self._size = int(rows), int(size)
        body = view[_HEAD.size :]
        if magic != _MAGIC or zlib.crc32(body) != checksum:
            raise BadInput("the kept names are damaged", place=file.name, hint="they are made anew")
        self._offsets = body[: 4 * (self._rows + 1)].cast("I")
        self._records = body[4 * (self._rows + 1) :]

    def __len__(self) -> int:
        return self._size

    def _answer(self, key: str) -> Any:
        """What the table holds under a key; None if nothing."""
        wanted = key.encode() + b"\0"
        low, high = 0, self._rows
        while low < high:
            middle = (low + high) // 2
            start = self._offsets[middle]
            if bytes(self._records[start : start + len(wanted)]) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == self._rows:
            return None
        record = bytes(self._records[self._offsets[low] : self._offsets[low + 1]])
        return json.loads(record[len(wanted) :]) if record.startswith(wanted) else None

    def _reach(self, first: str) -> int:
        return super()._reach(first) or int(self._answer(f"first {first}") or 0)

    def _called(self, key: tuple[str, ...]) -> tuple[str, list[Known]] | None:
        held = super()._called(key)
        if held is None and (row := self._answer(f"name {' '.join(key)}")):
            held = (row[0], [Known(*one) for one in row[1]])
        return held

    def _spelled_alike(self, key: str) -> list[Known]:
        return [Known(*one) for one in self._answer(f"alike {key}") or ()]


def save(gazetteer: Gazetteer, file: Path) -> None:
    """Write the names of a gazetteer for `KeptGazetteer`; a file that is there is replaced in one step."""
    rows = sorted(_rows(gazetteer))
    offsets = bytearray(struct.pack("<I", 0))
    place = 0
    for row in rows:
        place += len(row)
        offsets += struct.pack("<I", place)
    body = bytes(offsets) + b"".join(rows)
    made = file.with_name(f"{file.name}.new")
    made.write_bytes(_HEAD.pack(_MAGIC, len(rows), len(gazetteer), zlib.crc32(body)) + body)
    made.replace(file)


def _rows(gazetteer: Gazetteer) -> Iterator[bytes]:
    reach: dict[str, int] = {}
    for key, acronym, known in gazetteer.entries():
        reach[key[0]] = max(reach.get(key[0], 0), len(key))
        yield _row(f"name {' '.join(key)}", [acronym, [[one.entity, one.kind, one.caption] for one in known]])
    for first, longest in reach.items():
        yield _row(f"first {first}", longest)
    for alike, known in skeleton_of(gazetteer).items():
        yield _row(f"alike {alike}", [[one.entity, one.kind, one.caption] for one in known])


def _row(key: str, answer: object) -> bytes:
    return f"{key}\0{json.dumps(answer, ensure_ascii=False, separators=(',', ':'))}".encode()
