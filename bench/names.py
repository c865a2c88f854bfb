"""Make every table and drawing of docs/benchmarks-names.md, and the thresholds by name: one command, all figures.

    MUSTER_DATA=../shared/data PEERS_PYTHON=/venv/with/peers/bin/python python bench/names.py [PART…]

Runs `muster bench` on the rows at hand and writes each answer between the page's marks; what stands around them is
written by hand. `PEERS_PYTHON` is a Python with Muster's dependencies and the extra `peers` (default: this one);
without nomenklatura there the parts with logic-v2 stop with an error and leave the page as it is. Times are processor
seconds. Without PART all parts are made, about 20 minutes on one core.
"""

# ruff: noqa: T201, S603 - a script that prints what it does, and runs our own commands
from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import fit_names

from muster.cli import bench_plots

HERE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("MUSTER_DATA", HERE.parent / "shared" / "data"))
ROWS, OTHER = DATA / "bench", DATA / "opensanctions"
OUT = HERE / "build" / "bench-names"
PAGE = HERE / "docs" / "benchmarks-names.md"
PLOTS = HERE / "docs" / "plots"
PEERS_PYTHON = os.environ.get("PEERS_PYTHON", sys.executable)
LISTS = {
    "OFAC": ("ofac_sdn",),
    "UK": ("uk_ofsi",),
    "UN": ("un_sc",),
    "three together": ("ofac_sdn", "uk_ofsi", "un_sc"),
}
THREE = LISTS["three together"]
UNSEEN = {"EU": ("eu_journal",), "Ukraine": ("ua_war_sanctions",)}
REQUIRED = {  # stratum: at <= 10 and at <= 1 false hits per 1,000; logic-v2's figures for the last four
    "format_only": ("1.00", ".99"), "reordered": (".99", ".97"), "spelling_close": (".97", ".90"),
    "spelling_far": (".65", ".40"), "partial": (".97", ".85"), "extended": (".92", ".75"),
    "org_abbreviation": (".98", ".90"), "cross_script_cyrillic": (".97", ".92"),
    "cross_script_arabic": (".75", ".45"), "cross_script_han": (".30", "-"), "cross_script_other": (".60", "-"),
    "weak_aka": ("> .22", "-"), "org_acronym": ("> .05", "-"), "former_name": ("> .07", "-"),
    "other_name": ("> .13", "-"),
}  # fmt: skip
Result = dict[str, Any]


# --- running ----------------------------------------------------------------------------------------------------


