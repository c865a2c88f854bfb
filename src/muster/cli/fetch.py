"""`muster fetch`: lists downloaded from the addresses in the user's own file; the only command that calls out."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path

import click

from muster.cli.common import common, note, print_json, progress, table
from muster.cli.imports import as_dict, stored, tell
from muster.errors import MusterError, NotFound, UsageError
from muster.plainyaml import near
from muster.register import uncollected
from muster.sources import Delivery
from muster.sources.addresses import GUIDE, VARIABLE, Addresses, read_addresses
from muster.sources.fetch import Fetched, fetch_list

_EPILOG = """\b
Examples:
  muster fetch us-ofac-sdn --addresses addresses.yaml
  muster fetch us-ofac-sdn un-sc --import"""


@click.command("fetch", epilog=_EPILOG)
@click.argument("lists", nargs=-1, required=True)
@click.option(
    "--addresses",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Your file of addresses (else ${VARIABLE}).",
)
@click.option(
    "--into", metavar="DIR", type=click.Path(path_type=Path), default=Path("lists"), help="Where to (default: lists)."
)
@click.option("--import", "and_import", is_flag=True, help="Import what was fetched.")
@click.option("--shrunk", is_flag=True, help="With --import: store an edition that lost more than half of its list.")
@click.option(
    "--limit",
    metavar="MB",
    type=click.IntRange(1, 2048),
    default=2048,
    help="The largest file to take, in MB of 1,048,576 bytes (default: 2048).",
)
@click.option("--allow-http", is_flag=True, help="Fetch addresses that are not encrypted too.")
@common
def command(
    lists: tuple[str, ...],
    addresses: Path | None,
    into: Path,
    and_import: bool,
    shrunk: bool,
    limit: int,
    allow_http: bool,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Download LISTS, named as in your file of addresses, each into DIR/LIST/DAY, with a record beside it.

    Only what is new is downloaded, and only whole: a list whose files are not all there changes nothing. What a
    broken download received is kept, and the next one goes on from there.
    """
    known = _addresses(addresses)
    wanted = list(dict.fromkeys(lists))
    for name in wanted:
        if name not in known:
            raise NotFound(f"no addresses of {name!r}", hint=near(name, known))
    fetched: list[Fetched] = []
    faults: list[tuple[str, MusterError]] = []
    for name in wanted:
        try:
            got = fetch_list(name, known[name], into, _bar, limit=limit << 20, plain=allow_http)
            fetched.append(got)
        except MusterError as fault:
            faults.append((name, fault))
    paths = [path for one in fetched for path in one.paths]
    with uncollected():
        changes = stored(Delivery(paths), register_option, shrunk=shrunk) if and_import and paths else []
    if as_json:
        shown = {"fetched": [_as_dict(one) for one in fetched]}
        print_json({**shown, "imported": [as_dict(change) for change in changes]} if and_import else shown)
    else:
        _tell(fetched)
        if changes:
            tell(changes)
    if len(faults) == 1:
        raise faults[0][1]
    if faults:
        for name, problem in faults:
            note(f"{name}: {problem}")
        raise MusterError(f"{len(faults)} of {len(wanted)} lists could not be fetched", hint="the notes say why")


def _addresses(option: Path | None) -> Addresses:
    path = option or (Path(text) if (text := os.environ.get(VARIABLE)) else None)
    if path is None:
        hint = f"Muster ships none: write a file of addresses ({GUIDE}) and name it with --addresses or ${VARIABLE}"
        raise UsageError("no file of addresses", hint=hint)
    return read_addresses(path)


def _bar(what: str) -> AbstractContextManager[Callable[..., None]]:
    return progress(what, None)


def _tell(fetched: list[Fetched]) -> None:
    rows = [
        (one.name, str(one.folder / file.name), f"{file.bytes:,}", file.sha256[:12], "new" if one.new else "unchanged")
        for one in fetched
        for file in one.files
    ]
    if rows:
        table("Fetched", ("list", "file", "bytes", "sha256", ""), rows)


def _as_dict(one: Fetched) -> dict[str, object]:
    return {
        "list": one.name,
        "folder": str(one.folder),
        "new": one.new,
        "files": [asdict(file) for file in one.files],
    }
