"""What `muster bench units` measures: roster cells linked to a register, beside labels that a person made.

An answer is `correct` if its result is the label's and its ids are the label's (of a `link` with several acceptable
ids, one or more of them). It is `wrong` if it ties the row to a unit that the label does not allow: that is the error
that harms. It is `tolerated` if it names just an id that the label tolerates, which counts neither way, and else
`abstained`: nothing false was tied to the row, but the person's answer was not reached.

Labels are tab-separated with a header: `country`, `string`, `label`, `unit_ids` (joined by `|`), `difficulty`,
`reason` (which may end in `[tolerate:id,id]`), and if wanted `n_rows`.
"""

from __future__ import annotations

import csv
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muster.cli.common import say, settled, table
from muster.errors import BadInput
from muster.names import country_code
from muster.names.units import RESULTS, Context, Linked, Linker, UnitIndex, parse
from muster.snapshot import Snapshot
from muster.sources import Roster

OUTCOMES = ("correct", "wrong", "abstained", "tolerated")
_COLUMNS = ("country", "string", "label", "unit_ids", "difficulty", "reason")
_TOLERATED = re.compile(r"\[tolerate:([^\]]*)\]\s*$")


@dataclass(frozen=True, slots=True)
class Label:
    """One row of the labels, with the line it stands on."""

    country: str
    text: str
    label: str
    ids: tuple[str, ...]
    difficulty: str
    tolerated: frozenset[str]
    rows: int


