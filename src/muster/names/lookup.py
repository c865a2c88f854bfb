"""The words of an index like a given word; compiled.

Words that share a key are compared: the spelling that stands for all spellings of a word, the sound, each one-letter
deletion of the sound, and the consonants. Two words that each lose one letter meet at the same key, so one
substitution, transposition or shifted letter is found, and the cost does not grow with the number of names.
"""

# ruff: noqa: SIM109 - chains of `==` compile to the quickest code
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from muster.jit import compiled, entry
from muster.names.letters import (
    BUFFER,
    MAX_WORD,
    D,
    E,
    G,
    H,
    K,
    S,
    T,
    Z,
    bits,
    bones_of,
    cross_likeness,
    hash_of,
    letter_set,
    sound_of,
    spelling_likeness,
)
from muster.names.script_class import ABJAD, ALPHABET, SYLLABLES
from muster.names.tables import INITIAL, LEGAL, MAX_EDIT, MIN_EDIT, NUMBER, PARTICLE, Array, Words, find

MIN_LIKENESS = 0.69
"""Words less alike than this are held to be different."""

MAX_ALIKE = 48
"""At most this many like words are kept for one query word, the most alike first."""

LIKELY = 0.9
"""Words as alike as this are likely to be one word."""

SHORT_FORM = 5
"""Legal forms of so many letters are alike only when equal."""

SAME, TRANSLITERATION, SPELLING, SOUND, INITIALS, JOINED, ACRONYM, TRANSLATED = range(8)
REASONS = ("same", "transliteration", "spelling", "sound", "initial", "joined", "acronym", "translated")

SAME_WORD = 0.96
"""Likeness of two spellings that stand for one word (`Alexander`, `Oleksandr`)."""


class Work(NamedTuple):
    """Work space of a look-up: edit rows, letter masks, sound and consonants of the word, and which words were seen
    at which look-up (`stamp`)."""

    rows: Array
    masks: Array
    heard: Array
    bone: Array
    seen: Array
    stamp: Array
    other: Array


class Alike(NamedTuple):
    """Words alike, most alike first: id, likeness, reason."""

    word: Array
    like: Array
    reason: Array


def work_for(words: Words) -> Work:
    """Fresh work space."""
    return Work(
        np.zeros((3, BUFFER), np.int64), np.zeros(128, np.int64), np.zeros(BUFFER, np.uint8),
        np.zeros(BUFFER, np.uint8), np.zeros(len(words.kind), np.int32), np.zeros(1, np.int64),
        np.zeros(BUFFER, np.uint8),
    )  # fmt: skip


def room_for(rows: int) -> Alike:
    """Space for `rows` like words."""
    return Alike(np.zeros(rows, np.int32), np.zeros(rows), np.zeros(rows, np.uint8))


@compiled
def across(one: int, two: int) -> int:
    """How names of two script classes compare: 0 by their letters, else the further class. One character a syllable
    gives whole syllables, so consonants alone would say nothing."""
    a, b = one % SYLLABLES, two % SYLLABLES
    return max(a, b) if a != b else 0


@compiled
def look_up(
    text: Array, start: int, end: int, kind: int, same: int, script: int, deep: bool, words: Words, work: Work,
    out: Alike, base: int,
) -> int:  # fmt: skip
    """Write the words like `text[start:end]`, of a query of script class `script`, to `out` from `base`; their number,
    at most `MAX_ALIKE`. Only if `deep` those with another sound and consonants. `same` is the key of the spelling that
    stands for the word. Short words, numbers and particles are alike only when equal, except across scripts, where
    consonants decide."""
    work.stamp[0] += 1
    stamp = work.stamp[0]
    n = 0
    size = end - start
    place = find(same, words.same)
    while place < len(words.same.key) and words.same.key[place] == same and n < MAX_ALIKE:
        word = words.same.row[place]
        place += 1
        equal = words.at[word + 1] - words.at[word] == size
        if equal:
            for i in range(size):
                if text[start + i] != words.text[words.at[word] + i]:
                    equal = False
                    break
        work.seen[word] = stamp
        n = put(out, base, n, word, 1.0 if equal else SAME_WORD, SAME if equal else TRANSLATED)
    if kind in (NUMBER, INITIAL, PARTICLE) or (kind == LEGAL and size <= SHORT_FORM):
        return n
    heard, bone = work.heard, work.bone
    m = sound_of(text, start, end, heard)
    letters = letter_set(heard, 0, m)
    bones = bones_of(text, start, end, False, bone)
    skeleton = hash_of(bone, 0, bones)
    bones = bones_of(text, start, end, True, bone)
    abjad = hash_of(bone, 0, bones)
    if MIN_EDIT <= size <= MAX_EDIT:
        for skip in range(-1, m if deep else 0):
            if skip > 0 and heard[skip] == heard[skip - 1]:
                continue
            key = hash_of(heard, 0, m, skip)
            place = find(key, words.near)
            while place < len(words.near.key) and words.near.key[place] == key:
                word = words.near.row[place]
                place += 1
                if work.seen[word] != stamp:
                    work.seen[word] = stamp
                    if bits(letters ^ int(words.letters[word])) <= 4:
                        n = compare(
                            text, start, end, m, skeleton, abjad, bones, script, word, words, work, out, base, n
                        )  # fmt: skip
    n = same_consonants(text, start, end, m, skeleton, abjad, bones, script, words, work, out, base, n)
    if script in (ABJAD, ALPHABET):
        # ABJAD: two letters in a row or one (`sh` is ش or سه), and ث, ذ are t, d or s, z. ALPHABET: х is kh or h
        # (`Хасан`), and г stands for h too (`Гусейн`)
        for way in range(2):
            size = other_reading(text, start, end, 2 * (script == ALPHABET) + way, work.other)
            if size:
                m = sound_of(work.other, 0, size, heard)
                bones = bones_of(work.other, 0, size, True, bone)
                abjad = hash_of(bone, 0, bones)
                n = same_consonants(work.other, 0, size, m, 0, abjad, bones, script, words, work, out, base, n)
    return n


