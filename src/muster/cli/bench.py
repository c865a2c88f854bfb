"""`muster bench`: measurements anyone can run on their own data."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import click

from muster.cli.common import common, compiled, print_json, progress, say
from muster.errors import BadInput, UsageError

_EPILOG = """\b
Examples:
  muster bench screening --gallery gallery.jsonl.gz --queries queries.jsonl.gz --negatives negatives.jsonl.gz
  muster bench screening --gallery G --queries Q --negatives N --peer rapidfuzz --sample 2000 --json
  muster bench pairs pairs.json.gz --json
  muster bench units --register muster.db --labels unit_links.tsv
  muster bench units --register muster.db --roster trainings.tsv.gz"""

_path = click.Path(path_type=Path)


@click.group("bench", epilog=_EPILOG)
def command() -> None:
    """Measure screening and linking on labelled data, with other tools beside it."""


@command.command("screening")
@click.option("--gallery", "galleries", type=_path, required=True, multiple=True, help="Listed entities (repeatable).")
@click.option("--queries", type=_path, required=True, help="Names that must hit, with the entity expected.")
@click.option("--negatives", type=_path, required=True, help="Names that must not hit.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), help="Lowest score of a hit (default: 10 false hits per 1,000)."
)
@click.option("--peer", type=click.Choice(["rapidfuzz", "logic-v2"]), help="Measure another tool on the same rows.")
@click.option("--sample", type=click.IntRange(1), help="Use at most so many queries and negatives, evenly spread.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def screening(
    galleries: tuple[Path, ...],
    queries: Path,
    negatives: Path,
    threshold: float | None,
    peer: str | None,
    sample: int | None,
    as_json: bool,
) -> None:
    """Recall by stratum, false hits and speed of screening QUERIES and NEGATIVES against GALLERY.

    Queries of lists that are not in the gallery are left out.
    """
    from muster.cli.bench_screening import measure

    result = measure(
        [row for one in galleries for row in rows(one)], rows(queries), rows(negatives), threshold, peer, sample
    )
    if as_json:
        print_json(result)
    else:
        _print(result)


@command.command("evasion")
@click.option("--gallery", "galleries", type=_path, required=True, multiple=True, help="Listed entities (repeatable).")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Lowest score of a hit.")
@click.option("--sample", type=click.IntRange(1), default=2000, show_default=True, help="Names altered.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def evasion(galleries: tuple[Path, ...], threshold: float, sample: int, as_json: bool) -> None:
    """Whether names of GALLERY are found after tricks: look-alike letters, spacing, typing errors …"""
    from muster.cli.bench_evasion import measure

    result = measure([row for one in galleries for row in rows(one)], threshold, sample)
    if as_json:
        print_json(result)
        return
    say(f"found at threshold {threshold}; flagged as evasive")
    for trick, (hits, total) in result["classes"].items():
        flagged = result["flagged"][trick] / max(1, total)
        say(f"  {trick:<24} {hits / max(1, total):6.3f}  {hits}/{total}  {flagged:6.3f}")


@command.command("pairs")
@click.argument("pairs", type=_path, nargs=-1, required=True)
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=0.7, show_default=True, help="Lowest score of a match."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def pairs(pairs: tuple[Path, ...], threshold: float, as_json: bool) -> None:
    """F1, precision, recall and AUC on pairs of entities of which it is known whether they are one.

    PAIRS are FollowTheMoney pairs judged by people, or pairs of list entries (namesakes among them). Several files are
    measured together.
    """
    from muster.cli.bench_pairs import measure

    result = measure([row for one in pairs for row in rows(one)], threshold)
    if as_json:
        print_json(result)
    else:
        for name, value in result.items():
            if name == "how":
                for how, (by_name, hits, total) in value.items():
                    say(f"{how:>22}  {hits} of {total} match; by name alone {by_name}")
            else:
                say(f"{name:>22}  {value}")


@command.command("units")
@click.option("--labels", type=_path, help="Labelled roster cells (tab-separated).")
@click.option("--roster", type=_path, help="A whole roster, to be parsed, linked and screened: counts and times.")
@common
def units(labels: Path | None, roster: Path | None, register_option: str | None, as_json: bool) -> None:
    """Link roster cells to the register: what of LABELS is correct, wrong and abstained; how long a ROSTER takes."""
    from muster.cli.bench_units import measure, measure_roster, read_labels, show_labels, show_roster
    from muster.sources import InputFile, read_roster

    if labels is None and roster is None:
        raise UsageError("nothing to measure", hint="give --labels, --roster or both")
    told = read_labels(labels) if labels else None
    given = read_roster(InputFile(roster)) if roster else None
    result: dict[str, Any] = {}
    with compiled(register_option) as snapshot:
        if told is not None:
            result.update(measure(snapshot.linker.index, told))
        if given is not None:
            with progress("units", None) as step:
                seen = 0

                def advance(done: int, total: int) -> None:
                    nonlocal seen
                    step(done - seen, total)
                    seen = done

                result["roster"] = measure_roster(snapshot, given, advance)
    if as_json:
        print_json(result)
        return
    if told is not None:
        show_labels(result)
    if given is not None:
        show_roster(result["roster"])


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON or JSON-lines file, gzipped or not. Raises BadInput."""
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise BadInput(f"cannot be read: {fault}", place=str(path)) from None
    if text.lstrip().startswith("["):
        try:
            loaded: list[dict[str, Any]] = json.loads(text)
        except ValueError as fault:
            raise BadInput(f"not JSON: {fault}", place=str(path)) from None
        return loaded
    result: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise BadInput("not a JSON object", place=f"{path}, line {number}")
            result.append(row)
    return result


def _print(result: dict[str, Any]) -> None:
    say(f"{result['index_names']} names, built in {result['build_s']} s; {result['names_per_s']} names/s")
    _print_recall("muster", result)
    if "strict" in result:
        _print_recall("muster, strict", result["strict"])
    if result.get("peer"):
        say(f"{result['peer']['name']}: {result['peer']['names_per_s']} names/s")
        _print_recall(result["peer"]["name"], result["peer"])


def _print_recall(name: str, result: dict[str, Any]) -> None:
    say(f"{name}: {result['false_hits_per_1000']} false hits per 1,000 at threshold {result['threshold']}")
    for stratum, (hits, total) in result["recall"].items():
        say(f"  {stratum:<24} {hits / total:6.3f}  {hits}/{total}")
