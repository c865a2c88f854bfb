"""`muster sources`: the editions that the register holds, the difference between two, and what can be read."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path

import click

from muster.cli.common import common, known_at_option, opened, print_json, say, table
from muster.errors import BadInput, NotFound, UsageError
from muster.register import Edition, Register
from muster.sources import InputFile
from muster.sources.formats import formats, looks_like, refuse_early
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

_DIGITS = 6  # of a digest, from which on it names an edition


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
    if what := looks_like(given):
        raise BadInput(f"not a table but {what}", place=given.name, hint="name a CSV, an XLSX or an ODS file")
    header, rows = table_of(given)
    click.echo(draft(given.name, header, (cells for _, cells in rows)), nl=False)


def _edition(register: Register, text: str) -> Edition:
    stream, _, day = text.rpartition("@")
    editions = [one for one in register.editions() if one.stream == stream]
    if not editions:
        known = sorted({one.stream for one in register.editions()})
        if text in known:
            days = ", ".join(f"{text}@{one.published}" for one in register.editions() if one.stream == text)
            raise UsageError(f"which edition of {text}?", hint=f"one of {days}")
        near = difflib.get_close_matches(stream or text, known, n=5) or known[:5]
        raise NotFound(f"no list {stream or text!r}", hint=f"LIST@DAY, such as {', '.join(near)}: see `muster sources`")
    found = [one for one in editions if day in (one.published, one.last_day.isoformat())]
    found = found or [one for one in editions if len(day) >= _DIGITS and one.sha256.startswith(day)]
    if len(found) == 1:
        return found[0]
    if found:
        each = ", ".join(f"{stream}@{one.sha256[:12]} (imported {one.imported[:16]})" for one in found)
        raise UsageError(f"{len(found)} editions of {stream} are of {day}", hint=f"name one by its sha256: {each}")
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
