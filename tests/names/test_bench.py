"""`muster bench`: the figures are right on a small case, and bad files are refused in one line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Muster


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


@pytest.fixture
def data(tmp_path: Path) -> list[str]:
    listed = ["Marwan Yusuf DORANZAI", "Safi al-Din Salkani", "Zarnovsk Machine Plant LLC"]
    gallery = [
        {
            "id": f"x:{k}",
            "list": "x",
            "schema": "Person" if k < 2 else "Organization",
            "names": [{"name": name, "kind": "primary", "script": "latin"}],
        }
        for k, name in enumerate(listed)
    ]
    queries = [
        {"query": q, "schema": "Person", "stratum": s, "expected_id": e, "list": lst}
        for q, s, e, lst in [
            ("Marwan Yusuf Doranzay", "spelling_close", "x:0", "x"),
            ("Nothing Alike", "other_name", "x:1", "x"),
            ("Of Another List", "spelling_close", "y:1", "y"),
        ]
    ]
    negatives = [{"query": f"Clean Person{k}", "schema": "Person", "stratum": "clean"} for k in range(20)]
    return [
        "--gallery", str(write(tmp_path / "g.jsonl.gz", gallery)),
        "--queries", str(write(tmp_path / "q.jsonl.gz", queries)),
        "--negatives", str(write(tmp_path / "n.jsonl.gz", negatives)),
    ]  # fmt: skip


def test_screening_counts_what_is_found(muster: Muster, data: list[str]) -> None:
    result = muster("bench", "screening", *data, "--threshold", "0.7", "--peer", "rapidfuzz", "--json").json
    assert result["recall"] == {"other_name": [0, 1], "spelling_close": [1, 1]}
    assert (result["false_hits_per_1000"], result["index_names"], result["threshold"]) == (0, 3, 0.7)
    assert result["peer"]["recall"]["spelling_close"] == [1, 1]
    assert "false hits per 1,000" in muster("bench", "screening", *data).out


def test_evasion_reports_each_class(muster: Muster, data: list[str]) -> None:
    result = muster("bench", "evasion", *data[:2], "--json").json
    assert len(result["classes"]) >= 12
    assert all(0 <= hits <= total for hits, total in result["classes"].values())


def test_pairs_weigh_names_and_birth_dates(muster: Muster, tmp_path: Path) -> None:
    def side(name: str, born: str) -> dict[str, Any]:
        return {"schema": "Person", "properties": {"name": [name], "birthDate": [born]}}

    same, other = side("Marwan Doranzai", "1970-02-03"), side("Marwan Doranzai", "1999")
    path = tmp_path / "pairs.json"
    pairs = [
        {"left": same, "right": side("Merwan Doranzay", "1970-02-03"), "judgement": "positive"},
        {"left": same, "right": other, "judgement": "negative"},
        {"left": {"schema": "Occupancy", "properties": {}}, "right": same, "judgement": "positive"},
    ]
    path.write_text(json.dumps(pairs), "utf-8")
    result = muster("bench", "pairs", path, "--json").json
    assert (result["pairs"], result["without_names"], result["f1"], result["auc"]) == (2, 1, 1.0, 1.0)


def test_bad_files_are_refused(muster: Muster, data: list[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"query": "a"}\nnot json\n', "utf-8")
    ran = muster("bench", "screening", *data[:4], "--negatives", bad)
    assert ran.status == 3
    assert "line 2" in ran.err
    assert muster("bench", "screening", *data[:4], "--negatives", tmp_path / "absent").status == 3
    bad.write_text('{"nothing": 1}\n', "utf-8")
    assert muster("bench", "screening", *data[:4], "--negatives", bad).status == 3
