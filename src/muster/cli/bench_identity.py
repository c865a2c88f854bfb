"""What `muster bench identity` measures: how sure, and how many, the automatic joins across lists are.

All entries of the galleries are compared as `muster judge` compares those of a register. A pair counts as joined if the
automatic joins bring it together, by way of others too. Pairs of one list are never candidates: for them `rule_alone`
tells whether the two would be joined if they stood in two lists.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from muster.claims import Judgement
from muster.cli.bench_pairs import known_of, name_scores
from muster.cli.bench_rows import Rows
from muster.errors import UsageError
from muster.names.identity import Party, propose, weigh
from muster.register import clusters

_FALSE = frozenset({"namesake_same_list", "resolver_negative"})


def measure(galleries: Rows, pairs: Rows) -> dict[str, Any]:
    """The answer of the command. Raises UsageError if no pair is of entries of the galleries."""
    parties = {row["id"]: _party(row) for row in reversed(galleries)}
    if any("link" not in row for row in pairs):
        raise UsageError("only pairs of list entries can be measured", hint="rows of `a, b, schema, link`")
    known = [row for row in pairs if all(row[side].get("id") in parties for side in "ab")]
    if not known:
        raise UsageError("no pair is of entries of the galleries", hint="their ids must be the same")
    found = propose(list(parties.values()))
    joins = [one for one in found if one.verdict == "same"]
    roots = clusters(Judgement(one.left.id, one.right.id, "same", one.reason, one.rule) for one in joins)
    sides = [(parties[row["a"]["id"]], parties[row["b"]["id"]]) for row in known]
    scores = name_scores([([n for n, _ in a.names], [n for n, _ in b.names]) for a, b in sides])
    counts = {True: [0, 0, 0, 0], False: [0, 0, 0, 0]}
    how: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    wrong = []
    proposed = {frozenset((one.left.id, one.right.id)) for one in found}
    for row, (a, b), score in zip(known, sides, scores, strict=True):
        false = sorted(_FALSE.intersection(row["link"]))
        joined = roots.get(a.id, a.id) == roots.get(b.id, b.id)
        alone = bool(weigh(a, b, score).rule)
        for place, hit in enumerate((joined, alone, joined or frozenset((a.id, b.id)) in proposed, True)):
            counts[not false][place] += hit
        across = "" if a.list != b.list else ", one list"
        for link in false or row["link"]:
            for place, hit in enumerate((joined, alone, True)):
                how[f"{link}{across}{', suspect' if row.get('suspect') else ''}"][place] += hit
        if false and (joined or alone):
            wrong.append({"a": a.id, "a_name": a.caption, "b": b.id, "b_name": b.caption, "joined": joined})
    true, not_true = counts[True], counts[False]
    return {
        "entries": len(parties),
        "automatic_joins": len(joins),
        "by_rule": {rule: sum(one.rule == rule for one in joins) for rule in sorted({one.rule for one in joins})},
        "left_to_a_person": len(found) - len(joins),
        "true_pairs": true[3],
        "false_pairs": not_true[3],
        "joined": _share(true[0], not_true[0], true[3]),
        "rule_alone": _share(true[1], not_true[1], true[3]),
        "joined_or_proposed": _share(true[2], not_true[2], true[3]),
        "how": dict(sorted(how.items())),
        "wrong": wrong,
    }


def _share(true: int, false: int, all_true: int) -> dict[str, Any]:
    return {
        "true": true,
        "false": false,
        "precision": round(true / (true + false), 4) if true + false else None,
        "coverage": round(true / max(1, all_true), 4),
    }


def _party(row: dict[str, Any]) -> Party:
    names = tuple((name["name"], "weak" if "weak" in name.get("kind", "") else "strong") for name in row["names"])
    return Party(str(row["id"]), str(row.get("list", "")), names, known_of(row, row.get("schema", "")))
