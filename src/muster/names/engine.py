"""The index behind `NameIndex`: strings and arrays outside, compiled search inside.

Kept apart from `screen.py` so that importing the package loads neither numpy nor numba.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.arrays import Texts, load, save
from muster.names import search as kernel
from muster.names.align import Alignment
from muster.names.lookup import MAX_ALIKE, REASONS, Alike, Work, look_up_all, room_for, work_for
from muster.names.query import Query, Tokens
from muster.names.score import FEATURES, OTHER_ORDER, model
from muster.names.screen import IndexedName, TokenPair
from muster.names.script_class import SYLLABLES
from muster.names.tables import KINDS, Keys, Names, Words, build_names, build_words, hash_all, weights
from muster.names.tokens import Tokeniser, script_class
from muster.names.words import WEIGHT_CAP, kind_of, population, same_word, words

Array = NDArray[Any]
Explained = tuple[tuple[TokenPair, ...], tuple[str, ...], tuple[str, ...]]

_KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}
_CAP = np.array([WEIGHT_CAP[kind] for kind in KINDS])
_CACHED_TOKENS = 100_000
_SCHEMA_FIRST = ("", "person")
_FORMAT = 3


class Found(NamedTuple):
    """Names found for a batch of queries: those of query k from `at[k]` to `at[k+1]`. The rest is for explanations: the
    words of the queries (`words`, numbered by `rows` from `rows_at`) and the links."""

    name: Array
    score: Array
    at: Array
    features: Array
    links: kernel.Links
    rows: Array
    rows_at: Array
    words: list[str]


class Best(NamedTuple):
    """The best name of an entity: number of the query, number among the names found, name, score."""

    query: int
    number: int
    name: int
    score: float


def _least(threshold: float) -> float:
    """How much of the weight a name must share to be aligned at all."""
    return 0.38 if threshold >= 0.5 else 0.2


def word_hash(text: str) -> int:
    """`letters.hash_of` in plain Python, for single words."""
    h = 2166136261
    for byte in text.encode("ascii"):
        h = ((h ^ byte) * 16777619) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x2C1B3C6D) & 0xFFFFFFFF
    return h ^ (h >> 13)


class Cache:
    """Distinct words of queries, by the script class of the query, with what the index holds that is like them; grows,
    and is replaced when full."""

    def __init__(self, words: Words, names: int, work: Work) -> None:
        self._words = words
        self._names = names
        self._work = work
        self.count = 0
        self.row: tuple[dict[str, int], ...] = ({}, {}, {})
        self.spelt: list[str] = []
        self.tokens = Tokens(
            np.zeros(1 << 14, np.uint8), np.zeros((1 << 11) + 1, np.int32), np.zeros(1 << 11, np.uint8),
            np.zeros(1 << 11), room_for(1 << 14), np.zeros((1 << 11) + 1, np.int32),
        )  # fmt: skip

    def add(self, new: list[str], script: int) -> None:
        """Look up words not met before in queries of script class `script`."""
        have, count = self.count, len(new)
        kind, same = _kinds(new), _same(new).astype(np.int64)
        text, at = _letters(new)
        weight = weights(_borne(new), _CAP[kind], self._names + population()[0])
        out, out_at = room_for(count * MAX_ALIKE), np.zeros(count + 1, np.int32)
        look_up_all(text, at, kind, same, script, weight, self._words, self._work, out, out_at)
        held = self.tokens
        used = int(held.at[have])
        liked = int(held.like_at[have])
        self.tokens = Tokens(
            _put(held.text, used, text),
            _put(held.at, have + 1, at[1:] + used),
            _put(held.kind, have, kind),
            _put(held.weight, have, weight),
            Alike(*(_put(old, liked, fresh[: out_at[-1]]) for old, fresh in zip(held.like, out, strict=True))),
            _put(held.like_at, have + 1, out_at[1:] + liked),
        )
        self.row[script].update(zip(new, range(have, have + count), strict=True))
        self.spelt += new
        self.count += count


def _letters(texts: list[str]) -> tuple[Array, Array]:
    at = np.zeros(len(texts) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=at[1:])
    return np.frombuffer(bytearray("".join(texts), "ascii"), np.uint8), at


def _put(array: Array, at: int, values: Array) -> Array:
    """`array` with `values` from `at`, made twice as large if they do not fit (the old one stays as it was)."""
    end = at + len(values)
    if end > len(array):
        grown = np.zeros(max(end, 2 * len(array)), array.dtype)
        grown[:at] = array[:at]
        array = grown
    array[at:end] = values
    return array


@cache
def _known_kinds() -> dict[str, int]:
    return {word: _KIND_CODE[kind] for word, kind in words().kind.items()}


def _kinds(texts: list[str]) -> Array:
    known = _known_kinds()
    word, number = _KIND_CODE["word"], _KIND_CODE["number"]
    codes = [
        known.get(text, word)
        if len(text) > 1 and text.isalpha()
        else _KIND_CODE[kind_of(text)]
        if text.isalpha()
        else number
        for text in texts
    ]
    return np.array(codes, np.uint8)


def _same(texts: list[str]) -> Array:
    """For each word the key of the spelling that stands for it."""
    text, at = _letters(texts)
    keys = np.zeros(len(texts), np.uint32)
    hash_all(text, at, keys)
    canon = words().canon
    for place in [k for k, word in enumerate(texts) if word in canon]:
        keys[place] = word_hash(canon[texts[place]])
    return keys


def _borne(texts: list[str]) -> Array:
    """How many in the world at large bear each word."""
    borne = population()[1]
    return np.array([borne.get(same_word(text), 0) for text in texts], np.float64)


class Engine:
    """An index: `Words` and `Names`, and the strings of names, entities, kinds and schemas."""

    def __init__(self, words: Words, names: Names, strings: dict[str, Texts], codes: dict[str, Array]) -> None:
        self.words, self.names = words, names
        self._strings, self._codes = strings, codes
        self._schemas = [strings["schemas"][k] for k in range(len(strings["schemas"]))]
        self._kinds = [strings["kinds"][k] for k in range(len(strings["kinds"]))]
        self._tokenise = Tokeniser()
        self._lock = threading.Lock()
        self._cache = Cache(words, len(names.script), work_for(words))
        self._spelt: dict[int, str] = {}
        self._spaces: list[tuple[Query, Work, Alignment, kernel.Space]] = []

    @classmethod
    def build(cls, entries: Iterable[IndexedName]) -> Engine:
        """An index of the names."""
        entity, schema, kind = _Codes(), _Codes(_SCHEMA_FIRST), _Codes()
        names: list[str] = []
        entity_of, kind_at, schema_of = array("i"), array("i"), array("i")
        for entry in entries:
            names.append(entry.name)
            entity_of.append(entity[entry.entity])
            kind_at.append(kind[entry.kind])
            schema_of.append(schema[entry.schema])
        codes = {"entity": np.array(entity_of, np.int32), "kind": np.array(kind_at, np.int32)}
        schemas = np.array(schema_of, np.int32)
        vocabulary = _Codes()
        tokens = Tokeniser()(names)
        at = np.zeros(len(names) + 1, np.int32)
        np.cumsum(np.fromiter(map(len, tokens), np.int32, len(names)), out=at[1:])
        word = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(tokens)), np.int32, at[-1])
        texts = list(vocabulary)
        kinds = _kinds(texts)
        same = _same(texts)
        script = np.fromiter(map(script_class, names), np.uint8, len(names))
        table = build_words(texts, kinds, same, _CAP[kinds], _borne(texts), population()[0], word, at, script)
        rows = build_names(texts, table, word, at, script, schemas)
        strings = {
            "names": Texts.of(names),
            "entities": Texts.of(list(entity)),
            "kinds": Texts.of(list(kind)),
            "schemas": Texts.of(list(schema)),
        }
        return cls(table, rows, strings, codes)

    def __len__(self) -> int:
        return len(self.names.script)

    def row(self, place: int) -> tuple[str, str, str, str]:
        """Entity, name, kind and schema of a name."""
        return (
            self._strings["entities"][self._codes["entity"][place]],
            self._strings["names"][place],
            self._kinds[self._codes["kind"][place]],
            self._schemas[self.names.schema[place]],
        )

    def _rows(self, queries: Sequence[str]) -> tuple[Array, Array, Array, Tokens, list[str]]:
        """Rows in the table of query words, where those of each query end, script classes, the table and its words."""
        script = [script_class(query) for query in queries]
        with self._lock:
            parts = self._tokenise(queries)
            if self._cache.count > _CACHED_TOKENS:
                self._cache = Cache(self.words, len(self), work_for(self.words))
            cache = self._cache
            new: tuple[dict[str, None], ...] = ({}, {}, {})
            known = cache.row
            for tokens, code in zip(parts, script, strict=True):
                side = code % SYLLABLES
                rows = known[side]
                for token in tokens:
                    if token not in rows:
                        new[side][token] = None
            for side in range(SYLLABLES):
                if new[side]:
                    cache.add(list(new[side]), side)
            found: list[int] = []
            at = np.zeros(len(queries) + 1, np.int32)
            for k, tokens in enumerate(parts):
                rows = known[script[k] % SYLLABLES]
                found.extend([rows[token] for token in tokens])
                at[k + 1] = len(found)
            return np.array(found, np.int32), at, np.array(script, np.uint8), cache.tokens, cache.spelt

    def search(
        self, queries: Sequence[str], schemas: frozenset[str] | None, threshold: float, *, least: float | None = None
    ) -> Found:
        """All names that score at least `threshold`. With `least` their measures too, of all names that share at least
        so much of the weight."""
        features = least is not None
        rows, at, script, tokens, spelt = self._rows(queries)
        allowed = np.array([schemas is None or not s or s in schemas for s in self._schemas], np.uint8)
        room = len(queries) * 2 * kernel.MAX_CANDIDATES
        found = Found(
            np.empty(room, np.int32), np.empty(room), np.zeros(len(queries) + 1, np.int64),
            np.zeros((room if features else 0, len(FEATURES))), kernel.links_for(len(rows), room), rows, at, spelt,
        )  # fmt: skip
        if not len(self):
            return found
        space = self._space()
        fitted = model()
        if features:
            fitted = fitted._replace(gate=np.eye(1, len(FEATURES) + 1, len(FEATURES))[0])
        kernel.search_all(
            rows, at, script, tokens, self.words, self.names, fitted, allowed, threshold,
            _least(threshold) if least is None else least, *space,
            found.name, found.score, found.at, found.features, found.links,
        )  # fmt: skip
        self._spaces.append(space)
        return found

    def _space(self) -> tuple[Query, Work, Alignment, kernel.Space]:
        try:
            return self._spaces.pop()
        except IndexError:
            return kernel.space_for(self.words, self.names)

    def best(self, found: Found, limit: int) -> list[Best]:
        """The best name of each entity, best first, at most `limit` a query."""
        result: list[Best] = []
        strings = self._strings["entities"]
        at = found.at.tolist()
        places, scores = found.name[: at[-1]].tolist(), found.score[: at[-1]].tolist()
        entities = self._codes["entity"][found.name[: at[-1]]].tolist()
        for k in range(len(at) - 1):
            start, end = at[k], at[k + 1]
            if start == end:
                continue
            best: dict[int, tuple[float, int, int]] = {}
            for p in range(start, end):
                rank = (-scores[p], places[p], p)
                held = best.get(entities[p])
                if held is None or rank < held:
                    best[entities[p]] = rank
            ranked = list(best.items())
            if len(ranked) > 1:
                ranked.sort(key=lambda item: (item[1][0], strings[item[0]]))
            result.extend(Best(k, p, place, -score) for _, (score, place, p) in ranked[:limit])
        return result

    def explain(self, found: Found, best: Sequence[Best]) -> Iterator[Explained]:
        """For each of `best`: the linked words, and those left over of the query and of the name."""
        if not best:
            return
        number = np.fromiter((one.number for one in best), np.int64, len(best))
        name = np.fromiter((one.name for one in best), np.int64, len(best))
        links = found.links
        picked, ends = _runs(links.at[number], links.at[number + 1])
        from_, to, name_from, name_to, reasons = links.place[picked].T.tolist()
        likes = np.round(links.like[picked], 3).tolist()
        left = links.left[number].tolist()
        picked, word_ends = _runs(self.names.at[name], self.names.at[name + 1])
        ids = self.names.word[picked].tolist()
        spelt = self._spelt
        for word in set(ids).difference(spelt):
            spelt[word] = _text(self.words.text, self.words.at, word)
        texts = [spelt[word] for word in ids]
        rows, rows_at = found.rows.tolist(), found.rows_at.tolist()
        made: dict[tuple[str, str, str, float], TokenPair] = {}  # the same words come again and again
        start = first = 0
        for one, end, last, (free, free_name) in zip(best, ends, word_ends, left, strict=True):
            ours = [found.words[row] for row in rows[rows_at[one.query] : rows_at[one.query + 1]]]
            theirs = texts[first:last]
            pairs: list[TokenPair] = []
            for n in range(start, end):
                a, b, c, d = from_[n], to[n], name_from[n], name_to[n]
                link = (
                    ours[a] if a == b else " ".join(ours[a : b + 1]),
                    theirs[c] if c == d else " ".join(theirs[c : d + 1]),
                    REASONS[reasons[n]],
                    likes[n],
                )
                pair = made.get(link)
                if pair is None:
                    pair = made[link] = TokenPair(*link)
                pairs.append(pair)
            yield tuple(pairs), _free(ours, free), _free(theirs, free_name)
            start, first = end, last

    def compare(self, queries: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[float]:
        """The score of each pair of a query and a name, both by number."""
        rows, at, script, tokens, _ = self._rows(queries)
        query = np.fromiter((pair[0] for pair in pairs), np.int32, len(pairs))
        name = np.fromiter((pair[1] for pair in pairs), np.int32, len(pairs))
        out = np.zeros(len(pairs))
        space = self._space()
        kernel.look_at(query, name, rows, at, script, tokens, self.words, self.names, model(), *space, out)
        self._spaces.append(space)
        return list(map(float, out))

    def equal(self, query: str) -> list[int]:
        """The names with the same folded words, in an order that says the same."""
        if not len(self):
            return []
        rows, _, script, tokens, _ = self._rows([query])
        space = self._space()
        q, work, a, rest = space
        first, none = np.zeros(1, np.int32), np.full(1, -1, np.int32)

        def count_into(rest: kernel.Space) -> int:
            ends = np.array([0, len(rows)], np.int32)
            return kernel.look_at(
                first, none, rows, ends, script, tokens, self.words, self.names, model(), q, work, a, rest,
                np.empty(0),
            )  # fmt: skip

        count = count_into(rest)
        if count == len(rest.equal):  # there may be more namesakes than a search has room for
            rest = rest._replace(equal=np.zeros(len(self) + 1, rest.equal.dtype), equal_score=np.zeros(len(self) + 1))
            count = count_into(rest)
        found = sorted(rest.equal[:count][rest.equal_score[:count] >= OTHER_ORDER].tolist())
        self._spaces.append(space)
        return found

    # --- the file ----------------------------------------------------------------------------------------

    def _arrays(self) -> dict[str, Array]:
        arrays: dict[str, Array] = {}
        tables: dict[str, dict[str, Any]] = {"words": self.words._asdict(), "names": self.names._asdict()}
        for prefix, table in tables.items():
            for field, value in table.items():
                if isinstance(value, Keys):
                    arrays.update({f"{prefix}.{field}.{part}": v for part, v in value._asdict().items()})
                else:
                    arrays[f"{prefix}.{field}"] = value
        for name, texts in self._strings.items():
            arrays[f"texts.{name}.block"], arrays[f"texts.{name}.at"] = texts.block, texts.at
        return {**arrays, **{f"codes.{name}": array for name, array in self._codes.items()}}

    @property
    def size_bytes(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self._arrays().values())

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        save(path, self._arrays(), version())

    @classmethod
    def open(cls, path: Path) -> Engine:
        """Map a saved index."""
        arrays = load(path, version())

        def keys(prefix: str) -> Keys:
            return Keys(*(arrays[f"{prefix}.{part}"] for part in Keys._fields))

        def fields(prefix: str, names: Sequence[str]) -> Iterator[Any]:
            for field in names:
                place = f"{prefix}.{field}"
                yield arrays[place] if place in arrays else keys(place)

        strings = {
            name: Texts(arrays[f"texts.{name}.block"], arrays[f"texts.{name}.at"])
            for name in ("names", "entities", "kinds", "schemas")
        }
        return cls(
            Words(*fields("words", Words._fields)),
            Names(*fields("names", Names._fields)),
            strings,
            {name: arrays[f"codes.{name}"] for name in ("entity", "kind")},
        )


def version() -> str:
    """What an index depends on besides its names: the file format and the word lists."""
    lists = sha256()
    for name in ("words.yaml", "population.json"):
        lists.update(resources.files("muster.names").joinpath(name).read_bytes())
    return f"{_FORMAT}-{lists.hexdigest()[:16]}"


class _Codes(dict[str, int]):
    """Numbers for strings, in order of first appearance."""

    def __init__(self, first: Sequence[str] = ()) -> None:
        super().__init__({text: code for code, text in enumerate(first)})

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self)
        return code


def _runs(starts: Array, ends: Array) -> tuple[Array, list[int]]:
    """The numbers from each start to its end, one run after another, and where each run ends."""
    sizes = ends - starts
    stops = np.cumsum(sizes)
    return np.repeat(starts - (stops - sizes), sizes) + np.arange(stops[-1]), stops.tolist()


def _free(texts: list[str], left: int) -> tuple[str, ...]:
    """The texts whose bit is set."""
    return tuple([text for k, text in enumerate(texts) if left >> k & 1]) if left else ()


def _text(block: Array, at: Array, place: int) -> str:
    return block[at[place] : at[place + 1]].tobytes().decode("ascii")
