"""A query looked up in an index: everything that does not depend on the name it is compared with; compiled.

Its words, the words of the index like each of them and like neighbours written together, and the names that have the
parts of one of its words as neighbours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from muster.jit import compiled
from muster.names.letters import (
    BUFFER,
    bones_of,
    copy,
    cross_likeness,
    hash_of,
    sound_of,
    spelling_likeness,
)
from muster.names.lookup import ACRONYM, JOINED, MAX_ALIKE, Alike, Work, across, look_up, room_for
from muster.names.script_class import ALPHABET, NO_SCRIPT, SYLLABLES
from muster.names.tables import (
    INITIAL,
    LEGAL,
    MAX_ACRONYM,
    MAX_JOINED,
    NUMBER,
    PARTICLE,
    TITLE,
    WHOLE_NAME,
    WORD,
    Array,
    Names,
    Words,
    find,
    joined_key,
    like_shape,
    shape,
    write_joined,
)

MAX_TOKENS = 24
BLOCK = 60
"""Letters of one machine word of the whole-name comparison."""
BLOCKS = 4

_ENTRIES = MAX_TOKENS * MAX_ALIKE * 4
_PARTS = 96
_MOST_JOINED = 1000
_MOST_COMPARED = 48
_MET = 64

MIN_JOINED = 0.84
"""Least likeness of words alike only when written together."""
JOINED_FACTOR = 0.97
"""They are a little less alike."""


ACRONYM_LIKE = 0.8
"""Likeness of an acronym and the name it stands for."""


class Tokens(NamedTuple):
    """Distinct words of queries: letters, kind, weight, and the words of the index like each of them."""

    text: Array
    at: Array
    kind: Array
    weight: Array
    like: Alike
    like_at: Array


class Query(NamedTuple):
    """One query, and work space. `number` holds tokens, entries, parts, script class, letters of `flat`, of `bare`,
    words of `flat`, words that are evidence.

    An entry says that the tokens `e_from` to `e_to` are like the word `e_word`; `head` leads from a word to its first
    entry (counted from 1), `e_next` to the next. A part says that one token is like neighbours of one name. `flat` and
    `bare` are letter masks of the words that count and of their consonants, in alphabetical order. `met_like` is what
    the neighbours `met` (see `tables.words_key`) came to for one token."""

    number: Array
    total: Array
    row: Array
    kind: Array
    weight: Array
    e_word: Array
    e_from: Array
    e_to: Array
    e_like: Array
    e_reason: Array
    e_next: Array
    head: Array
    p_token: Array
    p_name: Array
    p_from: Array
    p_count: Array
    p_like: Array
    p_reason: Array
    flat: Array
    bare: Array
    order: Array
    letters: Array
    near: Alike
    met: Array
    met_like: Array


def query_for(words: Words) -> Query:
    """Fresh work space for queries of an index."""
    return Query(
        np.zeros(8, np.int64), np.zeros(1), np.zeros(MAX_TOKENS, np.int32), np.zeros(MAX_TOKENS, np.uint8),
        np.zeros(MAX_TOKENS),
        np.zeros(_ENTRIES, np.int32), np.zeros(_ENTRIES, np.int32), np.zeros(_ENTRIES, np.int32),
        np.zeros(_ENTRIES), np.zeros(_ENTRIES, np.uint8), np.zeros(_ENTRIES, np.int32),
        np.zeros(len(words.kind) + 1, np.int32),
        np.zeros(_PARTS, np.int32), np.zeros(_PARTS, np.int32), np.zeros(_PARTS, np.int32), np.zeros(_PARTS, np.int32),
        np.zeros(_PARTS),
        np.zeros(_PARTS, np.uint8),
        np.zeros((128, BLOCKS), np.int64), np.zeros((128, BLOCKS), np.int64), np.zeros(MAX_TOKENS, np.int32),
        np.zeros(4 * BUFFER, np.uint8),
        room_for(MAX_ALIKE), np.zeros(_MET, np.uint32), np.zeros(_MET),
    )  # fmt: skip


@compiled
def add_entry(q: Query, word: int, first: int, last: int, like: float, reason: int) -> None:
    """Note that tokens `first` to `last` are like `word`."""
    e = q.number[1]
    if e >= len(q.e_word):
        return
    q.e_word[e], q.e_from[e], q.e_to[e] = word, first, last
    q.e_like[e], q.e_reason[e] = like, reason
    q.e_next[e] = q.head[word]
    q.head[word] = e + 1
    q.number[1] = e + 1


@compiled
def forget(q: Query) -> None:
    """Make the work space ready for the next query."""
    for e in range(q.number[1]):
        q.head[q.e_word[e]] = 0
    for letter in range(128):
        for b in range(BLOCKS):
            q.flat[letter, b] = 0
            q.bare[letter, b] = 0
    for k in range(len(q.number)):
        q.number[k] = 0


@compiled
def prepare(
    q: Query, rows: Array, start: int, end: int, script: int, tokens: Tokens, words: Words, names: Names, work: Work
) -> None:  # fmt: skip
    """Fill `q` with the query whose tokens are `rows[start:end]`."""
    n = min(end - start, MAX_TOKENS)
    q.number[0], q.number[1], q.number[2], q.number[3] = n, 0, 0, script
    total = 0.0
    evidence = 0
    for i in range(n):
        row = rows[start + i]
        q.row[i], q.kind[i] = row, tokens.kind[row]
        weight = tokens.weight[row]
        # at the start of a name `Ben` is a given name, not `son of`
        at = tokens.at[row]
        if (
            i == 0 and tokens.at[row + 1] - at == 3
            and tokens.text[at] == 98 and tokens.text[at + 1] == 101 and tokens.text[at + 2] == 110
        ):  # fmt: skip
            weight = max(weight, 0.5)
        # a syllable stands for many characters, so its agreement says less than a word's
        q.weight[i] = 0.7 * weight if script == SYLLABLES else weight
        total += q.weight[i]
        for k in range(tokens.like_at[row], tokens.like_at[row + 1]):
            like = tokens.like
            add_entry(q, like.word[k], i, i, like.like[k], like.reason[k])
        evidence += evident(tokens.kind[row])
    q.total[0] = total
    q.number[7] = evidence
    together(q, n, tokens, words, work)
    for i in range(n):
        if q.kind[i] == WORD:
            find_parts(q, i, tokens, words, names, work)
    whole(q, n, tokens)


@compiled
def evident(kind: int) -> int:
    """1 for a word whose agreement is evidence."""
    return 0 if kind in (PARTICLE, LEGAL, TITLE, INITIAL) else 1


@compiled
def together(q: Query, n: int, tokens: Tokens, words: Words, work: Work) -> None:
    """Look up two and three neighbouring tokens as one word; three once more without an article in the middle, which
    melts (`Shams al-Din`, `Shamsuddin`)."""
    both = q.letters
    for size in (2, 3):
        for first in range(n - size + 1):
            for bare in range(2):
                if bare and (size == 2 or q.kind[first + 1] != PARTICLE):
                    continue
                m = 0
                for i in range(first, first + size):
                    row = q.row[i]
                    length = tokens.at[row + 1] - tokens.at[row]
                    if q.kind[i] == NUMBER or m + length > MAX_JOINED:
                        m = -1
                        break
                    if bare and i == first + 1:
                        continue
                    copy(both, m, tokens.text, tokens.at[row], tokens.at[row + 1])
                    m += length
                if m < 2:
                    continue
                same = hash_of(both, 0, m)
                found = look_up(both, 0, m, WORD, same, q.number[3], False, words, work, q.near, 0)
                for k in range(found):
                    # `ie university` is no misspelling of `university`: one part is nearly all of it
                    word, like = q.near.word[k], q.near.like[k]
                    if like >= MIN_JOINED and not alone(q, word, first, size, m, like, tokens):
                        add_entry(q, word, first, first + size - 1, like * JOINED_FACTOR, JOINED)


@compiled
def alone(q: Query, word: int, first: int, size: int, length: int, like: float, tokens: Tokens) -> bool:
    """Whether one of the tokens is like `word` by itself: more than all of them joined, or being nearly all of it."""
    e = q.head[word]
    while e:
        e -= 1
        i = q.e_from[e]
        if i == q.e_to[e] and first <= i < first + size:
            row = q.row[i]
            if q.e_like[e] >= like * JOINED_FACTOR or tokens.at[row + 1] - tokens.at[row] >= 0.75 * length:
                return True
        e = q.e_next[e]
    return False


@compiled
def find_parts(q: Query, i: int, tokens: Tokens, words: Words, names: Names, work: Work) -> None:
    """Names that have neighbouring words which written together are like token `i`."""
    row = q.row[i]
    start, end = tokens.at[row], tokens.at[row + 1]
    if end - start < 3 or end - start > MAX_JOINED:
        return
    text = tokens.text
    if end - start <= MAX_ACRONYM and q.number[7] == 1:
        find_acronyms(q, i, text, start, end, words, names)
    key = joined_key(text, start, end, work.bone)
    place = find(key, names.joined)
    if place >= len(names.joined.key) or names.joined.key[place] != key:
        return
    m = sound_of(text, start, end, work.heard)
    bones = bones_of(text, start, end, True, work.bone)
    abjad = hash_of(work.bone, 0, bones)
    skeleton = hash_of(work.bone, 0, bones_of(text, start, end, False, work.bone))
    script = q.number[3]
    last = min(len(names.joined.key), place + _MOST_JOINED)
    own = shape(text, start, end)
    looked = 0
    # many names have the same neighbours: what these came to is kept for the next one
    for k in range(_MET):
        q.met_like[k] = -1.0
    for wide in range(2):
        for k in range(place, last):
            if names.joined.key[k] != key or looked >= _MOST_COMPARED:
                break
            # those of the same length and first letter first; a word without vowels is shorter
            same_shape = int(names.join_shape[k]) == own
            if same_shape == (wide == 1) or (script == NO_SCRIPT and not like_shape(own, int(names.join_shape[k]))):
                continue
            looked += 1
            count = int(names.join_count[k])
            if count < WHOLE_NAME:
                met = int(names.join_words[k])
                slot = met % _MET
                if q.met_like[slot] < 0.0 or int(q.met[slot]) != met:
                    q.met[slot] = met
                    q.met_like[slot] = compare_joined(
                        q, i, names.join_name[k], int(names.join_from[k]), count, m, bones, abjad, skeleton, tokens,
                        words, names, work,
                    )  # fmt: skip
                if q.met_like[slot] >= MIN_JOINED:
                    add_part(q, i, names.join_name[k], int(names.join_from[k]), count, q.met_like[slot], names)


@compiled
def compare_joined(
    q: Query, i: int, name: int, first: int, count: int, m: int, bones: int, abjad: int, skeleton: int, tokens: Tokens,
    words: Words, names: Names, work: Work,
) -> float:  # fmt: skip
    """How like token `i` `count` neighbouring words of a name are, written together."""
    text = tokens.text
    start, end = tokens.at[q.row[i]], tokens.at[q.row[i] + 1]
    both, heard = q.letters, q.letters[BUFFER : 2 * BUFFER]
    script = q.number[3]
    best = 0.0
    for bare in range(2 if count == 3 else 1):
        length = write_joined(
            words.text, words.at, words.kind, names.word, names.at[name] + first, count, bare == 1, both
        )  # fmt: skip
        if length == 0:
            continue
        s = sound_of(both, 0, length, heard)
        other = hash_of(work.bone, 0, bones_of(both, 0, length, False, work.bone))
        same_bones = abjad == hash_of(work.bone, 0, bones_of(both, 0, length, True, work.bone))
        equal = length == end - start
        if equal:
            for j in range(length):
                if both[j] != text[start + j]:
                    equal = False
                    break
        like = 1.0
        if not equal:
            like = spelling_likeness(
                text, start, end, work.heard, 0, m, both, 0, length, heard, 0, s, skeleton == other, bones,
                work.rows,
            )  # fmt: skip
            if across(script, names.script[name]):
                vowels = across(script, names.script[name]) == ALPHABET
                like = cross_likeness(like, work.heard, 0, m, heard, 0, s, same_bones, bones, vowels, work.masks)
        best = max(best, like)
    return best


@compiled
def add_part(q: Query, i: int, name: int, first: int, count: int, like: float, names: Names) -> None:
    """Note `count` neighbouring words of a name as a part: written together they are like token `i`."""
    p = q.number[2]
    if p < len(q.p_token) and not one_will_do(q, i, name, first, count, like, names):
        q.p_token[p], q.p_name[p], q.p_from[p], q.p_count[p] = i, name, first, count
        q.p_like[p], q.p_reason[p] = like * JOINED_FACTOR, JOINED
        q.number[2] = p + 1


@compiled
def one_will_do(q: Query, i: int, name: int, first: int, count: int, like: float, names: Names) -> bool:
    """Whether token `i` is as like one of the neighbouring words as all of them joined."""
    start = names.at[name] + first
    for j in range(start, start + count):
        e = q.head[names.word[j]]
        while e:
            e -= 1
            if q.e_from[e] == i and q.e_to[e] == i and q.e_like[e] >= like * JOINED_FACTOR:
                return True
            e = q.e_next[e]
    return False


@compiled
def find_acronyms(q: Query, i: int, text: Array, start: int, end: int, words: Words, names: Names) -> None:
    """Names of organisations whose words begin with the letters of token `i`."""
    key = hash_of(text, start, end)
    place = find(key, names.joined)
    while place < len(names.joined.key) and names.joined.key[place] == key:
        k = place
        place += 1
        p = q.number[2]
        if p >= len(q.p_token):
            return
        count = int(names.join_count[k]) - WHOLE_NAME
        if count <= 0:
            continue
        name = names.join_name[k]
        same, n = True, start
        for j in range(names.at[name], names.at[name + 1]):
            word = names.word[j]
            if words.kind[word] not in (PARTICLE, LEGAL):
                same &= n < end and words.text[words.at[word]] == text[n]
                n += 1
        if same and n == end:
            q.p_token[p], q.p_name[p], q.p_from[p], q.p_count[p] = i, name, 0, count
            q.p_like[p], q.p_reason[p] = ACRONYM_LIKE, ACRONYM
            q.number[2] = p + 1


@compiled
def whole(q: Query, n: int, tokens: Tokens) -> None:
    """Letter masks of the words that count, in alphabetical order, and of their consonants."""
    order = q.order
    m = 0
    for light in range(2):
        for i in range(n):
            if light or q.kind[i] not in (TITLE, LEGAL, PARTICLE):
                order[m] = i
                k = m
                while k > 0 and before(q.row[order[k]], q.row[order[k - 1]], tokens):
                    order[k - 1], order[k] = order[k], order[k - 1]
                    k -= 1
                m += 1
        if m:
            break
    q.number[6] = m
    flat = bare = 0
    for k in range(m):
        row = q.row[order[k]]
        for j in range(tokens.at[row], tokens.at[row + 1]):
            if flat < BLOCK * BLOCKS:
                q.flat[tokens.text[j], flat // BLOCK] |= 1 << (flat % BLOCK)
                flat += 1
        bones = bones_of(tokens.text, tokens.at[row], tokens.at[row + 1], True, q.letters)
        for j in range(bones):
            if bare < BLOCK * BLOCKS:
                q.bare[q.letters[j], bare // BLOCK] |= 1 << (bare % BLOCK)
                bare += 1
    q.number[4], q.number[5] = flat, bare


@compiled
def before(one: int, two: int, tokens: Tokens) -> bool:
    """Whether one token stands before another in the alphabet."""
    a, b = tokens.at[one], tokens.at[two]
    size_a, size_b = tokens.at[one + 1] - a, tokens.at[two + 1] - b
    for i in range(min(size_a, size_b)):
        if tokens.text[a + i] != tokens.text[b + i]:
            return bool(tokens.text[a + i] < tokens.text[b + i])
    return bool(size_a < size_b)


@compiled
def whole_alike(masks: Array, length: int, text: Array, start: int, end: int, state: Array) -> float:
    """Twice the longest common subsequence over the sum of lengths, in [0, 1], against letter masks."""
    end = min(end, start + BLOCK * BLOCKS)
    total = length + end - start
    if length == 0 or total == 0:
        return 0.0
    blocks = (length + BLOCK - 1) // BLOCK
    full = (1 << BLOCK) - 1
    for b in range(blocks):
        state[b] = full
    state[blocks - 1] = (1 << (length - BLOCK * (blocks - 1))) - 1
    for j in range(start, end):
        carry = 0
        letter = text[j]
        for b in range(blocks):
            now = int(state[b])
            found = now & int(masks[letter, b])
            added = now + found + carry
            carry = added >> BLOCK
            state[b] = (added | (now - found)) & full
    common = length
    for b in range(blocks):
        left = int(state[b])
        if b == blocks - 1:
            left &= (1 << (length - BLOCK * (blocks - 1))) - 1
        while left:
            left &= left - 1
            common -= 1
    return 2.0 * common / total
