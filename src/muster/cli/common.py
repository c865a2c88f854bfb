"""What commands share: opening the register, dates, finding an entity, tables, JSON, and progress."""

from __future__ import annotations

import gc
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from muster.cli.text import plain
from muster.dates import parse_day
from muster.errors import BadDate, UsageError
from muster.register import Register
from muster.snapshot import Snapshot

F = TypeVar("F", bound=Callable[..., Any])

_OUTCOME_STYLE = {
    "not_cleared": "bold red",
    "refer": "yellow",
    "incomplete_request": "cyan",
    "exception_applied": "magenta",
    "no_adverse_information": "green",
}


_PARTS_NAMED = 4
_OUTCOME = re.compile(r"\x00(?P<style>[^\x00]*)\x00(?P<word>[a-z_]+)\x00")


def common(command: F) -> F:
    """Add the options that every command has: --register and --json."""
    command = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")(command)
    return click.option("--register", "register_option", metavar="PATH", help="The register to use.")(command)


def examples(*lines: str) -> str:
    """What stands below a command's help: lines to be typed."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def as_of_option(command: F) -> F:
    """Add --as-of, the day in the world."""
    text = "The day in the world asked about, YYYY-MM-DD (default: today)."
    return click.option("--as-of", "as_of", metavar="DAY", help=text)(command)


def known_at_option(command: F) -> F:
    """Add --known-at, the time of the register's knowledge."""
    text = "Use only what the register knew at this time (default: all it knows)."
    return click.option("--known-at", "known_at", metavar="TIME", help=text)(command)


def location(option: str | None) -> str | None:
    """The register named by the command's option, or by the one before the command."""
    context = click.get_current_context()
    return option or (context.find_root().obj or {}).get("register")


@contextmanager
def opened(option: str | None, *, create: bool = False) -> Iterator[Register]:
    """The register, closed at the end of the block."""
    with Register(location(option), create=create) as register:
        yield register


def day(text: str | None) -> date:
    """The day given with --as-of, or today."""
    if not text:
        return date.today()
    try:
        return parse_day(text)
    except BadDate as error:
        raise BadDate(error.message, place="--as-of", hint="write it as YYYY-MM-DD") from None


def console() -> Console:
    """A console on standard output: colours only on a terminal, lines not broken in a pipe."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=160)


def print_json(data: Any) -> None:
    """Data as indented JSON on standard output."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output."""
    made = Table(title=plain(title) or None, title_justify="left", title_style="bold")
    for place, name in enumerate(columns):
        whole = any(_OUTCOME.fullmatch(row[place]) for row in rows)  # an outcome is one word
        made.add_column(name, overflow="fold", no_wrap=whole)
    for row in rows:
        made.add_row(*(_safe(cell) for cell in row))
    console().print(made)


def say(text: str = "", style: str = "") -> None:
    """A line on standard output."""
    console().print(_safe(text), style=style or None, soft_wrap=not sys.stdout.isatty())


def searched(lists: Iterable[tuple[str, str]]) -> str:
    """The lists that were searched (name, edition); many parts of one list are counted, not named."""
    parts: dict[tuple[str, str], list[str]] = {}
    for name, edition in lists:
        parts.setdefault((name.partition("/")[0], edition), []).append(name)
    told: list[str] = []
    for (dataset, edition), names in parts.items():
        if len(names) > _PARTS_NAMED:
            told.append(f"{dataset} of {edition} ({len(names)} parts)")
        else:
            told.extend(f"{name} of {edition}" for name in names)
    return "; ".join(told) or "nothing"


def settled() -> None:
    """What has been read stays till the end: spare the collector from walking through it during long work."""
    gc.freeze()


def outcome(word: str) -> str:
    """An outcome in its colour, as rich markup."""
    return f"\x00{_OUTCOME_STYLE.get(word, '')}\x00{word}\x00"


def _safe(text: str) -> Any:
    from rich.text import Text

    if found := _OUTCOME.fullmatch(text):
        return Text(found["word"], style=found["style"])
    return Text(plain(text))


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[..., None]]:
    """A progress bar on a terminal; nothing in a pipe. Yields a function of the step's size, and the total if new."""
    if not sys.stderr.isatty():
        yield lambda step, total=None: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def advance(step: int, total: int | None = None) -> None:
            if total:
                bar.update(task, total=total)
            bar.advance(task, step)

        yield advance


@contextmanager
def busy(what: str) -> Iterator[None]:
    """A moving sign on a terminal while work of unknown length goes on; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(what):
        yield


def note(text: str) -> None:
    """A remark for the person, on standard error so that pipes stay clean."""
    click.echo(f"note: {plain(text)}", err=True)


@contextmanager
def compiled(option: str | None, known_at: str | None = None) -> Iterator[Snapshot]:
    """The register's snapshot, for the length of the block."""
    with opened(option) as register:
        with busy("reading the register"):
            snapshot = Snapshot(register, known_at)
        yield snapshot


def codec(encoding: str) -> str:
    """The codec of --encoding, empty if none was given. Raises UsageError for one that is not known."""
    from muster.sources.encodings import named

    found = named(encoding) if encoding else ""
    if encoding and not found:
        raise UsageError(f"no such encoding: {encoding!r}", hint="for example utf-8, windows-1252, windows-1256")
    return found
