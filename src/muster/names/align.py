"""Which word of a query goes with which word of a name, and how well the whole fits; compiled.

The alignment is unordered (`LAST, First` is `First Last`) and greedy by weight times likeness, which for names of a
few words differs from the best assignment only in ties. What is left over on either side counts as much as what
agrees.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from muster.jit import compiled
from muster.names.letters import A, Z, letters_alike
from muster.names.lookup import ACRONYM, INITIALS, JOINED, across
from muster.names.query import BLOCKS, MAX_TOKENS, Query, Tokens, evident, whole_alike
from muster.names.score import FEATURES, NOT_ENOUGH, ONE_RARE_WORD, VERY_RARE
from muster.names.script_class import ABJAD, ALPHABET, SYLLABLES
from muster.names.tables import COMMON, GENERIC, INITIAL, LEGAL, NUMBER, PARTICLE, TITLE, WORD, Array, Names, Words

_OPTIONS = 256

RARE = 0.6
NAMING = 0.3
LEFT_ALIKE = FEATURES.index("left_alike")
MIN_LEFT = 0.7
"""Less alike, two words are no misspellings of each other."""


class Alignment(NamedTuple):
    """Work space and result: options, then the links taken (tokens `q_from` to `q_to`, words `n_from` to `n_to` by
    position) and the measures in the order of `score.FEATURES`. `number` holds options, links."""

    number: Array
    o_rank: Array
    o_like: Array
    o_place: Array
    q_from: Array
    q_to: Array
    n_from: Array
    n_to: Array
    like: Array
    reason: Array
    q_free: Array
    n_free: Array
    state: Array
    features: Array
    hidden: Array
    masks: Array


def alignment_space() -> Alignment:
    """Fresh work space."""
    ints = [np.zeros(MAX_TOKENS, np.int32) for _ in range(5)]
    return Alignment(
        np.zeros(4, np.int64), np.zeros(_OPTIONS), np.zeros(_OPTIONS), np.zeros((_OPTIONS, 5), np.int32),
        ints[0], ints[1], ints[2], ints[3], np.zeros(MAX_TOKENS), ints[4],
        np.zeros(MAX_TOKENS, np.uint8), np.zeros(MAX_TOKENS, np.uint8), np.zeros(BLOCKS, np.int64),
        np.zeros(len(FEATURES)), np.zeros(64), np.zeros(128, np.int64),
    )  # fmt: skip


@compiled
def option(
    a: Alignment, rank: float, like: float, q_from: int, q_to: int, n_from: int, n_to: int, reason: int
) -> None:  # fmt: skip
    """Note a possible link."""
    n = a.number[0]
    if n < len(a.o_rank):
        a.o_rank[n], a.o_like[n] = rank, like
        a.o_place[n, 0], a.o_place[n, 1], a.o_place[n, 2] = q_from, q_to, n_from
        a.o_place[n, 3], a.o_place[n, 4] = n_to, reason
        a.number[0] = n + 1


@compiled
def options(q: Query, name: int, tokens: Tokens, words: Words, names: Names, a: Alignment) -> None:
    """All possible links of the query with the name."""
    start, end = names.at[name], min(names.at[name + 1], names.at[name] + MAX_TOKENS)
    a.number[0] = 0
    n = q.number[0]
    initials = False
    for i in range(n):
        initials |= q.kind[i] == INITIAL
    for j in range(start, end):
        word = names.word[j]
        weight = words.weight[word]
        e = q.head[word]
        while e:
            e -= 1
            like, first, last = q.e_like[e], q.e_from[e], q.e_to[e]
            here = 0.0
            for i in range(first, last + 1):
                here += q.weight[i]
            bonus = 0.001 if first == last == j - start else 0.0
            option(a, like * (here + weight) + bonus, like, first, last, j - start, j - start, q.e_reason[e])
            e = q.e_next[e]
        size = words.at[word + 1] - words.at[word]
        if initials or size == 1:
            letter = words.text[words.at[word]]
            if A <= letter <= Z:
                for i in range(n):
                    row = q.row[i]
                    length = tokens.at[row + 1] - tokens.at[row]
                    if tokens.text[tokens.at[row]] == letter and min(size, length) == 1 and max(size, length) >= 3:
                        option(a, 0.11 if i == j - start else 0.1, 0.8, i, i, j - start, j - start, INITIALS)
    for p in range(q.number[2]):
        if q.p_name[p] == name:
            i, first = q.p_token[p], q.p_from[p]
            last = first + q.p_count[p] - 1
            weight = q.weight[i]
            for j in range(first, last + 1):
                weight += words.weight[names.word[start + j]]
            option(a, q.p_like[p] * weight, q.p_like[p], i, i, first, last, q.p_reason[p])


@compiled
def better(a: Alignment, o: int, best: int) -> bool:
    """Whether option `o` is to be taken before option `best`."""
    if a.o_rank[o] != a.o_rank[best]:
        return bool(a.o_rank[o] > a.o_rank[best])
    for k in range(5):
        if a.o_place[o, k] != a.o_place[best, k]:
            return bool(a.o_place[o, k] < a.o_place[best, k])
    return False


@compiled
def align(q: Query, name: int, tokens: Tokens, words: Words, names: Names, a: Alignment) -> int:
    """Align the query with a name and fill `a`; how their scripts compare (see `across`)."""
    cross = across(q.number[3], names.script[name])
    options(q, name, tokens, words, names, a)
    for i in range(MAX_TOKENS):
        a.q_free[i] = 1
        a.n_free[i] = 1
    links = 0
    while True:
        best = -1
        for o in range(a.number[0]):
            if a.o_rank[o] < 0:
                continue
            place = a.o_place[o]
            free = True
            for i in range(place[0], place[1] + 1):
                free &= a.q_free[i] == 1
            for j in range(place[2], place[3] + 1):
                free &= a.n_free[j] == 1
            if not free:
                a.o_rank[o] = -1.0
            elif best < 0 or better(a, o, best):
                best = o
        if best < 0:
            break
        place = a.o_place[best]
        for i in range(place[0], place[1] + 1):
            a.q_free[i] = 0
        for j in range(place[2], place[3] + 1):
            a.n_free[j] = 0
        k = links
        while k > 0 and a.q_from[k - 1] > place[0]:
            a.q_from[k], a.q_to[k], a.n_from[k], a.n_to[k] = (
                a.q_from[k - 1],
                a.q_to[k - 1],
                a.n_from[k - 1],
                a.n_to[k - 1],
            )
            a.like[k], a.reason[k] = a.like[k - 1], a.reason[k - 1]
            k -= 1
        a.q_from[k], a.q_to[k], a.n_from[k], a.n_to[k] = place[0], place[1], place[2], place[3]
        a.like[k], a.reason[k] = a.o_like[best], place[4]
        a.o_rank[best] = -1.0
        links += 1
    a.number[1] = links
    return cross


@compiled
def measure(q: Query, name: int, cross: int, tokens: Tokens, words: Words, names: Names, a: Alignment) -> None:
    """Fill `a.features`, the measures of an alignment, but for those of whole names (see `measure_whole`)."""
    start = names.at[name]
    m = min(names.at[name + 1] - start, MAX_TOKENS)
    n = q.number[0]
    agreed = both = rare = order_bad = first_bad = exact = joined = initials = acronym = 0.0
    letters = letters_all = 0.0
    consonants = best = second = 0.0
    weakest = 1.0
    previous = -1
    for k in range(a.number[1]):
        w_query = w_name = 0.0
        size = 0
        for i in range(a.q_from[k], a.q_to[k] + 1):
            w_query += q.weight[i]
            size += tokens.at[q.row[i] + 1] - tokens.at[q.row[i]]
        for j in range(a.n_from[k], a.n_to[k] + 1):
            w_name += words.weight[names.word[start + j]]
            consonants += words.bones[names.word[start + j]]
        weight = (w_query + w_name) / 2
        like = a.like[k]
        link = weight * like
        if link > best:
            best, second = link, best
        elif link > second:
            second = link
        both += weight
        agreed += weight * like
        letters += size * like
        if like >= 0.999:
            exact += weight
        if a.reason[k] == JOINED:
            joined = 1.0
        if a.reason[k] == ACRONYM:
            acronym = float(size)
        if a.reason[k] == INITIALS:
            initials += 1.0
        if weight >= NAMING:
            rare += 1.0
            weakest = min(weakest, like)
            if tokens.text[tokens.at[q.row[a.q_from[k]]]] != words.text[words.at[names.word[start + a.n_from[k]]]]:
                first_bad += weight
        if a.n_from[k] < previous:
            order_bad += 1.0
        previous = a.n_from[k]
    left_query = left_name = heavy_query = heavy_name = 0.0
    alone_query = alone_name = naming_query = naming_name = 0.0
    for i in range(n):
        letters_all += tokens.at[q.row[i] + 1] - tokens.at[q.row[i]]
        if a.q_free[i]:
            left_query += q.weight[i]
            heavy_query = max(heavy_query, q.weight[i])
            alone_query += evident(q.kind[i])
            naming_query += q.weight[i] if q.kind[i] in (WORD, COMMON, NUMBER) else 0.0
    for j in range(m):
        if a.n_free[j]:
            word = names.word[start + j]
            left_name += words.weight[word]
            heavy_name = max(heavy_name, words.weight[word])
            alone_name += evident(words.kind[word])
            naming_name += words.weight[word] if words.kind[word] in (WORD, COMMON, NUMBER) else 0.0
    words_name = evident_query = evident_name = 0
    for i in range(n):
        evident_query += evident(q.kind[i])
    for j in range(m):
        evident_name += evident(words.kind[names.word[start + j]])
        words_name += words.kind[names.word[start + j]] not in (TITLE, LEGAL, PARTICLE)
    query_cover = agreed / max(0.01, both + left_query)
    name_cover = agreed / max(0.01, both + left_name)
    least = min(query_cover, name_cover)
    mean = agreed / max(0.01, both)
    many = max(1.0, both)
    person = 1.0 if names.schema[name] == 1 else 0.0
    f = a.features
    f[0], f[1], f[2], f[3] = query_cover, name_cover, least, query_cover * name_cover
    f[4], f[5] = min(agreed, 3.0), min(agreed, 1.0)
    f[6], f[7], f[8], f[9] = min(left_query, 2.0), min(left_name, 2.0), heavy_query, heavy_name
    f[10], f[11] = weakest, mean
    f[12], f[13] = first_bad / many, order_bad / max(1, a.number[1])
    f[16], f[17] = (1.0 if cross == ALPHABET else 0.0), (1.0 if cross == ABJAD else 0.0)
    f[20] = mean if cross else 0.0
    f[21], f[22], f[23] = joined, min(rare, 4.0), exact / many
    f[24], f[25] = (1.0 if words_name <= 1 else 0.0), (1.0 if q.number[6] == 1 else 0.0)
    f[26] = 1.0 if n > 0 and a.q_free[n - 1] else 0.0
    f[27] = min(q.number[4], 30) / 30
    f[30] = min(agreed, 3.0) * least
    f[31], f[32] = heavy_query * heavy_name, min(rare, 3.0) * mean
    f[33] = person
    f[35] = letters / max(1.0, letters_all)
    f[36] = min(initials, 3.0)
    f[37] = min(alone_query, 3.0)
    f[38] = min(alone_name, 3.0)
    f[39] = 1.0 if q.number[3] == SYLLABLES or names.script[name] == SYLLABLES else 0.0
    f[41], f[42] = (1.0 if acronym > 0 else 0.0), acronym / 8
    f[43] = min(consonants, 16.0) / 8
    f[44] = 1.0 if n > 0 and a.q_free[0] else 0.0
    f[45] = 1.0 if m > 0 and a.n_free[0] else 0.0
    f[46] = 1.0 if m > 0 and a.n_free[m - 1] else 0.0
    f[47], f[48] = min(best, 1.5), min(second, 1.5)
    f[49], f[50] = min(evident_query, 6) / 3, min(evident_name, 6) / 3
    f[51] = 1.0 if q.number[3] > 0 and cross == 0 else 0.0
    f[53], f[54] = min(naming_query, 2.0), min(naming_name, 2.0)
    f[14] = f[15] = f[18] = f[19] = f[28] = f[29] = f[34] = f[40] = f[52] = f[55] = 0.0


@compiled
def measure_whole(q: Query, name: int, cross: int, tokens: Tokens, words: Words, names: Names, a: Alignment) -> None:
    """Fill in the measures that compare the names letter by letter."""
    spelt = whole_alike(q.flat, q.number[4], names.flat, names.flat_at[name], names.flat_at[name + 1], a.state)
    bones = whole_alike(q.bare, q.number[5], names.bare, names.bare_at[name], names.bare_at[name + 1], a.state)
    f = a.features
    f[14], f[15] = spelt, bones
    f[18] = bones if cross else 0.0
    f[19] = spelt if cross == ABJAD else 0.0
    f[28], f[29] = spelt * spelt, f[10] * spelt
    f[34] = f[33] * spelt
    f[40] = 1.0 if squeezed(q, name, tokens, words, names) else 0.0
    f[52] = left_alike(q, name, tokens, words, names, a)
    f[55] = min(1.0, f[53], f[54]) * (1.0 - f[52])


@compiled
def left_alike(q: Query, name: int, tokens: Tokens, words: Words, names: Names, a: Alignment) -> float:
    """The greatest likeness, by letters in common, of a word left over of the query and one of the name."""
    best = 0.0
    start = names.at[name]
    for i in range(q.number[0]):
        if not a.q_free[i] or evident(q.kind[i]) == 0:
            continue
        row = q.row[i]
        for j in range(min(names.at[name + 1] - start, MAX_TOKENS)):
            word = names.word[start + j]
            if a.n_free[j] and evident(words.kind[word]) > 0:
                like = letters_alike(
                    tokens.text, tokens.at[row], tokens.at[row + 1], words.text, words.at[word], words.at[word + 1],
                    a.masks,
                )  # fmt: skip
                best = max(best, like)
    return best


@compiled
def squeezed(q: Query, name: int, tokens: Tokens, words: Words, names: Names) -> bool:
    """Whether query and name have the same letters in the same order, differing in spaces only."""
    j, end = names.at[name], names.at[name + 1]
    at, stop = 0, 0
    for i in range(q.number[0]):
        row = q.row[i]
        for k in range(tokens.at[row], tokens.at[row + 1]):
            while at == stop:
                if j == end:
                    return False
                at, stop = words.at[names.word[j]], words.at[names.word[j] + 1]
                j += 1
            if words.text[at] != tokens.text[k]:
                return False
            at += 1
    return bool(at == stop and j == end)


@compiled
def number_conflict(q: Query, name: int, words: Words, names: Names, a: Alignment) -> bool:
    """Whether a number is left over on both sides."""
    ours = theirs = False
    for i in range(q.number[0]):
        ours |= a.q_free[i] == 1 and q.kind[i] == NUMBER
    start = names.at[name]
    for j in range(min(names.at[name + 1] - start, MAX_TOKENS)):
        theirs |= a.n_free[j] == 1 and words.kind[names.word[start + j]] == NUMBER
    return bool(ours and theirs)


@compiled
def one_word_limit(q: Query, name: int, tokens: Tokens, words: Words, names: Names, a: Alignment) -> float:
    """The highest score there can be where one word agrees and either the query has no other against a longer or
    commonly named name, or both sides have another word that cannot be a misspelling of the other's (`Hussein
    Qarmuti`, `Hassan Qarmuti`); else 1."""
    n = q.number[0]
    start = names.at[name]
    m = min(names.at[name + 1] - start, MAX_TOKENS)
    evidence = 0
    only = 0
    for i in range(n):
        if evident(q.kind[i]) > 0:
            evidence += 1
            only = i
    if evidence == 1:
        left = 0
        for j in range(m):
            kind = words.kind[names.word[start + j]]
            if a.n_free[j] and evident(kind) > 0 and kind != GENERIC:
                left += 1
        if left > 1 or (left == 1 and q.weight[only] < RARE):
            return ONE_RARE_WORD if names.schema[name] > 1 and q.weight[only] >= VERY_RARE else NOT_ENOUGH
        return 1.0
    pairs = 0
    for k in range(a.number[1]):
        if a.q_to[k] > a.q_from[k] or a.n_to[k] > a.n_from[k]:
            return 1.0
        pairs += evident(q.kind[a.q_from[k]]) > 0
    if pairs != 1:
        return 1.0
    ours = theirs = 0
    for i in range(n):
        if not a.q_free[i] or (q.kind[i] != WORD and q.kind[i] != COMMON):
            continue
        ours += 1
        theirs = 0
        for j in range(m):
            word = names.word[start + j]
            kind = words.kind[word]
            if not a.n_free[j] or (kind != WORD and kind != COMMON):
                continue
            theirs += 1
            # a slip of the pen seldom hits the first letter, and never turns one well-known name into another
            same_first = tokens.text[tokens.at[q.row[i]]] == words.text[words.at[word]]
            if same_first and a.features[LEFT_ALIKE] >= MIN_LEFT and not (q.kind[i] == COMMON and kind == COMMON):
                return 1.0
    return NOT_ENOUGH if ours > 0 and theirs > 0 else 1.0
