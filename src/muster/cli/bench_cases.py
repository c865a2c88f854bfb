"""What `muster bench cases` measures: pairs of names with the verdict expected, and every one that comes out otherwise.

Three shapes are read. A CSV table with two names and a verdict (`name1, name2, is_match`), perhaps `schema`,
`case_group` and `category`. A CSV table with two names and another tool's score of 0 to 100 (`query_name, result_name,
ofac_score`), where a score of at least `agree` counts as that tool's verdict. A YAML file of `checks`, each with
`match`, `schema`, and the FollowTheMoney properties of `query` and `candidate`.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from muster.cli.bench_pairs import known_of, name_scores, whole
from muster.cli.bench_rows import content
from muster.errors import BadInput
from muster.names.evidence import combined, compare
from muster.names.known import Known
from muster.plainyaml import Node, compose

_FIRST = ("name1", "query_name", "query", "left")
_SECOND = ("name2", "result_name", "candidate", "name", "right")
_VERDICT = ("is_match", "match", "expected")
_SCORE = ("ofac_score", "score")
_GROUP = ("category", "case_group", "group", "stratum")
_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")
_YES, _NO = frozenset({"true", "yes", "1", "positive"}), frozenset({"false", "no", "0", "negative"})
_HINT = "columns wanted: name1, name2, is_match (or query_name, result_name, ofac_score)"


class Case(NamedTuple):
    """Two entities (schema and properties), whether they should match, the group for the report, and the place."""

    left: dict[str, Any]
    right: dict[str, Any]
    expected: bool
    group: str
    place: str
    given: float | None
    """The other tool's score from 0 to 1, where the file has scores in place of verdicts."""


def read(path: Path, agree: float) -> list[Case]:
    """The cases of a file. Raises BadInput with the line."""
    text = content(path)
    name = path.name.removesuffix(".gz")
    cases = _checks(text, path) if name.endswith((".yml", ".yaml")) else _table(text, path, agree)
    if not cases:
        raise BadInput("no cases in this file", place=str(path), hint=_HINT)
    return cases


def _table(text: str, path: Path, agree: float) -> list[Case]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        heads = [head.strip().lower() for head in reader.fieldnames or ()]
        columns = {
            kind: next((head for head in wanted if head in heads), "")
            for kind, wanted in (("first", _FIRST), ("second", _SECOND), ("verdict", _VERDICT), ("score", _SCORE))
        }
        if not columns["first"] or not columns["second"] or not (columns["verdict"] or columns["score"]):
            raise BadInput(f"not a table of name pairs: it has {', '.join(heads) or 'no columns'}", place=str(path),
                           hint=_HINT)  # fmt: skip
        reader.fieldnames = heads
        return [_case(row, columns, f"{path.name}, line {reader.line_num}", agree) for row in reader]
    except csv.Error as fault:
        raise BadInput(f"not a CSV table: {fault}", place=f"{path}, line {reader.line_num}") from None


def _case(row: dict[str, Any], columns: dict[str, str], place: str, agree: float) -> Case:
    def value(head: str) -> str:
        return (row.get(head) or "").strip()

    given = None
    if columns["verdict"]:
        word = value(columns["verdict"]).lower()
        if word not in _YES | _NO:
            raise BadInput(f"{columns['verdict']!r} is {word!r}", place=place, hint="write true or false")
        expected = word in _YES
        group = next((value(head) for head in _GROUP if value(head)), "all")
    else:
        try:
            given = float(value(columns["score"])) / 100
            if not math.isfinite(given):
                raise ValueError
        except ValueError:
            raise BadInput(f"{columns['score']!r} is not a number", place=place, hint="a score from 0 to 100") from None
        expected = given >= agree
        group = f"score {_band(given)}"
    schema = value("schema") or "LegalEntity"
    first, second = value(columns["first"]), value(columns["second"])
    if not first or not second:
        raise BadInput("a case without one of its names", place=place, hint=_HINT)
    return Case(_entity(schema, first), _entity(schema, second), expected, group, place, given)


