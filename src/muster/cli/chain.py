"""`muster chain`: who is above and below a unit on a day, with leaders, and how certain it is; or what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from muster.cli.chain_over import print_over
from muster.cli.common import as_of_option, common, compiled, day, known_at_option, note, print_json, say
from muster.cli.outfile import write
from muster.errors import UsageError
from muster.links import subordinates, superiors
from muster.reports.answers import chain_answer, over_answer
from muster.reports.pictures import chain_picture
from muster.snapshot import find

_EPILOG = """\b
Examples:
  muster chain "Popular Mobilization Forces" --as-of 2018-11-28
  muster chain pmf --as-of 2016-06-01 --svg pmf.svg
  muster chain aah --over 2010..2020 --json"""


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
            answer = over_answer(snapshot, find(snapshot, unit), span, depth or 1)
        print_json(answer) if as_json else print_over(answer)
        return
    on = day(as_of)
    with compiled(register_option, known_at) as snapshot:
        entity = find(snapshot, unit)
        above = superiors(snapshot.graph, entity, on)
        below = subordinates(snapshot.graph, entity, on, max_depth=depth or 12)
        answer = chain_answer(snapshot, entity, on, above, below)
        if svg:
            write(svg, chain_picture(snapshot, entity, on, above, below))
    if as_json:
        print_json(answer)
    else:
        _print(answer)


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
