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


def check_judgement(judgement: Judgement) -> None:
    """Raise BadClaim for a judgement without a verdict or a reason, or on one entity alone."""
    if judgement.verdict not in ("same", "different", "unsure"):
        hint = "one of same, different, unsure"
        raise BadClaim(f"judgement: {judgement.verdict!r} is not a verdict", hint=hint)
    if not judgement.reason.strip():
        raise BadClaim(f"judgement on {judgement.left} and {judgement.right} gives no reason")
    if judgement.left == judgement.right:
        raise BadClaim(f"judgement: {judgement.left} is judged against itself", hint="name two entities")
