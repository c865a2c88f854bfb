"""The names of an index that are like a query, with their scores; compiled.

Names that share rare words with the query are gathered from the lists of names by word, those that share most of
their weight are aligned and scored. Work for one query is bounded by the budgets below, whatever the index holds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from muster.jit import compiled, entry
from muster.names.align import (
    Alignment,
    align,
    alignment_space,
    measure,
    measure_whole,
    number_conflict,
    one_word_limit,
)
from muster.names.lookup import SAME_WORD, Work, work_for
from muster.names.query import MAX_TOKENS, Query, Tokens, evident, forget, prepare, query_for
from muster.names.score import (
    EXCHANGED,
    FEATURES,
    INITIALS_ONLY,
    NEARLY,
    OTHER_NUMBER,
    OTHER_ORDER,
    SAME_WORDS,
    Model,
)
from muster.names.script_class import SYLLABLES
from muster.names.tables import COMMON, Array, Names, Words, equal_key, find

MAX_CANDIDATES = 64
"""Names aligned for one query."""

ACRONYM_AT = FEATURES.index("acronym")
LENGTH_AT = FEATURES.index("acronym_length")
MEAN_AT = FEATURES.index("mean")
WORDS_AT = FEATURES.index("words_query")
LEFT_QUERY_AT = FEATURES.index("words_left_query")
LEFT_NAME_AT = FEATURES.index("words_left_name")
_BUDGET = 2000
_SOURCES = 256
_BINS = 256


class Space(NamedTuple):
    """Work space of a search: shared weight by name, names touched, those worth a closer
    look with the place of their words, sources of candidates, candidates."""

    shared: Array
    touched: Array
    worth: Array
    word_at: Array
    source_size: Array
    source_from: Array
    source_to: Array
    gain: Array
    bins: Array
    chosen: Array
    equal: Array
    equal_score: Array
    used: Array
    read: Array


class Links(NamedTuple):
    """How the names found were aligned: for each link tokens from, to, words from, to and reason (`place`), and its
    likeness; the links of the name found k-th end at `at[k + 1]`. `left`: a bit for each token, and for each word of
    the name, left over."""

    place: Array
    like: Array
    at: Array
    left: Array


def links_for(tokens: int, names: int) -> Links:
    """Room for the links of queries of so many tokens together, with so many names found."""
    room = tokens * 2 * MAX_CANDIDATES
    return Links(
        np.empty((room, 5), np.uint8), np.empty(room), np.zeros(names + 1, np.int64), np.empty((names, 2), np.int32)
    )


def space_for(words: Words, names: Names) -> tuple[Query, Work, Alignment, Space]:
    """Fresh work space for searches of an index."""
    count = len(names.script)
    space = Space(
        np.zeros(count), np.zeros(count, np.int32), np.zeros(count, np.int32), np.zeros(count, np.int32),
        np.zeros(_SOURCES, np.int64), np.zeros(_SOURCES, np.int32),
        np.zeros(_SOURCES, np.int32), np.zeros(len(words.kind)), np.zeros(_BINS, np.int32),
        np.zeros(4 * MAX_CANDIDATES, np.int32), np.zeros(MAX_CANDIDATES, np.int32), np.zeros(MAX_CANDIDATES),
        np.zeros(_SOURCES, np.uint8),
        np.zeros(1),
    )  # fmt: skip
    return query_for(words), work_for(words), alignment_space(), space


@compiled
def equal_names(q: Query, tokens: Tokens, words: Words, names: Names, space: Space) -> int:
    """Find the names with the same words in any order (`space.equal`) and what they score; their number."""
    n = q.number[0]
    if n == 0:
        return 0
    order = q.order
    for i in range(n):
        row = q.row[i]
        order[i] = -1
        for k in range(tokens.like_at[row], tokens.like_at[row + 1]):
            if tokens.like.like[k] == 1.0:
                order[i] = tokens.like.word[k]
        if order[i] < 0:
            return 0
    key = equal_key(order, 0, n, words.at, words.text)
    place = find(key, names.equal)
    count = 0
    while place < len(names.equal.key) and names.equal.key[place] == key and count < len(space.equal):
        name = names.equal.row[place]
        place += 1
        start, end = names.at[name], names.at[name + 1]
        if end - start != n:
            continue
        equal = True
        for i in range(n):
            ours = theirs = 0
            for j in range(n):
                ours += order[j] == order[i]
                theirs += names.word[start + j] == order[i]
            equal &= ours == theirs
        # a syllable is written with many characters, so equal syllables are no equal names
        if equal and (q.number[3] == SYLLABLES) == (names.script[name] == SYLLABLES):
            space.equal[count] = name
            space.equal_score[count] = order_score(q, name, words, names, space)
            count += 1
    return count


@compiled
def order_score(q: Query, name: int, words: Words, names: Names, space: Space) -> float:
    """What a name with the words `q.order` scores: 1 in the same order, and for all but persons. A person's words may
    begin elsewhere (`HASSAN, Ahmad`), but given name and father's name exchanged are another person."""
    n = q.number[0]
    start = names.at[name]
    same = True
    count = common = other = 0
    for i in range(n):
        same &= names.word[start + i] == q.order[i]
        # `space.chosen` is not in use yet: the words that name, as the query has them and as the name has them
        if evident(words.kind[q.order[i]]):
            space.chosen[count] = q.order[i]
            common += words.kind[q.order[i]] == COMMON
            count += 1
        if evident(words.kind[names.word[start + i]]):
            space.chosen[MAX_TOKENS + other] = names.word[start + i]
            other += 1
    if same or names.schema[name] != 1:
        return 1.0
    for shift in range(count):
        turned = True
        for i in range(count):
            turned &= space.chosen[(i + shift) % count] == space.chosen[MAX_TOKENS + i]
        if turned:
            return EXCHANGED if count == 2 and common == 2 and shift else OTHER_ORDER
    return EXCHANGED


