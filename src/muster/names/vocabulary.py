"""The distinct words of an index, and how to find those like a given word.

Each word is held once, with keys for its canonical spelling, its sound, every one-letter deletion of its sound and
its consonants. A look-up gathers words that share a key and keeps those alike enough, so the cost does not grow with
the number of names. Two words that each lose one letter meet at the same key: one substitution, transposition or
shifted letter of the sound is found.
"""

from __future__ import annotations

from array import array
from math import log

from muster.names.similarity import abjad_skeleton, cross_script_similarity, sound, spelling_similarity
from muster.names.words import WEIGHT_CAP, kind_of, same_word

MIN_SIMILARITY = 0.69
"""Words less alike than this are held to be different."""

MAX_ALIKE = 48
"""At most this many like words are kept for one query word, the most alike first."""

_MIN_EDIT_LENGTH = 4
_MAX_EDIT_LENGTH = 24
_MAX_JOINED = 40
_CACHE_SIZE = 50_000

Alike = dict[int, tuple[tuple[float, float], str]]
"""Word id → ((likeness within one script, likeness across scripts), reason)."""


class Vocabulary:
    """Distinct words with their keys. Ids are dense, in order of first appearance."""

    __slots__ = ("_cache", "_canon", "_ids", "_near", "_skeletons", "count", "kinds", "postings", "texts", "weights")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.kinds: list[str] = []
        self.count = array("I")
        self.weights = array("d")
        self.postings: list[array[int]] = []
        self._ids: dict[str, int] = {}
        self._canon: dict[str, list[int]] = {}
        self._near: dict[str, list[int]] = {}
        self._skeletons: dict[str, list[int]] = {}
        self._cache: dict[str, Alike] = {}

    def add(self, token: str, name: int) -> int:
        """The id of `token`, noting that the name numbered `name` has it."""
        word = self._ids.get(token)
        if word is None:
            word = self._ids[token] = len(self.texts)
            self.texts.append(token)
            self.kinds.append(kind_of(token))
            self.postings.append(array("I"))
        posting = self.postings[word]
        if not posting or posting[-1] != name:
            posting.append(name)
        return word

    def finish(self, names: int) -> None:
        """Make the keys and weights; call once, after the last word was added."""
        for word, token in enumerate(self.texts):
            kind = self.kinds[word]
            count = len(self.postings[word])
            self.count.append(count)
            self._canon.setdefault(same_word(token), []).append(word)
            if kind in {"number", "particle", "initial"}:
                continue
            self._skeletons.setdefault(abjad_skeleton(token), []).append(word)
            if _MIN_EDIT_LENGTH <= len(token) <= _MAX_EDIT_LENGTH:
                for key in _edit_keys(sound(token)):
                    self._near.setdefault(key, []).append(word)
        for word, kind in enumerate(self.kinds):
            group = self._canon[same_word(self.texts[word])]
            self.weights.append(_weight(kind, sum(self.count[i] for i in group), names))

    def id_of(self, token: str) -> int | None:
        """The id of exactly this word."""
        return self._ids.get(token)

    def weight_of(self, token: str) -> float:
        """Weight in [0, 1] of a query word: that of the word itself, or as rare when no name has it."""
        group = self._canon.get(same_word(token))
        return self.weights[group[0]] if group else WEIGHT_CAP[kind_of(token)]

    def alike(self, token: str) -> Alike:
        """The words like `token`. Short words, numbers and abbreviations are alike only when equal, except across
        scripts, where consonants decide."""
        cached = self._cache.get(token)
        if cached is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            cached = self._cache[token] = self._look_up(token)
        return cached

    def parts(self, token: str) -> list[tuple[tuple[int, ...], float]]:
        """Words of the index that written together make `token`: two that spell or sound it, or up to five that spell
        it exactly, with their likeness."""
        found: list[tuple[tuple[int, ...], float]] = []
        if len(token) < 5 or len(token) > _MAX_JOINED:
            return found
        for cut in range(2, len(token) - 1):
            heads, tails = self._part(token[:cut]), self._part(token[cut:])
            found.extend(((a, b), min(x, y)) for a, x in heads for b, y in tails)
        found.extend((words, 1.0) for words in self._spelt_by(token, 5) if len(words) > 2)
        return found[:MAX_ALIKE]

    def _spelt_by(self, token: str, most: int) -> list[tuple[int, ...]]:
        """The ways to write `token` as at most `most` words of the index, each of two letters or more."""
        ways: list[list[tuple[int, ...]]] = [[] for _ in range(len(token) + 1)]
        ways[0].append(())
        for end in range(2, len(token) + 1):
            for start in range(max(0, end - _MAX_EDIT_LENGTH), end - 1):
                if ways[start]:
                    word = self._ids.get(token[start:end])
                    if word is not None:
                        ways[end].extend((*way, word) for way in ways[start] if len(way) < most)
            # long words first: `kim kwang il`, not `ki mk wan gil`
            ways[end].sort(key=len)
            del ways[end][24:]
        return ways[-1]

    def _part(self, token: str) -> list[tuple[int, float]]:
        exact = self._ids.get(token)
        result = [] if exact is None else [(exact, 1.0)]
        if len(token) >= 4:
            heard = sound(token)
            result.extend(
                (word, 0.9) for word in self._near.get(heard, ()) if word != exact and sound(self.texts[word]) == heard
            )
        bare = token[1:]
        if len(bare) >= 3 and token[0] in "aeiou":  # safi-eddine ~ safi al din: the article melted into the word
            bones = abjad_skeleton(bare[1:] if len(bare) > 3 and bare[0] == bare[1] else bare)
            result.extend(
                (word, 0.85)
                for word in self._skeletons.get(bones, ())
                if len(bones) >= 2 and word != exact and len(self.texts[word]) <= 4
            )
        return result[:6]

    def _look_up(self, token: str) -> Alike:
        found: Alike = {}
        for word in self._canon.get(same_word(token), ()):
            same = self.texts[word] == token
            found[word] = ((1.0, 1.0), "same") if same else ((0.96, 0.96), "transliteration")
        kind = kind_of(token)
        if kind in {"number", "particle", "initial"}:
            return found
        bones = abjad_skeleton(token)
        near: dict[int, None] = {}
        if _MIN_EDIT_LENGTH <= len(token) <= _MAX_EDIT_LENGTH:
            for key in _edit_keys(sound(token)):
                near.update(dict.fromkeys(self._near.get(key, ())))
        if bones:
            near.update(dict.fromkeys(self._skeletons.get(bones, ())))
        scored: list[tuple[float, float, int]] = []
        for word in near:
            if word in found:
                continue
            text = self.texts[word]
            plain = spelling_similarity(token, text)
            across = cross_script_similarity(token, text) if abjad_skeleton(text) == bones else plain
            if max(plain, across) >= MIN_SIMILARITY:
                scored.append((max(plain, across), plain, word))
        scored.sort(key=lambda row: (-row[0], -row[1], row[2]))
        heard = sound(token)
        for across, plain, word in scored[:MAX_ALIKE]:
            text = self.texts[word]
            reason = "sound" if sound(text) == heard or abjad_skeleton(text) == bones else "spelling"
            found[word] = ((plain if plain >= MIN_SIMILARITY else 0.0, across), reason)
        return found


def _weight(kind: str, count: int, names: int) -> float:
    """Inverse frequency, 1 for a word of one name, 0 for a word of all, under the cap of its kind."""
    rarity = 1.0 - log(max(1, count)) / log(max(names, 1000) * 1.0)
    return min(WEIGHT_CAP[kind], max(0.05, rarity))


def _edit_keys(heard: str) -> list[str]:
    """The sound and its one-letter deletions, without repeats."""
    return list(dict.fromkeys([heard, *(heard[:i] + heard[i + 1 :] for i in range(len(heard)))]))
