"""`muster sources`: the editions that the register holds, the difference between two, and what can be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from muster.cli.common import common, known_at_option, opened, print_json, say, table
from muster.errors import NotFound, UsageError
from muster.register import Edition, Register
from muster.sources import InputFile
from muster.sources.formats import formats, refuse_early
from muster.sources.mapped import table_of
from muster.sources.mapping import draft

_EPILOG = """\b
Examples:
  muster sources
  muster sources diff us-ofac-sdn/sdn@2018-11-12 us-ofac-sdn/sdn@2018-11-13
  muster sources formats
  muster sources mapping ministry.csv > ministry.yaml"""


_DIFF_EPILOG = """\b
Example:
  muster sources diff us-ofac-sdn/sdn@2018-11-12 us-ofac-sdn/sdn@2018-11-13"""


_MAPPING_EPILOG = """\b
Examples:
  muster sources mapping ministry.csv > ministry.yaml
  muster import ministry.csv --mapping ministry.yaml"""


@click.group("sources", invoke_without_command=True, epilog=_EPILOG)
@known_at_option
@common
@click.pass_context
def command(ctx: click.Context, known_at: str | None, register_option: str | None, as_json: bool) -> None:
    """Show the lists and files in the register, edition by edition."""
    if ctx.invoked_subcommand:
        return
    with opened(register_option) as register:
        moment = register.known_at(known_at)
        editions = register.editions(moment)
    if as_json:
        print_json([_as_dict(one) for one in editions])
        return
    rows = [
        (
            one.stream,
            one.title,
            one.published,
            f"{one.total:,}",
            f"+{one.added:,} -{one.removed:,}",
            one.imported[:19],
            one.sha256[:12],
        )
        for one in editions
    ]
    table("Editions", ("list", "title", "published", "claims", "change", "imported", "sha256"), rows)


@command.command("diff", epilog=_DIFF_EPILOG)
@click.argument("older")
@click.argument("newer")
@common
def diff(older: str, newer: str, register_option: str | None, as_json: bool) -> None:
    """Say which entities came, went or changed between two editions, each given as LIST@DAY."""
    with opened(register_option) as register:
        first, second = _edition(register, older), _edition(register, newer)
        if first.stream != second.stream:
            raise UsageError("two editions of one list are needed", hint=f"both must begin with {first.stream}@")
        came, went, changed = register.difference(first, second)
    if as_json:
        print_json({"from": _as_dict(first), "to": _as_dict(second), "came": came, "went": went, "changed": changed})
        return
    say(f"{first.stream}: {first.published} to {second.published}", "bold")
    for title, found in (("Came", came), ("Went", went), ("Changed", changed)):
        table(f"{title}: {len(found)}", ("entity", "name"), sorted(found.items()))


@command.command("formats", epilog="\b\nExample:\n  muster sources formats --json")
@common
def formats_(register_option: str | None, as_json: bool) -> None:
    """List the formats that are recognised."""
    if as_json:
        print_json([{"format": one.name, "title": one.title} for one in formats()])
        return
    table("Formats", ("format", "what it is"), [(one.name, one.title) for one in formats()])
    say("A table of any other list is read by a mapping of its columns: muster sources mapping TABLE")


@command.command("mapping", epilog=_MAPPING_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
def mapping(file: Path) -> None:
    """Draft a mapping for the table FILE, a list in no known format.

    Every line is a guess from the table's header, to be checked by a person who knows the list.
    """
    given = InputFile(file)
    refuse_early(given)
    header, rows = table_of(given)
    click.echo(draft(given.name, header, (cells for _, cells in rows)), nl=False)


def _edition(register: Register, text: str) -> Edition:
    stream, _, day = text.rpartition("@")
    editions = [one for one in register.editions() if one.stream == stream]
    if not editions:
        known = sorted({one.stream for one in register.editions()})
        raise NotFound(f"no list {stream or text!r}", hint=f"LIST@DAY, with a list of: {', '.join(known)}")
    for one in reversed(editions):
        if day in (one.published, one.last_day.isoformat()):
            return one
    days = ", ".join(one.published for one in editions)
    raise NotFound(f"no edition of {stream} of {day}", hint=f"its editions: {days}")


def _as_dict(edition: Edition) -> dict[str, object]:
    return {
        "stream": edition.stream,
        "dataset": edition.dataset,
        "title": edition.title,
        "publisher": edition.publisher,
        "kind": edition.kind,
        "published": edition.published,
        "claims": edition.total,
        "added": edition.added,
        "withdrawn": edition.removed,
        "imported": edition.imported,
        "sha256": edition.sha256,
        "files": list(edition.files),
        "notes": list(edition.notes),
        "age_days": (date.today() - edition.last_day).days,
    }
