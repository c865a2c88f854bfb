"""`muster replay`: a kept decision recomputed; the same bytes, or what differs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from muster.claims import canonical
from muster.cli.common import common, opened, print_json, say
from muster.cli.outfile import write
from muster.errors import BadInput, UsageError
from muster.policy import load_policy
from muster.vetting import replay

_EPILOG = """\b
Examples:
  muster replay d-7fb8b5335135
  muster replay --file decision.json --register copy.db

Exit status: 0 every byte is the same, 1 something differs, 2 wrong usage, 3 the file is no decision, 4 no such
decision."""


@click.command("replay", epilog=_EPILOG)
@click.argument("decision", required=False)
@click.option("--file", type=click.Path(path_type=Path), help="A decision's JSON, as `muster vet --json` prints it.")
@click.option("--policy", metavar="FILE", help="The policy's file, if neither the register nor Muster has its text.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the recomputed decision here, byte by byte.")
@common
def command(
    decision: str | None,
    file: Path | None,
    policy: str | None,
    out: Path | None,
    register_option: str | None,
    as_json: bool,
) -> int:
    """Recompute DECISION (an id, or how it begins) as of its day, known at its time, under the policy text of then."""
    if (decision is None) == (file is None):
        raise UsageError("give either DECISION or --file", hint="muster replay d-7fb8b5335135")
    given = load_policy(policy) if policy else None
    with opened(register_option) as register:
        stored = _read(file) if file else register.decision(str(decision))
        found = replay(register, stored, given)
    if out and found.again is not None:
        write(out, canonical(found.again))
    if as_json:
        print_json(found.as_dict())
    elif found.same:
        say(f"{found.decision}: the same, byte by byte.")
    else:
        say(f"{found.decision}: not the same.", "bold")
        for one in found.differences:
            say(f"  {one.says}")
    return 0 if found.same else 1


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text("utf-8-sig"))
    except OSError as fault:
        raise BadInput(f"cannot be read: {fault.strerror}", place=str(file), hint="check the path") from None
    except (ValueError, RecursionError) as fault:
        raise BadInput(f"not JSON: {fault}", place=str(file), hint="give it as `muster vet --json` prints it") from None
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, dict):
        raise BadInput("not one decision", place=str(file), hint="`muster vet UNIT --policy P --json` prints one")
    return data
