"""How alike two words are: by letters, by sound, by consonants; compiled, over bytes.

Two Latin spellings of one name differ in vowels, doubled letters and a few letter pairs (`Mohammed`, `Muhamad`);
names written without vowels (Arabic, Hebrew) agree with their Latin form in consonants only. So there are two
likenesses: one for words of one script, where equal consonants alone mean little (`Hasan`, `Hussein`), and one across
scripts, where they mean nearly everything. Words are ASCII `a-z0-9`, given as array, start and end.
"""

# ruff: noqa: E741, SIM109 - letters are called by their names, and chains of `==` compile to the quickest code
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muster.jit import compiled

Bytes = NDArray[np.uint8]

MAX_WORD = 40
"""Letters of a word that are compared."""

BUFFER = 2 * MAX_WORD + 2

A, C, D, E, G, H, I, J, K, L, M, N, O, P, Q, S, T, U, V, W, X, Y, Z = b"acdeghijklmnopqstuvwxyz"
F, B, SH = b"fbS"


@compiled
def sound_of(word: Bytes, start: int, end: int, out: Bytes) -> int:
    """Write the word with letters and letter pairs that transliterations interchange written one way; its length."""
    n = 0
    i = start
    end = min(end, start + MAX_WORD)
    while i < end:
        c = word[i]
        d = word[i + 1] if i + 1 < end else 0
        e = word[i + 2] if i + 2 < end else 0
        f = word[i + 3] if i + 3 < end else 0
        step = 1
        o = c
        if c == S and d == H:
            o, step = S, (4 if e == C and f == H else 2)
        elif c == S and d == C and e == H:
            o, step = S, 3
        elif c == T and d == S and e == C and f == H:
            o, step = C, 4
        elif c == T and d == C and e == H:
            o, step = C, 3
        elif c == D and d == Z and e == H:
            o, step = J, 3
        elif (c == D and d == J) or (c == Z and d == H):
            o, step = J, 2
        elif d == H and (c == K or c == G or c == T or c == D):
            o, step = c, 2
        elif c == P and d == H:
            o, step = F, 2
        elif c == C and d == H:
            o, step = C, 2
        elif c == C and d == K:
            o, step = K, 2
        elif c == O and (d == U or d == O):
            o, step = U, 2
        elif c == T and d == S:
            o, step = S, 2
        elif c == Q or c == C:
            o = K
        elif c == X:
            if n == 0 or out[n - 1] != K:
                out[n] = K
                n += 1
            o = S
        elif c == W:
            o = V
        elif c == Z:
            o = S
        elif c == Y or c == E:
            o = I
        elif c == O:
            o = U
        if n == 0 or out[n - 1] != o:
            out[n] = o
            n += 1
        i += step
    return n


@compiled
def bones_of(word: Bytes, start: int, end: int, abjad: bool, out: Bytes) -> int:
    """Write the consonants after sound substitutions; their number. `w` and `y` count at the start only, `h` not at
    the end. With `abjad` those that survive a script without vowels: no `v` inside (one letter writes it and o, u),
    and `gh` as `k` (Persian speaks and spells ق so)."""
    n = 0
    i = start
    end = min(end, start + MAX_WORD)
    while i < end:
        c = word[i]
        d = word[i + 1] if i + 1 < end else 0
        e = word[i + 2] if i + 2 < end else 0
        f = word[i + 3] if i + 3 < end else 0
        step = 1
        o = c
        if c == A or c == E or c == I or c == O or c == U or c == W or c == Y:
            o = 0
            if i == start:
                if c == W or (c == O and d == U and (e == A or e == E or e == I)):
                    o = F
                elif c == Y and d != E and d != I:
                    o = Y
        elif c == S and d == H:
            o, step = SH, (4 if e == C and f == H else 2)
        elif c == S and d == C and e == H:
            o, step = SH, 3
        elif c == T and d == S and e == C and f == H:
            o, step = SH, 4
        elif c == T and d == C and e == H:
            o, step = SH, 3
        elif c == D and d == Z and e == H:
            o, step = G, 3
        elif (c == D and d == J) or (c == Z and d == H):
            o, step = G, 2
        elif c == G and d == H:
            o, step = (K if abjad else G), 2
        elif d == H and (c == K or c == T or c == D):
            o, step = c, 2
        elif c == P and d == H:
            o, step = F, 2
        elif c == C and d == H:
            o, step = SH, 2
        elif c == C and d == K:
            o, step = K, 2
        elif c == T and (d == S or d == Z):
            o, step = S, 2
        elif c == Q or c == C:
            o = K
        elif c == X:
            if n == 0 or out[n - 1] != K:
                out[n] = K
                n += 1
            o = S
        elif c == Z:
            o = S
        elif c == V:
            o = 0 if abjad and i > start else F
        elif c == P:
            o = B
        elif c == J:
            o = G
        if o != 0 and (n == 0 or out[n - 1] != o):
            out[n] = o
            n += 1
        i += step
    if n > 1 and out[n - 1] == H:
        n -= 1
    return n


