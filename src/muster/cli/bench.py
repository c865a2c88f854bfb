"""`muster bench`: measurements anyone can run on their own data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from muster.cli import bench_rows as shapes
from muster.cli.bench_rows import Rows, rows
from muster.cli.common import busy, common, compiled, day, location, print_json, progress, say, table
from muster.errors import UsageError

_EPILOG = """\b
Examples:
  muster bench screening --gallery gallery.jsonl.gz --queries queries.jsonl.gz --negatives negatives.jsonl.gz
  muster bench screening --gallery G --queries Q --negatives N --peer logic-v2 --sample 2000 --plots DIR
  muster bench thresholds --gallery G --queries Q --negatives N -o thresholds.yaml
  muster bench pairs pairs.json.gz --peer logic-v2 --json
  muster bench identity pairs_true.jsonl.gz pairs_false.jsonl.gz --gallery G
  muster bench cases name_pairs.csv
  muster bench import ofac/ un/ --peer
  muster bench units --register muster.db --labels unit_links.tsv
  muster bench units --register muster.db --roster trainings.tsv.gz
  muster bench vet trainings.tsv.gz --policy list-screening --policy us-leahy-state --later newer.xml

The peer logic-v2 needs the extra `peers` (nomenklatura), which compiles PyICU when it is installed."""

_path = click.Path(path_type=Path)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
_gallery = click.option(
    "--gallery", "galleries", type=_path, required=True, multiple=True, help="Listed entities (repeatable)."
)
_queries = click.option("--queries", type=_path, required=True, help="Names that must hit, with the entity expected.")
_negatives = click.option("--negatives", type=_path, required=True, help="Names that must not hit.")


@click.group("bench", epilog=_EPILOG)
def command() -> None:
    """Measure screening and linking on labelled data, with other tools beside it."""


@command.command("screening")
@_gallery
@_queries
@_negatives
@click.option("--near", type=_path, help="Names that resemble listed ones: how many hit is told apart.")
@click.option("--same", type=_path, help="Pairs of ids that are one entity in several lists, for the calibration.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), help="Lowest score of a hit (default: 10 false hits per 1,000)."
)
@click.option("--peer", type=click.Choice(["rapidfuzz", "logic-v2"]), help="Measure another tool on the same rows.")
@click.option("--sample", type=click.IntRange(1), help="Use at most so many queries and negatives, evenly spread.")
@click.option("--plots", type=_path, metavar="DIR", help="Write calibration.svg and recall.svg into this folder.")
@_json
def screening(
    galleries: tuple[Path, ...],
    queries: Path,
    negatives: Path,
    near: Path | None,
    same: Path | None,
    threshold: float | None,
    peer: str | None,
    sample: int | None,
    plots: Path | None,
    as_json: bool,
) -> None:
    """Recall by stratum, false hits and speed of screening QUERIES and NEGATIVES against GALLERY.

    Queries of lists that are not in the gallery are left out. The peer logic-v2 is given perfect candidates: all names
    of the entity expected, and for clean names the 30 listed names nearest by rapidfuzz.
    """
    from muster.cli import bench_plots
    from muster.cli.bench_screening import measure, read

    data = read(
        _listed(galleries),
        rows(queries, shapes.query),
        rows(negatives, shapes.negative),
        rows(near, shapes.negative) if near else None,
        rows(same, shapes.same) if same else None,
        sample,
    )
    with busy("measuring"):
        result, runs = measure(data, threshold, peer)
    if plots:
        bench_plots.write(plots, result["calibration"], data, runs)
    if as_json:
        print_json(result)
    else:
        from muster.cli.bench_print import screening as show

        show(result)


@command.command("thresholds")
@_gallery
@_queries
@_negatives
@click.option("-o", "--output", type=_path, help="Write a thresholds file, for $MUSTER_THRESHOLDS.")
@_json
def thresholds(galleries: tuple[Path, ...], queries: Path, negatives: Path, output: Path | None, as_json: bool) -> None:
    """Which scores give 1, 10 and 50 false hits per 1,000 clean names, and the recall of each.

    They go by the names strict, balanced and wide: `muster screen --threshold balanced`.
    """
    from muster.cli.bench_screening import read
    from muster.cli.bench_thresholds import as_yaml, measure
    from muster.cli.outfile import write

    data = read(_listed(galleries), rows(queries, shapes.query), rows(negatives, shapes.negative))
    with busy("measuring"):
        result = measure(data)
    if output:
        write(output, as_yaml(result))
    if as_json:
        print_json(result)
    else:
        from muster.cli.bench_print import thresholds as show

        show(result)


@command.command("evasion")
@_gallery
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Lowest score of a hit.")
@click.option("--sample", type=click.IntRange(1), default=2000, show_default=True, help="Names altered.")
@_json
def evasion(galleries: tuple[Path, ...], threshold: float, sample: int, as_json: bool) -> None:
    """Whether names of GALLERY are found after tricks: look-alike letters, spacing, typing errors …"""
    from muster.cli.bench_evasion import measure

    result = measure(_listed(galleries), threshold, sample)
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
@click.option("--peer", type=click.Choice(["logic-v2"]), help="Measure another tool on the same pairs.")
@_json
def pairs(pairs: tuple[Path, ...], threshold: float, peer: str | None, as_json: bool) -> None:
    """F1, precision, recall and AUC on pairs of entities of which it is known whether they are one.

    PAIRS are FollowTheMoney pairs judged by people, or pairs of list entries (namesakes among them). Several files are
    measured together. The figures are those of the pairs with names on both sides; `all` counts the others as no match.
    """
    from muster.cli.bench_pairs import measure

    with busy("measuring"):
        result = measure([row for one in pairs for row in rows(one, shapes.pair)], threshold, bool(peer))
    if as_json:
        print_json(result)
    else:
        from muster.cli.bench_print import pairs as show

        show(result)


@command.command("identity")
@click.argument("pairs", type=_path, nargs=-1, required=True)
@_gallery
@_json
def identity(pairs: tuple[Path, ...], galleries: tuple[Path, ...], as_json: bool) -> None:
    """Precision and coverage of automatic joins across lists (`muster judge`), on PAIRS of entries of the galleries.

    PAIRS are pairs of list entries with their ids, true ones and false ones (namesakes among them). Each file of
    entries is compared with the others; several files of one list count as one list.
    """
    from muster.cli.bench_identity import measure

    told = [row for one in pairs for row in rows(one, shapes.pair)]
    listed = _listed(galleries)
    with busy("measuring"):
        result = measure(listed, told)
    if as_json:
        print_json(result)
    else:
        from muster.cli.bench_print import identity as show

        show(result)


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
            result.update(measure(snapshot.units, told))
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


@command.command("cases")
@click.argument("cases", type=_path)
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=0.7, show_default=True, help="Lowest score of a match."
)
@click.option(
    "--agree", type=click.FloatRange(0, 1), default=0.95, show_default=True,
    help="Where the file has another tool's scores and no verdicts: its score of a match.",
)  # fmt: skip
@click.option("--gallery", "galleries", type=_path, multiple=True, help="Names that say how rare words are.")
@click.option("--peer", type=click.Choice(["logic-v2"]), help="Measure another tool on the same cases.")
@_json
def cases(
    cases: Path, threshold: float, agree: float, galleries: tuple[Path, ...], peer: str | None, as_json: bool
) -> None:
    """Pairs of names with the verdict expected (CSV or YAML): figures by category, and every miss."""
    from muster.cli.bench_cases import measure, read

    found = read(cases, agree)
    names = [name["name"] for row in _listed(galleries) for name in row["names"]]
    with busy("measuring"):
        result = measure(found, names, threshold, bool(peer))
    if as_json:
        print_json(result)
    else:
        from muster.cli.bench_print import cases as show

        show(result)


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=_path)
@click.option("--together", is_flag=True, help="All files into one register, instead of one for each family.")
@click.option("--peer", is_flag=True, help="Measure beside it reading alone, and what lxml, csv, json and SQLite take.")
@_json
def import_(files: tuple[Path, ...], together: bool, peer: bool, as_json: bool) -> None:
    """Read FILES (or folders) and import them into scratch registers: speed, size, memory, and a second import.

    One row for each family of files, each measured in a process of its own. Times are of the processor; `wall` is the
    clock on the wall. Megabytes are millions of bytes, of files packed with gzip the unpacked ones.
    """
    from muster.cli.bench_import import measure

    with progress("families", None) as step:
        result = measure(files, together, peer, step)
    if as_json:
        print_json(result)
    else:
        from muster.cli.bench_print import imports as show

        show(result)


@command.command("paths")
@click.option("--nodes", type=click.IntRange(10), default=100_000, show_default=True, help="Entities of the graph.")
@click.option("--relations", type=click.IntRange(10), default=500_000, show_default=True, help="Dated relations.")
@click.option("--targets", type=click.IntRange(1), default=500, show_default=True, help="Prohibited parties.")
@click.option("--queries", type=click.IntRange(1), default=2000, show_default=True, help="Entities asked about.")
@click.option("--hops", type=click.IntRange(1, 8), default=4, show_default=True, help="Longest path.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="Paths sought for each.")
@click.option("--seed", type=int, default=7, show_default=True, help="What the graph is made from.")
@click.option("--peer", type=click.Choice(["networkx", "rustworkx"]), help="Count paths with another tool too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def paths(
    nodes: int,
    relations: int,
    targets: int,
    queries: int,
    hops: int,
    limit: int,
    seed: int,
    peer: str | None,
    as_json: bool,
) -> None:
    """Build, label and search a made graph of dated relations: time of the processor, memory, counts of a peer."""
    from muster.cli.bench_paths import measure

    result = measure(nodes, relations, targets, queries, seed, hops, limit, peer)
    if as_json:
        print_json(result)
    else:
        from muster.cli.bench_print import nested

        nested(result)


@command.command("chains")
@click.option("--register", "register_option", metavar="PATH", help="The register to use.")
@click.option(
    "--sheet",
    "sheets",
    metavar="FILE",
    type=_path,
    multiple=True,
    help="Read the Nigerian sheet of units (and, named too, that of sources) a second time and compare.",
)
@click.option("--days", type=click.IntRange(1), default=50, show_default=True, help="Days drawn from its time.")
@click.option("--months", type=click.IntRange(0), default=120, show_default=True, help="Month-ends asked in bulk.")
@click.option("--until", metavar="DAY", help="The month-ends are those before this day [default: today].")
@click.option("--targets", type=click.IntRange(1), default=50, show_default=True, help="Prohibited parties drawn.")
@click.option("--seed", type=int, default=7, show_default=True, help="What is drawn by lot.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def chains(
    register_option: str | None, sheets: tuple[Path, ...], days: int, months: int, until: str | None, targets: int,
    seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Chains of a register against a plain reading of its rows, what clipping open ends loses, and paths in bulk."""
    from muster.cli import bench_register, bench_sheet
    from muster.cli.bench_print import nested

    end = day(until)
    links = bench_sheet.read_sheets(sheets)
    with compiled(register_option) as snapshot:
        against = bench_register.against_sheet(snapshot, links, days, seed) if sheets else None
        result = {"sheet": against} | bench_register.chains(snapshot, days, seed)
        result["bulk"] = bench_register.months(snapshot, months, end, targets, seed) if months else None
    if as_json:
        print_json(result)
        return
    lost = result.pop("lost")
    nested(result)
    rows = [[str(value) for value in row.values()] for row in lost]
    table("What clipping open-ended links at the last citation loses", list(lost[0]), rows)


