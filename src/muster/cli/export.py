"""`muster export`: the register's content for other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from muster.cli.common import common, known_at_option, opened
from muster.errors import BadInput
from muster.register import Register

_EPILOG = """\b
Examples:
  muster export json > register.jsonl
  muster export json -o register.jsonl --known-at 2026-01-31"""


@click.group("export", epilog=_EPILOG)
def command() -> None:
    """Write what the register knows, as of a time of knowledge."""


@command.command("json", epilog=_EPILOG)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A file (default: standard output).")
@known_at_option
@common
def json_(out: Path | None, known_at: str | None, register_option: str | None, as_json: bool) -> None:
    """JSON lines: sources, editions, judgements, then every claim, each line with its `type`.

    The output is JSON with and without --json.
    """
    with opened(register_option) as register:
        if out is None:
            for line in _lines(register, known_at):
                sys.stdout.write(line)
            return
        temporary = out.with_name(f"{out.name}.part")
        try:
            with temporary.open("w", encoding="utf-8") as stream:
                stream.writelines(_lines(register, known_at))
            temporary.replace(out)
        except OSError as fault:
            hint = "check that the folder exists and that you may write there"
            raise BadInput(f"cannot be written: {fault.strerror}", place=str(out), hint=hint) from None


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
    for held in register.claims(known_at=moment):
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
