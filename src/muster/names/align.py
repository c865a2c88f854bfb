"""Which word of a query goes with which word of a name, and how well the whole fits.

The alignment is unordered (`LAST, First` is `First Last`) and greedy by weight times likeness, which for names of a
few words differs from the best assignment only in ties. What is left over on either side counts as much as what
agrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from muster.names.similarity import skeleton
from muster.names.vocabulary import Alike, Vocabulary
from muster.names.words import kind_of


@dataclass(frozen=True, slots=True)
class Query:
    """A query looked up in the vocabulary: everything that does not depend on the name it is compared with."""

    tokens: tuple[str, ...]
    kinds: tuple[str, ...]
    weights: tuple[float, ...]
    alike: tuple[Alike, ...]
    joined: tuple[tuple[int, int, Alike], ...]
    """(first, last, words like the tokens first..last written together)"""
    parts: tuple[tuple[tuple[tuple[int, ...], float], ...], ...]
    script: int
    """`script_class` of the query."""
    total: float


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the query (positions) held to be the same as words of the name (positions)."""

    query: tuple[int, ...]
    name: tuple[int, ...]
    similarity: float
    reason: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The links, the positions left over, and the measures the score is made of."""

    links: tuple[Link, ...]
    query_left: tuple[int, ...]
    name_left: tuple[int, ...]
    features: tuple[float, ...]
    number_conflict: bool


_VOWELLESS = frozenset({"Arab", "Hebr", "Syrc"})
_SYLLABLE = 0.7
"""A Chinese or Korean syllable stands for many characters, so its agreement says less than a word's."""
_GIVEN_NAMES = frozenset({"ben"})
_JOINED = 0.97
"""Words alike only when written together are a little less alike."""
_PLAIN = frozenset({"", "Latn", "Hani", "Hang", "Kana", "Hira"})


def script_class(script: str) -> int:
    """How a script is compared with another class: 0 by its (transliterated) letters, 1 another alphabet, 2 a script
    without vowels. Chinese, Korean and Japanese give whole syllables, so consonants alone would say nothing."""
    return 0 if script in _PLAIN else 2 if script in _VOWELLESS else 1


def prepare(tokens: tuple[str, ...], script: str, vocabulary: Vocabulary) -> Query:
    """Look every word of a query up once, alone and joined with its neighbours. `script` is an ISO 15924 code."""
    syllables = script in {"Hani", "Hang"}
    kinds = tuple(map(kind_of, tokens))
    weights = tuple(_query_weight(vocabulary, i, token) for i, token in enumerate(tokens))
    if syllables:
        weights = tuple(weight * _SYLLABLE for weight in weights)
    joined: list[tuple[int, int, Alike]] = []
    for size in (2, 3):
        for first in range(len(tokens) - size + 1):
            part = tokens[first : first + size]
            for together in _written_together(part, kinds[first : first + size]):
                # `ie university` is no misspelling of `university`: one part is nearly all of it
                alone = set().union(*(vocabulary.alike(t) for t in part if len(t) >= 0.75 * len(together)))
                found = vocabulary.alike(together)
                alike = {w: v for w, v in found.items() if max(v[0]) >= 0.8 and w not in alone}
                if alike:
                    joined.append((first, first + size - 1, alike))
    return Query(
        tokens,
        kinds,
        weights,
        tuple(vocabulary.alike(token) for token in tokens),
        tuple(joined),
        tuple(
            tuple(vocabulary.parts(token)) if kind == "word" else () for token, kind in zip(tokens, kinds, strict=True)
        ),
        script_class(script),
        sum(weights),
    )


def _query_weight(vocabulary: Vocabulary, place: int, token: str) -> float:
    weight = vocabulary.weight_of(token)
    # at the start of a name `Ben` is a given name, not `son of`
    return max(weight, 0.5) if place == 0 and token in _GIVEN_NAMES else weight


def _written_together(part: tuple[str, ...], kinds: tuple[str, ...]) -> list[str]:
    """Neighbouring words as one word; once more without an article in the middle, which melts (`Shams al-Din`,
    `Shamsuddin`)."""
    result = ["".join(part)]
    if len(part) == 3 and kinds[1] == "particle":
        result.append(part[0] + part[2])
    return [word for word in result if 4 <= len(word) <= 24 and word.isalpha()]


def align(query: Query, name: Sequence[int], script: int, vocabulary: Vocabulary) -> Alignment:
    """Align the query with one name, given as word ids and the `script_class` of its script."""
    across = max(query.script, script) if query.script != script else 0
    side = 1 if across else 0
    name_weights = [vocabulary.weights[word] for word in name]
    options = _options(query, name, side, name_weights, vocabulary)
    options.sort(key=lambda option: (-option[0], option[1].query, option[1].name))
    query_free = [True] * len(query.tokens)
    name_free = [True] * len(name)
    links: list[Link] = []
    for _, link in options:
        if all(query_free[i] for i in link.query) and all(name_free[j] for j in link.name):
            for i in link.query:
                query_free[i] = False
            for j in link.name:
                name_free[j] = False
            links.append(link)
    links.sort(key=lambda link: link.query)
    query_left = tuple(i for i, free in enumerate(query_free) if free)
    name_left = tuple(j for j, free in enumerate(name_free) if free)
    conflict = any(query.kinds[i] == "number" for i in query_left) and any(
        vocabulary.kinds[name[j]] == "number" for j in name_left
    )
    features = _features(query, name, name_weights, links, query_left, name_left, across, vocabulary)
    return Alignment(tuple(links), query_left, name_left, features, conflict)


