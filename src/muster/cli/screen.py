"""`muster screen`: names against everything in the register, with scores, reasons and the listing on the day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from muster.cli.asked import asked
from muster.cli.common import (
    as_of_option,
    common,
    compiled,
    day,
    known_at_option,
    print_json,
    progress,
    say,
    searched,
    table,
)
from muster.cli.threshold import ThresholdOption, ThresholdType
from muster.reports.answers import SCHEMAS, screen_answer
from muster.snapshot import Screening

_EPILOG = """\b
Examples:
  muster screen "Shibl al-Zaydi" "Asa'ib Ahl al-Haq"
  muster screen "Shibl al-Zaydi" --born 1968 --country iq --id passport:A1234567
  muster screen --file names.txt --schema person --threshold 0.8 --json
  muster screen "Shibl al-Zaydi" --threshold balanced

No hit is never a clearance: it says only that these names were not found in these lists."""


@click.command("screen", epilog=_EPILOG)
@click.argument("names", nargs=-1)
@click.option(
    "--file", "file", type=click.Path(path_type=Path), help="One name a line, or CSV with a header (- for stdin)."
)
@click.option("--schema", type=click.Choice(sorted(SCHEMAS)), help="Search only this kind.")
@click.option("--born", multiple=True, metavar="DATE", help="Date of birth: 1974-05-02, 1974, 1974~ (repeatable).")
@click.option("--country", multiple=True, metavar="COUNTRY", help="Country, by name or ISO code (repeatable).")
@click.option("--gender", help="female, male or other.")
@click.option("--id", "id_", multiple=True, metavar="[KIND:]NUMBER", help="Passport or other number (repeatable).")
@click.option(
    "--hide-conflicts", is_flag=True, help="Leave out hits that the evidence speaks against; they are counted."
)
@click.option(
    "--threshold", cls=ThresholdOption, type=ThresholdType(), default=0.7, show_default=True, help="Lowest score shown."
)
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="Hits a name.")
@as_of_option
@known_at_option
@common
def command(
    names: tuple[str, ...],
    file: Path | None,
    schema: str | None,
    born: tuple[str, ...],
    country: tuple[str, ...],
    gender: str | None,
    id_: tuple[str, ...],
    hide_conflicts: bool,
    threshold: float,
    limit: int,
    as_of: str | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Search NAMES; each hit says why it is one, and whether the party is listed on the day.

    What you know of the bearer (of one name, or in the columns of a CSV file) raises or lowers the score of a hit.
    """
    facts = {"born": born, "country": country, "gender": (gender,) if gender else (), "id": id_}
    wanted = asked(names, file, facts, schema)
    on = day(as_of)
    with compiled(register_option, known_at) as snapshot, progress("names", len(wanted)) as step:
        answer = screen_answer(
            Screening(snapshot),
            snapshot,
            wanted,
            on,
            threshold=threshold,
            limit=limit,
            hide_conflicts=hide_conflicts,
            step=lambda: step(1),
        )
    if as_json:
        print_json(answer)
    else:
        _print(answer)


def _print(answer: dict[str, Any]) -> None:
    for result in answer["results"]:
        hits = result["hits"]
        weighed = any(hit["evidence"] for hit in hits)
        columns = ["score", "name found", "entity", "kind", f"lists on {answer['as_of']}", "why", "id"]
        if weighed:
            columns[1:1] = ["name alone"]
            columns[-1:-1] = ["evidence"]
        rows = []
        for hit in hits:
            row = [_hundredths(hit["score"]), hit["name"], hit["caption"], hit["kind"], _listed(hit), _words(hit)]
            if weighed:
                row[1:1] = [_hundredths(hit["name_score"])]
                row.append(_evidence(hit))
            rows.append([*row, hit["entity"]])
        if rows:
            table(f"{result['query']}", columns, rows)
        else:
            say(f"{result['query']}: no name like it at {answer['threshold']} or above.")
        if result["hidden"]:
            say(f"{result['query']}: {result['hidden']} hits that the evidence speaks against are hidden.")
        for line in result.get("set_aside", ()):
            say(f"  set aside: {line}")
    lists = searched((one["list"], one["edition"]) for one in answer["coverage"])
    say(f"Searched: {lists}. No hit, and no list match, is never a clearance.")


def _hundredths(score: float) -> str:
    """The score cut, not rounded: 1.00 is only what is 1."""
    return f"{int(score * 100 + 1e-9) / 100:.2f}"


def _words(hit: dict[str, Any]) -> str:
    """The two names word by word: pairs with their reason, then what is left over on each side."""
    parts = [
        one["query"] if one["reason"] == "same" else f"{one['query']} ~ {one['name']} ({one['reason']})"
        for one in hit["pairs"]
    ]
    for side, left in (("only asked", hit["query_left"]), ("only listed", hit["name_left"])):
        if left:
            parts.append(f"{side}: {' '.join(left)}")
    return "; ".join(parts)


def _evidence(hit: dict[str, Any]) -> str:
    """The evidence in one cell; what speaks against the hit first, what is known of one side only last."""
    parts = [f"conflict: {hit['conflict']}"] if hit["conflict"] else []
    for one in sorted(hit["evidence"], key=lambda one: (one["verdict"] == "unknown", one["weight"])):
        if one["verdict"] != "unknown":
            parts.append(f"{one['text']} ({one['weight']:+.1f})")
        elif one["asked"]:
            parts.append(f"{one['field']}: nothing to compare")
    return "; ".join(parts)


def _listed(hit: dict[str, Any]) -> str:
    found = []
    for one in hit["listed"]:
        state = one["certainty"] if one["stance"] == "asserted" else one["stance"]
        if state in ("unknown", "possible"):
            state = f"{state} on the day: {one['when'].partition(';')[0]}"
        found.append(f"{one['authority']} {one['programme']} ({state})".strip())
    return "; ".join(dict.fromkeys(found)) or "no list match"