@compiled
def sources(q: Query, words: Words, space: Space) -> int:
    """Group the entries that bear evidence by the tokens they stand for; the number of groups. Entries of a group
    follow one another. `space.used` holds 0 for a group not gathered yet."""
    count = 0
    e = 0
    while e < q.number[1] and count < _SOURCES:
        first, last = q.e_from[e], q.e_to[e]
        start = e
        size = 0
        while e < q.number[1] and q.e_from[e] == first and q.e_to[e] == last:
            word = q.e_word[e]
            size += words.post_at[word + 1] - words.post_at[word]
            e += 1
        if first == last and evident(q.kind[first]) == 0:
            continue
        space.source_from[count], space.source_to[count], space.source_size[count] = start, e, size
        space.used[count] = 0
        count += 1
    return count


@compiled
def gather(q: Query, words: Words, names: Names, least: float, space: Space) -> int:
    """Add up in `space.shared` the weight each name shares with the query, rarest words first; how many names. The
    part that common words add is left out where it cannot make up `least` (see `choose`)."""
    count = sources(q, words, space)
    touched = 0
    seen = 0
    common = False
    more = 0.0
    shared = space.shared
    for _ in range(count):
        best = -1
        for s in range(count):
            if space.used[s] == 0 and (best < 0 or space.source_size[s] < space.source_size[best]):
                best = s
        space.used[best] = 1
        start, end = space.source_from[best], space.source_to[best]
        weight = 0.0
        for i in range(q.e_from[start], q.e_to[start] + 1):
            weight += q.weight[i]
        weight = min(1.0, weight)
        size = space.source_size[best]
        if common or (touched > 0 and seen + size > _BUDGET):
            # too common to bring in new names: only those already there gain by it
            common = True
            more += weight
            for e in range(start, end):
                space.gain[q.e_word[e]] += weight * q.e_like[e]
            continue
        seen += size
        for e in range(start, end):
            gain = weight * q.e_like[e]
            word = q.e_word[e]
            for p in range(words.post_at[word], words.post_at[word + 1]):
                name = words.post[p]
                if shared[name] == 0.0:
                    space.touched[touched] = name
                    touched += 1
                shared[name] += gain
    if common:
        # in several rounds, so that waiting for memory is done at once and not name by name
        worth = 0
        for t in range(touched):
            name = space.touched[t]
            space.worth[worth], space.word_at[worth] = name, names.at[name]
            worth += shared[name] + more >= least * (0.6 * q.total[0] + 0.05 + 0.4 * names.total[name])
        read = 0
        for w in range(worth):
            read += names.word[space.word_at[w]]
        space.read[0] = read
        for w in range(worth):
            name = space.worth[w]
            for j in range(space.word_at[w], names.at[name + 1]):
                shared[name] += space.gain[names.word[j]]
        for e in range(q.number[1]):
            space.gain[q.e_word[e]] = 0.0
    for p in range(q.number[2]):
        name = q.p_name[p]
        if shared[name] == 0.0:
            space.touched[touched] = name
            touched += 1
        shared[name] += q.weight[q.p_token[p]] * q.p_like[p]
    return touched


