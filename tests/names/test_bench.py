"""`muster bench`: the figures are right on a small case, and bad files are refused in one line."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, Muster


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


@pytest.fixture
def data_folder() -> Path:
    """The folder of real data; the test is skipped where it has no benchmarks."""
    folder = Path(os.environ.get("MUSTER_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "bench" / "pairs_false.jsonl.gz").is_file():
        pytest.skip(f"no benchmarks at {folder}: set MUSTER_DATA")
    return folder


def entry(name: str, *born: str, **more: Any) -> dict[str, Any]:
    return {"id": "x:1", "list": "x", "names": [name], "dob": list(born), **more}


def test_pairs_of_list_entries_say_what_the_evidence_did(muster: Muster, tmp_path: Path) -> None:
    one = entry("Marwan Doranzai", "about 1970", ids=[["Passport", "P1234567"]])
    rows = [
        {"a": one, "b": entry("Merwan Doranzay", "1970"), "schema": "Person", "link": ["resolver"]},
        {"a": one, "b": entry("Marwan Doranzai", "03/04/1979"), "schema": "Person", "link": ["namesake_same_list"]},
        {"a": one, "b": entry("Someone Else", ids=[["Passport", "P-1234567"]]), "schema": "Person", "link": ["id:pp"]},
    ]
    true, false = write(tmp_path / "t.jsonl.gz", rows[::2]), write(tmp_path / "f.jsonl.gz", rows[1:2])
    result = muster("bench", "pairs", true, false, "--threshold", "0.7", "--json").json
    assert result["how"] == {"namesake_same_list": [1, 0, 1], "true": [1, 2, 2]}
    assert (result["f1"], result["auc"], result["exact_one"], result["names_alone"]["exact_one"]) == (1, 1, 0, 0.3333)
    assert muster("bench", "pairs", true, "--json").json["auc"] is None
    assert "by name alone" in muster("bench", "pairs", true).out


def test_conflicting_birth_years_separate_all_namesakes_of_the_lists(muster: Muster, data_folder: Path) -> None:
    result = muster("bench", "pairs", data_folder / "bench" / "pairs_false.jsonl.gz", "--threshold", "0.7", "--json")
    by_name, hits, total = result.json["how"]["namesake_same_list"]
    assert total > 300
    assert by_name > 100
    assert hits == 0


def test_bad_files_are_refused(muster: Muster, data: list[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"query": "a"}\nnot json\n', "utf-8")
    ran = muster("bench", "screening", *data[:4], "--negatives", bad)
    assert ran.status == 3
    assert "line 2" in ran.err
    assert muster("bench", "screening", *data[:4], "--negatives", tmp_path / "absent").status == 3
    bad.write_text('{"nothing": 1}\n', "utf-8")
    assert muster("bench", "screening", *data[:4], "--negatives", bad).status == 3
