"""`muster bench units`: answers are judged as its guide says, and bad labels are refused with their line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.conftest import ROOT, Muster

DATA = Path(os.environ.get("MUSTER_DATA", ROOT.parent / "shared" / "data"))
HEADER = "country\tstring\tn_rows\tlabel\tunit_ids\tdifficulty\treason\n"


def labels(path: Path, *rows: str) -> Path:
    path.write_text(HEADER + "".join(row + "\n" for row in rows), "utf-8")
    return path


def test_labels_are_needed(example: Muster) -> None:
    ran = example("bench", "units")
    assert (ran.status, "give --labels" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("country\tstring\n", "line 1"),
        (HEADER + "Iraq\tx\t1\tmaybe\t\texact\t\n", "line 2"),
        (HEADER + "Iraq\tx\n", "line 2"),
    ],
)
def test_bad_labels_are_refused_with_their_line(example: Muster, tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text(text, "utf-8")
    ran = example("bench", "units", "--labels", str(path))
    assert ran.status == 3
    assert place in ran.err


def test_answers_are_counted(example: Muster, tmp_path: Path) -> None:
    path = labels(
        tmp_path / "labels.tsv",
        "Iraq\tN/A\t1\ttoo_vague\t\tvague\t",
        "Iraq\t1234 Martian Brigade\t1\tnot_in_register\t\tordinal\t",
        "Iraq\tArmy\t1\tnot_in_register\t\tvague\t",
    )
    result = example("bench", "units", "--labels", str(path), "--json").json
    assert (result["rows"], result["correct"], result["wrong"], result["abstained"]) == (3, 2, 0, 1)
    assert result["by_difficulty"]["vague"]["abstained"] == 1
    assert [one["verdict"] for one in result["answers"]] == ["correct", "correct", "abstained"]


def test_a_whole_roster_is_counted(example: Muster, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("unit,country\nArmy,Iraq\nArmy,Iraq\n1234 Martian Brigade,Iraq\n2 Bn & 3 Bn,Mali\n", "utf-8")
    found = example("bench", "units", "--roster", str(path), "--json").json["roster"]
    assert (found["rows"], found["distinct"], found["texts"]) == (4, 3, 3)
    assert found["rows_by_country"] == {"Iraq": {"too_vague": 2, "not_in_register": 1}, "Mali": {"several": 1}}


@pytest.mark.data
@pytest.mark.skipif(not (DATA / "bench" / "unit_links_dev.tsv").exists(), reason="no labelled units in MUSTER_DATA")
def test_the_labelled_units(tmp_path: Path) -> None:
    muster = Muster(tmp_path / "muster.db")
    sheets = DATA / "sfm"
    ran = muster(
        "import",
        str(sheets / "register_nigeria" / "ng_orgs_20191024.tsv.gz"),
        str(sheets / "register_mali" / "202106251341-HEAD-Mali-Backup-slim.tsv"),
    )
    assert ran.status == 0, ran.err
    result = muster("bench", "units", "--labels", str(DATA / "bench" / "unit_links_dev.tsv"), "--json").json
    assert result["wrong_share"] <= 0.03
    right, total = result["link_recall"]["Nigeria"]
    assert right >= 0.85 * total
    right, total = result["link_recall"]["Mali"]
    assert right >= 0.75 * total
    right, total = result["vague_and_several_recognised"]
    assert right >= 0.9 * total
