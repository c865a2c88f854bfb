"""`muster sources`: the editions that the register holds, and the difference between two of them."""

from __future__ import annotations

from datetime import date

import click

from muster.cli.common import common, known_at_option, opened, print_json, say, table
from muster.errors import NotFound, UsageError
from muster.register import Edition, Register

_EPILOG = """\b
Examples:
  muster sources
  muster sources diff us-ofac-sdn/sdn@2018-11-12 us-ofac-sdn/sdn@2018-11-13"""


_DIFF_EPILOG = """\b
Example:
  muster sources diff us-ofac-sdn/sdn@2018-11-12 us-ofac-sdn/sdn@2018-11-13"""


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
