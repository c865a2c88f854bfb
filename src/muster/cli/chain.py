"""`muster chain`: who is above and below a unit on a day, with leaders, and how certain it is; or what changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from muster.cli.chain_over import over, print_over
from muster.cli.common import as_of_option, common, compiled, day, find, known_at_option, note, print_json, say, write
from muster.dates import Certainty
from muster.errors import UsageError
from muster.links import ChainNode, Course, Leader, Run, leaders, reversed_times, subordinates, superiors, together
from muster.reports.pictures import chain_picture, every
from muster.snapshot import Snapshot

_EPILOG = """\b
Examples:
  muster chain "Popular Mobilization Forces" --as-of 2018-11-28
  muster chain pmf --as-of 2016-06-01 --svg pmf.svg
  muster chain aah --over 2010..2020 --json"""

_KNOWN = (Certainty.ATTESTED, Certainty.PRESUMED, Certainty.POSSIBLE)


@click.command("chain", epilog=_EPILOG)
@click.argument("unit")
@as_of_option
@click.option("--over", "span", metavar="FROM..TO", help="Show each change between two dates instead of one day.")
@click.option("--depth", type=click.IntRange(1, 32), help="Levels shown below UNIT [default: 12; 1 with --over].")
@click.option("--svg", "svg", type=click.Path(path_type=Path, dir_okay=False), help="Draw the chain in this file too.")
@known_at_option
@common
def command(
    unit: str,
    as_of: str | None,
    span: str | None,
    depth: int | None,
    svg: Path | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Show the superiors and subordinates of UNIT on a day. What ought to be is never shown as what is."""
    if span and (as_of or svg):
        raise UsageError("--over is not of one day", hint="leave out --as-of and --svg, or --over")
    if span:
        with compiled(register_option, known_at) as snapshot:
            answer = over(snapshot, find(snapshot, unit), span, depth or 1)
        print_json(answer) if as_json else print_over(answer)
        return
    on = day(as_of)
    with compiled(register_option, known_at) as snapshot:
        entity = find(snapshot, unit)
        above = superiors(snapshot.graph, entity, on)
        below = subordinates(snapshot.graph, entity, on, max_depth=depth or 12)
        answer = _answer(snapshot, entity, on, above, below)
        if svg:
            write(svg, chain_picture(snapshot, entity, on, above, below))
    if as_json:
        print_json(answer)
    else:
        _print(answer)


def _answer(
    snapshot: Snapshot, entity: str, on: date, above: tuple[ChainNode, ...], below: tuple[ChainNode, ...]
) -> dict[str, Any]:
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


def _print(answer: dict[str, Any]) -> None:
    say(f"{answer['caption']} on {answer['as_of']}", "bold")
    for leader in answer["leaders"]:
        say(f"  led by {_led(leader)}")
    for title in ("superiors", "subordinates"):
        say(f"{title}:" if answer[title] else f"{title}: none known on this day")
        for node in answer[title]:
            _print_node(node, 1)
    for one in answer["notes"]:
        note(one)


def _print_node(node: dict[str, Any], depth: int) -> None:
    contested = ", contested" if node["contested"] else ""
    link = node["relation"].replace("_", " ")
    say(f"{'  ' * depth}{node['caption']} ({link}; {node['certainty']}{contested}; {node['when']})")
    if node["apart"] and depth > 1:
        say(f"{'  ' * depth}  ! no day is attested for all links from the unit to here")
    for leader in node["leaders"]:
        say(f"{'  ' * depth}  led by {_led(leader)}")
        for one in leader["overlaps"]:
            shared = ", ".join(run["says"] for run in one["together"] if run["certainty"] != "possible")
            if shared:
                say(f"{'  ' * depth}    with {one['caption']} in the chain: {shared}")
    for child in node["children"]:
        _print_node(child, depth + 1)


def _led(leader: dict[str, Any]) -> str:
    return f"{leader['caption']} ({leader['role'] or 'leader'}; {leader['certainty']}; {leader['when']})"
