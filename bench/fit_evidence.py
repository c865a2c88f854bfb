"""Measure the weights of evidence beyond the name and write `src/muster/names/evidence.json`.

    MUSTER_DATA=../shared/data python bench/fit_evidence.py

Only the OFAC, UN, UK, Australian and Canadian lists, whose licences let the weights ship. True: one party on two lists
(`pairs_true` of `data/bench`, unreviewed links left out; its judgements are of an MIT-licensed package). False: two
entries of one list with like names. Birth places and genders are read from the OFAC and UN lists by Muster's own
readers. Clusters of entities are split in halves by a hash: one half is measured, the other gives the figures printed.
Many pairs of one cluster count as one.
"""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from fit_names import LISTS, ROOT, clusters, half, rows

from muster.cli.app import run
from muster.names import IndexedName, NameIndex
from muster.names import evidence as rules
from muster.names.known import Known, known
from muster.register import Register
from muster.snapshot import Snapshot, known_of

OUT = Path(__file__).parents[1] / "src" / "muster" / "names" / "evidence.json"
LISTED = ("ofac/coherent_2022/sdn.csv", "ofac/coherent_2022/alt.csv", "ofac/coherent_2022/add.csv",
          "un/consolidated_20260227.xml")  # fmt: skip
BOUND = 6.0
"""No measured weight beyond this: the data are too few to say more."""
SETTLED = {
    "identifier.same_unlike": 4.0,  # a number that both sides give, of another kind; then a short one
    "identifier.same_short": 2.0,
    "identifier.other": -5.3,  # as measured, but many true pairs are known by an equal number: a circle
    "gender.same": 0.13,  # unlike in 12 % of like-named pairs; one entry in 200 taken to be wrong
    "gender.other": -3.2,
}
"""Too rare on two lists to be measured."""
RULED = {"identifier.same", "born.other_years"}
"""Decided by the rules of `evidence.py`; measured only to be printed."""
LIKE = 0.5


def parties() -> dict[str, Known]:
    """What the galleries say of each entry, with gender and birth place from the lists themselves."""
    found = {}
    for name in LISTS:
        for row in rows(f"gallery_{name}"):
            found[row["id"]] = of_gallery(row)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lists.db"
        for one in (LISTED[:3], LISTED[3:]):
            run(["--register", str(path), "import", *(str(ROOT.parent / "lists" / part) for part in one)])
        with Register(str(path)) as register:
            snapshot = Snapshot(register)
            for id_, one in found.items():
                entity = id_.replace(":", "-", 1)
                if id_.startswith(("un:", "ofac:")) and entity in snapshot:
                    more = known_of(snapshot, entity)
                    found[id_] = replace(one, birth_places=more.birth_places, genders=more.genders)
    return found


def of_gallery(row: dict[str, Any]) -> Known:
    numbers = [(one[0], one[1]) for one in row.get("ids") or () if len(one) == 2]
    return known(
        births=row.get("dob") or (), countries=row.get("countries") or (), identifiers=numbers, schema=row["schema"]
    )


def true_pairs() -> list[tuple[str, str]]:
    lists = set(LISTS)
    pairs = (one for one in rows("pairs_true") if not one["review"])
    return [(one["a"]["id"], one["b"]["id"]) for one in pairs if {one["a"]["list"], one["b"]["list"]} <= lists]


def false_pairs(cluster: dict[str, str]) -> list[tuple[str, str]]:
    """Entries of one list that are not one party and have like names."""
    found: dict[tuple[str, str], None] = {}
    for name in LISTS:
        gallery = rows(f"gallery_{name}")
        index = NameIndex.build(
            IndexedName(row["id"], one["name"], one["kind"], row["schema"].lower())
            for row in gallery
            for one in row["names"]
        )
        asked = [(row["id"], one["name"]) for row in gallery for one in row["names"] if one["kind"] != "weak"]
        for (own, _), hits in zip(
            asked, index.search_many([text for _, text in asked], threshold=LIKE, limit=8), strict=True
        ):
            for hit in hits:
                other = hit.entity
                if other != own and cluster.get(own, own) != cluster.get(other, other):
                    found[(min(own, other), max(own, other))] = None
    return list(found)


def measured(pairs: list[tuple[str, str]], facts: dict[str, Known], cluster: dict[str, str], side: int) -> Any:
    """For each field the share of each level among the pairs of one half, each cluster counted once."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    seen: Counter[str] = Counter(cluster.get(a, a) for a, _ in pairs)
    for a, b in pairs:
        root = cluster.get(a, a)
        if half(root) == side:
            for piece in rules.compare(facts[a], facts[b]):
                if piece.level:
                    sums[piece.field][piece.level] += 1 / seen[root]
    return sums


def main() -> None:
    rules.weights.cache_clear()
    levels = [*rules._LEVELS, "same", "other", "same_unlike", "same_short"]
    fields = ("born", "identifier", "gender", "country", "birth place", "kind")
    every = {f"{field}.{level}": 0.0 for field in fields for level in levels}
    rules.weights = lambda: every  # type: ignore[assignment]
    cluster = clusters()
    facts = parties()
    pairs = {True: true_pairs(), False: false_pairs(cluster)}
    print({label: len(found) for label, found in pairs.items()}, "pairs")
    weights: dict[str, float] = dict(SETTLED)
    for side in (0, 1):
        true, false = (measured(pairs[label], facts, cluster, side) for label in (True, False))
        print("measured half" if side == 0 else "other half")
        for field in fields:
            t_all, f_all = sum(true[field].values()), sum(false[field].values())
            for level in dict.fromkeys((*true[field], *false[field])):
                t, f = true[field][level], false[field][level]
                weight = math.log((t + 0.5) / (t_all + 1)) - math.log((f + 0.5) / (f_all + 1))
                counts = f"true {t:8.1f} of {t_all:8.1f}  false {f:8.1f} of {f_all:8.1f}"
                print(f"  {field:<12}{level:<12} {counts} {weight:6.2f}")
                key = f"{field}.{level}"
                if side == 0 and key not in {*SETTLED, *RULED}:
                    weights[key] = round(max(-BOUND, min(BOUND, weight)), 2)
    for worse, better in pairwise(("born.may_agree", "born.same_year", "born.same_month", "born.same_day")):
        weights[better] = max(weights[better], weights[worse])  # a rare level is not worse than a coarser one
    if "--dry" not in sys.argv:
        OUT.write_text(json.dumps({"weights": dict(sorted(weights.items()))}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
