"""`muster export`: the register's content for other programs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import click

from muster.cli.common import common, known_at_option, note, opened
from muster.cli.outfile import replacing
from muster.errors import BadInput, NotFound
from muster.exports import (
    KEPT_IN_STATEMENTS,
    Losses,
    entities,
    write_claims,
    write_entities,
    write_sheets,
    write_statements,
)
from muster.register import Register

_EPILOG = """\b
Examples:
  muster export json > register.jsonl
  muster export json -o register.jsonl --known-at 2026-01-31
  muster export ftm -o entities.ftm.json
  muster export ftm --statements -o statements.csv
  muster export csv -o claims.csv
  muster export sfm -o sheets --dataset sfm-ng"""

_out_option = click.option("-o", "--out", type=click.Path(path_type=Path), help="A file (default: standard output).")


@click.group("export", epilog=_EPILOG)
def command() -> None:
    """Write what the register knows, as of a time of knowledge."""


@command.command("json", epilog=_EPILOG)
@_out_option
@known_at_option
@common
def json_(out: Path | None, known_at: str | None, register_option: str | None, as_json: bool) -> None:
    """JSON lines: sources, editions, judgements, then every claim, each line with its `type`.

    The output is JSON with and without --json.
    """
    with opened(register_option) as register, _output(out) as stream:
        _record(register, "json", known_at, out)
        stream.writelines(_lines(register, known_at))


@command.command("ftm", epilog=_EPILOG)
@_out_option
@click.option("--statements", is_flag=True, help="A CSV of statements (a row for each value) instead of JSON lines.")
@known_at_option
@common
def ftm(out: Path | None, statements: bool, known_at: str | None, register_option: str | None, as_json: bool) -> None:
    """FollowTheMoney entities, one JSON object a line: what is asserted, and nothing else.

    What the format cannot hold is counted by reason and predicate, on standard error; with --json and -o as JSON on
    standard output.
    """
    losses = Losses()
    with opened(register_option) as register, _output(out) as stream:
        _record(register, "ftm", known_at, out)
        write = write_statements if statements else write_entities
        count = write(entities(register, known_at, losses), stream)
    if statements:
        losses.forget(KEPT_IN_STATEMENTS)
    if as_json:
        summary = {"entities": count, "left_out": losses.as_dict()}
        click.echo(json.dumps(summary, indent=2, ensure_ascii=False), err=out is None)
        return
    note(f"{count} entities written")
    for line in losses.lines():
        note(f"not held: {line}")


@command.command("csv", epilog=_EPILOG)
@_out_option
@known_at_option
@common
def csv_(out: Path | None, known_at: str | None, register_option: str | None, as_json: bool) -> None:
    """A table of all claims, one a line with its stance, speaker and citation, safe to open in a spreadsheet.

    With --json and -o, the number of claims is printed as JSON.
    """
    with opened(register_option) as register, _output(out) as stream:
        _record(register, "csv", known_at, out)
        count = write_claims(register, known_at, stream)
    if as_json:
        click.echo(json.dumps({"claims": count}, indent=2), err=out is None)


@command.command("sfm", epilog=_EPILOG)
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="A folder that does not exist yet.")
@click.option("--dataset", default="", help="Only what this list or register says, such as sfm-ng.")
@known_at_option
@common
def sfm(out: Path, dataset: str, known_at: str | None, register_option: str | None, as_json: bool) -> None:
    """Sheets of the Security Force Monitor: units, persons, incidents and the sources of every cell.

    What the sheets cannot hold is counted by reason and predicate, on standard error; with --json as JSON.
    """
    losses = Losses()
    with opened(register_option) as register, _folder(out) as folder:
        if dataset and dataset not in {one.dataset for one in register.editions(known_at)}:
            raise NotFound(f"no list {dataset!r} in this register", hint="see `muster sources`")
        _record(register, "sfm", known_at, out)
        counts = write_sheets(register, known_at, folder, losses, dataset)
        if not counts:
            raise NotFound("nothing to write: no units, persons or incidents", hint="see `muster sources`")
    if as_json:
        click.echo(json.dumps({"rows": counts, "left_out": losses.as_dict()}, indent=2, ensure_ascii=False))
        return
    for name, count in counts.items():
        note(f"{name}.csv: {count:,} rows")
    for line in losses.lines():
        note(f"not held: {line}")


@contextmanager
def _folder(out: Path) -> Iterator[Path]:
    """A folder that appears only when all of its files are whole."""
    if out.exists():
        raise BadInput("exists already", place=str(out), hint="name a folder that does not exist yet")
    temporary = out.with_name(f"{out.name}.part")
    try:
        temporary.mkdir()
        yield temporary
        temporary.rename(out)
    except OSError as fault:
        hint = "check that the folder above exists and that you may write there"
        raise BadInput(f"cannot be written: {fault.strerror}", place=str(out), hint=hint) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _output(out: Path | None) -> Iterator[IO[str]]:
    """Standard output, or a file that appears only when it is whole."""
    if out is None:
        yield sys.stdout
        return
    with replacing(out) as stream:
        yield stream


def _lines(register: Register, known_at: str | None) -> Iterator[str]:
    moment = register.known_at(known_at)
    yield _line("register", {"known_at": moment, "digest": register.digest(moment)})
    for source in register.sources(moment).values():
        yield _line("source", asdict(source))
    for edition in register.editions(moment):
        kept = {key: value for key, value in asdict(edition).items() if key not in ("id", "base")}
        yield _line("edition", {**kept, "first_day": str(edition.first_day), "last_day": str(edition.last_day)})
    for judgement in register.judgements(moment):
        yield _line("judgement", asdict(judgement))
    for held in register.each_claim(moment):
        time = {
            "start": held.time.start.text,
            "end": held.time.end.text,
            "first_cited": str(held.time.first_cited or ""),
            "last_cited": str(held.time.last_cited or ""),
        }
        more = {"dataset": held.dataset, "vouched": time, "withdrawn": str(held.withdrawn or "")}
        yield _line("claim", {"id": held.claim.id, **held.claim.content(), **more})


def _line(kind: str, data: dict[str, Any]) -> str:
    return json.dumps({"type": kind, **data}, ensure_ascii=False) + "\n"


def _record(register: Register, form: str, known_at: str | None, out: Path | None) -> None:
    """Enter the export in the record before anything goes out."""
    register.remark("export", {"as": form, "known_at": register.known_at(known_at), "to": str(out or "")})
