"""`muster judge`: which entries of the lists are one party: proposals, automatic joins, and a person's judgement."""

from __future__ import annotations

import difflib
import getpass
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from muster.claims import Judgement
from muster.cli.common import busy, common, known_at_option, note, opened, print_json, say, table
from muster.cli.judge_bulk import evidence_of, groups, record, tell, write_table
from muster.cli.outfile import target, write
from muster.errors import NotFound, UsageError
from muster.names.identity import Proposal
from muster.register import Register

_EPILOG = """\b
Examples:
  muster judge --propose
  muster judge --propose --evidence born+country
  muster judge --propose --out proposals.csv
  muster judge --file proposals.csv --reason "looked through by hand"
  muster judge --accept-decisive
  muster judge ofac-10937 un-QDi.250 same --reason "same birth date, photographs agree"

A judgement joins or parts, and never rewrites a claim; the newest on a pair holds, so it can be reversed."""

_SHOWN = 50
_GROUPS = 30


@click.command("judge", epilog=_EPILOG)
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.argument("verdict", required=False, type=click.Choice(["same", "different", "unsure"]))
@click.option(
    "--file", "file", type=click.Path(path_type=Path), help="Record the verdicts of a table, or a resolver's."
)
@click.option("--reason", help="Why LEFT and RIGHT are judged so; or the reason of rows of --file that give none.")
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
@click.option("--evidence", metavar="KIND", help="Only proposals with this kind of evidence, such as born+country.")
@click.option(
    "-o", "--out", "output", type=click.Path(path_type=Path),
    help="Write all proposals to this file: a table to be filled in if it ends in .csv, else JSON.",
)  # fmt: skip
@known_at_option
@common
def command(
    left: str | None,
    right: str | None,
    verdict: str | None,
    file: Path | None,
    reason: str | None,
    by: str | None,
    propose: bool,
    accept_decisive: bool,
    threshold: float,
    least: float,
    evidence: str | None,
    output: Path | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Judge that LEFT and RIGHT are the same, different or unsure; or propose what to judge.

    Proposals are pairs of entries of different lists, with score and evidence. Of those, the ones that a rule decides
    (an equal number and a like name; an equal name, day of birth and country; one vessel's IMO number) can be recorded
    at once; a pair that several entries of a list could answer is never among them.

    Many proposals are shown in groups. Write them to a table with --out FILE.csv, fill in verdict and reason, and
    give it back with --file: all rows with a verdict are recorded, or none. What is judged is not proposed again.
    --file also takes the judgements of a resolver, which never overrule one recorded here.
    """
    if file:
        if left or propose or accept_decisive or output or known_at or evidence:
            raise UsageError("--file stands alone", hint="with --by and --reason, if you like")
        _file(file, by, reason, register_option, as_json)
        return
    if left or right or verdict:
        if propose or accept_decisive or output or known_at or evidence:
            hint = "leave --propose, --accept-decisive, --evidence, -o and --known-at out"
            raise UsageError("LEFT and RIGHT are judged alone", hint=hint)
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
        hint = "give LEFT, RIGHT and a verdict, or --propose, --accept-decisive or --file"
        raise UsageError("nothing to do", hint=hint)
    if reason or by:
        raise UsageError("--reason and --by belong to the judgement of LEFT and RIGHT")
    if accept_decisive and known_at:
        raise UsageError("a judgement is recorded with all that is known", hint="leave --known-at out")
    _propose(accept_decisive, threshold, least, evidence, output, known_at, register_option, as_json)


def _file(file: Path, by: str | None, reason: str | None, register_option: str | None, as_json: bool) -> None:
    with opened(register_option) as register, busy("recording judgements"):
        found = record(register, file, _who(by), (reason or "").strip())
    if as_json:
        print_json({"rows": found.rows, "recorded": found.new, "left_out": found.left_out})
        return
    say(f"{found.new:,} judgements recorded, of {found.rows:,} rows.")
    tell(found)


def _propose(
    accept: bool,
    threshold: float,
    least: float,
    evidence: str | None,
    output: Path | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    from muster.snapshot.identity import BY, proposals

    recorded = 0
    if output:
        target(output)  # before anything is recorded
    with opened(register_option) as register:
        with busy("comparing the lists"):
            found = proposals(register, threshold=threshold, least=least, known_at=known_at)
        if evidence:
            if kinds := {evidence_of(one) for one in found} - {evidence}:
                near = difflib.get_close_matches(evidence, kinds, n=3) or sorted(kinds)[:3]
                note(f"other kinds of evidence: {', '.join(near)}{' and more' if len(kinds) > len(near) else ''}")
            found = [one for one in found if evidence_of(one) == evidence]
        same = [one for one in found if one.verdict == "same"]
        if accept and same:
            recorded = register.judge(
                *(Judgement(one.left.id, one.right.id, "same", one.reason, BY.format(rule=one.rule)) for one in same)
            )
    answer: dict[str, Any] = {
        "decisive": len(same),
        "unsure": len(found) - len(same),
        "recorded": recorded,
        "groups": [
            {"evidence": one.evidence, "band": one.band, "decisive": one.decided, "pairs": len(one.members)}
            for one in groups(found)
        ],
        "proposals": [_as_dict(one) for one in found],
    }
    if output:
        if output.suffix.lower() == ".csv":
            write_table(found, output)
        else:
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
        "kind_of_evidence": evidence_of(one),
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
    if len(found) > _SHOWN:
        _print_groups(found)
    elif found:
        rows = [
            (one.verdict, _score(one), one.left.id, one.left.caption, one.right.id, one.right.caption, one.reason)
            for one in found
        ]
        table("Pairs that may be one party", ("verdict", "score", "left", "name", "right", "name", "why"), rows)
    say(f"{same:,} pairs are decided by evidence, {len(found) - same:,} are for a person to judge.")
    if recorded is not None:
        say(f"{recorded:,} judgements recorded.")


def _print_groups(found: Sequence[Proposal]) -> None:
    """Many pairs, in groups of one kind of evidence and one band of scores, with one pair of each to look at."""
    made = groups(found)
    rows = []
    for group in made[:_GROUPS]:
        one = group.members[len(group.members) // 2]
        sample = f"{one.left.caption} ({one.left.id}) / {one.right.caption} ({one.right.id})"
        rows.append((group.evidence, group.band, f"{len(group.members):,}", f"{group.decided:,}", sample))
    columns = ("what agrees (-what does not)", "score", "pairs", "decided", "one of them")
    table("Pairs that may be one party, by evidence", columns, rows)
    if len(made) > _GROUPS:
        rest = sum(len(group.members) for group in made[_GROUPS:])
        say(f"{len(made) - _GROUPS:,} smaller groups with {rest:,} pairs more: --json.")
    say("One kind: --evidence KIND. All as a table to be filled in: --out FILE.csv, then --file FILE.csv.")


def _score(one: Proposal) -> str:
    return f"{int(one.score * 1000) / 1000:.3f}"
