"""Arrays in one file that is mapped, not read; and many strings as two arrays.

A header says version, what it was made with, where each array lies and the digest of all of them. The file is mapped
copy-on-write: it never changes, and a damaged or foreign one is refused.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from muster.errors import BadInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAGIC = b"MUSTERAR"
_ALIGN = 64
_REBUILD = "make it again from the register"


def save(path: Path, arrays: Mapping[str, NDArray[Any]], version: str) -> None:
    """Write `arrays` to `path`, whole or not at all."""
    import numpy as np

    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    blocks: list[bytes] = []
    end = 0
    for name, values in arrays.items():
        block = np.ascontiguousarray(values).tobytes()
        block += b"\0" * (-len(block) % _ALIGN)
        places[name] = (values.dtype.str, values.shape, end)
        blocks.append(block)
        end += len(block)
    digest = sha256()
    for block in blocks:
        digest.update(block)
    header = json.dumps({"version": version, "size": end, "sha256": digest.hexdigest(), "arrays": places}).encode()
    header += b" " * (-(len(header) + 16) % _ALIGN)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        file.writelines(blocks)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def load(path: Path, version: str) -> dict[str, NDArray[Any]]:
    """The arrays of a file written by `save` under the same `version`. Raises BadInput."""
    import numpy as np

    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError) as fault:
        raise BadInput(f"cannot be read: {fault}", place=str(path), hint=_REBUILD) from None
    start = 16 + int.from_bytes(mapped[8:16], "little")
    if mapped[:8] != _MAGIC or start > len(mapped):
        raise BadInput("not a file of arrays", place=str(path), hint=_REBUILD)
    try:
        header = json.loads(mapped[16:start])
    except ValueError:
        raise BadInput("the header is damaged", place=str(path), hint=_REBUILD) from None
    if header.get("version") != version:
        raise BadInput("made by another version of Muster", place=str(path), hint=_REBUILD)
    with memoryview(mapped) as view, view[start:] as data:
        if len(data) != header["size"] or sha256(data).hexdigest() != header["sha256"]:
            raise BadInput("the file is damaged", place=str(path), hint=_REBUILD)
    return {
        name: np.frombuffer(mapped, dtype, int(np.prod(shape)), start + at).reshape(shape)
        for name, (dtype, shape, at) in header["arrays"].items()
    }


class Texts(Sequence[str]):
    """Strings as one block of UTF-8."""

    def __init__(self, block: NDArray[Any], at: NDArray[Any]) -> None:
        self.block, self.at = block, at

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """The strings of `texts`; lone surrogates survive."""
        import numpy as np

        parts = [text.encode("utf-8", "surrogatepass") for text in texts]
        at = np.zeros(len(parts) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)), out=at[1:])
        return cls(np.frombuffer(bytearray(b"".join(parts)), np.uint8), at)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[k] for k in range(*place.indices(len(self)))]
        return self.block[self.at[place] : self.at[place + 1]].tobytes().decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self.at) - 1


class Ids(Sequence[str]):
    """Ids of claims, `c-` and 24 digits of a digest, as 12 bytes each."""

    SIZE = 12

    def __init__(self, block: NDArray[Any]) -> None:
        self.block = block

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[k] for k in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return f"c-{self.block[place * self.SIZE : (place + 1) * self.SIZE].tobytes().hex()}"

    def __len__(self) -> int:
        return len(self.block) // self.SIZE


class IdsMade:
    """Ids of claims put one after the other; should one have another form, all are kept as they are."""

    def __init__(self) -> None:
        self._block = bytearray()
        self._texts: list[str] | None = None

    def append(self, text: str) -> None:
        """Add an id."""
        if self._texts is None:
            packed = _packed(text)
            if packed:
                self._block += packed
                return
            self._texts = list(self.ids())
        self._texts.append(text)

    def ids(self) -> Sequence[str]:
        """All ids; no more can be added."""
        import numpy as np

        return Ids(np.frombuffer(self._block, np.uint8)) if self._texts is None else self._texts


def _packed(text: str) -> bytes:
    """The digest of an id of a claim; empty if the text is none."""
    try:
        packed = bytes.fromhex(text[2:])
    except ValueError:
        return b""
    return packed if len(packed) == Ids.SIZE and f"c-{packed.hex()}" == text else b""