def _band(given: float) -> str:
    return next((f"{low}+" for low in (100, 95, 90, 85) if given * 100 >= low - 1e-9), "under 85")


def _entity(schema: str, name: str) -> dict[str, Any]:
    return {"schema": schema, "properties": {"name": [name]}}


def _checks(text: str, path: Path) -> list[Case]:
    top = compose(text, path.name, "a list of `checks`").pairs()
    if "checks" not in top:
        raise BadInput("no `checks` in this file", place=str(path), hint="a list of match, schema, query, candidate")
    cases = []
    for node in top["checks"].items():
        check = node.pairs()
        for key in ("match", "schema", "query", "candidate"):
            if key not in check:
                node.fail(f"a check without {key!r}")
        schema = check["schema"].filled()
        left, right = _properties(check["query"], schema), _properties(check["candidate"], schema)
        expected = check["match"].choice(("true", "false")) == "true"
        cases.append(Case(left, right, expected, schema, node.place, None))
    return cases


def _properties(node: Node, schema: str) -> dict[str, Any]:
    properties = {key: value.words() for key, value in node.pairs().items()}
    entity = {"schema": schema, "properties": properties}
    if not _names(entity):
        node.fail("an entity without a name", "add `name:`, or `firstName:` and `lastName:`")
    return entity


def _names(entity: dict[str, Any]) -> list[str]:
    """The names of an entity; where it has only parts of one, those put together."""
    properties = entity["properties"]
    whole: list[str] = properties.get("name") or []
    parts = " ".join(part for key in _PARTS for part in properties.get(key, ()))
    return whole or ([parts] if parts else [])


def measure(cases: Sequence[Case], gallery: Sequence[str], threshold: float, peer: bool) -> dict[str, Any]:
    """The answer of the command. Names of `gallery` say how rare words are; without them the file itself does."""
    result: dict[str, Any] = {**_figures(cases, scores(cases, gallery), threshold)}
    result["peer"] = None
    if peer:
        from muster.cli.bench_peers import LOGIC_V2_DEFAULT, pair_scores

        given = pair_scores([(case.left, case.right) for case in cases])
        result["peer"] = {"name": "logic-v2", **_figures(cases, given, LOGIC_V2_DEFAULT)}
    return result


def scores(cases: Sequence[Case], gallery: Sequence[str]) -> list[float]:
    """For each case the best score of any two names, then what else is known of both."""
    pairs = [(_names(case.left), _names(case.right)) for case in cases]
    best = name_scores(pairs, gallery)
    return [
        combined(score, compare(_known(case.left), _known(case.right))) if _knows_more(case) else score
        for score, case in zip(best, cases, strict=True)
    ]


def _known(entity: dict[str, Any]) -> Known:
    return known_of(entity["properties"], entity["schema"])


def _knows_more(case: Case) -> bool:
    return len(case.left["properties"]) > 1 and len(case.right["properties"]) > 1


def _figures(cases: Sequence[Case], given: Sequence[float], threshold: float) -> dict[str, Any]:
    labels = [case.expected for case in cases]
    hits = [score >= threshold for score in given]
    groups: dict[str, dict[str, int]] = {}
    misses = []
    for case, score, hit in zip(cases, given, hits, strict=True):
        kind = ("found" if hit else "missed") if case.expected else ("false_hit" if hit else "left_alone")
        cell = groups.setdefault(case.group, {"found": 0, "missed": 0, "false_hit": 0, "left_alone": 0})
        cell[kind] += 1
        if hit != case.expected:
            misses.append(
                {
                    "kind": kind,
                    "first": ", ".join(_names(case.left)),
                    "second": ", ".join(_names(case.right)),
                    "score": round(score, 4),
                    "group": case.group,
                    "place": case.place,
                    **({} if case.given is None else {"given": case.given}),
                }
            )
    return {
        **whole(list(given), labels, threshold),
        "groups": dict(sorted(groups.items())),
        "misses": misses,
    }
