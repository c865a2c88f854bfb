"""What `muster chain --over` shows: who stood above and below a unit, who led, and each change between two dates."""

from __future__ import annotations

from typing import Any

from muster.cli.common import note, say


def print_over(answer: dict[str, Any]) -> None:
    """The answer for a person."""
    first, last = answer["over"]
    say(f"{answer['caption']}, {first} to {last}", "bold")
    standing = [one for one in answer["standing"] if one["after"] != "unknown"]
    say(f"on {first}:" if standing else f"on {first}: nothing known")
    for one in standing:
        say(f"  {_who(answer, one)}: {one['after']}")
    changes = [one for one in answer["changes"] if (one["before"], one["after"]) != ("no", "unknown")]
    say("changes:" if changes else "changes: none known")
    for one in changes:
        say(f"  {one['day']}  {_who(answer, one)}: {one['says']} ({one['before']} → {one['after']})")
    hidden = len(answer["standing"]) + len(answer["changes"]) - len(standing) - len(changes)
    if hidden:
        say(f"{hidden} links and posts begin on a day that no source gives; --json shows them.")
    for pair in answer["apart"]:
        note(pair["says"])


def _who(answer: dict[str, Any], one: dict[str, Any]) -> str:
    of = f" of {one['of_caption']}" if one["of"] != answer["unit"] else ""
    return f"{one['side']}{of}: {one['caption']}"