@compiled
def choose(q: Query, names: Names, touched: int, least: float, space: Space) -> int:
    """Write to `space.chosen` the names that share most, as a part of what both weigh, and at least `least`; their
    number. Clears `space.shared`."""
    base = 0.6 * q.total[0] + 0.05
    shared = space.shared
    for b in range(_BINS):
        space.bins[b] = 0
    kept = 0
    for t in range(touched):
        name = space.touched[t]
        part = shared[name] / (base + 0.4 * names.total[name])
        if part >= least:
            space.bins[min(_BINS - 1, int(part * 160))] += 1
            space.touched[kept] = name
            shared[name] = part
            kept += 1
        else:
            shared[name] = 0.0
    room = 0
    lowest = _BINS
    while lowest > 0 and room + space.bins[lowest - 1] <= MAX_CANDIDATES:
        lowest -= 1
        room += space.bins[lowest]
    count = 0
    edge = MAX_CANDIDATES - room
    for t in range(kept):
        name = space.touched[t]
        place = min(_BINS - 1, int(shared[name] * 160))
        shared[name] = 0.0
        if place >= lowest:
            space.chosen[count] = name
            count += 1
        elif place == lowest - 1 and edge > 0:
            edge -= 1
            space.chosen[count] = name
            count += 1
    return count


@compiled
def read_ahead(names: Names, count: int, space: Space) -> None:
    """Read a little of all that will be read of the names chosen, one after another: waiting for memory is done at
    once and not name by name, which in a large index takes most of the time."""
    read = 0
    for c in range(count):
        name = space.chosen[c]
        word, flat, bare = names.at[name], names.flat_at[name], names.bare_at[name]
        if word < names.at[name + 1]:
            read += names.word[word]
        if flat < names.flat_at[name + 1]:
            read += names.flat[flat]
        if bare < names.bare_at[name + 1]:
            read += names.bare[bare]
        read += names.schema[name] + names.script[name]
    space.read[0] = read


@compiled
def fitted(a: Alignment, m: Model) -> float:
    """The fitted function of the measures, before calibration."""
    units = len(m.bias)
    hidden = a.hidden
    for h in range(units):
        hidden[h] = m.bias[h]
    for k in range(len(m.hidden)):
        value = a.features[k]
        if value != 0.0:
            row = m.hidden[k]
            for h in range(units):
                hidden[h] += value * row[h]
    z = m.out[units]
    for h in range(units):
        z += m.out[h] * (hidden[h] if hidden[h] > 0 else 0.05 * hidden[h])
    return float(z)


@compiled
def hopeless(a: Alignment, m: Model) -> bool:
    """Whether the measures of the words rule out a score worth telling."""
    count = len(m.gate) - 1
    z = m.gate[count]
    for k in range(count):
        z += m.gate[k] * a.features[k]
    return bool(z < 0.0)


@compiled
def same_words(a: Alignment) -> bool:
    """Whether two words or more agree but for their language or spelling, and none that is evidence is left over."""
    f = a.features
    alike = f[MEAN_AT] >= SAME_WORD - 1e-9
    return bool(alike and f[WORDS_AT] > 0.5 and f[LEFT_QUERY_AT] == 0.0 and f[LEFT_NAME_AT] == 0.0)


@compiled
def calibrated(z: float, m: Model) -> float:
    """The score of a value of the fitted function, by straight lines between the knots."""
    last = len(m.knots) - 1
    if z <= m.knots[0]:
        return float(m.levels[0])
    if z >= m.knots[last]:
        return float(m.levels[last])
    k = 0
    while z > m.knots[k + 1]:
        k += 1
    part = (z - m.knots[k]) / (m.knots[k + 1] - m.knots[k])
    return float(m.levels[k] + part * (m.levels[k + 1] - m.levels[k]))


