"""`muster show`: everything known of one entity, each value with its source, disagreements side by side."""

from __future__ import annotations

from pathlib import Path

import click

from muster.cli.common import as_of_option, common, day, known_at_option, opened, print_json, say, table
from muster.cli.outfile import write
from muster.errors import NotFound
from muster.register import EntityView, Evidence, Said
from muster.reports.entity_bars import bars
from muster.reports.timeline import timeline_svg
from muster.snapshot import Snapshot, find, view_of

_EPILOG = """\b
Examples:
  muster show aah --as-of 2018-11-28
  muster show "Popular Mobilization Forces" --as-of 2016-06-01 --json"""


@click.command("show", epilog=_EPILOG)
@click.argument("entity")
@click.option("--timeline", type=click.Path(path_type=Path, dir_okay=False), help="Draw its relations in this file.")
@as_of_option
@known_at_option
@common
def command(
    entity: str,
    timeline: Path | None,
    as_of: str | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Show ENTITY (an id, or a name that only one entity has) as of a day."""
    asked = day(as_of)
    with opened(register_option) as register:
        if not entity or not register.claims(entities=[entity], known_at=register.known_at(known_at)):
            if known_at and entity and register.claims(entities=[entity]):
                raise NotFound(
                    f"{entity} was not known here at {known_at}", hint="see `muster sources` for what came when"
                )
            entity = find(Snapshot(register, known_at), entity)
        found = view_of(register, entity, asked, known_at)
        moment = register.known_at(known_at)
        if timeline:
            drawn = bars(Snapshot(register, known_at), found.entity, asked)
            write(timeline, timeline_svg(f"{found.caption} as of {asked}", drawn, asked))
    if as_json:
        print_json({**found.as_dict(), "known_at": moment})
        return
    _print(found)


def _print(found: EntityView) -> None:
    say(f"{found.caption} ({found.kind or 'kind unknown'}) as of {found.as_of}", "bold")
    if len(found.members) > 1:
        say(f"  judged the same: {', '.join(found.members)}")
    values = [one for one in found.said if not one.other]
    relations = [one for one in found.said if one.other]
    for title, part in (("Values", values), ("Relations", relations)):
        rows = [row for one in part for row in _rows(one)]
        if rows:
            table(title, ("what", "says", f"on {found.as_of}", "who says so, and where"), rows)
    if found.disagreements:
        say("Sources disagree:", "bold yellow")
        for one in found.disagreements:
            say(f"  {one.about}")
            for claim in one.claims:
                say(f"    - {claim.spoken()}")


def _rows(one: Said) -> list[tuple[str, ...]]:
    """One line a claim; what is said and its state stand on the first."""
    rows: list[tuple[str, ...]] = []
    for place, claim in enumerate((*one.claims, *one.against)):
        lead = ("", "", "")
        if place == 0:
            timed = one.other or one.predicate == "listed_under"
            state = one.certainty.value if timed and one.state == "asserted" else one.state
            if one.state == "contested":
                state = f"contested; {one.certainty.value}"
            lead = (one.predicate.replace("_", " "), one.text, "" if state == "asserted" else state)
        kind = f" ({', '.join(claim.details)})" if claim.details else ""
        rows.append((*lead, f"{_who(claim)}{kind}: {_where(claim)}"))
    return rows


def _who(claim: Evidence) -> str:
    via = f" via {', '.join(claim.via)}" if claim.via else ""
    return f"{claim.stance} by {claim.speaker or 'the source'}{via}"


def _where(claim: Evidence) -> str:
    when = claim.when.replace("start and end unknown; ", "").replace("start and end unknown", "")
    citation = claim.citation
    more = len(citation.get("also", ()))
    others = f"and {more} more {'citations' if more > 1 else 'citation'}" if more else ""
    noted = f"({citation['note']})" if citation.get("note") else ""
    place = ", ".join(filter(None, (claim.source, citation.get("place", ""))))
    return ", ".join(part for part in (f"{place} {noted}".strip(), others, when) if part)
