"""The digest of a delivery changes with all on which the reading of its files depends, and with nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from muster.errors import NotFound
from muster.sources import Delivery

ROW = '1,"DOE, John",individual,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
ALIAS = "1,2,aka,SMITH,-0- \n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "list_20240503"
    made.mkdir()
    (made / "sdn.csv").write_text(ROW, "utf-8")
    return made


def again(path: Path) -> None:
    (path / "sdn.csv").write_text(ROW, "utf-8")
    os.utime(path / "sdn.csv", (0, 0))


def content(path: Path) -> None:
    (path / "sdn.csv").write_text(ROW.replace("John", "Jane"), "utf-8")


def companion(path: Path) -> None:
    (path / "alt.csv").write_text(ALIAS, "utf-8")


def hidden(path: Path) -> None:
    (path / ".part").mkdir()
    (path / ".note").write_text("x", "utf-8")


def named(path: Path) -> None:
    (path / "sdn.csv").rename(path / "sdn_20240601.csv")


@pytest.mark.parametrize(
    ("change", "same"), [(again, True), (hidden, True), (content, False), (companion, False), (named, False)]
)
def test_bytes_companions_and_names_make_the_digest(
    folder: Path, change: Callable[[Path], None], same: bool
) -> None:  # fmt: skip
    before = Delivery([folder]).digest()
    change(folder)
    assert (Delivery([folder]).digest() == before) is same


def test_the_name_of_the_folder_may_say_the_day(folder: Path) -> None:
    before = Delivery([folder]).digest()
    assert Delivery([folder.rename(folder.with_name("list_20240601"))]).digest() != before


def test_options_make_the_digest(folder: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("one", "utf-8")
    file = folder / "sdn.csv"
    found = [
        Delivery([file]).digest(),
        Delivery([file], published="2024-05-04").digest(),
        Delivery([file], format="ofac-csv").digest(),
        Delivery([file], mapping=mapping).digest(),
    ]
    mapping.write_text("two", "utf-8")
    assert len({*found, Delivery([file], mapping=mapping).digest()}) == 5


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"gone\.csv"):
        Delivery([tmp_path / "gone.csv"]).digest()


def test_a_reading_that_found_more_beside_its_files_is_not_covered(tmp_path: Path) -> None:
    one = {"id": "p-1", "schema": "Person", "properties": {"name": ["One"]}, "datasets": ["demo"]}
    delta = tmp_path / "20240502101112-bbb" / "entities.delta.json"
    delta.parent.mkdir()
    delta.write_text(json.dumps({"op": "ADD", "entity": one}) + "\n", "utf-8")
    index = tmp_path / "delta.json"
    index.write_text(json.dumps({"versions": {delta.parent.name: "delta"}}), "utf-8")
    for paths, covered in (([index], False), ([delta], True), ([index, delta], True)):
        delivery = Delivery(paths)
        assert [delivery.covers(reading) for reading in delivery.readings()] == [covered]