@compiled
def hash_of(word: Bytes, start: int, end: int, skip: int = -1) -> int:
    """FNV-1a of the bytes without the one at `skip`, mixed once more: 32 bits, equal in every process."""
    h = 2166136261
    for i in range(start, end):
        if i != skip:
            h = ((h ^ int(word[i])) * 16777619) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x2C1B3C6D) & 0xFFFFFFFF
    return h ^ (h >> 13)


@compiled
def edits(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int, rows: NDArray[np.int64]) -> int:
    """Optimal string alignment distance. `rows`: three rows of work space of `BUFFER`."""
    n, m = a1 - a0, b1 - b0
    for j in range(m + 1):
        rows[1, j] = j
    for i in range(1, n + 1):
        now, before, older = (i + 1) % 3, i % 3, (i + 2) % 3
        rows[now, 0] = i
        c = a[a0 + i - 1]
        for j in range(1, m + 1):
            d = b[b0 + j - 1]
            best = rows[before, j - 1] + (0 if c == d else 1)
            best = min(best, rows[before, j] + 1, rows[now, j - 1] + 1)
            if i > 1 and j > 1 and c == b[b0 + j - 2] and a[a0 + i - 2] == d:
                best = min(best, rows[older, j - 2] + 1)
            rows[now, j] = best
    return int(rows[(n + 1) % 3, m])


@compiled
def letters_alike(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int, masks: NDArray[np.int64]) -> float:
    """Twice the longest common subsequence over the sum of lengths, in [0, 1] (bit-parallel; Hyyrö 2004).
    `masks`: 128 zeros, left as they were. At most `MAX_WORD` letters of `a` count."""
    a1 = min(a1, a0 + MAX_WORD)
    n = a1 - a0
    total = n + b1 - b0
    if total == 0:
        return 0.0
    for i in range(n):
        masks[a[a0 + i]] |= 1 << i
    full = (1 << n) - 1
    state = full
    for j in range(b0, b1):
        found = state & masks[b[j]]
        state = ((state + found) | (state - found)) & full
    for i in range(n):
        masks[a[a0 + i]] = 0
    common = n
    while state:
        state &= state - 1
        common -= 1
    return 2.0 * common / total


@compiled
def spelling_likeness(
    a: Bytes, a0: int, a1: int, sa: Bytes, sa0: int, sa1: int, b: Bytes, b0: int, b1: int, sb: Bytes, sb0: int,
    sb1: int, same_bones: bool, bones: int, rows: NDArray[np.int64],
) -> float:  # fmt: skip
    """Likeness in [0, 1] of two different words (a, b, with sounds sa, sb) of one script: the mean of edit likeness
    as spelt and as sounded, less for another first letter, a little more for equal consonants."""
    a1, b1 = min(a1, a0 + MAX_WORD), min(b1, b0 + MAX_WORD)
    shorter, longer = min(a1 - a0, b1 - b0), max(a1 - a0, b1 - b0)
    if shorter <= 3:
        return 0.0
    heard_longer = max(sa1 - sa0, sb1 - sb0)
    heard_edits = edits(sa, sa0, sa1, sb, sb0, sb1, rows)
    if heard_edits * 2 > heard_longer:
        return 0.0
    spelt_edits = edits(a, a0, a1, b, b0, b1, rows)
    value = 0.4 * (1.0 - spelt_edits / longer) + 0.6 * (1.0 - heard_edits / heard_longer)
    if same_bones:
        value += 0.08 if bones >= 3 else 0.03
    elif spelt_edits == 1 and shorter >= 6:
        value += 0.04
    if longer == shorter + 1 and spelt_edits == 1 and (a[a1 - 1] if a1 - a0 == longer else b[b1 - 1]) == A:
        value -= 0.12  # a man's name and a woman's
    x, y = sa[sa0], sb[sb0]
    if x != y and not ((x == A or x == I or x == U) and (y == A or y == I or y == U)):
        value -= 0.12
    return max(0.0, min(0.97, value))


@compiled
def cross_likeness(
    plain: float, sa: Bytes, sa0: int, sa1: int, sb: Bytes, sb0: int, sb1: int, same_bones: bool, bones: int,
    vowels: bool, masks: NDArray[np.int64],
) -> float:  # fmt: skip
    """Likeness in [0, 1] of two words of which one was transliterated, perhaps from a script without vowels:
    consonants (`same_bones`, of which `bones`) decide, letters of the sounds sa, sb refine; more so where the script
    writes `vowels`."""
    if not same_bones or bones == 0:
        return plain
    heard = letters_alike(sa, sa0, sa1, sb, sb0, sb1, masks)
    if vowels:
        return max(plain, 0.5 + 0.48 * heard)
    return max(plain, 0.55 + 0.4 * heard if bones == 1 else 0.76 + 0.22 * heard)


@compiled
def letter_set(word: Bytes, start: int, end: int) -> int:
    """A bit for each letter that occurs."""
    found = 0
    for i in range(start, end):
        found |= 1 << (int(word[i]) & 31)
    return found


@compiled
def copy(out: Bytes, at: int, word: Bytes, start: int, end: int) -> None:
    """Write `word[start:end]` to `out` from `at`."""
    for i in range(end - start):
        out[at + i] = word[start + i]


@compiled
def bits(value: int) -> int:
    """Number of bits set."""
    n = 0
    while value:
        value &= value - 1
        n += 1
    return n
