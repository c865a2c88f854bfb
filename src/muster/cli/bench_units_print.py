"""What `muster bench units` found, for people to read."""

from __future__ import annotations

from typing import Any

from muster.cli.common import say, table

_COUNTRIES = 25  # countries shown


def labels(result: dict[str, Any]) -> None:
    """What of the labelled cells came out right."""
    from muster.cli.bench_units import OUTCOMES

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


def roster(result: dict[str, Any]) -> None:
    """How a whole roster was linked, and how long it took."""
    from muster.names.units import RESULTS

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