@compiled
def same_consonants(
    text: Array, start: int, end: int, heard: int, skeleton: int, abjad: int, bones: int, script: int, words: Words,
    work: Work, out: Alike, base: int, n: int,
) -> int:  # fmt: skip
    """Compare with the words that have the same consonants; the number kept."""
    if bones == 0:
        return n
    stamp = work.stamp[0]
    place = find(abjad, words.bare)
    while place < len(words.bare.key) and words.bare.key[place] == abjad:
        word = words.bare.row[place]
        place += 1
        # in one script few consonants say nothing
        short_form = words.kind[word] == LEGAL and words.at[word + 1] - words.at[word] <= SHORT_FORM
        if work.seen[word] != stamp and not short_form and (bones >= 3 or across(script, words.script[word])):
            work.seen[word] = stamp
            n = compare(text, start, end, heard, skeleton, abjad, bones, script, word, words, work, out, base, n)
    return n


@compiled
def other_reading(text: Array, start: int, end: int, way: int, out: Array) -> int:
    """Write a word otherwise: its letter pairs taken apart (`way` 0), th and dh as s and z (1), kh as h (2), g as h
    (3); its length, 0 if that changes nothing."""
    n = 0
    changed = False
    i = start
    while i < end and n < MAX_WORD:
        c = text[i]
        d = text[i + 1] if i + 1 < end else 0
        out[n] = c
        n += 1
        if way == 2:
            if c == K and d == H:
                n -= 1
                changed = True
        elif way == 3:
            if c == G and d != H:
                out[n - 1] = H
                changed = True
        elif way == 0:
            if (d == H and (c == S or c == T or c == K or c == G or c == D or c == Z)) or (
                c == T and (d == S or d == Z)
            ):
                out[n] = E
                n += 1
                changed = True
        elif d == H and (c == T or c == D):
            out[n - 1] = S if c == T else Z
            i += 1
            changed = True
        i += 1
    return n if changed else 0


@compiled
def compare(
    text: Array, start: int, end: int, heard: int, skeleton: int, abjad: int, bones: int, script: int, word: int,
    words: Words, work: Work, out: Alike, base: int, n: int,
) -> int:  # fmt: skip
    """Compare with one word of the index and keep it if alike enough; the number kept."""
    at, stop = words.at[word], words.at[word + 1]
    sound, sound_end = words.sound_at[word], words.sound_at[word + 1]
    like = spelling_likeness(
        text, start, end, work.heard, 0, heard, words.text, at, stop, words.sound, sound, sound_end,
        skeleton == words.skeleton[word], bones, work.rows,
    )  # fmt: skip
    same_bones = abjad == words.abjad[word]
    reason = SOUND if same_bones else SPELLING
    if across(script, words.script[word]):
        like = cross_likeness(
            like, work.heard, 0, heard, words.sound, sound, sound_end, same_bones, bones,
            across(script, words.script[word]) == ALPHABET, work.masks,
        )  # fmt: skip
        reason = TRANSLITERATION
    if like < MIN_LIKENESS:
        return n
    return put(out, base, n, word, like, reason)


@compiled
def put(out: Alike, base: int, n: int, word: int, like: float, reason: int) -> int:
    """Insert in the order of likeness; the number kept."""
    place = n
    while place > 0:
        k = base + place - 1
        if out.like[k] > like or (out.like[k] == like and out.word[k] < word):
            break
        place -= 1
    if place >= MAX_ALIKE:
        return n
    last = min(n, MAX_ALIKE - 1)
    for k in range(base + last, base + place, -1):
        out.word[k], out.like[k], out.reason[k] = out.word[k - 1], out.like[k - 1], out.reason[k - 1]
    k = base + place
    out.word[k], out.like[k], out.reason[k] = word, like, reason
    return last + 1


@entry
def look_up_all(
    text: Array, at: Array, kind: Array, same: Array, script: int, weight: Array, words: Words, work: Work, out: Alike,
    out_at: Array,
) -> None:  # fmt: skip
    """Look up every word of `text`, of queries of script class `script`; `out_at` are the ends of their like words,
    `weight` the weight each has: that of the word itself, unless no name has it."""
    n = 0
    for token in range(len(at) - 1):
        end = min(at[token + 1], at[token] + MAX_WORD)
        n += look_up(text, at[token], end, kind[token], same[token], script, True, words, work, out, n)
        out_at[token + 1] = n
        place = find(same[token], words.same)
        if place < len(words.same.key) and words.same.key[place] == same[token]:
            weight[token] = words.weight[words.same.row[place]]
            continue
        # a word that no name has is as common as the commonest it may stand for (`Мухаммад`)
        for k in range(out_at[token], n):
            if out.like[k] >= LIKELY:
                weight[token] = min(weight[token], words.weight[out.word[k]] + 0.1)