@command.command("vet")
@click.argument("roster", type=_path)
@click.option("--register", "register_option", metavar="PATH", help="The register to use; it is copied first.")
@click.option("--policy", "policies", multiple=True, required=True, help="A policy id; may be repeated.")
@click.option("--as-of", "as_of", metavar="DAY", help="The day vetted for [default: today].")
@click.option("--later", type=_path, multiple=True, help="A file imported after the roster is vetted; may be repeated.")
@click.option("--again-on", metavar="DAY", help="The day of the recheck [default: the day vetted for].")
@click.option("--check", is_flag=True, help="Put every decision again too, and compare.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes that decide the roster [default: as many as help]."
)
@_json
def vet(
    roster: Path,
    register_option: str | None,
    policies: tuple[str, ...],
    as_of: str | None,
    later: tuple[Path, ...],
    again_on: str | None,
    check: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Clauses a second, a whole ROSTER vetted and kept, and what a later edition makes to be vetted again."""
    from muster.cli import bench_vet
    from muster.cli.bench_print import nested
    from muster.register import default_location

    on = day(as_of)
    place = location(register_option) or default_location()
    with busy("measuring"):
        result = bench_vet.measure(
            place,
            roster,
            list(policies),
            on,
            list(later),
            day(again_on) if again_on else on,
            check=check,
            workers=workers,
        )
    if as_json:
        print_json(result)
    else:
        nested(result)


@command.command("reading")
@click.option("--gold", type=_path, metavar="FILE", help="Claims of one text listed by hand (JSON lines).")
@click.option("--article", type=_path, metavar="FILE", help="The text of --gold.")
@click.option("--published", metavar="DAY", default="", help="Day of publication of --article.")
@click.option("--publisher", default="", help="The gold's name for the publication itself (default: worked out).")
@click.option(
    "--quotations", type=_path, metavar="FILE", help="Its quotations (default: a gold_quotations file beside)."
)
@click.option("--texts", type=_path, metavar="FOLDER", help="Texts with their claims in one YAML file each.")
@click.option("--brat", type=_path, metavar="FILE", help="Texts with BRAT annotations of postings (tar.gz).")
@click.option("--misses", is_flag=True, help="List what was missed or wrong.")
@common
def reading(
    gold: Path | None,
    article: Path | None,
    published: str,
    publisher: str,
    quotations: Path | None,
    texts: Path | None,
    brat: Path | None,
    misses: bool,
    register_option: str | None,
    as_json: bool,
) -> None:
    """How well texts are read: --article against --gold, the claims of --texts, postings against --brat.

    Three counts come first: harm on a wrong subject, lost denials, raised stances. A register is used only if named.
    """
    from muster.cli import bench_reading

    if (gold is None) != (article is None) or not (gold or texts or brat):
        raise UsageError("nothing to measure", hint="give --gold and --article, or --texts, or --brat")
    result: dict[str, Any] = {}
    if gold and article:
        register = location(register_option)
        with busy("measuring"):
            result["claims"] = bench_reading.measure(gold, article, published, publisher, quotations, register, misses)
    if texts:
        with busy("measuring"):
            result["texts"] = bench_reading.measure_listed(texts, misses)
    if brat:
        with busy("measuring"):
            result["postings"] = bench_reading.measure_brat(brat, misses)
    if as_json:
        print_json(result)
    else:
        bench_reading.show(result)


def _listed(galleries: tuple[Path, ...]) -> Rows:
    return [row for one in galleries for row in rows(one, shapes.gallery)]