def _options(
    query: Query, name: Sequence[int], side: int, weights: list[float], vocabulary: Vocabulary
) -> list[tuple[float, Link]]:
    options: list[tuple[float, Link]] = []
    places: dict[int, list[int]] = {}
    for j, word in enumerate(name):
        places.setdefault(word, []).append(j)
    for i, alike in enumerate(query.alike):
        for word, at in places.items():
            found = alike.get(word)
            if found is not None and found[0][side] > 0:
                value = found[0][side]
                for j in at:
                    rank = value * (query.weights[i] + weights[j]) + 0.001 * (i == j)
                    options.append((rank, Link((i,), (j,), value, _reason(found[1], side))))
            elif _initial(query.tokens[i], vocabulary.texts[word]):
                options.extend((0.1 + 0.01 * (i == j), Link((i,), (j,), 0.8, "initial")) for j in at)
    for first, last, alike in query.joined:
        for word, at in places.items():
            found = alike.get(word)
            if found is not None and found[0][side] > 0:
                span = tuple(range(first, last + 1))
                value = found[0][side] * _JOINED
                for j in at:
                    rank = value * (sum(query.weights[first : last + 1]) + weights[j])
                    options.append((rank, Link(span, (j,), value, "joined")))
    for i, parts in enumerate(query.parts):
        for words, likeness in parts:
            for j in places.get(words[0], ()):
                span = _run(name, j, words, vocabulary)
                if span:
                    value = likeness * _JOINED
                    rank = value * (query.weights[i] + sum(weights[m] for m in span))
                    options.append((rank, Link((i,), span, value, "joined")))
    return options


def _reason(reason: str, side: int) -> str:
    """Across scripts every likeness that is not equality comes of transliteration."""
    return "transliteration" if side and reason != "same" else reason


def _run(name: Sequence[int], start: int, words: tuple[int, ...], vocabulary: Vocabulary) -> tuple[int, ...]:
    """The positions from `start` that hold `words` in order, particles between them included; () if they do not."""
    place = start
    for word in words:
        while place < len(name) and name[place] != word and vocabulary.kinds[name[place]] == "particle":
            place += 1
        if place >= len(name) or name[place] != word:
            return ()
        place += 1
    return tuple(range(start, place))


def _initial(one: str, two: str) -> bool:
    """One is the initial of the other, a word of three or more letters."""
    short, long = (one, two) if len(one) < len(two) else (two, one)
    return len(short) == 1 and len(long) >= 3 and short == long[0] and short.isalpha()


def _features(
    query: Query,
    name: Sequence[int],
    weights: list[float],
    links: list[Link],
    query_left: tuple[int, ...],
    name_left: tuple[int, ...],
    across: int,
    vocabulary: Vocabulary,
) -> tuple[float, ...]:
    """The measures of an alignment, in the order of `score.FEATURES`."""
    from rapidfuzz.distance import Indel

    agreed = both = rare = order_bad = 0.0
    weakest, first_bad, exact, joined = 1.0, 0.0, 0.0, 0.0
    previous = -1
    texts = vocabulary.texts
    for link in links:
        w_query = sum(query.weights[i] for i in link.query)
        w_name = sum(weights[j] for j in link.name)
        weight = (w_query + w_name) / 2
        both += weight
        value = link.similarity
        agreed += weight * value
        if value >= 0.999:
            exact += weight
        if link.reason == "joined":
            joined = 1.0
        if weight >= 0.3:
            rare += 1.0
            weakest = min(weakest, value)
            if query.tokens[link.query[0]][0] != texts[name[link.name[0]]][0]:
                first_bad += weight
        if link.name[0] < previous:
            order_bad += 1.0
        previous = link.name[0]
    left_query = sum(query.weights[i] for i in query_left)
    left_name = sum(weights[j] for j in name_left)
    query_cover = agreed / max(0.01, both + left_query)
    name_cover = agreed / max(0.01, both + left_name)
    heavy_query = max((query.weights[i] for i in query_left), default=0.0)
    heavy_name = max((weights[j] for j in name_left), default=0.0)
    words_query = sorted(t for t, k in zip(query.tokens, query.kinds, strict=True) if k not in _LIGHT) or query.tokens
    words_name = sorted(texts[w] for w in name if vocabulary.kinds[w] not in _LIGHT) or [texts[w] for w in name]
    spelt: float = Indel.normalized_similarity("".join(words_query), "".join(words_name))
    bones_query, bones_name = (" ".join(map(skeleton, side)) for side in (words_query, words_name))
    bones: float = Indel.normalized_similarity(bones_query, bones_name)
    last_left = float(bool(query_left) and query_left[-1] == len(query.tokens) - 1)
    many = max(1.0, both)
    return (
        query_cover,
        name_cover,
        min(query_cover, name_cover),
        query_cover * name_cover,
        min(agreed, 3.0),
        min(agreed, 1.0),
        min(left_query, 2.0),
        min(left_name, 2.0),
        heavy_query,
        heavy_name,
        weakest,
        agreed / max(0.01, both),
        first_bad / many,
        order_bad / max(1, len(links)),
        spelt,
        bones,
        float(across == 1),
        float(across == 2),
        bones if across else 0.0,
        spelt if across == 2 else 0.0,
        agreed / max(0.01, both) if across else 0.0,
        joined,
        min(rare, 4.0),
        exact / many,
        float(len(words_name) == 1),
        float(len(words_query) == 1),
        last_left,
        min(len("".join(words_query)), 30) / 30,
        spelt * spelt,
        weakest * spelt,
        min(agreed, 3.0) * min(query_cover, name_cover),
        heavy_query * heavy_name,
        min(rare, 3.0) * (agreed / max(0.01, both)),
    )


_LIGHT = frozenset({"particle", "legal", "title"})
