"""`muster bench`: the figures are right on a small case, and bad files are refused in one line."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
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
    assert (result["parties"]["pairs"], result["all"]["pairs"]) == (2, 3)
    assert result["all"]["recall"] == 0.5  # what has no name cannot be found


def test_screening_tells_near_names_and_the_calibration(muster: Muster, data: list[str], tmp_path: Path) -> None:
    near = write(tmp_path / "near.jsonl.gz", [{"query": "Marwan Yusuf Doranza"}, {"query": "Someone Else"}])
    result = muster("bench", "screening", *data, "--near", near, "--threshold", "0.7", "--json").json
    assert result["near_hits"] == [1, 2]
    assert result["false_hits"] == {"clean": [0, 20]}
    assert sum(row["hits"] for row in result["calibration"]) >= 1
    assert all(0 <= row["true"] <= 1 and 0 <= row["true_even"] <= 1 for row in result["calibration"])


def test_the_calibration_weighs_clean_names_as_many_as_listed(muster: Muster, data: list[str], tmp_path: Path) -> None:
    clean = [{"query": "Marwan Yusuf Doranzai"}] + [{"query": f"Quite Other{k}"} for k in range(3)]
    negatives = ["--negatives", str(write(tmp_path / "n2.jsonl.gz", clean))]
    result = muster("bench", "screening", *data[:4], *negatives, "--json").json
    (top,) = [row for row in result["calibration"] if row["from"] == 0.95]
    assert top["hits"] == 2  # one right query, one clean name that is exactly a listed one
    assert top["true"] == 0.5
    assert top["true_even"] == pytest.approx(
        1 / (1 + 1 / 4), abs=1e-4
    )  # one query that likeness can find, four clean names


def test_the_same_entity_of_another_list_is_right_for_the_calibration(
    muster: Muster, data: list[str], tmp_path: Path
) -> None:
    other = {
        "id": "z:9",
        "list": "z",
        "schema": "Person",
        "names": [{"name": "Marwan Yusuf Doranzay", "kind": "primary"}],
    }
    more = ["--gallery", str(write(tmp_path / "z.jsonl.gz", [other]))]
    apart = muster("bench", "screening", *data, *more, "--json").json["calibration"][-1]
    same = write(tmp_path / "same.jsonl.gz", [{"a": {"id": "x:0"}, "b": {"id": "z:9"}}])
    joined = muster("bench", "screening", *data, *more, "--same", same, "--json").json["calibration"][-1]
    assert (apart["true"], joined["true"]) == (0, 1)


def test_the_drawings_are_whole_and_the_same_each_time(muster: Muster, data: list[str], tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert muster("bench", "screening", *data, "--peer", "rapidfuzz", "--plots", tmp_path / folder).status == 0
    for name in ("calibration.svg", "recall.svg"):
        drawing = (tmp_path / "one" / name).read_bytes()
        assert drawing == (tmp_path / "two" / name).read_bytes()
        assert etree.fromstring(drawing).tag.endswith("svg")
    assert "rapidfuzz" in (tmp_path / "one" / "recall.svg").read_text("utf-8")
    taken = tmp_path / "file"
    taken.touch()
    assert muster("bench", "screening", *data, "--plots", taken).status == 3


def test_thresholds_are_measured_written_and_used(
    muster: Muster, data: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.yaml"
    result = muster("bench", "thresholds", *data, "-o", path, "--json").json["thresholds"]
    assert list(result) == ["strict", "balanced", "wide"]
    assert all(one["false_hits_per_1000"] <= most for one, most in zip(result.values(), (1, 10, 50), strict=True))
    assert "per 1,000" in muster("bench", "thresholds", *data).out
    path.write_text(path.read_text("utf-8").replace("  strict:\n", "  ours:\n"), "utf-8")
    monkeypatch.setenv("MUSTER_THRESHOLDS", str(path))
    assert "ours" in muster("screen", "--help").out


CASES = """name1,name2,is_match,category,schema
Marwan Doranzai,Merwan Doranzay,true,spelling,Person
Marwan Doranzai,Zarnovsk Plant,false,other,Person
Marwan Doranzai,Quite Another,true,wrong,Person
"""


def test_cases_are_counted_by_category_and_misses_listed(muster: Muster, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(CASES, "utf-8")
    result = muster("bench", "cases", path, "--json").json
    assert result["groups"]["spelling"] == {"found": 1, "missed": 0, "false_hit": 0, "left_alone": 0}
    assert result["groups"]["other"]["left_alone"] == 1
    (miss,) = result["misses"]
    assert (miss["kind"], miss["second"], miss["place"]) == ("missed", "Quite Another", "cases.csv, line 4")
    assert "Quite Another" in muster("bench", "cases", path).out


def test_cases_with_another_tools_score_and_as_yaml(muster: Muster, tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text(
        "query_name,result_name,ofac_score\nMarwan Doranzai,DORANZAI Marwan,100\nMarwan,Zarnovsk,82\n", "utf-8"
    )
    result = muster("bench", "cases", path, "--json").json
    assert {group: cell["found"] + cell["left_alone"] for group, cell in result["groups"].items()} == {
        "score 100+": 1,
        "score under 85": 1,
    }
    path = tmp_path / "checks.yml"
    path.write_text(
        "checks:\n"
        "  - {match: true, schema: Person, query: {firstName: Marwan, lastName: Doranzai},\n"
        "     candidate: {name: M. Doranzai}}\n"
        "  - match: false\n    schema: Person\n    query: {name: Marwan Doranzai, birthDate: '1950'}\n"
        "    candidate: {name: Marwan Doranzai, birthDate: '1999'}\n",
        "utf-8",
    )
    groups = muster("bench", "cases", path, "--json").json["groups"]
    assert groups["Person"]["left_alone"] == 1  # the years of birth tell them apart


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "", "no columns"),
        ("a.csv", "name1,name2\na,b\n", "not a table of name pairs"),
        ("a.csv", "name1,name2,is_match\n", "no cases"),
        ("a.csv", "name1,name2,is_match\na,b,perhaps\n", "line 2"),
        ("a.csv", "name1,name2,is_match\na,,true\n", "without one of its names"),
        ("a.csv", "query,name,score\na,b,high\n", "not a number"),
        ("a.csv", "query,name,score\na,b,nan\n", "not a number"),
        ("a.yml", "checks: {}\n", "list is expected"),
        ("a.yml", "checks:\n  - {match: true}\n", "line 2"),
    ],
)
def test_bad_cases_are_refused(muster: Muster, tmp_path: Path, name: str, text: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    ran = muster("bench", "cases", path)
    assert ran.status == 3
    assert told in ran.err


def test_logic_v2_is_measured_on_the_same_rows(muster: Muster, data: list[str], tmp_path: Path) -> None:
    pytest.importorskip("nomenklatura", reason="the extra `peers` is not installed")
    result = muster("bench", "screening", *data, "--peer", "logic-v2", "--json").json
    peer = result["peer"]
    assert "perfect" in peer["candidates"]
    assert peer["default"]["threshold"] == 0.7
    assert peer["default"]["recall"] == {"other_name": [0, 1], "spelling_close": [1, 1]}
    assert peer["recall"].keys() == result["recall"].keys()
    path = tmp_path / "cases.csv"
    path.write_text(CASES, "utf-8")
    found = muster("bench", "cases", path, "--peer", "logic-v2", "--json").json["peer"]
    missed = [miss["second"] for miss in found["misses"]]
    assert "Quite Another" in missed
    assert "Zarnovsk Plant" not in missed


def test_without_nomenklatura_the_peer_is_refused_with_a_way_out(
    muster: Muster, data: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nomenklatura", None)
    monkeypatch.setitem(sys.modules, "nomenklatura.matching", None)
    ran = muster("bench", "screening", *data, "--peer", "logic-v2")
    assert ran.status == 2
    assert "peers" in ran.err
    assert "libicu-dev" in ran.err


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


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "x", "schema": "Person"}, "names"),
        ({"id": "x", "schema": "Person", "names": ["plain"]}, "name that is not an object"),
        ({"id": "x", "schema": "Person", "names": [{"name": 5, "kind": "primary"}]}, "'name' is int"),
        ({"id": None, "schema": "Person", "names": []}, "'id'"),
    ],
)
def test_a_bad_gallery_is_refused_with_its_line(
    muster: Muster, data: list[str], tmp_path: Path, row: Any, told: str
) -> None:
    bad = write(tmp_path / "bad.jsonl.gz", [row])
    for command in (("screening", *data[2:]), ("thresholds", *data[2:]), ("evasion",)):
        ran = muster("bench", command[0], "--gallery", bad, *command[1:])
        assert ran.status == 3
        assert told in ran.err
        assert "line 1" in ran.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not gzipped"),
        (b'{"query": "a"}', "not gzipped"),
        (gzip.compress(b"", mtime=0), "no rows"),
        (gzip.compress(b'{"query": "a"}', mtime=0)[:-9], "ends too early"),
        (b"\x1f\x8b\x08\x00rubbish in it", "damaged"),
        (gzip.compress(b"\xff\xfe\xfa", mtime=0), "UTF-8"),
        (gzip.compress(b"[" * 100_000, mtime=0), "nested"),
        (gzip.compress(b"[1]", mtime=0), "not a JSON object"),
    ],
)
def test_damaged_files_are_refused(muster: Muster, data: list[str], tmp_path: Path, content: bytes, told: str) -> None:
    bad = tmp_path / "bad.jsonl.gz"
    bad.write_bytes(content)
    ran = muster("bench", "screening", *data[:4], "--negatives", bad)
    assert ran.status == 3
    assert told in ran.err
    assert ran.err.count("\n") <= 2


def test_queries_of_other_lists_only_are_refused(muster: Muster, data: list[str], tmp_path: Path) -> None:
    rows = [{"query": "a", "schema": "Person", "stratum": "s", "expected_id": "y:1", "list": "y"}]
    ran = muster("bench", "screening", *data[:2], "--queries", write(tmp_path / "q2.jsonl.gz", rows), *data[4:])
    assert ran.status == 2
    assert "no query is of a list" in ran.err


def test_pairs_that_are_no_pairs_are_refused(muster: Muster, tmp_path: Path) -> None:
    path = tmp_path / "pairs.json"
    path.write_text('[{"left": {}, "right": {}, "judgement": "positive"}]', "utf-8")
    ran = muster("bench", "pairs", path)
    assert ran.status == 3
    assert "row 1" in ran.err
