"""`muster contradictions`: claims that cannot both hold, each with its speaker, its date and its source."""

from __future__ import annotations

import click

from muster.cli.common import as_of_option, common, compiled, day, known_at_option, print_json, say, table
from muster.snapshot import find
from muster.vetting import contradictions

_EPILOG = """\b
Examples:
  muster contradictions aah --as-of 2018-11-28
  muster contradictions --as-of 2018-11-28 --json"""
_SHOWN = 40  # contradictions in a table; --json gives all


@click.command("contradictions", epilog=_EPILOG)
@click.argument("entity", required=False)
@as_of_option
@known_at_option
@common
def command(
    entity: str | None, as_of: str | None, known_at: str | None, register_option: str | None, as_json: bool
) -> None:
    """List claims on ENTITY (an id or a name; all, if left out) that cannot both hold. Nothing is settled by it."""
    on = day(as_of)
    with compiled(register_option, known_at) as snapshot:
        found = contradictions(snapshot, on, find(snapshot, entity) if entity else None)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    for one in found[:_SHOWN]:
        rows = [
            (claim.stance, claim.speaker or "the source", claim.text, claim.when, _where(claim.source, claim.citation))
            for claim in one.claims
        ]
        table(f"{one.caption}: {one.about}", ("stance", "speaker", "says", "when", "source"), rows)
    if len(found) > _SHOWN:
        say(f"{len(found) - _SHOWN:,} more; --json gives all.")
    if not found:
        say("No two claims known contradict each other. That is a statement on the claims, not on the world.")


def _where(source: str, citation: dict[str, object]) -> str:
    place = str(citation.get("place") or "")
    return f"{source}, {place}" if place else source
