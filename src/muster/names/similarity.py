"""How alike two words are: by letters, by sound, by consonants.

Two Latin spellings of one name differ in vowels, doubled letters and a few letter pairs (`Mohammed`, `Muhamad`);
names written without vowels (Arabic, Hebrew) agree with their Latin form in consonants only. So there are two
similarities: one for words of one script, where a consonant skeleton alone means little (`Hasan`, `Hussein`), and one
across scripts, where it means nearly everything.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DOUBLED = re.compile(r"(.)\1+")
_SOUND_STEPS = (
    ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "k"), ("gh", "g"),
    ("sh", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ck", "k"), ("ch", "C"), ("ou", "u"), ("oo", "u"),
    ("q", "k"), ("c", "k"), ("C", "c"), ("x", "ks"), ("w", "v"), ("ts", "s"), ("z", "s"), ("y", "i"), ("e", "i"),
    ("o", "u"),
)  # fmt: skip
_SKELETON_STEPS = (
    ("shch", "S"), ("tsch", "S"), ("tch", "S"), ("sch", "S"), ("dzh", "g"), ("dj", "g"), ("zh", "g"), ("kh", "k"),
    ("gh", "g"), ("sh", "S"), ("ch", "S"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ck", "k"), ("ts", "s"),
    ("tz", "s"), ("q", "k"), ("c", "k"), ("x", "ks"), ("z", "s"), ("v", "f"), ("p", "b"), ("j", "g"),
)  # fmt: skip
_NO_CONSONANT = re.compile(r"[aeiouwy]+")


@lru_cache(maxsize=131072)
def sound(token: str) -> str:
    """The token with letters and letter pairs that transliterations interchange written one way."""
    for old, new in _SOUND_STEPS:
        if old in token:
            token = token.replace(old, new)
    return _DOUBLED.sub(r"\1", token)


@lru_cache(maxsize=131072)
def skeleton(token: str) -> str:
    """The consonants of a token after sound substitutions. `w` and `y` count at the start only, `h` not at the end."""
    for old, new in _SKELETON_STEPS:
        if old in token:
            token = token.replace(old, new)
    first = token[:1]
    if first == "w" or (token[:2] == "ou" and token[2:3] in {"a", "e", "i"}):
        first = "f"
    rest = _NO_CONSONANT.sub("", token[1:])
    lead = "" if first in "aeiou" or (first == "y" and token[1:2] in {"e", "i"}) else first
    bones = _DOUBLED.sub(r"\1", lead + rest)
    return bones[:-1] if bones.endswith("h") and len(bones) > 1 else bones


def spelling_similarity(one: str, two: str) -> float:
    """Likeness in [0, 1] of two different words of one script: the mean of edit likeness as spelt and as sounded,
    less for another first letter, a little more for equal consonants."""
    from rapidfuzz.distance import OSA

    shorter = min(len(one), len(two))
    if shorter <= 3:
        return 0.0
    heard_one, heard_two = sound(one), sound(two)
    edits = OSA.distance(one, two)
    spelt = 1.0 - edits / max(len(one), len(two))
    heard = 1.0 - OSA.distance(heard_one, heard_two) / max(len(heard_one), len(heard_two))
    value = 0.4 * spelt + 0.6 * heard
    bones = skeleton(one)
    if bones == skeleton(two):
        value += 0.08 if len(bones) >= 3 else 0.03
    elif edits == 1 and shorter >= 6:
        value += 0.04
    if heard_one[0] != heard_two[0] and not (heard_one[0] in "aiu" and heard_two[0] in "aiu"):
        value -= 0.12
    return max(0.0, min(0.97, value))


@lru_cache(maxsize=131072)
def abjad_skeleton(token: str) -> str:
    """The consonants that survive a script without vowels: as `skeleton`, without `w` and `v` inside a word (one
    letter writes both and the vowels o, u) and with `gh` as `k` (Persian speaks and spells ق so)."""
    rest = token[1:].replace("gh", "k").replace("v", "").replace("w", "")
    return skeleton(("k" if token[:2] == "gh" else token[:1]) + (rest[1:] if token[:2] == "gh" else rest))


def cross_script_similarity(one: str, two: str) -> float:
    """Likeness in [0, 1] of two words of which one was transliterated from another alphabet, or from a script that
    may write no vowels: consonants decide, letters refine."""
    from rapidfuzz.distance import Indel

    value = spelling_similarity(one, two)
    bones = abjad_skeleton(one)
    if bones != abjad_skeleton(two) or not bones:
        return value
    letters: float = Indel.normalized_similarity(sound(one), sound(two))
    if len(bones) == 1:
        return max(value, 0.55 + 0.4 * letters)
    return max(value, 0.76 + 0.22 * letters)
