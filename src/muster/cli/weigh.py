"""`muster weigh`: how credible a claim is: each factor with its reading and reason, and a named person's conclusion."""

from __future__ import annotations

import getpass
from datetime import date

import click

from muster.claims import Claim, describe
from muster.cli.common import common, opened, print_json, say, table
from muster.errors import NotFound, UsageError
from muster.policy.finders.weighing import FACTORS, OF_SOURCE
from muster.register import Register
from muster.register.weighing import record, weighing, weighings

_READINGS = ("strengthens", "weakens", "neutral", "not_known")
_VERDICTS = ("credible", "not_credible", "undecided")
_EPILOG = """\b
Examples:
  muster weigh c-7fb8b5335135bf42087f91c0
  muster weigh c-7fb8b5335135bf42087f91c0 --factor detail --reading strengthens --reason "names the place and day"
  muster weigh un:report --factor past_accuracy --reading neutral --reason "first report by this office"
  muster weigh c-7fb8b5335135bf42087f91c0 --conclude credible --reason "two witnesses" --by "Anna Example"

Decisions show claim ids (`claim`) and source ids (`citation.source`). No number is made of it."""


@click.command("weigh", epilog=_EPILOG)
@click.argument("claim")
@click.option("--factor", type=click.Choice(list(FACTORS)), help="The factor that is weighed.")
@click.option("--reading", type=click.Choice(_READINGS), help="What the factor does to the credibility.")
@click.option("--conclude", type=click.Choice(_VERDICTS), help="What all factors together make of the claim.")
@click.option("--reason", help="Why; needed to record anything.")
@click.option("--by", help="Who weighs (default: the name you are logged in with).")
@common
def command(
    claim: str,
    factor: str | None,
    reading: str | None,
    conclude: str | None,
    reason: str | None,
    by: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Record how credible CLAIM (the id of a claim, or of a source) is; without options, show what is recorded.

    A source is weighed by its past accuracy, how the information was obtained, and its agenda, for all its claims.
    """
    _check(factor, reading, conclude, reason)
    with opened(register_option) as register:
        of_source, text = _target(register, claim)
        if factor or conclude:
            if of_source and (conclude or factor not in OF_SOURCE):
                hint = f"of a source: {', '.join(sorted(OF_SOURCE))}; weigh its claims one by one for the rest"
                raise UsageError(f"{conclude or factor} belongs to a claim, and {claim} is a source", hint=hint)
            value, predicate = (conclude, "credibility") if conclude else (reading, "weighed")
            why = str(reason).strip()
            record(
                register,
                weighing(claim, predicate, str(value), factor=factor or "", reason=why, by=_who(by), on=date.today()),
            )
        _show(register, claim, text, of_source, as_json)


def _check(factor: str | None, reading: str | None, conclude: str | None, reason: str | None) -> None:
    if bool(factor) != bool(reading):
        raise UsageError("a factor and its reading go together", hint=f"--factor F --reading {'|'.join(_READINGS)}")
    if factor and conclude:
        raise UsageError("weigh a factor, or conclude", hint="first --factor and --reading, at the end --conclude")
    if (factor or conclude) and not (reason and reason.strip()):
        raise UsageError("a weighing needs a reason", hint='--reason "why"')
    if reason and not (factor or conclude):
        raise UsageError("a reason for nothing", hint="add --factor and --reading, or --conclude")


def _target(register: Register, id_: str) -> tuple[bool, str]:
    """Whether the id is of a source, and what it is in words. Raises NotFound: a mistyped id would weigh nothing."""
    if found := register.claims(ids=[id_]):
        claim = found[0].claim
        said = register.claims(entities=_ends(claim), predicates=["name"])
        return False, describe(claim, {one.claim.subject: one.claim.value for one in reversed(said)})
    sources = register.sources()
    if id_ in sources:
        return True, sources[id_].title
    raise NotFound(f"no claim or source {id_!r} in this register", hint="`muster vet --json` shows the ids of evidence")


def _ends(claim: Claim) -> list[str]:
    return [one for one in (claim.subject, claim.object) if one]


def _who(by: str | None) -> str:
    try:
        return (by or "").strip() or getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("nobody is named as the one who weighs", hint="--by NAME") from None


def _show(register: Register, target: str, text: str, of_source: bool, as_json: bool) -> None:
    found = [one.claim for one in weighings(register, [target])]
    weighed = {one.qualifier("factor") for one in found if one.predicate == "weighed"}
    left = [one for one in FACTORS if one not in weighed and (one in OF_SOURCE or not of_source)]
    rows = [
        {
            "factor": one.qualifier("factor") or "conclusion",
            "reading": one.value,
            "reason": one.qualifier("reason"),
            "by": one.speaker,
            "on": str(one.time.last_cited or one.time.first_cited or ""),
            "claim": one.id,
        }
        for one in found
    ]
    if as_json:
        print_json({"of": target, "text": text, "weighed": rows, "left": left})
        return
    say(f"{target}: {text}", "bold")
    if rows:
        heads = ("factor", "reading", "reason", "by", "on")
        table("Weighed", heads, [tuple(one[head] for head in heads) for one in rows])
    for one in left:
        say(f"  not weighed: {one} ({FACTORS[one]})")
