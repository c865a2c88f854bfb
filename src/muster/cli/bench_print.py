"""The answers of `muster bench` as tables for people, the peer beside Muster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from muster.cli.common import say, table


def screening(result: Mapping[str, Any]) -> None:
    """Recall by stratum of every matcher at every level, then the calibration."""
    say(
        f"{result['index_names']} names, built in {result['build_s']} s of processor time; "
        f"{result['names_per_s']} names/s"
    )
    levels = [("muster", result), ("muster, strict", result.get("strict"))]
    peer = result["peer"]
    if peer:
        name = peer["name"]
        levels += [(f"{name}, default", peer.get("default")), (name, peer), (f"{name}, strict", peer["strict"])]
        say(f"{name}: {peer['names_per_s']} names/s, {peer['pairs_per_s']} pairs/s; candidates: {peer['candidates']}")
    _levels([(name, level) for name, level in levels if level])
    shares = ("true", "true_even")
    rows = [
        (f"{one['from']:.2f}-{one['to']:.2f}", str(one["hits"]), *(f"{one[key]:.3f}" for key in shares))
        for one in result["calibration"]
    ]
    table("score and truth of best hits", ("score", "hits", "true", "true, as many clean as listed"), rows)


def _levels(levels: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    first = levels[0][1]
    rows = [
        ("threshold", *(f"{level['threshold']:.4f}" for _, level in levels)),
        ("false hits per 1,000", *(f"{level['false_hits_per_1000']:.2f}" for _, level in levels)),
    ]
    if "near_hits" in first:
        rows.append(
            ("near names that hit", *(f"{level['near_hits'][0]}/{level['near_hits'][1]}" for _, level in levels))
        )
    for stratum, (_, total) in first["recall"].items():
        shares = (level["recall"][stratum][0] / total for _, level in levels)
        rows.append((f"{stratum} ({total})", *(f"{share:.3f}" for share in shares)))
    table("recall", ("", *(name for name, _ in levels)), rows)


def thresholds(result: Mapping[str, Any]) -> None:
    """The named thresholds with their rates, then recall by stratum."""
    found = result["thresholds"]
    rows = [
        (name, f"{one['score']:.2f}", f"{one['false_hits_per_1000']:.2f}", f"{one['recall']:.3f}")
        for name, one in found.items()
    ]
    table("thresholds", ("name", "score", "false hits per 1,000", "recall"), rows)
    strata = next(iter(found.values()))["strata"]
    lines = [
        (f"{stratum} ({total})", *(f"{one['strata'][stratum][0] / total:.3f}" for one in found.values()))
        for stratum, (_, total) in strata.items()
    ]
    table("recall by stratum", ("", *found), lines)


_FIGURES = ("pairs", "threshold", "f1", "precision", "recall", "auc", "exact_one")


def pairs(result: Mapping[str, Any]) -> None:
    """The figures of the pairs with names and of all pairs, the peer's beside them."""
    say(f"{result['without_names']} pairs are without names on one side")
    columns = _beside(result)
    _table("pairs with names", columns)
    _table("of them pairs of parties", [(name, one["parties"]) for name, one in columns])
    _table("all pairs", [(name, one["all"]) for name, one in columns])
    _table("names alone", [("muster", result["names_alone"])])
    rows = [(how, *map(str, counts)) for how, counts in result["how"].items()]
    table("matches by how the label is known", ("", "by name alone", "with evidence", "pairs"), rows)


def identity(result: Mapping[str, Any]) -> None:
    """Counts, precision and coverage, what was joined by how the label is known, and every wrong pair."""
    rules = ", ".join(f"{count:,} by {rule}" for rule, count in result["by_rule"].items())
    say(f"{result['entries']:,} entries: {result['automatic_joins']:,} automatic joins ({rules or 'none'}), ")
    say(f"{result['left_to_a_person']:,} pairs left to a person")
    say(f"{result['true_pairs']:,} pairs known to be one party, {result['false_pairs']:,} known not to be")
    names = ("joined", "rule_alone", "joined_or_proposed")
    rows = [(name.replace("_", " "), *(str(value) for value in result[name].values())) for name in names]
    table("automatic joins", ("", "true", "false", "precision", "coverage"), rows)
    rows = [(how, *map(str, counts)) for how, counts in result["how"].items()]
    table("by how the label is known", ("", "joined", "rule alone", "pairs"), rows)
    wrong = [tuple(str(value) for value in one.values()) for one in result["wrong"]]
    table("known not to be one", ("id", "name", "id", "name", "joined"), wrong)


def cases(result: Mapping[str, Any]) -> None:
    """The figures, those by group, and every miss of Muster."""
    _table("cases", _beside(result))
    kinds = ("found", "missed", "false_hit", "left_alone")
    rows = [(group, *(str(cell[kind]) for kind in kinds)) for group, cell in result["groups"].items()]
    table("by category", ("category", "found", "missed", "false hits", "left alone"), rows)
    misses = [
        (one["kind"].replace("_", " "), one["first"], one["second"], f"{one['score']:.3f}", one["group"], one["place"])
        for one in result["misses"]
    ]
    table("misses", ("", "first", "second", "score", "category", "place"), misses)


def imports(result: Sequence[Mapping[str, Any]]) -> None:
    """A row for each family, and what the libraries underneath take beside it."""
    heads = ("", "MB", "claims", "read MB/s", "stored/s", "imported/s", "import s", "wall s", "again s", "share")
    keys = (
        "mb",
        "claims",
        "read_mb_per_s",
        "stored_claims_per_s",
        "imported_claims_per_s",
        "import_s",
        "import_wall_s",
    )
    rows = [
        (
            one["family"],
            *(f"{one[key]:,}" for key in (*keys, "again_s")),
            f"{one['again_share']:.1%}",
            f"{one['register_mb']:,}",
            f"{one['peak_mb']:,}",
        )
        for one in result
    ]
    table("import", (*heads, "register MB", "peak MB"), rows)
    if peers := [(one["family"], one["peers"]) for one in result if one["peers"]]:
        beside = [(name, *("" if peer[key] is None else f"{peer[key]:,}" for key in peer)) for name, peer in peers]
        table("reading alone, and the libraries underneath", ("", "read MB/s", "parse MB/s", "SQLite rows/s"), beside)


def _beside(result: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    peer = result["peer"]
    return [("muster", result), *([(peer["name"], peer)] if peer else [])]


def _table(title: str, columns: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    rows = [(key, *(str(one[key]) for _, one in columns)) for key in _FIGURES]
    table(title, ("", *(name for name, _ in columns)), rows)


def nested(result: dict[str, Any], depth: int = 0) -> None:
    """A result as indented lines."""
    for name, value in result.items():
        if isinstance(value, dict):
            say(f"{'  ' * depth}{name}:")
            nested(value, depth + 1)
        else:
            say(f"{'  ' * depth}{name}: {value}")
