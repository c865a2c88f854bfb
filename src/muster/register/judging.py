"""Many judgements at once, made elsewhere: those that fit what this register judges, and why the others do not.

A judgement recorded here was made by somebody who looked at these entries. A file of judgements never overrules it, and
nothing is joined that was judged different.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from muster.claims import Judgement

KNOWN = "say what is already judged here"
OTHERWISE = "are judged otherwise here, and left as they are"
PARTED = "would join what was judged different"
JOINED = "would part what was judged the same"


class Fitting:
    """What stands, and what may be added to it. `left_out` counts the others by reason."""

    def __init__(self, standing: Iterable[Judgement]) -> None:
        self.left_out: Counter[str] = Counter()
        self._verdicts: dict[tuple[str, str], str] = {}
        self._parent: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        judged = list(standing)
        for one in judged:
            self._verdicts[one.pair] = one.verdict
            if one.verdict == "same":
                self._join(self._root(one.left), self._root(one.right))
        for one in judged:
            if one.verdict == "different":
                self._part(self._root(one.left), self._root(one.right))

    def admit(self, judgements: Iterable[Judgement]) -> Iterator[Judgement]:
        """Those that fit, each put upon those before it."""
        for one in judgements:
            if reason := self._against(one):
                self.left_out[reason] += 1
                continue
            self._verdicts[one.pair] = one.verdict
            left, right = self._root(one.left), self._root(one.right)
            if one.verdict == "same":
                self._join(left, right)
            elif one.verdict == "different":
                self._part(left, right)
            yield one

    def _against(self, one: Judgement) -> str:
        known = self._verdicts.get(one.pair)
        if known:
            return KNOWN if known == one.verdict else OTHERWISE
        left, right = self._root(one.left), self._root(one.right)
        if one.verdict == "same" and right in self._apart[left]:
            return PARTED
        return JOINED if one.verdict == "different" and left == right else ""

    def _root(self, node: str) -> str:
        parent = self._parent
        while (above := parent.get(node, node)) != node:
            parent[node] = parent.get(above, above)
            node = above
        return node

    def _join(self, left: str, right: str) -> None:
        if left == right:
            return
        if len(self._apart[left]) < len(self._apart[right]):
            left, right = right, left
        self._parent[right] = left
        for other in self._apart.pop(right, ()):
            self._apart[other].discard(right)
            self._part(left, other)

    def _part(self, left: str, right: str) -> None:
        self._apart[left].add(right)
        self._apart[right].add(left)
