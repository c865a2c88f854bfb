"""`muster paths`: the relations that lead from one entity to another, or to a policy's prohibited parties."""

from __future__ import annotations

from typing import Any

import click

from muster.claims import predicate
from muster.cli.common import as_of_option, common, compiled, day, known_at_option, print_json, say
from muster.errors import UsageError
from muster.reports.answers import PathsAsked, paths_answer
from muster.snapshot import find

_EPILOG = """\b
Examples:
  muster paths aah iran --as-of 2018-11-28
  muster paths "Kata'ib al-Imam Ali" --policy us-ndaa-2015-1236 --as-of 2018-11-13
  muster paths aah --policy us-ndaa-2015-1236 --leaders --superiors --as-of 2018-11-28"""


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
        asked = PathsAsked(
            entity,
            target=find(snapshot, target) if target else "",
            policy=policy or "",
            leaders=with_leaders,
            superiors=with_superiors,
            hops=hops,
            limit=limit,
            alleged=alleged,
            siblings=siblings,
        )
        answer = paths_answer(snapshot, asked, on)
    if as_json:
        print_json(answer)
        return
    _print(answer, snapshot.caption(entity))


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
