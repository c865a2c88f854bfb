"""Checks what `make demo` left behind: the outcomes expected, and a dossier for each decision."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path


def main(result: Path) -> int:
    """Compare the outcomes with examples/iraq-2018/expected.csv; print each difference."""
    root = Path(__file__).parents[1]
    with (root / "examples/iraq-2018/expected.csv").open(newline="", encoding="utf-8") as file:
        expected = {row.pop("unit"): row for row in csv.DictReader(file)}
    with (result / "outcomes.csv").open(newline="", encoding="utf-8") as file:
        found: dict[str, dict[str, str]] = {}
        for row in csv.DictReader(file):
            found.setdefault(row["unit"], {})[row["policy"]] = row["outcome"]
    wrong = [
        f"{unit}: {found.get(unit)} instead of {wanted}"
        for unit, wanted in expected.items()
        if found.get(unit) != wanted
    ]
    wrong += [f"unexpected unit {unit}" for unit in found if unit not in expected]
    decisions = [json.loads(line) for line in (result / "decisions.jsonl").read_text("utf-8").splitlines()]
    index = (result / "index.html").read_text("utf-8")
    dossiers = sorted((result / "dossiers").glob("*.html"))
    if len(dossiers) != len(decisions):
        wrong.append(f"{len(dossiers)} dossiers for {len(decisions)} decisions")
    wrong += [f"{one.name} is not linked from the index" for one in dossiers if one.name not in index]
    for problem in wrong:
        print(problem, file=sys.stderr)
    print(f"demo: {len(expected)} units, {len(decisions)} decisions, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
