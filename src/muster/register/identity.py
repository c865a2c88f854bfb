"""Which entities are one: clusters from judgements, without ever rewriting a claim."""

from __future__ import annotations

from collections.abc import Iterable

from muster.claims import Judgement
from muster.errors import BadClaim


def clusters(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Entity id → the id that stands for its cluster: the first, in order, of those judged the same."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while parent.get(node, node) != node:
            node = parent[node]
        return node

    for judgement in judgements:
        if judgement.verdict == "same":
            low, high = sorted((root(judgement.left), root(judgement.right)))
            parent[high] = low
            parent.setdefault(low, low)
    return {node: root(node) for node in parent}


def refuse_contradiction(judgements: Iterable[Judgement]) -> None:
    judged = list(judgements)
    joined = clusters(judged)
    for one in judged:
        left, right = joined.get(one.left, one.left), joined.get(one.right, one.right)
        if one.verdict == "different" and left == right:
            raise BadClaim(
                f"judgement would join {one.left} and {one.right}, which were judged different",
                hint=f"that was because: {one.reason}; reverse it first",
            )