@compiled
def score(
    q: Query, name: int, tokens: Tokens, words: Words, names: Names, m: Model, a: Alignment
) -> float:  # fmt: skip
    """Align a name and score it, in [0, 1]; 0 where the words alone show that the score would be next to nothing."""
    cross = align(q, name, tokens, words, names, a)
    measure(q, name, cross, tokens, words, names, a)
    if hopeless(a, m) and not same_words(a):
        return 0.0
    measure_whole(q, name, cross, tokens, words, names, a)
    value = min(NEARLY, calibrated(fitted(a, m), m))
    if number_conflict(q, name, words, names, a):
        value = min(value, OTHER_NUMBER)
    if a.features[ACRONYM_AT] > 0:
        value = min(value, INITIALS_ONLY[min(2, int(a.features[LENGTH_AT] * 8 + 0.5) - 3)])
    value = min(value, one_word_limit(q, name, tokens, words, names, a))
    if names.schema[name] != 1 and same_words(a):
        value = max(value, SAME_WORDS)
    return float(np.floor(value * 10000 + 0.5) / 10000)


@entry
def search_all(
    rows: Array, at: Array, script: Array, tokens: Tokens, words: Words, names: Names, m: Model, allowed: Array,
    threshold: float, least: float, q: Query, work: Work, a: Alignment, space: Space,
    out_name: Array, out_score: Array, out_at: Array, features: Array, links: Links,
) -> None:  # fmt: skip
    """Search every query: tokens `rows[at[k]:at[k+1]]`. Names of a schema code in `allowed` that score at least
    `threshold` are written to `out_name` and `out_score`, those of query k ending at `out_at[k+1]`, at most
    `2 * MAX_CANDIDATES` a query. `features`, unless empty, gets the measures of each,
    `links` how each was aligned."""
    end = 0
    for k in range(len(at) - 1):
        prepare(q, rows, at[k], at[k + 1], script[k], tokens, words, names, work)
        equal = equal_names(q, tokens, words, names, space)
        for e in range(equal):
            if allowed[names.schema[space.equal[e]]] and threshold <= space.equal_score[e]:
                out_name[end], out_score[end] = space.equal[e], space.equal_score[e]
                align(q, space.equal[e], tokens, words, names, a)
                keep_links(a, end, links)
                end += 1
        if equal or q.number[7] > 0:
            count = choose(q, names, gather(q, words, names, least, space), least, space)
            read_ahead(names, count, space)
            for c in range(count):
                name = space.chosen[c]
                if not allowed[names.schema[name]]:
                    continue
                known = False
                for e in range(equal):
                    known |= space.equal[e] == name
                if known:
                    continue
                value = score(q, name, tokens, words, names, m, a)
                if value >= threshold:
                    out_name[end], out_score[end] = name, value
                    keep_links(a, end, links)
                    if len(features):
                        for f in range(len(a.features)):
                            features[end, f] = a.features[f]
                    end += 1
        out_at[k + 1] = end
        forget(q)


@compiled
def keep_links(a: Alignment, k: int, links: Links) -> None:
    """Write down the alignment of the name found k-th."""
    end = links.at[k]
    for n in range(a.number[1]):
        place = links.place[end]
        place[0], place[1], place[2], place[3] = a.q_from[n], a.q_to[n], a.n_from[n], a.n_to[n]
        place[4] = a.reason[n]
        links.like[end] = a.like[n]
        end += 1
    links.at[k + 1] = end
    for side in range(2):
        left = 0
        for i in range(MAX_TOKENS):
            if (a.q_free[i] if side == 0 else a.n_free[i]) == 1:
                left |= 1 << i
        links.left[k, side] = left


@entry
def look_at(
    query: Array, name: Array, rows: Array, at: Array, script: Array, tokens: Tokens, words: Words, names: Names,
    m: Model, q: Query, work: Work, a: Alignment, space: Space, scores: Array,
) -> int:  # fmt: skip
    """Write to `scores` the score of `query[k]` with `name[k]` for each k, whatever they share (nothing where
    `name[k]` is below 0). `space.equal` gets the names with the same words as the last query, and their number is the
    result. One function for two tasks, because most of it would be compiled for each of them."""
    last = -1
    equal = 0
    for k in range(len(query)):
        asked = query[k]
        if asked != last:
            if last >= 0:
                forget(q)
            prepare(q, rows, at[asked], at[asked + 1], script[asked], tokens, words, names, work)
            equal = equal_names(q, tokens, words, names, space)
            last = asked
        if name[k] < 0:
            continue
        scores[k] = score(q, name[k], tokens, words, names, m, a) if q.number[0] else 0.0
        for e in range(equal):
            if space.equal[e] == name[k]:
                scores[k] = space.equal_score[e]
    if last >= 0:
        forget(q)
    return equal
