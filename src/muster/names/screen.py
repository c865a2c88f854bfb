"""Search of names in an index of names: persons, organisations, units, vessels, in any script.

A query's words are looked up once each; names that share rare words with it are aligned word by word and scored.
Every hit says which words were held to be the same, why, and what was left over: a hit is a question to a person,
who must be able to see it at a glance.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from zlib import crc32

from muster.names.align import Alignment, Query, align, prepare, script_class
from muster.names.fold import Folded, fold
from muster.names.score import score
from muster.names.scripts import script_of
from muster.names.vocabulary import Vocabulary
from muster.names.words import NO_EVIDENCE, compared_tokens

MAX_CANDIDATES = 64
"""Names aligned for one query."""

_POSTING_BUDGET = 6000


@dataclass(frozen=True, slots=True)
class IndexedName:
    """One name of one entity. `kind`: primary, strong, weak, former, original_script, acronym. `schema`: person,
    organization, unit, vessel …, or "" when unknown."""

    entity: str
    name: str
    kind: str
    schema: str


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A word of the query and the word of the name it was held to be. `reason`: same, spelling, sound,
    transliteration, initial, joined. `similarity` in (0, 1]."""

    query: str
    name: str
    reason: str
    similarity: float


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name like the query. `score` in [0, 1], 1 only for equal folded words. `query_left` and `name_left` are the
    words without a partner; `rewrites` and `evasion` are those of the query (see `fold`)."""

    entity: str
    name: str
    kind: str
    schema: str
    score: float
    pairs: tuple[TokenPair, ...]
    query_left: tuple[str, ...]
    name_left: tuple[str, ...]
    rewrites: tuple[str, ...]
    evasion: bool

    @property
    def reason(self) -> str:
        """One plain sentence on why this is a hit."""
        count = len(self.pairs)
        left = bool(self.query_left or self.name_left)
        unlike: dict[str, int] = {}
        for pair in self.pairs:
            if pair.reason != "same":
                unlike[pair.reason] = unlike.get(pair.reason, 0) + 1
        how = ", ".join(f"{number} by {reason}" for reason, number in sorted(unlike.items()))
        words = "word agrees" if count == 1 else "words agree"
        text = f"{count} {words}" if left or count == 1 else f"all {count} {words}"
        if how:
            text += f" ({how})"
        if self.query_left:
            text += f"; not in the name: {_quoted(self.query_left)}"
        if self.name_left:
            text += f"; not in the query: {_quoted(self.name_left)}"
        return text


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class NameIndex:
    """An immutable index of names; `build` it once, search it often. Equal input gives equal answers."""

    __slots__ = ("_ends", "_exact", "_names", "_script", "_totals", "_vocabulary", "_word_ids")

    def __init__(self) -> None:
        self._names: list[IndexedName] = []
        self._vocabulary = Vocabulary()
        self._word_ids = array("I")
        self._ends = array("I")
        self._script = bytearray()
        self._totals = array("f")
        self._exact: dict[int, int | list[int]] = {}

    @classmethod
    def build(cls, names: Iterable[IndexedName]) -> NameIndex:
        """An index of `names`. Names without a letter or digit are kept but can never be found."""
        index = cls()
        vocabulary = index._vocabulary
        for place, entry in enumerate(names):
            tokens = compared_tokens(fold(entry.name).tokens)
            index._names.append(entry)
            index._word_ids.extend([vocabulary.add(token, place) for token in tokens])
            index._ends.append(len(index._word_ids))
            index._script.append(script_class(script_of(entry.name)))
            if tokens:
                index._note_exact(_key_of(tokens), place)
        vocabulary.finish(len(index._names))
        start = 0
        for end in index._ends:
            index._totals.append(sum(vocabulary.weights[word] for word in index._word_ids[start:end]))
            start = end
        return index

    def __len__(self) -> int:
        return len(self._names)

    def exact(self, query: str) -> list[IndexedName]:
        """The names with the same folded words as `query`, in any order; in the order they were indexed."""
        return [self._names[place] for place in self._exact_places(compared_tokens(fold(query).tokens))]

    def search(
        self, query: str, *, schemas: frozenset[str] | None = None, threshold: float = 0.7, limit: int = 5
    ) -> list[NameHit]:
        """The best name of each entity that scores at least `threshold`, best first, at most `limit`.

        `schemas` keeps names of those schemas and names whose schema is unknown. Only the first
        `fold.MAX_CHARACTERS` characters and `words.MAX_TOKENS` words of a query are read.
        """
        folded = fold(query)
        tokens = compared_tokens(folded.tokens)
        if not tokens or limit <= 0:
            return []
        prepared = prepare(tokens, script_of(query), self._vocabulary)
        equal = frozenset(self._exact_places(tokens))
        best: dict[str, tuple[float, int, Alignment]] = {}
        if not equal and not any(self._bears_evidence(prepared, i) for i in range(len(tokens))):
            return []
        for place in sorted(equal.union(self._candidates(prepared))):
            entry = self._names[place]
            if schemas is not None and entry.schema and entry.schema not in schemas:
                continue
            words = self._words(place)
            alignment = align(prepared, words, self._script[place], self._vocabulary)
            value = 1.0 if place in equal else round(score(prepared, words, alignment, self._vocabulary), 4)
            if value >= threshold and (entry.entity not in best or value > best[entry.entity][0]):
                best[entry.entity] = (value, place, alignment)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:limit]
        return [self._hit(prepared, folded, *found) for _, found in ranked]

    def _note_exact(self, key: int, place: int) -> None:
        held = self._exact.get(key)
        if held is None:
            self._exact[key] = place
        elif isinstance(held, list):
            held.append(place)
        else:
            self._exact[key] = [held, place]

    def _exact_places(self, tokens: tuple[str, ...]) -> list[int]:
        if not tokens:
            return []
        held = self._exact.get(_key_of(tokens))
        places = [] if held is None else held if isinstance(held, list) else [held]
        wanted = sorted(tokens)
        texts = self._vocabulary.texts
        return [place for place in places if sorted(texts[word] for word in self._words(place)) == wanted]

    def _words(self, place: int) -> array[int]:
        return self._word_ids[self._ends[place - 1] if place else 0 : self._ends[place]]

    @staticmethod
    def _bears_evidence(query: Query, place: int) -> bool:
        return query.kinds[place] not in NO_EVIDENCE

    def _candidates(self, query: Query) -> list[int]:
        """The names that share most weight with the query."""
        side = int(query.script > 0)
        postings = self._vocabulary.postings
        sources: list[tuple[int, float, list[tuple[float, int]]]] = []
        for i, alike in enumerate(query.alike):
            if self._bears_evidence(query, i):
                sources.append(_source(query.weights[i], [(v[0][side], w) for w, v in alike.items()], postings))
        for first, last, alike in query.joined:
            weight = min(1.0, sum(query.weights[first : last + 1]))
            sources.append(_source(weight, [(v[0][side], w) for w, v in alike.items()], postings))
        sources.sort(key=lambda source: (source[0], -source[1]))
        shared: dict[int, float] = {}
        touched = 0
        for size, weight, words in sources:
            if touched and touched + size > _POSTING_BUDGET:
                for value, word in words:
                    gain = weight * value
                    for place in postings[word]:
                        if place in shared:
                            shared[place] += gain
            else:
                for value, word in words:
                    gain = weight * value
                    for place in postings[word]:
                        shared[place] = shared.get(place, 0.0) + gain
            touched += size
        for i, parts in enumerate(query.parts):
            for words_of_part, likeness in parts:
                for place in self._having_all(words_of_part):
                    shared[place] = max(shared.get(place, 0.0), query.weights[i] * likeness)
        if len(shared) > MAX_CANDIDATES:
            least = 0.35 * max(shared.values())
            totals = self._totals
            base = 0.6 * query.total + 0.05
            ranked = [(value / (base + 0.4 * totals[p]), -p) for p, value in shared.items() if value >= least]
            return [-place for _, place in nlargest(MAX_CANDIDATES, ranked)]
        return list(shared)

    def _having_all(self, words: tuple[int, ...]) -> Iterable[int]:
        """The names that have all of `words`; none when even the rarest of them is too common to be worth it."""
        postings = sorted((self._vocabulary.postings[word] for word in words), key=len)
        if len(postings[0]) > _POSTING_BUDGET // 4:
            return ()
        places = set(postings[0])
        for posting in postings[1:]:
            if len(posting) <= _POSTING_BUDGET:  # a commoner one would rule out little
                places.intersection_update(posting)
        return places

    def _hit(self, query: Query, folded: Folded, value: float, place: int, alignment: Alignment) -> NameHit:
        entry = self._names[place]
        words = [self._vocabulary.texts[word] for word in self._words(place)]
        pairs = tuple(
            TokenPair(
                " ".join(query.tokens[i] for i in link.query),
                " ".join(words[j] for j in link.name),
                link.reason,
                round(link.similarity, 3),
            )
            for link in alignment.links
        )
        return NameHit(
            entry.entity,
            entry.name,
            entry.kind,
            entry.schema,
            value,
            pairs,
            tuple(query.tokens[i] for i in alignment.query_left),
            tuple(words[j] for j in alignment.name_left),
            folded.rewrites,
            folded.evasion,
        )


def _source(
    weight: float, words: list[tuple[float, int]], postings: list[array[int]]
) -> tuple[int, float, list[tuple[float, int]]]:
    kept = sorted((row for row in words if row[0] > 0), key=lambda row: (-row[0], row[1]))
    return sum(len(postings[word]) for _, word in kept), weight, kept


def _key_of(tokens: tuple[str, ...]) -> int:
    """A key for the same words in any order, the same in every process; equal keys must still be compared."""
    return crc32(" ".join(sorted(tokens)).encode())
