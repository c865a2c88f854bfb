"""`muster bench import`: what it counts is what an import stores; how long it takes is not tested."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_bad_input import assert_refused
from tests.conftest import EXAMPLE, Muster
from tests.sources.made_lists import CA_RECORDS, FSF_OLD, fsf_csv, records


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = {"ca-2024.xml": records(*CA_RECORDS), "eu.xml": FSF_OLD, "eu.csv": fsf_csv()}
    for name, text in made.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [tmp_path / name for name in made]


def test_each_family_is_imported_by_itself(muster: Muster, files: list[Path]) -> None:
    result: Any = muster("bench", "import", *files, EXAMPLE / "situation.yaml", "--json").json
    assert [one["family"] for one in result] == ["ca-sema", "eu-fsf, XML", "eu-fsf, text", "muster-claims"]
    stored = [sum(change["claims"] for change in muster("import", one, "--shrunk", "--json").json) for one in files]
    assert [one["claims"] for one in result[:3]] == stored
    for one in result:
        assert one["editions"] == one["files"] == 1
        assert 0 < one["read_s"] < one["import_s"]
        assert one["peak_mb"] > one["register_mb"] > 0
        assert one["peers"] is None


def test_all_files_can_go_into_one_register(muster: Muster, files: list[Path]) -> None:
    (result,) = muster("bench", "import", *files, "--together", "--json").json
    assert (result["family"], result["files"], result["editions"]) == ("all", 3, 3)
    assert not muster.register.exists(), "the register of the command line is left alone"


def test_the_libraries_alone_stand_beside(muster: Muster, files: list[Path]) -> None:
    ran = muster("bench", "import", files[0], EXAMPLE / "ofac-2018-11-12", "--peer")
    assert ran.status == 0, ran.err
    assert "reading alone, and the libraries underneath" in ran.out
    assert "ofac-csv" in ran.out


def test_a_file_of_no_format_is_refused(muster: Muster, tmp_path: Path) -> None:
    (tmp_path / "strange.txt").write_text("nothing that is known", "utf-8")
    assert_refused(muster("bench", "import", tmp_path / "strange.txt"), 3, "not a list")


def test_a_broken_file_is_one_clear_error(muster: Muster, files: list[Path]) -> None:
    files[0].write_text(files[0].read_text("utf-8")[:-40], "utf-8")
    assert_refused(muster("bench", "import", files[0]), 3, "broken XML")
