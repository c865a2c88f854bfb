"""What `muster bench thresholds` measures: the scores that go by a name, and what each costs.

A name stands for a rate of false hits, which is what a person can choose; the score that keeps it follows from the
lists and clean names measured.
"""

from __future__ import annotations

import math
from typing import Any

from muster.cli.bench_screening import Data, figures, reachable, run_muster, threshold_for
from muster.names import NameIndex
from muster.names.thresholds import FORMAT

TARGETS = {"strict": 1.0, "balanced": 10.0, "wide": 50.0}
"""Most false hits per 1,000 clean names, by name."""


def measure(data: Data) -> dict[str, Any]:
    """For each name the score (to two decimals, rounded up), its false hits per 1,000, its recall over all strata that
    likeness can reach, and the recall by stratum."""
    run = run_muster(NameIndex.build(data.names), data)
    result: dict[str, Any] = {}
    for name, target in TARGETS.items():
        found = figures(run, data, min(1.0, math.ceil(threshold_for(run, target) * 100) / 100))
        result[name] = {
            "score": found["threshold"],
            "false_hits_per_1000": found["false_hits_per_1000"],
            "recall": round(reachable(found["recall"]), 3),
            "strata": found["recall"],
        }
    return {
        "index_names": len(data.names),
        "queries": len(data.queries),
        "clean_names": len(data.clean),
        "thresholds": result,
    }


def as_yaml(result: dict[str, Any]) -> str:
    """The measurement as a thresholds file."""
    lines = [
        "# Made by `muster bench thresholds`; do not edit. Recall is that of the names that likeness can reach.",
        f"muster: {FORMAT}",
        f"measured: {result['queries']} listed and {result['clean_names']} clean names against "
        f"{result['index_names']} names of lists",
        "thresholds:",
    ]
    for name, one in result["thresholds"].items():
        lines += [f"  {name}:", *(f"    {key}: {one[key]}" for key in ("score", "false_hits_per_1000", "recall"))]
    return "\n".join(lines) + "\n"
