"""Search of names in an index of names: persons, organisations, units, vessels, in any script.

A query's words are looked up once each; names that share rare words with it are aligned word by word and scored, all
in compiled code over flat arrays (`search.py`). Every hit says which words were held to be the same, why, and what was
left over: a hit is a question to a person, who must be able to see it at a glance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from muster.jit import want_machine_code
from muster.names.fold import Folded, fold

if TYPE_CHECKING:
    from muster.names.engine import Engine

EQUAL = 0.995
"""Score from which a name has the same words, in an order that says the same (`HASSAN, Ahmad`)."""
_BATCH = 4096
_MANY_NAMES = 5_000  # to build a larger index plainly would take seconds
_MUCH_WORK = 5_000_000  # names times queries; plainly about ten seconds


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
    transliteration, translated, initial, joined, acronym. `similarity` in (0, 1]."""

    query: str
    name: str
    reason: str
    similarity: float


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name like the query. `score` in [0, 1], `EQUAL` and more only for equal folded words. `query_left` and
    `name_left` are the words without a partner; `rewrites` and `evasion` are those of the query (see `fold`)."""

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
    """An immutable index of names: `build` it or `open` a saved one, search it often. Equal input gives equal
    answers. May be searched from several threads."""

    __slots__ = ("_asked", "_engine")

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked = 0

    @classmethod
    def build(cls, names: Iterable[IndexedName]) -> NameIndex:
        """An index of `names`. Names without a letter or digit are kept but can never be found."""
        from muster.names.engine import Engine

        names = list(names)
        if len(names) >= _MANY_NAMES:
            want_machine_code("muster.names")
        return cls(Engine.build(names))

    @classmethod
    def open(cls, path: Path | str) -> NameIndex:
        """A saved index, mapped into memory. Raises BadInput for a damaged file or one of another version."""
        from muster.names.engine import Engine

        return cls(Engine.open(Path(path)))

    def make_ready(self) -> None:
        """Load now what the first searches of a large index would wait for: for a server, that is asked often. The
        first time on a machine this takes a minute or so, because the machine code has to be made."""
        if len(self) >= _MANY_NAMES:
            want_machine_code("muster.names")
        self.search_many(["make ready", "Иван", "علي"], threshold=0.5, limit=1)

    def save(self, path: Path | str) -> None:
        """Write the index to a file, whole or not at all."""
        self._engine.save(Path(path))

    @property
    def size_bytes(self) -> int:
        """Bytes of the index, in memory as in its file."""
        return self._engine.size_bytes

    def __len__(self) -> int:
        return len(self._engine)

    def __iter__(self) -> Iterator[IndexedName]:
        """The names in the order they were indexed."""
        return (IndexedName(*self._engine.row(place)) for place in range(len(self)))

    def exact(self, query: str) -> list[IndexedName]:
        """The names with the same folded words as `query`, but for a person whose given name and father's name are
        exchanged; in the order they were indexed."""
        return [IndexedName(*self._engine.row(place)) for place in self._engine.equal(query)]

    def search(
        self, query: str, *, schemas: frozenset[str] | None = None, threshold: float = 0.7, limit: int = 5
    ) -> list[NameHit]:
        """The best name of each entity that scores at least `threshold`, best first, at most `limit`.

        `schemas` keeps names of those schemas and names whose schema is unknown. Only the first
        `fold.MAX_CHARACTERS` characters and `words.MAX_TOKENS` words of a query are read.
        """
        return self.search_many([query], schemas=schemas, threshold=threshold, limit=limit)[0]

    def search_many(
        self,
        queries: Sequence[str],
        *,
        schemas: frozenset[str] | None = None,
        threshold: float = 0.7,
        limit: int = 5,
    ) -> list[list[NameHit]]:
        """What `search` gives for each of `queries`, many times quicker than one by one."""
        self._asked += len(queries)
        if self._asked * len(self) >= _MUCH_WORK:
            want_machine_code("muster.names")
        result: list[list[NameHit]] = []
        for start in range(0, len(queries), _BATCH):
            result.extend(self._batch(queries[start : start + _BATCH], schemas, threshold, limit))
        return result

    def compare(self, queries: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[float]:
        """The score of each pair (number of a query, place of a name in the order they were indexed), whether or not a
        search would look at it. Pairs of one query should follow one another."""
        return self._engine.compare(queries, pairs)

    def _batch(
        self, queries: Sequence[str], schemas: frozenset[str] | None, threshold: float, limit: int
    ) -> list[list[NameHit]]:
        engine = self._engine
        result: list[list[NameHit]] = [[] for _ in queries]
        found = engine.search(queries, schemas, threshold)
        best = engine.best(found, limit) if limit > 0 else []
        folded: dict[int, Folded] = {}
        for (k, _, place, score), (pairs, query_left, name_left) in zip(best, engine.explain(found, best), strict=True):
            if k not in folded:
                folded[k] = fold(queries[k])
            rewrites, evasion = folded[k].rewrites, folded[k].evasion
            result[k].append(NameHit(*engine.row(place), score, pairs, query_left, name_left, rewrites, evasion))
        return result
