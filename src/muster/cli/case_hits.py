"""`muster case hits` and `muster case adjudicate`: resemblances for a person to judge, one by one or by the hundred."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muster.cli.acting import acting, as_option
from muster.cli.common import common, note, opened, print_json, say, table
from muster.errors import NotFound, UsageError

if TYPE_CHECKING:
    from muster.cases import Case, Hit
    from muster.vetting import Adjudication

_KEYS = {"s": "same", "d": "different", "u": "unsure"}


@click.command(
    "hits", epilog="\b\nExamples:\n  muster case hits 12\n  muster case hits -o hits.csv      of all open cases"
)
@click.argument("numbers", nargs=-1, type=int, metavar="[CASE]...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a CSV to be filled in.")
@common
def hits(numbers: tuple[int, ...], output: Path | None, register_option: str | None, as_json: bool) -> None:
    """List the hits that nobody has judged, of CASE or of every open case."""
    from muster.cases import Cases
    from muster.cases.bulk import write_hits
    from muster.cli.outfile import replacing

    with opened(register_option) as register:
        found = _pending(Cases(register), numbers)
    if output:
        with replacing(output) as stream:
            count = write_hits(found, stream)
        note(
            f"{count} hits written to {output}; fill in verdict and reason, then muster case adjudicate --csv {output}"
        )
        return
    if as_json:
        print_json([{"case": case.number, **hit.as_dict()} for case, each in found for hit in each])
        return
    rows = [
        (str(case.number), hit.text, f"{hit.caption} ({hit.entity})", hit.name, f"{hit.score:.2f}", hit.why)
        for case, each in found
        for hit in each
    ]
    table("Hits to adjudicate", ("case", "asked", "entity", "its name", "score", "why"), rows)
    if not rows:
        say("No hit waits. A case shows hits once it is decided: muster case decide CASE")


def _pending(cases: Any, numbers: tuple[int, ...]) -> list[tuple[Case, list[Hit]]]:
    from muster.cases import WITH_HITS

    wanted = [cases.get(one) for one in numbers] if numbers else cases.all(WITH_HITS)
    return [(case, [hit for hit in cases.hits(case) if not hit.verdict]) for case in wanted]


@click.command(
    "adjudicate",
    epilog='\b\nExamples:\n  muster case adjudicate 12 ofac-1234 different --reason "another birth date" --as bilal\n'
    "  muster case adjudicate --csv hits.csv --as bilal\n  muster case adjudicate --keys --as bilal",
)
@click.argument("case", type=int, required=False)
@click.argument("entity", required=False)
@click.argument("verdict", required=False, type=click.Choice(list(_KEYS.values())))
@click.option("--reason", help="Why; needed.")
@click.option("--of", "text", metavar="TEXT", help="Which party of the request, if the entity is a hit on several.")
@click.option("--csv", "table_file", type=click.Path(path_type=Path), help="Take the verdicts of a filled table.")
@click.option("--keys", is_flag=True, help="Go through the open hits by key: s, d, u; a reason each.")
@as_option
@common
def adjudicate(
    case: int | None,
    entity: str | None,
    verdict: str | None,
    reason: str | None,
    text: str | None,
    table_file: Path | None,
    keys: bool,
    who: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Say of hits whether they are the same party, a different one, or unsure, each with a reason. Nothing is
    preselected. Decide the cases again afterwards."""
    from muster.cases import WITH_HITS, Cases
    from muster.cases.bulk import read_verdicts
    from muster.vetting import Adjudication

    single = case is not None and entity is not None and verdict is not None and bool(reason)
    if not (table_file or keys or single):
        raise UsageError("give CASE ENTITY VERDICT --reason, or --csv FILE, or --keys")
    if (table_file or (keys and entity)) and (case is not None or text or reason):
        raise UsageError("--csv and --keys take no entity, verdict or reason")
    with opened(register_option) as register:
        cases = Cases(register)
        by = acting(register, who)
        if table_file:
            every = {one.number: cases.hits(one) for one in cases.all(WITH_HITS)}
            verdicts: dict[int, list[Adjudication]] = read_verdicts(table_file, every)
        elif keys:
            verdicts = _by_keys(_pending(cases, (case,) if case is not None else ()))
        else:
            assert case is not None
            hit = _the_hit(cases.hits(cases.get(case)), str(entity), text)
            verdicts = {case: [Adjudication(hit.text, hit.entity, str(verdict), str(reason), by.name)]}
        count = cases.adjudicate(verdicts, by) if verdicts else 0
    if as_json:
        print_json({"adjudicated": count, "cases": sorted(verdicts)})
    else:
        say(f"{count} hits adjudicated in {len(verdicts)} cases." + (" Next: muster case decide" if count else ""))


def _the_hit(found: list[Hit], entity: str, text: str | None) -> Hit:
    fitting = [hit for hit in found if hit.entity == entity and text in (None, hit.text)]
    if not fitting:
        raise NotFound(f"{entity} is no hit of this case", hint="`muster case hits` shows them, once it is decided")
    if len(fitting) > 1:
        raise UsageError(f"{entity} is a hit on several names", hint=f"--of {fitting[0].text!r}")
    return fitting[0]


def _by_keys(pending: list[tuple[Case, list[Hit]]]) -> dict[int, list[Adjudication]]:
    """Ask for one key and one reason a hit. `q` ends, and what was judged until then is kept.

    An empty reason repeats the one before, for the same verdict.
    """
    from muster.vetting import Adjudication

    found: dict[int, list[Adjudication]] = defaultdict(list)
    reasons: dict[str, str] = {}
    total, done = sum(len(each) for _, each in pending), 0
    say("s same, d different, u unsure, n next, q quit. Enter alone repeats the last reason for that verdict.")
    for case, each in pending:
        for hit in each:
            done += 1
            say(f"\n[{done}/{total}] case {case.number}, {hit.role}: {hit.text}", "bold")
            say(f"  {hit.caption} ({hit.entity}), “{hit.name}”, {hit.score:.2f}: {hit.why}")
            key = _key()
            if key == "q":
                return dict(found)
            if key == "n":
                continue
            verdict = _KEYS[key]
            reason = ""
            while not reason.strip():
                reason = click.prompt(f"  {verdict}, because", default=reasons.get(verdict, ""), show_default=False)
            reasons[verdict] = reason
            found[case.number].append(Adjudication(hit.text, hit.entity, verdict, reason, ""))
    return dict(found)


def _key() -> str:
    """A key that means something; anything else is asked for again."""
    while True:
        click.echo("  ? ", nl=False)
        key = click.getchar()
        if key in ("", "\x04"):
            return "q"
        click.echo(key)
        if key.lower() in {*_KEYS, "n", "q"}:
            return key.lower()
