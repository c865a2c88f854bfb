"""The arrays an index of names is made of, and how they are built.

Everything is flat: letters of all words one after another with the places where each starts, lists of names by word,
and sorted keys with a directory of their first bits in place of hash tables. So an index is a handful of arrays that
can be mapped from a file, and the compiled search needs nothing else.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.jit import compiled, entry
from muster.names.letters import BUFFER, bones_of, copy, hash_of, letter_set, sound_of

Array = NDArray[Any]

WORD, NUMBER, COMMON, GENERIC, INITIAL, TITLE, LEGAL, PARTICLE = range(8)
KINDS = ("word", "number", "common", "generic", "initial", "title", "legal", "particle")

MIN_EDIT, MAX_EDIT = 4, 24
"""Only words of that many letters are looked up by sound and with a letter missing."""

MAX_ACRONYM = 8
WHOLE_NAME = 128
"""Added to the number of words of a joined row that holds the acronym of its name."""

MAX_JOINED = 36
"""Neighbouring words are joined up to this many letters."""


# Letters with which one word may begin in two spellings have one number.
_FIRST_SOUND = tuple(
    next(
        (number for number, letters in enumerate(("aeiouhyw", "ckqgjx", "sztd", "vfbp")) if chr(code) in letters), code
    )
    for code in range(128)
)


class Keys(NamedTuple):
    """Rows by key: `key` sorted, `row` beside it, `first` the place of the first key for each value of the top bits
    (32 - `shift[0]` of them)."""

    key: Array
    row: Array
    first: Array
    shift: Array


class Words(NamedTuple):
    """The distinct words: letters, sounds, hashes of consonants, kind (see `KINDS`), weight, the least script class of
    the names that have it, and the names that have it (`post` from `post_at`)."""

    text: Array
    at: Array
    sound: Array
    sound_at: Array
    skeleton: Array
    abjad: Array
    bones: Array
    letters: Array
    kind: Array
    weight: Array
    script: Array
    post: Array
    post_at: Array
    same: Keys
    near: Keys
    bare: Keys


class Names(NamedTuple):
    """The names: word ids, total weight, script class, schema code, the words that count written together in
    alphabetical order (`flat`) and their consonants (`bare`); names by their words in any order (`equal`), and by
    neighbouring words written together (`joined`, without rows: key k is that of `join_name[k]`, `join_from[k]` …;
    `join_words` is a hash of which words they are)."""

    word: Array
    at: Array
    total: Array
    script: Array
    schema: Array
    flat: Array
    flat_at: Array
    bare: Array
    bare_at: Array
    equal: Keys
    joined: Keys
    join_name: Array
    join_from: Array
    join_count: Array
    join_shape: Array
    join_words: Array


@compiled
def find(key: int, keys: Keys) -> int:
    """The place of the first row with `key`, or the place where it would stand."""
    place = int(keys.first[key >> keys.shift[0]])
    last = len(keys.key)
    while place < last and keys.key[place] < key:
        place += 1
    return place


def sorted_keys(key: Array, row: Array) -> Keys:
    """`Keys` of the rows; rows of one key stay in their order."""
    order = np.argsort(key, kind="stable")
    key, row = key[order], row[order]
    width = max(1, min(22, len(key).bit_length()))
    shift = 32 - width
    first = np.searchsorted(key, np.arange(1 << width, dtype=np.uint64) << np.uint64(shift)).astype(np.int32)
    return Keys(key.astype(np.uint32), row.astype(np.int32), first, np.array([shift], np.int64))


@entry
def word_keys(
    text: Array, at: Array, kind: Array, sound: Array, sound_at: Array, skeleton: Array, abjad: Array, bones: Array,
    letters: Array, near_key: Array, near_row: Array, bare_key: Array, bare_row: Array, heard: Array, bone: Array,
) -> tuple[int, int]:  # fmt: skip
    """Fill the arrays of `Words` that follow from the letters; the number of rows in `near` and `bare`."""
    total = near = bare = 0
    for word in range(len(at) - 1):
        start, end = at[word], at[word + 1]
        n = sound_of(text, start, end, heard)
        copy(sound, total, heard, 0, n)
        total += n
        sound_at[word + 1] = total
        letters[word] = letter_set(heard, 0, n)
        m = bones_of(text, start, end, False, bone)
        skeleton[word] = hash_of(bone, 0, m)
        m = bones_of(text, start, end, True, bone)
        abjad[word] = hash_of(bone, 0, m)
        bones[word] = m
        if kind[word] in (NUMBER, INITIAL, PARTICLE):
            continue
        bare_key[bare] = abjad[word]
        bare_row[bare] = word
        bare += 1
        if MIN_EDIT <= end - start <= MAX_EDIT:
            for skip in range(-1, n):
                if skip > 0 and heard[skip] == heard[skip - 1]:
                    continue
                near_key[near] = hash_of(heard, 0, n, skip)
                near_row[near] = word
                near += 1
    return near, bare


@compiled
def joined_key(word: Array, start: int, end: int, work: Array) -> int:
    """The key of a word under which neighbours that sound it are kept: consonants, or the sound where these are few."""
    m = bones_of(word, start, end, True, work)
    if m < 3:
        m = sound_of(word, start, end, work)
    return hash_of(work, 0, m)


@compiled
def shape(word: Array, start: int, end: int) -> int:
    """The length of a word and its first letter, as they must be alike in words that are."""
    return (end - start) * 256 + int(word[start])


@compiled
def like_shape(one: int, two: int) -> bool:
    """Whether words of two shapes, of one script, can be alike."""
    if abs(one // 256 - two // 256) > 3:
        return False
    a, b = _FIRST_SOUND[one % 256], _FIRST_SOUND[two % 256]
    return bool(a == b)


@compiled
def write_joined(
    text: Array, at: Array, kind: Array, word: Array, first: int, count: int, bare: bool, out: Array
) -> int:  # fmt: skip
    """Write `count` words of a name from `first` as one word, without particles in between if `bare`; its length, or
    0 when it is too long or holds a number."""
    n = 0
    for j in range(first, first + count):
        w = word[j]
        if kind[w] == NUMBER:
            return 0
        if bare and kind[w] == PARTICLE and first < j < first + count - 1:
            continue
        size = at[w + 1] - at[w]
        if n + size > MAX_JOINED:
            return 0
        copy(out, n, text, at[w], at[w + 1])
        n += size
    return n


@entry
def name_keys(
    text: Array, at: Array, kind: Array, word: Array, name_at: Array, person: Array, order: Array, rank: Array,
    flat: Array, flat_at: Array, bare: Array, bare_at: Array, equal: Array,
    key: Array, join_name: Array, join_from: Array, join_count: Array, join_shape: Array, join_words: Array,
    script: Array, work: Array, both: Array,
) -> int:  # fmt: skip
    """Fill the arrays of `Names` that follow from the words; the number of joined rows. `rank` is the alphabetical
    place of each word; `order` is work space as long as a name."""
    rows = flat_end = bare_end = 0
    for name in range(len(name_at) - 1):
        start, end = name_at[name], name_at[name + 1]
        equal[name] = equal_key(word, start, end, at, text)
        n = 0
        for light in range(2):
            for j in range(start, end):
                if light or kind[word[j]] not in (TITLE, LEGAL, PARTICLE):
                    order[n] = word[j]
                    k = n
                    while k > 0 and rank[order[k - 1]] > rank[order[k]]:
                        order[k - 1], order[k] = order[k], order[k - 1]
                        k -= 1
                    n += 1
            if n:
                break
        for k in range(n):
            size = at[order[k] + 1] - at[order[k]]
            copy(flat, flat_end, text, at[order[k]], at[order[k] + 1])
            flat_end += size
            m = bones_of(text, at[order[k]], at[order[k] + 1], True, work)
            copy(bare, bare_end, work, 0, m)
            bare_end += m
        flat_at[name + 1] = flat_end
        bare_at[name + 1] = bare_end
        count = end - start
        n = 0
        if person[name] == 0 and count <= 20:
            for j in range(start, end):
                if kind[word[j]] not in (PARTICLE, LEGAL):
                    if n == MAX_ACRONYM or kind[word[j]] in (NUMBER, INITIAL):
                        n = 0
                        break
                    both[n] = text[at[word[j]]]
                    n += 1
        if n >= 3:
            key[rows] = hash_of(both, 0, n)
            join_name[rows], join_from[rows], join_count[rows] = name, 0, count + WHOLE_NAME
            rows += 1
        for turn in range(2, 5):
            size = count if turn == 4 else turn
            if turn == 4 and (count < 4 or count > 6):
                continue
            for j in range(start, end - size + 1):
                m = write_joined(text, at, kind, word, j, size, False, both)
                if m >= 3:
                    key[rows] = joined_key(both, 0, m, work)
                    join_name[rows], join_from[rows], join_count[rows] = name, j - start, size
                    join_shape[rows] = shape(both, 0, m)
                    join_words[rows] = words_key(word, j, size, script[name])
                    rows += 1
                if size == 3 and kind[word[j + 1]] == PARTICLE:
                    m = write_joined(text, at, kind, word, j, size, True, both)
                    if m >= 3:
                        key[rows] = joined_key(both, 0, m, work)
                        join_name[rows], join_from[rows], join_count[rows] = name, j - start, size
                        join_shape[rows] = shape(both, 0, m)
                        join_words[rows] = words_key(word, j, size, script[name])
                        rows += 1
    return rows


@compiled
def words_key(word: Array, first: int, count: int, script: int) -> int:
    """A hash of `count` neighbouring words in names of a script class."""
    h = 2166136261 ^ int(script)
    for j in range(first, first + count):
        h = ((h ^ int(word[j])) * 16777619) & 0xFFFFFFFF
        h ^= h >> 15
    return h


@compiled
def equal_key(word: Array, start: int, end: int, at: Array, text: Array) -> int:
    """A key for the same words in any order."""
    total = 0
    for j in range(start, end):
        total += hash_of(text, at[word[j]], at[word[j] + 1])
    total &= 0xFFFFFFFF
    total = (total * 0x2C1B3C6D) & 0xFFFFFFFF
    return total ^ (total >> 15)


@entry
def fill_posts(
    word: Array, name_at: Array, post: Array, post_at: Array, fill: Array, last: Array, script: Array, least: Array
) -> int:
    """Names by word, each name once; `post_at` holds upper bounds on entry and the true places after."""
    words = len(post_at) - 1
    for name in range(len(name_at) - 1):
        for j in range(name_at[name], name_at[name + 1]):
            w = word[j]
            least[w] = min(least[w], script[name])
            if last[w] != name:
                last[w] = name
                post[fill[w]] = name
                fill[w] += 1
    end = 0
    for w in range(words):
        start, stop = post_at[w], fill[w]
        post_at[w] = end
        for j in range(start, stop):
            post[end] = post[j]
            end += 1
    post_at[words] = end
    return end


@entry
def hash_all(text: Array, at: Array, key: Array) -> None:
    """The hash of each word."""
    for word in range(len(at) - 1):
        key[word] = hash_of(text, at[word], at[word + 1])


@entry
def totals(word: Array, name_at: Array, weight: Array, total: Array) -> None:
    """Total weight of the words of each name."""
    for name in range(len(name_at) - 1):
        value = 0.0
        for j in range(name_at[name], name_at[name + 1]):
            value += weight[word[j]]
        total[name] = value


def build_words(
    texts: list[str], kind: Array, same: Array, cap: Array, borne: Array, everyone: int, word: Array, name_at: Array,
    script: Array,
) -> Words:  # fmt: skip
    """The word table. `same`: key of the spelling that stands for all spellings of a word; `cap`: highest weight;
    `borne`: how many of `everyone` in the world at large bear it (see `words.population`)."""
    count = len(texts)
    lengths = np.fromiter(map(len, texts), np.int64, count)
    text = np.frombuffer(bytearray("".join(texts), "ascii") or bytearray(1), np.uint8)
    at = _ends(lengths)
    size = int(at[-1])
    sound = np.zeros(2 * size + BUFFER, np.uint8)
    sound_at = np.zeros(count + 1, np.int32)
    skeleton, abjad = np.zeros(count, np.uint32), np.zeros(count, np.uint32)
    bones, letters = np.zeros(count, np.uint8), np.zeros(count, np.uint32)
    near_key, near_row = np.zeros(2 * (size + count), np.uint32), np.zeros(2 * (size + count), np.int32)
    bare_key, bare_row = np.zeros(count, np.uint32), np.zeros(count, np.int32)
    near, bare = word_keys(
        text, at, kind, sound, sound_at, skeleton, abjad, bones, letters, near_key, near_row, bare_key, bare_row,
        np.zeros(BUFFER, np.uint8), np.zeros(BUFFER, np.uint8),
    )  # fmt: skip
    post_at = _ends(np.bincount(word, minlength=count) if count else np.zeros(0, np.int64))
    post = np.zeros(len(word), np.int32)
    least = np.full(count, 9, np.uint8)
    end = fill_posts(word, name_at, post, post_at, post_at[:-1].copy(), np.full(count, -1, np.int32), script, least)
    _, first, group = np.unique(same, return_index=True, return_inverse=True)
    shared = np.bincount(group, weights=np.diff(post_at)) + borne[first] if count else np.zeros(0)
    weight = weights(shared[group] if count else shared, cap, len(name_at) - 1 + everyone)
    return Words(
        text, at, sound[: sound_at[-1]].copy(), sound_at, skeleton, abjad, bones, letters, kind, weight, least,
        post[:end].copy(), post_at,
        sorted_keys(same, np.arange(count, dtype=np.int32)),
        sorted_keys(near_key[:near], near_row[:near]),
        sorted_keys(bare_key[:bare], bare_row[:bare]),
    )  # fmt: skip


def weights(shared: Array, cap: Array, names: int) -> Array:
    """What words weigh that so many of `names` share: 1 for one name, less by each doubling, at most `cap`."""
    rarity = 1.0 - np.log(np.maximum(1, shared)) / np.log(max(names, 1000))
    return np.asarray(np.minimum(cap, np.maximum(0.05, rarity)))


def build_names(texts: list[str], words: Words, word: Array, name_at: Array, script: Array, schema: Array) -> Names:
    """The name table."""
    names = len(name_at) - 1
    rank = np.zeros(len(texts), np.int32)
    rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts), dtype=np.int32)
    letters = int(np.diff(words.at)[word].sum()) if len(word) else 0
    flat, flat_at = np.zeros(letters, np.uint8), np.zeros(names + 1, np.int32)
    bare, bare_at = np.zeros(2 * letters + BUFFER, np.uint8), np.zeros(names + 1, np.int32)
    equal = np.zeros(names, np.uint32)
    room = 3 * len(word) + 2 * names + 1
    key, join_name = np.zeros(room, np.uint32), np.zeros(room, np.int32)
    join_from, join_count = np.zeros(room, np.uint8), np.zeros(room, np.uint8)
    join_shape, join_words = np.zeros(room, np.uint16), np.zeros(room, np.uint32)
    most = int(np.diff(name_at).max(initial=0)) + 1
    rows = name_keys(
        words.text, words.at, words.kind, word, name_at, schema == 1, np.zeros(most, np.int32), rank,
        flat, flat_at,
        bare, bare_at, equal, key, join_name, join_from, join_count, join_shape, join_words, script,
        np.zeros(BUFFER, np.uint8), np.zeros(BUFFER, np.uint8),
    )  # fmt: skip
    total = np.zeros(names)
    totals(word, name_at, words.weight, total)
    joined = sorted_keys(key[:rows], np.arange(rows, dtype=np.int32))
    return Names(
        word, name_at, total, script, schema, flat[: flat_at[-1]].copy(), flat_at, bare[: bare_at[-1]].copy(), bare_at,
        sorted_keys(equal, np.arange(names, dtype=np.int32)),
        joined._replace(row=np.empty(0, np.int32)),
        *(part[joined.row] for part in (join_name, join_from, join_count, join_shape, join_words)),
    )  # fmt: skip


def _ends(lengths: Array) -> Array:
    at = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=at[1:])
    return at