def muster(*arguments: object, python: str = sys.executable) -> Result:
    """The JSON answer of a `muster bench` command; its error ends the script."""
    words = [python, "-m", "muster", "bench", *map(str, arguments), "--json"]
    print("muster bench", *words[4:6], "…", file=sys.stderr)
    paths = [str(HERE / "src"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        words, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    )
    if done.returncode:
        sys.exit(done.stderr)
    answer: Result = json.loads(done.stdout)
    return answer


def galleries(names: Iterable[str]) -> list[object]:
    return [word for name in names for word in ("--gallery", ROWS / f"gallery_{name}.jsonl.gz")]


def screening(lists: Iterable[str], *more: object, queries: Path | None = None, negatives: Path | None = None,
              python: str = sys.executable) -> Result:  # fmt: skip
    return muster(
        "screening", *galleries(lists), "--queries", queries or ROWS / "alias_queries.jsonl.gz",
        "--negatives", negatives or ROWS / "negatives.jsonl.gz", *more, python=python,
    )  # fmt: skip


def written(name: str, rows: Iterable[Result]) -> Path:
    """Rows chosen from the data, as a file of the same shape under build/."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{name}.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


# --- tables -----------------------------------------------------------------------------------------------------


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def share(cell: Sequence[int] | None, count: bool = True) -> str:
    if not cell:
        return "-"
    return f"{cell[0] / cell[1]:.3f}" + (f" ({cell[1]})" if count else "")


def recall(columns: dict[str, Result], required: int | None = None, count: bool = True) -> str:
    """One row a stratum, one column a result; the last rows are the threshold and the false hits."""
    first = [stratum for stratum in REQUIRED if any(stratum in one["recall"] for one in columns.values())]
    rest = sorted({stratum for one in columns.values() for stratum in one["recall"]} - set(first))
    rows: list[list[str]] = []
    for stratum in first + rest:
        wanted = [] if required is None else [REQUIRED.get(stratum, ("-", "-"))[required]]
        rows.append([stratum, *wanted, *(share(one["recall"].get(stratum), count) for one in columns.values())])
    blank = [] if required is None else [""]
    rows.append(["threshold", *blank, *(f"{one['threshold']:.4f}" for one in columns.values())])
    rows.append(["false hits per 1,000", *blank, *(f"{one['false_hits_per_1000']:.2f}" for one in columns.values())])
    return table(["stratum", *([] if required is None else ["required"]), *columns], rows)


# --- parts ------------------------------------------------------------------------------------------------------


def part_recall() -> str:
    """Recall on the lists one by one and together, and speed, which the same runs measure."""
    found = {name: screening(lists) for name, lists in LISTS.items()}
    at_10, at_1 = recall(found, 0), recall({name: one["strict"] for name, one in found.items()}, 1)
    speeds = table(
        ("", "required", *found),
        [
            ("names/s", "10,000", *(f"{one['names_per_s']:,}" for one in found.values())),
            ("index build, names/s", "100,000",
             *(f"{one['index_names'] / max(one['build_s'], 0.001):,.0f}" for one in found.values())),
            ("names in the index", "-", *(f"{one['index_names']:,}" for one in found.values())),
            ("bytes a name", "500", *(one["bytes_per_name"] for one in found.values())),
        ],
    )  # fmt: skip
    return (
        f"### At most 10 false hits per 1,000 clean names\n\n{at_10}\n\n"
        f"### At most 1 false hit per 1,000 clean names\n\n{at_1}\n\n### Speed and size in the same runs\n\n{speeds}"
    )


def part_heldout() -> str:
    """Recall on the half of the entities that was not fitted and on lists never fitted, and the calibration."""
    cluster = fit_names.clusters()
    queries = [
        row for row in fit_names.rows("alias_queries")
        if fit_names.half(cluster.get(row["expected_id"], row["expected_id"]))
    ]  # fmt: skip
    clean = [row for row in fit_names.rows("negatives") if fit_names.half(row["query"])]
    files = {"queries": written("queries_half", queries), "negatives": written("negatives_half", clean)}
    found = {"three together, half not fitted": screening(THREE, **files)}
    tables = {"OFAC, UK, UN": pooled([screening([one], **files) for one in THREE])}
    for name, lists in UNSEEN.items():
        found[name] = screening(lists)
        tables[name] = found[name]["calibration"]
    PLOTS.mkdir(parents=True, exist_ok=True)
    (PLOTS / "calibration.svg").write_text(bench_plots.calibration_plot(tables["OFAC, UK, UN"]) + "\n", "utf-8")
    at_10, at_1 = recall(found), recall({name: one["strict"] for name, one in found.items()})
    lines = []
    for low, high in sorted({(one["from"], one["to"]) for rows in tables.values() for one in rows}):
        line = [f"{low:.2f}-{high:.2f}"]
        for rows in tables.values():
            cell = next((one for one in rows if one["from"] == low), None)
            line += [f"{cell['hits']:,}", f"{cell['true_even']:.3f}", f"{cell['true']:.3f}"] if cell else ["-"] * 3
        lines.append(line)
    heads = [f"{name}: {what}" for name in tables for what in ("hits", "true", "own mix")]
    return (
        f"At most 10 false hits per 1,000:\n\n{at_10}\n\nAt most 1:\n\n{at_1}\n\n"
        f"### Score and truth\n\n{table(['score', *heads], lines)}"
    )


def pooled(results: Sequence[Result]) -> list[Result]:
    """The calibration tables of several lists as one: hits added up, each list with as many clean names as queries."""
    bins: dict[tuple[float, float], list[float]] = {}
    for result in results:
        listed = sum(total for stratum, (_, total) in result["recall"].items() if stratum not in fit_names.UNFITTED)
        weight = listed / result["clean_names"]
        for one in result["calibration"]:
            cell = bins.setdefault((one["from"], one["to"]), [0.0, 0.0, 0.0])
            right = one["true"] * one["hits"]
            cell[0] += one["hits"]
            cell[1] += right
            cell[2] += right / one["true_even"] if one["true_even"] else weight * one["hits"]
    return [
        {"from": low, "to": high, "hits": int(hits), "true": right / hits, "true_even": right / even}
        for (low, high), (hits, right, even) in sorted(bins.items())
    ]


def part_peers() -> str:
    """The three lists together with logic-v2 and rapidfuzz on the same rows."""
    near = ("--near", ROWS / "negatives_near.jsonl.gz")
    plots = OUT / "plots_peers"
    one = screening(THREE, *near, "--peer", "logic-v2", "--plots", plots, python=PEERS_PYTHON)
    two = screening(THREE, *near, "--peer", "rapidfuzz", python=PEERS_PYTHON)
    PLOTS.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(plots / "recall.svg", PLOTS / "recall.svg")
    logic, rapid = one["peer"], two["peer"]
    columns = {
        "Muster at 10": one, "logic-v2 at 10": logic, "rapidfuzz at 10": rapid, "logic-v2 default": logic["default"],
        "Muster at 1": one["strict"], "logic-v2 at 1": logic["strict"], "rapidfuzz at 1": rapid["strict"],
    }  # fmt: skip
    hits = table(
        ("near names that hit", *columns), [("", *(share(column["near_hits"]) for column in columns.values()))]
    )
    return (
        f"{recall(columns, count=False)}\n\n{hits}\n\n{one['queries']:,} queries, {one['clean_names']:,} clean names. "
        f"Candidates of logic-v2: {logic['candidates']}; {logic['pairs_per_s']:,} pairs/s, so {logic['names_per_s']:,} "
        f"names/s with 30 candidates each, the finding of candidates not counted. rapidfuzz: {rapid['names_per_s']:,} "
        f"names/s. Muster in the same process: {one['names_per_s']:,} names/s."
    )


def part_thresholds() -> str:
    """The thresholds by name, shipped and shown; clean names whose licence does not let a figure ship are left out."""
    clean = written("negatives_free", (row for row in fit_names.rows("negatives") if "CC BY-NC" not in row["source"]))
    shipped = HERE / "src" / "muster" / "names" / "thresholds.yaml"
    found = muster("thresholds", *galleries(THREE), "--queries", ROWS / "alias_queries.jsonl.gz", "--negatives", clean,
                   "-o", shipped)["thresholds"]  # fmt: skip
    rows = [
        ("score", *(one["score"] for one in found.values())),
        ("false hits per 1,000 clean names", *(one["false_hits_per_1000"] for one in found.values())),
        ("recall of what likeness can reach", *(f"{one['recall']:.3f}" for one in found.values())),
    ]
    rows += [
        (stratum, *(share(one["strata"][stratum], count=False) for one in found.values()))
        for stratum in next(iter(found.values()))["strata"]
    ]
    return table(("", *(f"`{name}`" for name in found)), rows)


def part_evasion() -> str:
    """Tricks on names of the three lists, at the default threshold of a search."""
    found = muster("evasion", *galleries(THREE), "--threshold", 0.7)
    return table(
        ("trick", "found", "flagged"),
        [
            (trick, share(cell), f"{found['flagged'][trick] / max(1, cell[1]):.3f}")
            for trick, cell in found["classes"].items()
        ],
    )


_FIGURES = ("pairs", "threshold", "f1", "precision", "recall", "auc", "exact_one")


def part_pairs() -> str:
    """Pairs judged by analysts, logic-v2 on the same pairs."""
    path = OTHER / "pairs" / "pairs_sample_1000_shuffled.json.gz"
    found = muster("pairs", path, "--peer", "logic-v2", python=PEERS_PYTHON)
    peer = found["peer"]
    rows = []
    for told, one, two in (
        ("names on both sides", found, peer),
        ("of these persons, organisations, vessels", found["parties"], peer["parties"]),
        ("all", found["all"], peer["all"]),
    ):
        rows += [
            (told, name, *(column[key] for key in _FIGURES)) for name, column in (("Muster", one), ("logic-v2", two))
        ]
    return table(("rows", "", *_FIGURES), rows)


def part_born() -> str:
    """Screening with a birth date: footballers, and spellings of OFAC's persons that the fit did not see."""
    from muster.cli.bench_pairs import known_of
    from muster.names import IndexedName, NameIndex
    from muster.names.evidence import combined, compare

    gallery = fit_names.rows("gallery_ofac_sdn")
    listed = {row["id"]: known_of(row, row["schema"]) for row in gallery}
    names = (IndexedName(row["id"], one["name"], one["kind"], "") for row in gallery for one in row["names"])
    index = NameIndex.build(names)

    def hits(rows: Sequence[Result]) -> tuple[int, int]:
        """How many of the names hit (the right entity, where there is one), by name and with what is known of them."""
        by_name = with_evidence = 0
        found = index.search_many([row["query"] for row in rows], threshold=0.1, limit=10)
        for row, entities in zip(rows, found, strict=True):
            right = [hit for hit in entities if row["expected_id"] in (None, hit.entity)]
            asked = known_of(row, row["schema"])
            by_name += any(hit.score >= 0.7 for hit in right)
            with_evidence += any(combined(hit.score, compare(asked, listed[hit.entity])) >= 0.7 for hit in right)
        return by_name, with_evidence

    footballers = [
        {**row, "dob": [row["dob"]], "countries": [row["country"]]}
        for row in fit_names.rows("negatives")
        if row["stratum"] == "person_footballers_dob"
    ]
    dated = {row["id"]: row["dob"][:1] for row in gallery if row["dob"]}
    cluster = fit_names.clusters()
    spellings = [
        {**row, "dob": dated[entity]}
        for row in fit_names.rows("alias_queries")
        if (entity := row["expected_id"]) in dated and fit_names.half(cluster.get(entity, entity))
    ]
    cells = []
    for told, rows in (
        ("clean: footballers, with birth date and country", footballers),
        ("listed: other spellings on OFAC's list, with the entry's own birth date", spellings),
    ):
        counts = hits(rows)
        cells.append((told, f"{len(rows):,}", *(f"{count:,} ({count / len(rows):.4f})" for count in counts)))
    return table(("at 0.7", "names", "hit by name", "hit with evidence"), cells)


def part_cases() -> str:
    """Hand-made pairs of names with a verdict."""
    rows = []
    for name in ("name_bench_cases.csv", "entity_bench_checks.yml", "ofac_fixtures.csv"):
        found = muster("cases", OTHER / "names" / name, *galleries(THREE), "--peer", "logic-v2", python=PEERS_PYTHON)
        for tool, one in (("Muster", found), ("logic-v2", found["peer"])):
            kinds = [sum(cell[kind] for cell in one["groups"].values()) for kind in ("missed", "false_hit")]
            rows.append((name, tool, *(one[key] for key in _FIGURES), *kinds))
    return table(("file", "", *_FIGURES, "missed", "false hits"), rows)


_FIRST = "of these the first 5,000, whose words are looked up for the first time, names/s"


def part_million() -> str:
    """A million names: the real ones, the clean ones, and given names of one with family names of another."""
    from muster.names import IndexedName, NameIndex

    real = [name["name"] for one in THREE for row in fit_names.rows(f"gallery_{one}") for name in row["names"]]
    clean = [row["query"] for row in fit_names.rows("negatives")]
    words = [name.replace(",", " ").split() for name in real + clean]
    rng = random.Random(20260101)  # noqa: S311 - the same names every time
    texts = real + clean
    texts += [" ".join([*rng.choice(words)[:2], rng.choice(words)[-1]]) for _ in range(1_000_000 - len(texts))]
    del words  # eighty thousand lists would be looked through again and again by the collector
    sizes = {"three lists": len(real), "1,000,000 names": len(texts)}
    queries = [row["query"] for row in fit_names.rows("alias_queries")] + clean
    rng.shuffle(queries)
    rows: dict[str, list[str]] = {
        key: [] for key in ("names/s", _FIRST, "index build, names/s", "bytes a name", "one name, warm, median, ms")
    }
    NameIndex.build(IndexedName("", text, "primary", "") for text in real).search_many(queries[:500])  # machine code
    for size in sizes.values():
        start = time.process_time()
        index = NameIndex.build(IndexedName(str(k), text, "primary", "") for k, text in enumerate(texts[:size]))
        rows["index build, names/s"].append(f"{size / (time.process_time() - start):,.0f}")
        start = time.process_time()
        index.search_many(queries[:5000])
        rows[_FIRST].append(f"{5000 / (time.process_time() - start):,.0f}")
        index.search_many(queries[5000:])
        rows["names/s"].append(f"{len(queries) / (time.process_time() - start):,.0f}")
        rows["bytes a name"].append(f"{index.size_bytes / size:,.0f}")
        times = []
        for query in queries[:: len(queries) // 500]:
            start = time.perf_counter()
            index.search(query)
            times.append(1000 * (time.perf_counter() - start))
        rows["one name, warm, median, ms"].append(f"{statistics.median(times):.2f}")
    wanted = {"names/s": "10,000 / 3,000", _FIRST: "-", "index build, names/s": "100,000 / -", "bytes a name": "500",
              "one name, warm, median, ms": "1"}  # fmt: skip
    return table(("", "required", *sizes), [(key, wanted[key], *row) for key, row in rows.items()])


PARTS: dict[str, Callable[[], str]] = {
    "recall": part_recall, "heldout": part_heldout, "peers": part_peers, "thresholds": part_thresholds,
    "evasion": part_evasion, "pairs": part_pairs, "born": part_born, "cases": part_cases, "million": part_million,
}  # fmt: skip


def main(wanted: Sequence[str]) -> None:
    """Make the parts and write each into the page as soon as it is there."""
    unknown = set(wanted) - PARTS.keys()
    if unknown or not ROWS.is_dir():
        sys.exit(f"parts are {', '.join(PARTS)}; the rows are looked for at {ROWS} (set MUSTER_DATA)")
    for name in wanted or PARTS:
        start = time.perf_counter()
        text = PARTS[name]()
        page = PAGE.read_text("utf-8")
        opening, closing = f"<!-- {name}: made by `python bench/names.py`; do not edit -->", f"<!-- end of {name} -->"
        head, rest = page.split(opening)
        PAGE.write_text(f"{head}{opening}\n\n{text}\n\n{closing}{rest.split(closing)[1]}", "utf-8")
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print("now: python -m tests.docs.generate, and read the difference", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
