"""The relations that lead from one entity to another, or to a policy's prohibited parties, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.claims import Stance
from muster.dates import Certainty
from muster.links import Path, find_paths, leaders, superiors
from muster.policy import Question, load_policy
from muster.snapshot import Snapshot
from muster.vetting import path_steps

_STANCES = {"asserted": {Stance.ASSERTED}, "alleged": {Stance.ASSERTED, Stance.ALLEGED, Stance.ESTIMATED}}


@dataclass(frozen=True, slots=True)
class PathsAsked:
    """A question for paths: from an entity (and on request its leaders and superiors) to another one, or to all
    parties that a policy prohibits."""

    start: str
    target: str = ""
    policy: str = ""
    leaders: bool = False
    superiors: bool = False
    hops: int = 4
    limit: int = 10
    alleged: bool = False
    siblings: bool = False


def paths_answer(snapshot: Snapshot, asked: PathsAsked, on: date) -> dict[str, Any]:
    """The paths, valid together on the day, with their evidence and denials. Ids must be of this snapshot."""
    targets = {asked.target} if asked.target else _prohibited(snapshot, asked.policy, on)
    beside = _beside(snapshot, asked.start, on, asked.leaders, asked.superiors)
    search = find_paths(
        snapshot.graph,
        {asked.start, *(one["entity"] for one in beside)},
        targets,
        day=on,
        max_hops=asked.hops,
        limit=asked.limit,
        siblings=asked.siblings,
        stances=_STANCES["alleged" if asked.alleged else "asserted"],
    )
    captions = dict(snapshot.captions)
    return {
        "from": asked.start,
        "also_from": beside,
        "to": sorted(targets) if asked.target else f"parties prohibited by {asked.policy}",
        "as_of": on.isoformat(),
        "paths": [_path(snapshot, path, captions, on) for path in search.paths],
        "denied": [snapshot.evidence(one.claim, on).as_dict() for one in search.denied],
        "starts_listed": list(search.starts_listed),
        "truncated": search.truncated,
    }


def _beside(
    snapshot: Snapshot, entity: str, on: date, with_leaders: bool, with_superiors: bool
) -> list[dict[str, str]]:
    """The unit's leaders and superiors on the day, as far as asked for, each with how certain it is that it is one."""
    found: dict[str, tuple[str, Certainty]] = {}
    if with_leaders:
        for leader in leaders(snapshot.graph, entity, on):
            found.setdefault(leader.person, (leader.role or "leader", leader.certainty))
    waiting = list(superiors(snapshot.graph, entity, on)) if with_superiors else []
    for node in waiting:
        waiting.extend(node.children)
        if node.entity != entity:
            found.setdefault(node.entity, ("superior", node.along))
    return [
        {"entity": one, "caption": snapshot.caption(one), "role": role, "certainty": certainty.value}
        for one, (role, certainty) in found.items()
    ]


def _prohibited(snapshot: Snapshot, policy: str, on: date) -> set[str]:
    loaded = load_policy(policy)
    return set(Question(snapshot, loaded, on).members(loaded.sets))


def _path(snapshot: Snapshot, path: Path, captions: dict[str, str], on: date) -> dict[str, Any]:
    steps = path_steps(path, captions)
    for step in steps:
        step["evidence"] = [snapshot.evidence(claim, on).as_dict() for claim in step["claims"]]
        step["denied"] = [snapshot.evidence(claim, on).as_dict() for claim in step["against"]]
    return {
        "certainty": path.certainty.value,
        "contested": path.contested,
        "together": path.together,
        "cited_together": path.cited_together,
        "steps": steps,
    }