def read_labels(path: Path) -> list[Label]:
    """The labels of a file. Raises BadInput with the line of the first fault."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"cannot be read: {fault}", place=str(path)) from None
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(rows, [])
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        hint = f"the first line names the columns {', '.join(_COLUMNS)}, with tabs between them"
        raise BadInput(f"no column {', '.join(missing)}", place=f"{path} line 1", hint=hint)
    labels = []
    for number, cells in enumerate(rows, 2):
        row = dict(zip(header, cells, strict=False))
        if len(cells) < len(header) or row["label"] not in RESULTS:
            raise BadInput("not a labelled row", place=f"{path} line {number}", hint=f"label: {', '.join(RESULTS)}")
        tolerated = _TOLERATED.search(row["reason"])
        labels.append(
            Label(
                country=row["country"],
                text=row["string"],
                label=row["label"],
                ids=tuple(one for one in row["unit_ids"].split("|") if one),
                difficulty=row["difficulty"],
                tolerated=frozenset(tolerated.group(1).split(",")) if tolerated else frozenset(),
                rows=int(row["n_rows"]) if row.get("n_rows", "").isdigit() else 1,
            )
        )
    return labels


def measure(index: UnitIndex, labels: Iterable[Label]) -> dict[str, Any]:
    """The answer of the command."""
    linker = Linker(index)
    by_label: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    by_difficulty: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    recognised: Counter[str] = Counter()
    answers = []
    began = time.process_time()
    for one in labels:
        country = country_code(one.country) or one.country.casefold()
        found = linker.link(one.text, Context(country))
        verdict = judge(index, one, found)
        total[verdict] += 1
        by_label[one.country][one.label][verdict] += 1
        by_difficulty[one.difficulty][verdict] += 1
        if one.label in ("too_vague", "several"):
            recognised["all"] += 1
            recognised["found"] += found.result == one.label or verdict == "tolerated"
        answers.append(
            {
                "country": one.country,
                "string": one.text,
                "label": one.label,
                "expected": list(one.ids),
                "result": found.result,
                "units": list(found.units),
                "verdict": verdict,
                "reasons": list(found.reasons),
            }
        )
    rows = sum(total.values())
    return {
        "rows": rows,
        **{word: total[word] for word in OUTCOMES},
        "wrong_share": round(total["wrong"] / max(1, rows - total["tolerated"]), 4),
        "link_recall": {country: _share(found["link"]) for country, found in by_label.items() if found["link"]},
        "vague_and_several_recognised": [recognised["found"], recognised["all"]],
        "by_label": {
            country: {label: {word: found[label][word] for word in OUTCOMES} for label in RESULTS if found[label]}
            for country, found in by_label.items()
        },
        "by_difficulty": {
            name: {word: found[word] for word in OUTCOMES} for name, found in sorted(by_difficulty.items())
        },
        "seconds": round(time.process_time() - began, 3),
        "answers": answers,
    }


def judge(index: UnitIndex, label: Label, found: Linked) -> str:
    """How an answer stands to its label; see the head of this module."""
    ids = {_plain(index, one, label) for one in found.units}
    expected = set(label.ids)
    if found.result == label.label and _right(label, ids, expected):
        return "correct"
    if ids and ids <= label.tolerated:
        return "tolerated"
    allowed = expected | label.tolerated
    if found.result == "link" and len(ids) > 1:
        return "abstained" if ids & expected else "wrong"  # a choice is left to a person
    if label.label == "link" and found.result == "parent_only":
        above = {_bare(index.records[one].id) for own in _places(index, expected) for one in index.superiors(own)}
        return "abstained" if ids <= allowed | above else "wrong"
    if found.result == "several" and label.label == "several":
        return "abstained" if ids <= allowed else "wrong"
    return "wrong" if ids else "abstained"


def _right(label: Label, ids: set[str], expected: set[str]) -> bool:
    if label.label in ("link", "parent_only"):
        return bool(ids) and ids <= expected
    return ids == expected


def _places(index: UnitIndex, ids: set[str]) -> list[int]:
    return [number for number, record in enumerate(index.records) if _bare(record.id) in ids or record.id in ids]


def _bare(id_: str) -> str:
    """An id without the prefix of the source that it came from (`sfm-`)."""
    head, dash, rest = id_.partition("-")
    return rest if dash and head.isalpha() else id_


def _plain(index: UnitIndex, id_: str, label: Label) -> str:
    known = {*label.ids, *label.tolerated}
    return id_ if id_ in known else _bare(id_)


def _share(found: Counter[str]) -> list[int]:
    return [found["correct"], sum(found.values()) - found["tolerated"]]


def parsing_speed(texts: Iterable[str]) -> tuple[int, float]:
    """How many distinct strings were parsed, and in how many seconds of processor time."""
    distinct = list(dict.fromkeys(texts))
    parse("1 Battalion")  # the vocabulary is read once in a process
    began = time.process_time()
    for text in distinct:
        parse(text)
    return len(distinct), time.process_time() - began


def measure_roster(
    snapshot: Snapshot, roster: Roster, progress: Callable[[int, int], None] = lambda done, total: None
) -> dict[str, Any]:
    """A whole roster parsed, linked to the register and screened against it: counts and processor seconds.

    Each distinct pair of country and unit is linked once, each distinct unit screened once; `progress` gets what is
    done and the total.
    """
    cells = Counter((row.country, row.unit) for row in roster.rows)
    texts = list(dict.fromkeys(unit for _, unit in cells if unit.strip()))
    total = 2 * len(texts) + len(cells)
    settled()
    parsed, parse_s = parsing_speed(texts)
    progress(parsed, total)
    began = time.process_time()
    linker = snapshot.linker
    settled()
    indexed = time.process_time() - began
    began = time.process_time()
    codes = {country: country_code(country) or country.casefold() for country, _ in cells}
    units: dict[str, Counter[str]] = defaultdict(Counter)
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for done, ((country, unit), count) in enumerate(cells.items(), 1):
        result = linker.link(unit, Context(codes[country])).result
        units[country][result] += 1
        rows[country][result] += count
        if done % _BATCH == 0:
            progress(parsed + done, total)
    link_s = time.process_time() - began
    began = time.process_time()
    hits = 0
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        hits += sum(bool(found) for found in snapshot.names.search_many(batch, threshold=_THRESHOLD, limit=5))
        progress(parsed + len(cells) + start + len(batch), total)
    return {
        "rows": sum(cells.values()),
        "distinct": len(cells),
        "texts": len(texts),
        "parse_per_s": round(parsed / max(1e-9, parse_s)),
        "index_s": round(indexed, 2),
        "parse_s": round(parse_s, 2),
        "link_s": round(link_s, 2),
        "screen_s": round(time.process_time() - began, 2),
        "names": len(snapshot.names),
        "texts_with_hits": hits,
        "units_by_country": {country: dict(found) for country, found in units.items()},
        "rows_by_country": {country: dict(found) for country, found in rows.items()},
    }


_BATCH = 4096
_THRESHOLD = 0.7
_COUNTRIES = 25  # countries shown


def show_labels(result: dict[str, Any]) -> None:
    """Print what `measure` found."""
    lines = [
        (country, label, *(str(counts[word]) for word in OUTCOMES))
        for country, labels in result["by_label"].items()
        for label, counts in labels.items()
    ]
    table("By label", ("country", "label", *OUTCOMES), lines)
    lines = [(name, *(str(counts[word]) for word in OUTCOMES)) for name, counts in result["by_difficulty"].items()]
    table("By difficulty", ("difficulty", *OUTCOMES), lines)
    for country, (right, total) in result["link_recall"].items():
        say(f"{country}: {right} of {total} rows labelled link are linked right ({right / max(1, total):.1%})")
    right, total = result["vague_and_several_recognised"]
    say(f"vague and several units: {right} of {total} recognised ({right / max(1, total):.1%})")
    scored = result["rows"] - result["tolerated"]
    say(f"wrong: {result['wrong']} of {scored} ({result['wrong_share']:.1%})")


def show_roster(result: dict[str, Any]) -> None:
    """Print what `measure_roster` found."""
    lines = []
    ordered = sorted(result["units_by_country"].items(), key=lambda item: -sum(item[1].values()))
    for country, counts in ordered[:_COUNTRIES]:
        many = sum(result["rows_by_country"][country].values())
        cells = (f"{counts.get(word, 0):,}" for word in RESULTS)
        lines.append((country or "(none)", f"{many:,}", f"{sum(counts.values()):,}", *cells))
    everything = {word: sum(counts.get(word, 0) for _, counts in ordered) for word in RESULTS}
    cells = (f"{everything[word]:,}" for word in RESULTS)
    lines.append(("all", f"{result['rows']:,}", f"{result['distinct']:,}", *cells))
    table("Units by country and result", ("country", "rows", "units", *RESULTS), lines)
    say(
        f"processor seconds: {result['parse_s']} to parse {result['texts']:,} texts ({result['parse_per_s']:,}/s), "
        f"{result['index_s']} to index the register's units, {result['link_s']} to link, "
        f"{result['screen_s']} to screen against {result['names']:,} names ({result['texts_with_hits']:,} with a hit)"
    )
