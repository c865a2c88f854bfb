"""The ids of an edition's claims, millions of them, in little memory.

A set of texts takes 130 bytes for each. From a number on that no list at hand reaches they are packed: the digest that
an id is, in binary, behind each other by their first digits. Asking is slower then by a microsecond.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice

FEW = 500_000  # ids held as they are
_TAIL = 10  # bytes of an id behind the four digits by which it is filed
_fromhex = bytes.fromhex


class Ids:
    """A set of claim ids (`c-` and 24 hexadecimal digits) that only grows."""

    def __init__(self, few: int = FEW) -> None:
        self._most = few
        self._few: set[str] = set()
        self._many: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._packed = 0

    def __len__(self) -> int:
        return len(self._few) + self._packed

    def add(self, ids: Collection[str]) -> Collection[str]:
        """Take in ids, each of them once; those that were there already."""
        if self._many:
            return [id_ for id_ in ids if not self._pack(id_)]
        known = self._few.intersection(ids)
        self._few.update(ids)
        if len(self._few) > self._most:
            for id_ in self._few:
                self._pack(id_)
            self._few = set()
        return known

    def __contains__(self, id_: str) -> bool:
        if not self._many:
            return id_ in self._few
        found = self._many.get(id_[2:6])
        return found is not None and _place(found, _fromhex(id_[6:])) >= 0

    def __iter__(self) -> Iterator[str]:
        """The ids in their order."""
        if not self._many:
            yield from sorted(self._few)
            return
        for start in sorted(self._many):
            held = self._many[start]
            tails = sorted(bytes(held[at : at + _TAIL]) for at in range(0, len(held), _TAIL))
            yield from (f"c-{start}{tail.hex()}" for tail in tails)

    def digest(self) -> str:
        """SHA-256 of the ids in their order, a line each: equal for equal editions."""
        found, ids = hashlib.sha256(), iter(self)
        part = list(islice(ids, 10_000))
        while part:
            found.update("\n".join(part).encode())
            if part := list(islice(ids, 10_000)):
                found.update(b"\n")
        return found.hexdigest()

    def _pack(self, id_: str) -> bool:
        """Take in an id packed; False if it is there already."""
        found, tail = self._many[id_[2:6]], _fromhex(id_[6:])
        if _place(found, tail) >= 0:
            return False
        found += tail
        self._packed += 1
        return True


def _place(held: bytearray, tail: bytes) -> int:
    """Where a tail stands among those held; -1 if it does not."""
    at = held.find(tail)
    while at > 0 and at % _TAIL:  # across two others
        at = held.find(tail, at + 1)
    return at
