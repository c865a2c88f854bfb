"""Merkle trees as RFC 6962 and RFC 9162 define them: heads, inclusion proofs, consistency proofs.

A head commits to every leaf and to their order. An inclusion proof shows that a leaf is under a head, a consistency
proof that one head continues another; both are checked without the leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256 over 0x00 and its bytes (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node: SHA-256 over 0x01 and its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Head:
    """A tree that grows leaf by leaf and keeps no more than its peaks: the whole subtrees, largest first."""

    def __init__(self, peaks: Iterable[bytes] = (), size: int = 0) -> None:
        self.peaks = list(peaks)
        self.size = size

    def add(self, leaf: bytes) -> bytes:
        """Add a leaf's hash; returns the hash of the largest whole subtree that ends with it."""
        merged, number = leaf, self.size
        while number & 1:
            merged = node_hash(self.peaks.pop(), merged)
            number >>= 1
        self.peaks.append(merged)
        self.size += 1
        return merged

    @property
    def root(self) -> bytes:
        """The tree's head."""
        if not self.peaks:
            return EMPTY
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found


def peak_ends(size: int) -> list[int]:
    """For a tree of `size` leaves, the number of the last leaf of each peak, largest peak first."""
    ends, covered = [], 0
    for bit in range(size.bit_length() - 1, -1, -1):
        if size >> bit & 1:
            covered += 1 << bit
            ends.append(covered - 1)
    return ends


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The head over leaf hashes."""
    head = Head()
    for leaf in leaves:
        head.add(leaf)
    return head.root


def inclusion_proof(leaves: Sequence[bytes], number: int) -> list[bytes]:
    """The hashes that lead from a leaf to the head, lowest first (RFC 6962, section 2.1.1)."""
    proof: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if number < middle:
            proof.append(root_of(leaves[middle:high]))
            high = middle
        else:
            proof.append(root_of(leaves[low:middle]))
            low = middle
    return proof[::-1]


def included(leaf: bytes, number: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True if the proof shows that the leaf has this number in the tree of this size and head (RFC 9162, 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    at, last, found = number, size - 1, leaf
    for other in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(other, found)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            found = node_hash(found, other)
        at >>= 1
        last >>= 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """The hashes that show the tree of the first `size` leaves to be the beginning of this one (RFC 6962, 2.1.2)."""
    return _subproof(leaves, size, True) if 0 < size < len(leaves) else []


def _subproof(leaves: Sequence[bytes], size: int, whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if whole else [root_of(leaves)]
    middle = _split(len(leaves))
    if size <= middle:
        return [*_subproof(leaves[:middle], size, whole), root_of(leaves[middle:])]
    return [*_subproof(leaves[middle:], size - middle, False), root_of(leaves[:middle])]


def consistent(older: int, older_root: bytes, newer: int, newer_root: bytes, proof: Sequence[bytes]) -> bool:
    """True if the proof shows that the newer tree begins with the older one (RFC 9162, section 2.1.4.2)."""
    if older == newer:
        return not proof and older_root == newer_root
    if not 0 < older < newer:
        return older == 0 and not proof and older_root == EMPTY
    path = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    if not path:
        return False
    at, last = older - 1, newer - 1
    while at & 1:
        at >>= 1
        last >>= 1
    was = now = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(other, was), node_hash(other, now)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            now = node_hash(now, other)
        at >>= 1
        last >>= 1
    return last == 0 and was == older_root and now == newer_root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
