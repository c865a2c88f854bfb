"""`muster chain`: who is above and below a unit on a day, with leaders, and how certain each link is."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from muster.cli.common import as_of_option, common, compiled, day, find, known_at_option, print_json, say
from muster.links import ChainNode, leaders, subordinates, superiors
from muster.snapshot import Snapshot

_EPILOG = """\b
Examples:
  muster chain "Popular Mobilization Forces" --as-of 2018-11-28
  muster chain pmf --as-of 2016-06-01 --json"""


@click.command("chain", epilog=_EPILOG)
@click.argument("unit")
@as_of_option
@known_at_option
@common
def command(unit: str, as_of: str | None, known_at: str | None, register_option: str | None, as_json: bool) -> None:
    """Show the superiors and subordinates of UNIT on a day. What ought to be is never shown as what is."""
    on = day(as_of)
    with compiled(register_option, known_at) as snapshot:
        entity = find(snapshot, unit)
        answer: dict[str, Any] = {
            "unit": entity,
            "caption": snapshot.caption(entity),
            "as_of": on.isoformat(),
            "leaders": _leaders(snapshot, entity, on),
            "superiors": [_node(snapshot, one, on) for one in superiors(snapshot.graph, entity, on)],
            "subordinates": [_node(snapshot, one, on) for one in subordinates(snapshot.graph, entity, on)],
        }
    if as_json:
        print_json(answer)
        return
    say(f"{answer['caption']} on {on}", "bold")
    for leader in answer["leaders"]:
        say(f"  led by {_leader(leader)}")
    for title in ("superiors", "subordinates"):
        say(f"{title}:" if answer[title] else f"{title}: none known on this day")
        for node in answer[title]:
            _print(node, 1)


def _leaders(snapshot: Snapshot, entity: str, on: date) -> list[dict[str, Any]]:
    return [
        {
            "person": one.person,
            "caption": snapshot.caption(one.person),
            "role": one.role,
            "certainty": one.certainty.value,
            "when": one.when,
            "claims": [snapshot.evidence(claim, on).as_dict() for claim in one.claims],
        }
        for one in leaders(snapshot.graph, entity, on)
    ]


def _node(snapshot: Snapshot, node: ChainNode, on: date) -> dict[str, Any]:
    return {
        "entity": node.entity,
        "caption": snapshot.caption(node.entity),
        "relation": node.relation,
        "certainty": node.certainty.value,
        "when": node.when,
        "contested": bool(node.against),
        "claims": [snapshot.evidence(claim, on).as_dict() for claim in node.claims],
        "against": [snapshot.evidence(claim, on).as_dict() for claim in node.against],
        "leaders": _leaders(snapshot, node.entity, on),
        "children": [_node(snapshot, child, on) for child in node.children],
    }


def _print(node: dict[str, Any], depth: int) -> None:
    contested = ", contested" if node["contested"] else ""
    link = node["relation"].replace("_", " ")
    say(f"{'  ' * depth}{node['caption']} ({link}; {node['certainty']}{contested}; {node['when']})")
    for leader in node["leaders"]:
        say(f"{'  ' * depth}  led by {_leader(leader)}")
    for child in node["children"]:
        _print(child, depth + 1)


def _leader(leader: dict[str, Any]) -> str:
    return f"{leader['caption']} ({leader['role'] or 'leader'}; {leader['certainty']}; {leader['when']})"
