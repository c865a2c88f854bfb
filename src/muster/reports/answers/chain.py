"""Who is above and below a unit on a day, with leaders, and how certain it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from muster.dates import Certainty
from muster.links import ChainNode, Course, Leader, Run, leaders, reversed_times, together
from muster.reports.pictures import every
from muster.snapshot import Snapshot

_KNOWN = (Certainty.ATTESTED, Certainty.PRESUMED, Certainty.POSSIBLE)


def chain_answer(
    snapshot: Snapshot, entity: str, on: date, above: tuple[ChainNode, ...], below: tuple[ChainNode, ...]
) -> dict[str, Any]:
    """The superiors and subordinates of an entity on a day, with leaders, claims and what is odd."""
    own = leaders(snapshot.graph, entity, on)
    told = [_leader(snapshot, one, on) for one in own]
    return {
        "unit": entity,
        "caption": snapshot.caption(entity),
        "as_of": on.isoformat(),
        "leaders": told,
        "superiors": [_node(snapshot, one, on, own) for one in above],
        "subordinates": [_node(snapshot, one, on, own) for one in below],
        "notes": _notes(snapshot, entity, (*above, *below)),
    }


def _leader(snapshot: Snapshot, one: Leader, on: date) -> dict[str, Any]:
    return {
        "person": one.person,
        "caption": snapshot.caption(one.person),
        "role": one.role,
        "certainty": one.certainty.value,
        "when": one.when,
        "claims": [snapshot.evidence(claim, on).as_dict() for claim in one.claims],
    }


def _node(snapshot: Snapshot, node: ChainNode, on: date, own: tuple[Leader, ...]) -> dict[str, Any]:
    led = leaders(snapshot.graph, node.entity, on)
    return {
        "entity": node.entity,
        "caption": snapshot.caption(node.entity),
        "relation": node.relation,
        "certainty": node.certainty.value,
        "when": node.when,
        "contested": bool(node.against),
        "along": node.along.value,
        "together": [_run(run) for run in node.together.runs() if run.certainty in _KNOWN],
        "apart": node.apart,
        "stopped": node.stopped,
        "claims": [snapshot.evidence(claim, on).as_dict() for claim in node.claims],
        "against": [snapshot.evidence(claim, on).as_dict() for claim in node.against],
        "leaders": [
            {**_leader(snapshot, one, on), "overlaps": _overlaps(snapshot, own, node.together, one)} for one in led
        ],
        "children": [_node(snapshot, child, on, own) for child in node.children],
    }


def _overlaps(snapshot: Snapshot, own: tuple[Leader, ...], chain: Course, other: Leader) -> list[dict[str, Any]]:
    """For each leader of the unit the days on which both held their posts and the chain between them held."""
    found = []
    for one in own:
        shared = together((one.course, chain, other.course))
        runs = [_run(run) for run in shared.runs() if run.certainty in _KNOWN]
        if runs and one.person != other.person:
            found.append({"leader": one.person, "caption": snapshot.caption(one.person), "together": runs})
    return found


def _run(run: Run) -> dict[str, Any]:
    ends = (end.isoformat() if end else None for end in (run.first, run.last))
    return dict(zip(("first", "last"), ends, strict=True)) | {"certainty": run.certainty.value, "says": run.spoken()}


def _notes(snapshot: Snapshot, entity: str, nodes: tuple[ChainNode, ...]) -> list[str]:
    """What is odd in the chain, each kind told once."""
    whole = list(every(nodes))
    shown = list(dict.fromkeys((entity, *(node.entity for node in whole))))
    found = []
    circles = sorted({snapshot.caption(node.entity) for node in whole if node.stopped == "cycle"})
    if circles:
        found.append(f"the chain returns to itself at {_some(circles)}; it is not followed round")
    bare = [one for one in shown if snapshot.caption(one) == one]
    if bare:
        found.append(f"nothing but the id is known of {_some(bare)}")
    back = sorted({one.claim for one in reversed_times(snapshot.graph, shown)})
    if back:
        found.append(f"relations that end before they start count on no day: {_some(back)}")
    return found


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    return f"{', '.join(names[:5])}{more}"
