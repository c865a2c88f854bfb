"""`muster import`: files in, editions stored: all of them, or none and one clear error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from muster.claims import digest
from muster.cli.common import common, note, opened, print_json, progress, table
from muster.dates import parse_date
from muster.errors import BadDate, UsageError
from muster.register import NEVER, Change, Delivered, Incoming, uncollected
from muster.sources import Delivery, Reading

_EPILOG = """\b
Examples:
  muster import ofac/                       sdn.csv, alt.csv, add.csv and comments of one day
  muster import sdn.csv --published 2022-01-31
  muster import consolidated.xml situation.yaml roster.xlsx
  muster import ministry.csv --mapping ministry.yaml     a list in no known format"""


@click.command("import", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", metavar="FORMAT", help="Read as this format instead of recognising it.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the columns of the table mean, for a list in no known format (draft: muster sources mapping).",
)
@click.option("--published", metavar="DAY", default="", help="Day of publication of files that carry none.")
@click.option("--note", "remark", metavar="TEXT", default="", help="A remark to keep with the edition.")
@click.option("--shrunk", is_flag=True, help="Store a newer edition even if it lost more than half of its list.")
@common
def command(
    files: tuple[Path, ...],
    format_: str | None,
    mapping: Path | None,
    published: str,
    remark: str,
    shrunk: bool,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Read FILES (or folders) into the register; the format is recognised from the content.

    A second import of the same file changes nothing. A newer edition of a list adds and retracts only what
    changed. If any file is bad, nothing at all is stored.
    """
    if published:
        _check_day(published)
    if format_ and mapping:
        raise UsageError("--format and --mapping at once", hint="a mapping is a format of its own: leave --format out")
    with uncollected():  # to the end: a last walk through all that was read would only delay it
        changes = stored(Delivery(files, format_, mapping, published), register_option, remark, shrunk)
        if as_json:
            print_json([as_dict(change) for change in changes])
        else:
            tell(changes, remark)


def stored(delivery: Delivery, register_option: str | None, remark: str = "", shrunk: bool = False) -> list[Change]:
    """Read files and store what they say as editions, all or none, with a progress bar.

    Files that were stored before are known by their digest, and not read.
    """
    delivered = Delivered(delivery.digest(), _today())
    with progress("claims", None) as step, opened(register_option, create=True) as register:
        return register.import_editions(editions(delivery, remark, shrunk), step, delivered)


def tell(changes: Sequence[Change], remark: str = "") -> None:
    """Print what an import changed, and what its readers had to note; `remark` is what the person did."""
    table(
        "Imported",
        ("list", "edition", "claims", "added", "withdrawn", "judgements"),
        [_row(change) for change in changes],
    )
    for change in changes:
        # Of an edition that was here before, only what was noted of the files that came this time
        for text in change.notes if change.unchanged else change.edition.notes:
            if not (change.unchanged and text == remark):
                note(f"{change.edition.stream}: {text}")
    if remark and any(change.unchanged for change in changes):
        note("the remark was not kept with what is unchanged")


def _check_day(published: str) -> None:
    try:
        day = parse_date(published)
    except BadDate as error:
        raise error.at("--published") from None
    if day.latest and day.latest > date.today() + timedelta(1):  # it may be tomorrow where the list is published
        hint = "give the day on which the list was published"
        raise UsageError(f"{published} has not come yet", place="--published", hint=hint)


def editions(delivery: Delivery, remark: str = "", shrunk: bool = False) -> Iterator[Incoming]:
    """What the files say, as editions to be stored; they are read when the first is asked for."""
    for reading in delivery.readings():
        yield incoming(reading, delivery, remark, shrunk)


def _today() -> str:
    return date.today().isoformat()


def incoming(reading: Reading, delivery: Delivery, remark: str = "", shrunk: bool = False) -> Incoming:
    """One reading as an edition to be stored."""
    today = _today()
    undated = not reading.published and reading.kind == "list"
    if undated:
        reading.notes.append(f"the file carries no date; the day of import, {today}, was taken")
    if delivery.published and reading.published != parse_date(delivery.published).text and reading.kind == "list":
        reading.notes.append(f"the file carries its own date, {reading.published}; --published was not needed")
    return Incoming(
        dataset=reading.dataset,
        title=reading.title,
        kind=reading.kind,
        published=reading.published or today,
        sha256=digest("\n".join(map(delivery.content, reading.files))),
        claims=reading.claims,
        part=reading.part,
        publisher=reading.publisher,
        sources=reading.sources,
        judgements=reading.judgements,
        files=tuple(file.name for file in reading.files),
        # Called after the claims have passed: only then does the reader know what it has to say.
        notes=lambda: [*([remark] if remark else []), *reading.notes],
        shrunk=shrunk,
        only_on=(today if undated else "") if delivery.covers(reading) else NEVER,
    )


def _row(change: Change) -> tuple[str, ...]:
    edition = change.edition
    if change.unchanged:
        return edition.stream, edition.published, str(edition.total), "unchanged", "", ""
    counts = (edition.total, edition.added, edition.removed, change.judgements)
    return edition.stream, edition.published, *(f"{count:,}" for count in counts)


def as_dict(change: Change) -> dict[str, object]:
    """What an import changed, for JSON."""
    edition = change.edition
    return {
        "stream": edition.stream,
        "published": edition.published,
        "unchanged": change.unchanged,
        "claims": edition.total,
        "added": 0 if change.unchanged else edition.added,
        "withdrawn": 0 if change.unchanged else edition.removed,
        "judgements": change.judgements,
        "sha256": edition.sha256,
        "files": list(edition.files),
        "notes": list(dict.fromkeys((*edition.notes, *change.notes))),
    }
