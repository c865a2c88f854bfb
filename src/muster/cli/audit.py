"""`muster audit`: the tamper-evident record: checked, listed, signed, and proofs from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from muster.cli.common import common, examples, opened, print_json, progress, say, table
from muster.cli.outfile import write
from muster.errors import BadInput, NotFound, UsageError

_EPILOG = """\b
Examples:
  muster audit verify
  muster audit checkpoint -o checkpoint.txt       keep it elsewhere
  muster audit verify --checkpoint checkpoint.txt --key muster.pub
  muster audit prove d-1f0c2a... -o proof.json
  muster audit verify --proof proof.json          needs no register"""

_SHOWN = 50


@click.group("audit", epilog=_EPILOG)
def command() -> None:
    """The record of all acts: one entry for each, in the transaction of what it records."""


@command.command("verify", epilog=_EPILOG)
@click.option("--checkpoint", "checkpoints", multiple=True, metavar="FILE", help="A checkpoint kept elsewhere.")
@click.option("--proof", metavar="FILE", help="Check this proof file instead; no register is needed.")
@click.option(
    "--key", "key_text", metavar="KEY", help="The public key that must have signed: a line, or a file with it."
)
@common
def verify(
    checkpoints: tuple[str, ...],
    proof: str | None,
    key_text: str | None,
    register_option: str | None,
    as_json: bool,
) -> int:
    """Check the record: every entry, every row and claim it proves, and the saved checkpoints. Nothing is asked
    of the network. Exit status 1 if anything does not fit."""
    from muster.cases.audit import verify as verified

    key = _key(key_text)
    if proof:
        if checkpoints:
            raise UsageError("--checkpoint belongs to the check of a register", hint="a proof holds its own")
        return _proof(proof, key, as_json)
    notes = [(one, _text(one)) for one in checkpoints]
    with opened(register_option) as register, progress("checking", None) as advance:
        report = verified(register, notes=notes, key=key, progress=advance)
    if as_json:
        print_json(report.as_dict())
        return 0 if report.sound else 1
    for one in report.problems:
        say(f"{one.where}: {one.what}", "red")
    say(
        f"{report.entries:,} entries, {report.acts:,} acts, {report.rows:,} rows, {report.claims:,} claims and "
        f"{report.checkpoints} checkpoints checked."
    )
    say(f"Head of the record: {report.root}")
    if report.sound:
        say(
            "The record is whole."
            if report.checkpoints
            else "The record is whole. No checkpoint was there to hold it to."
        )
    else:
        say(f"{len(report.problems)} problems: the register is not what the record says.", "bold red")
    return 0 if report.sound else 1


def _proof(file: str, key: Any, as_json: bool) -> int:
    from muster.cases.proofs import GROWTH, check_growth, check_proof, format_of

    text = _text(file)
    try:
        if format_of(text) == GROWTH:
            was, now = check_growth(text, key)
            if as_json:
                print_json({"from": was, "to": now})
            else:
                say(f"The record only grew, from {was} entries to {now}: the newer checkpoint continues the older one.")
            return 0
        proven = check_proof(text, key)
    except BadInput as fault:
        raise fault.at(file) from None
    if as_json:
        print_json(proven.as_dict())
        return 0
    say(f"Decision {proven.decision} ({proven.outcome}) was recorded by {proven.actor or 'several'} at {proven.at}")
    say(f"as entry {proven.entry} of {proven.size}, under a checkpoint signed with {proven.key}")
    if not proven.pinned:
        say("That key came with the proof. Compare it with the one you know, or give that with --key.")
    return 0


@command.command("checkpoint", epilog="\b\nExample:\n  muster audit checkpoint -o checkpoint.txt")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
@common
def checkpoint(output: Path | None, register_option: str | None, as_json: bool) -> None:
    """Sign the head of the record, in C2SP's text form. Keep the checkpoint where those who can write the register
    cannot reach it. The first one makes the signing key, a file beside the register."""
    from muster.cases.audit import checkpoint as made

    with opened(register_option) as register:
        note, key = made(register)
    if output:
        write(output, note)
    if as_json:
        print_json({"checkpoint": note, "key": str(key)})
    elif not output:
        click.echo(note, nl=False)
    else:
        say(f"Checkpoint of {note.splitlines()[1]} entries written to {output}. Public key: {key}")


@command.command("key", epilog="\b\nExample:\n  muster audit key > muster.pub")
@common
def key_(register_option: str | None, as_json: bool) -> None:
    """Print the public key that checks this register's checkpoints; give it to those who are to check them."""
    from muster.cases.audit import public_key

    with opened(register_option) as register:
        found = public_key(register)
    if found is None:
        raise NotFound("this register has no signing key yet", hint="`muster audit checkpoint` makes one")
    if as_json:
        print_json({"key": str(found)})
    else:
        click.echo(str(found))


@command.command(
    "prove",
    epilog=examples(
        "muster audit prove d-1f0c2a... -o proof.json", "muster audit prove --since old.txt -o growth.json"
    ),
)
@click.argument("decision", required=False)
@click.option("--since", metavar="FILE", help="Prove that the record only grew since this checkpoint.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the proof to this file.")
@common
def prove(
    decision: str | None, since: str | None, output: Path | None, register_option: str | None, as_json: bool
) -> None:
    """Write a file which proves that DECISION stands in the record, or that the record only grew since a checkpoint;
    anyone can check it without the register.

    The proof is JSON with and without --json.
    """
    from muster.cases.proofs import prove as proved
    from muster.cases.proofs import prove_growth

    if (decision is None) == (since is None):
        raise UsageError("give either DECISION or --since FILE", hint="`muster audit prove d-...`")
    with opened(register_option) as register:
        found = prove_growth(register, _text(since)) if since else proved(register, str(decision))
    if output is None:
        print_json(found)
        return
    write(output, json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    say(f"Proof written to {output}. Check it with: muster audit verify --proof {output}")


@command.command("log", epilog="\b\nExample:\n  muster audit log --limit 20")
@click.option("--limit", type=click.IntRange(1), default=_SHOWN, show_default=True, help="Only the newest so many.")
@click.option("--action", help="Only acts of this kind: import, judge, decide, ...")
@common
def log(limit: int, action: str | None, register_option: str | None, as_json: bool) -> None:
    """List the entries of the record: who did what when, and how many rows each act added."""
    from muster.cases.audit import entries

    with opened(register_option) as register:
        found = [one for one in entries(register) if action in (None, one["action"])]
    shown = found[-limit:]
    if as_json:
        print_json(shown)
        return
    rows = [
        (str(one["number"]), one["at"][:19] + "Z", one["actor"], one["action"], _added(one["rows"])) for one in shown
    ]
    table("The record", ("entry", "at", "by", "act", "rows"), rows)
    if len(found) > limit:
        say(f"{len(found) - limit:,} earlier ones: --limit N.")


def _added(rows: dict[str, list[Any]]) -> str:
    return ", ".join(f"{name}: {count:,}" for name, (count, _) in rows.items())


def _text(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"cannot be read: {getattr(fault, 'strerror', None) or fault}", place=file) from None


def _key(text: str | None) -> Any:
    """The public key given as a line, or as a file that holds it."""
    from muster.cases.notes import PublicKey

    if not text:
        return None
    try:
        is_file = Path(text).is_file()
    except OSError:
        is_file = False
    return PublicKey.parse(_text(text) if is_file else text)
