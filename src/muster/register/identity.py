"""Which entities are one: clusters from judgements, without ever rewriting a claim."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence

from muster.claims import Judgement
from muster.errors import BadClaim

Pair = tuple[str, str]
_TOLD = 4  # judgements that an error names


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


class Contradiction(BadClaim):
    """Judgements by which two entities are the same and different; `pairs` are those judged."""

    code = "contradiction"

    def __init__(self, message: str, pairs: Sequence[Pair] = (), *, place: str = "", hint: str = "") -> None:
        super().__init__(message, place=place, hint=hint)
        self.pairs = pairs


def refuse_contradiction(judgements: Iterable[Judgement], new: Collection[Pair] = ()) -> None:
    """Raise Contradiction if entities that are judged different are one by other judgements. `new` are the pairs of
    those that are being recorded."""
    judged = list(judgements)
    joined = clusters(judged)
    for one in judged:
        left, right = joined.get(one.left, one.left), joined.get(one.right, one.right)
        if one.verdict == "different" and left == right:
            steps = _chain(judged, one.left, one.right)
            pairs = [one.pair, *(step.pair for step in steps)]
            if one.pair in new:
                told = "; ".join(f"{step.left} and {step.right}, as {step.reason}" for step in steps[:_TOLD])
                problem = f"{one.left} and {one.right} are one by what was judged the same: {told}"
                raise Contradiction(problem, pairs, hint="judge one of those different or unsure first")
            raise Contradiction(
                f"judgement would join {one.left} and {one.right}, which were judged different",
                pairs,
                hint=f"that was because: {one.reason}; reverse it first",
            )


def _chain(judged: Iterable[Judgement], start: str, end: str) -> list[Judgement]:
    """The fewest judgements by which two entities of one cluster are the same."""
    beside: dict[str, list[tuple[str, Judgement]]] = defaultdict(list)
    for one in judged:
        if one.verdict == "same":
            beside[one.left].append((one.right, one))
            beside[one.right].append((one.left, one))
    came: dict[str, tuple[str, Judgement]] = {}
    line = deque([start])
    while line and end not in came:
        node = line.popleft()
        for other, by in beside[node]:
            if other not in came and other != start:
                came[other] = node, by
                line.append(other)
    steps: list[Judgement] = []
    while end != start:
        end, by = came[end]
        steps.append(by)
    return steps[::-1]


def check_judgement(judgement: Judgement) -> None:
    """Raise BadClaim for a judgement without a verdict or a reason, or on one entity alone."""
    if judgement.verdict not in ("same", "different", "unsure"):
        hint = "one of same, different, unsure"
        raise BadClaim(f"judgement: {judgement.verdict!r} is not a verdict", hint=hint)
    if not judgement.reason.strip():
        raise BadClaim(f"judgement on {judgement.left} and {judgement.right} gives no reason")
    if judgement.left == judgement.right:
        raise BadClaim(f"judgement: {judgement.left} is judged against itself", hint="name two entities")
