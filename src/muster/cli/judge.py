"""`muster judge`: which entries of the lists are one party: proposals, automatic joins, and a person's judgement."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from muster.claims import Judgement
from muster.cli.common import busy, common, known_at_option, note, opened, print_json, say, table, write
from muster.errors import NotFound, UsageError
from muster.names.identity import Proposal
from muster.register import Register

_EPILOG = """\b
Examples:
  muster judge --propose
  muster judge --propose --json -o proposals.json
  muster judge --accept-decisive
  muster judge ofac-10937 un-QDi.250 same --reason "same birth date, photographs agree"

A judgement joins or parts, and never rewrites a claim; the newest on a pair holds, so it can be reversed."""

_SHOWN = 50


@click.command("judge", epilog=_EPILOG)
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.argument("verdict", required=False, type=click.Choice(["same", "different", "unsure"]))
@click.option("--reason", help="Why LEFT and RIGHT are judged so; needed.")
@click.option("--by", help="Who judges (default: the name you are logged in with).")
@click.option("--propose", is_flag=True, help="List pairs of entries of different lists that may be one party.")
@click.option("--accept-decisive", is_flag=True, help="Record as the same the pairs that the evidence decides.")
@click.option(
    "--threshold", type=click.FloatRange(0.7, 1), default=0.95, show_default=True,
    help="Least score of two names to be looked at.",
)  # fmt: skip
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.9, show_default=True,
    help="Least chance, names and evidence together, of a pair proposed.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write all proposals to this file, as JSON.")
@known_at_option
@common
def command(
    left: str | None,
    right: str | None,
    verdict: str | None,
    reason: str | None,
    by: str | None,
    propose: bool,
    accept_decisive: bool,
    threshold: float,
    least: float,
    output: Path | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Judge that LEFT and RIGHT are the same, different or unsure; or propose what to judge.

    Proposals are pairs of entries of different lists, with score and evidence. Of those, the ones that a rule decides
    (an equal number and a like name; an equal name, day of birth and country; one vessel's IMO number) can be recorded
    at once; a pair that several entries of a list could answer is never among them.
    """
    if left or right or verdict:
        if propose or accept_decisive or output or known_at:
            raise UsageError(
                "LEFT and RIGHT are judged alone", hint="leave --propose, --accept-decisive, -o and --known-at out"
            )
        if not (left and right and verdict):
            raise UsageError("a judgement needs LEFT, RIGHT and same, different or unsure")
        if not (reason and reason.strip()):
            raise UsageError("a judgement needs a reason", hint='--reason "why"')
        with opened(register_option) as register:
            one = Judgement(_entity(register, left), _entity(register, right), verdict, reason.strip(), _who(by))
            new = register.judge(one)
        if as_json:
            print_json(
                {"left": left, "right": right, "verdict": verdict, "reason": one.reason, "by": one.by, "new": new}
            )
        else:
            say(f"{left} and {right}: {verdict}, judged by {one.by}" + ("" if new else " (as it already was)"))
        return
    if not (propose or accept_decisive):
        raise UsageError("nothing to do", hint="give LEFT, RIGHT and a verdict, or --propose, or --accept-decisive")
    if reason or by:
        raise UsageError("--reason and --by belong to the judgement of LEFT and RIGHT")
    if accept_decisive and known_at:
        raise UsageError("a judgement is recorded with all that is known", hint="leave --known-at out")
    _propose(accept_decisive, threshold, least, output, known_at, register_option, as_json)


def _propose(
    accept: bool,
    threshold: float,
    least: float,
    output: Path | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    from muster.snapshot.identity import BY, proposals

    recorded = 0
    with opened(register_option) as register:
        with busy("comparing the lists"):
            found = proposals(register, threshold=threshold, least=least, known_at=known_at)
        same = [one for one in found if one.verdict == "same"]
        if accept and same:
            recorded = register.judge(
                *(Judgement(one.left.id, one.right.id, "same", one.reason, BY.format(rule=one.rule)) for one in same)
            )
    answer: dict[str, Any] = {
        "decisive": len(same),
        "unsure": len(found) - len(same),
        "recorded": recorded,
        "proposals": [_as_dict(one) for one in found],
    }
    if output:
        write(output, json.dumps(answer, indent=2, ensure_ascii=False) + "\n")
        note(f"{len(found)} proposals written to {output}")
    if as_json:
        if not output:
            print_json(answer)
        return
    _print(found, len(same), recorded if accept else None)


def _entity(register: Register, id_: str) -> str:
    """The id, if any claim is about it. Raises NotFound: a judgement on a mistyped id would join nothing."""
    if not register.claims(entities=[id_]):
        raise NotFound(f"no entity {id_!r} in this register", hint="give the ids that `muster screen` shows")
    return id_


def _who(by: str | None) -> str:
    """Who judges: as given, or the name of the account."""
    try:
        return (by or "").strip() or getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("nobody is named as the judge", hint="--by NAME") from None


def _as_dict(one: Proposal) -> dict[str, Any]:
    return {
        "left": one.left.id,
        "right": one.right.id,
        "left_name": one.left.caption,
        "right_name": one.right.caption,
        "verdict": one.verdict,
        "rule": one.rule,
        "score": round(one.score, 4),
        "name_score": round(one.name_score, 4),
        "reason": one.reason,
        "evidence": [
            {
                "field": piece.field,
                "left": piece.left,
                "right": piece.right,
                "verdict": piece.verdict.value,
                "weight": piece.weight,
                "text": piece.text,
            }
            for piece in one.pieces
        ],
    }


def _print(found: Sequence[Proposal], same: int, recorded: int | None) -> None:
    rows = [
        (one.verdict, f"{int(one.score * 1000) / 1000:.3f}", one.left.id, one.left.caption, one.right.id,
         one.right.caption, one.reason)
        for one in found[:_SHOWN]
    ]  # fmt: skip
    if rows:
        table("Pairs that may be one party", ("verdict", "score", "left", "name", "right", "name", "why"), rows)
    if len(found) > _SHOWN:
        say(f"{len(found) - _SHOWN:,} more: --json, or -o FILE.")
    say(f"{same:,} pairs are decided by evidence, {len(found) - same:,} are for a person to judge.")
    if recorded is not None:
        say(f"{recorded:,} judgements recorded.")
