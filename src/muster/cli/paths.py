"""`muster paths`: the relations that lead from one entity to another, or to a policy's prohibited parties."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from muster.claims import Stance, predicate
from muster.cli.common import as_of_option, common, compiled, day, find, known_at_option, print_json, say
from muster.dates import Certainty
from muster.errors import UsageError
from muster.links import Path, find_paths, leaders, superiors
from muster.policy import Question, load_policy
from muster.snapshot import Snapshot
from muster.vetting import path_steps

_EPILOG = """\b
Examples:
  muster paths aah iran --as-of 2018-11-28
  muster paths "Kata'ib al-Imam Ali" --policy us-ndaa-2015-1236 --as-of 2018-11-13
  muster paths aah --policy us-ndaa-2015-1236 --leaders --superiors --as-of 2018-11-28"""

_STANCES = {"asserted": {Stance.ASSERTED}, "alleged": {Stance.ASSERTED, Stance.ALLEGED, Stance.ESTIMATED}}


@click.command("paths", epilog=_EPILOG)
@click.argument("start", metavar="FROM")
@click.argument("target", metavar="[TO]", required=False)
@click.option("--policy", metavar="POLICY", help="Look for all parties that this policy prohibits.")
@click.option("--leaders", "with_leaders", is_flag=True, help="Look from its leaders on the day too.")
@click.option("--superiors", "with_superiors", is_flag=True, help="Look from all its superiors on the day too.")
@click.option("--hops", type=click.IntRange(1, 8), default=4, show_default=True, help="Longest path.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Paths shown.")
@click.option("--alleged", is_flag=True, help="Walk alleged and estimated relations too.")
@click.option("--siblings", is_flag=True, help="Also rise to a common superior and fall to another of its parts.")
@as_of_option
@known_at_option
@common
def command(
    start: str,
    target: str | None,
    policy: str | None,
    with_leaders: bool,
    with_superiors: bool,
    hops: int,
    limit: int,
    alleged: bool,
    siblings: bool,
    as_of: str | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Find paths FROM an entity TO another, valid together on a day. Demands and denials are never links."""
    if bool(target) == bool(policy):
        raise UsageError("give either TO or --policy", hint="TO is an entity; --policy names prohibited parties")
    on = day(as_of)
    with compiled(register_option, known_at) as snapshot:
        entity = find(snapshot, start)
        targets = {find(snapshot, target)} if target else _prohibited(snapshot, str(policy), on)
        beside = _beside(snapshot, entity, on, with_leaders, with_superiors)
        search = find_paths(
            snapshot.graph,
            {entity, *(one["entity"] for one in beside)},
            targets,
            day=on,
            max_hops=hops,
            limit=limit,
            siblings=siblings,
            stances=_STANCES["alleged" if alleged else "asserted"],
        )
        captions = dict(snapshot.captions)
        answer: dict[str, Any] = {
            "from": entity,
            "also_from": beside,
            "to": sorted(targets) if target else f"parties prohibited by {policy}",
            "as_of": on.isoformat(),
            "paths": [_path(snapshot, path, captions, on) for path in search.paths],
            "denied": [snapshot.evidence(one.claim, on).as_dict() for one in search.denied],
            "starts_listed": list(search.starts_listed),
            "truncated": search.truncated,
        }
    if as_json:
        print_json(answer)
        return
    _print(answer, snapshot.caption(entity))


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


def _prohibited(snapshot: Snapshot, policy: str, on: Any) -> set[str]:
    loaded = load_policy(policy)
    return set(Question(snapshot, loaded, on).members(loaded.sets))


def _path(snapshot: Snapshot, path: Path, captions: dict[str, str], on: Any) -> dict[str, Any]:
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


def _print(answer: dict[str, Any], caption: str) -> None:
    beside = {one["entity"]: one for one in answer["also_from"]}
    if beside:
        who = "; ".join(f"{one['caption']} ({one['role']}, {one['certainty']})" for one in beside.values())
        say(f"From {caption}, and from {who}")
    if not answer["paths"]:
        say(f"No path from {caption} known on {answer['as_of']}; this does not exclude one.")
    for number, path in enumerate(answer["paths"], 1):
        contested = ", contested" if path["contested"] else ""
        start = path["steps"][0]["from"]
        whose = f", from the {beside[start]['role']} ({beside[start]['certainty']})" if start in beside else ""
        say(f"{number}. {path['certainty']}{contested}{whose}", "bold")
        for step in path["steps"]:
            rule = predicate(step["relation"])
            ends = (step["from_caption"], step["to_caption"])
            first, second = ends if step["forward"] else ends[::-1]
            text = rule.says.format(**dict(zip(rule.ends, (first, second), strict=True)))
            say(f"   {text} ({step['certainty']}; {step['when']})")
            for one in step["evidence"]:
                say(f"      {one['stance']} by {one['speaker'] or 'the source'}: {one['source']}")
            for one in step["denied"]:
                say(f"      DENIED by {one['speaker']}: {one['source']}")
    for one in answer["denied"]:
        say(f"Denial beside it: {one['text']} ({one['speaker']}; {one['source']})")
    if answer["truncated"]:
        say("There are or may be more paths: raise --limit.")
