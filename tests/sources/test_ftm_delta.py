"""Changes to FollowTheMoney entities: whole editions come of them, in the right order, or a clear error."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from muster.errors import BadInput
from muster.sources import Reading, read_paths

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def entity(ident: str, name: str, seen: str = "2024-05-01T10:00:00") -> dict[str, Any]:
    properties = {"name": [name]}
    return {"id": ident, "schema": "Person", "properties": properties, "datasets": ["demo"], "last_seen": seen}


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def change(operation: str, ident: str, name: str = "") -> dict[str, Any]:
    return {"op": operation, "entity": entity(ident, name) if name else {"id": ident}}


def names(reading: Reading) -> dict[str, str]:
    return {claim.subject: claim.value for claim in reading.claims if claim.predicate == "name"}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        write(tmp_path / "entities.ftm.json", entity("p-1", "One"), entity("p-2", "Two")),
        write(tmp_path / "20240503101112-aaa/entities.delta.json", change("MOD", "p-1", "Uno"), change("DEL", "p-2")),
        write(tmp_path / "20240502101112-bbb/entities.delta.json", change("ADD", "p-3", "Three")),
        write(tmp_path / "20240503201112-ccc/entities.delta.json", change("ADD", "p-2", "Two again")),
    ]


def test_each_day_of_changes_is_an_edition_whatever_the_order_of_the_files(files: list[Path]) -> None:
    readings = read_paths(files)
    assert [(one.stream, one.published, names(one)) for one in readings] == [
        ("demo", "2024-05-01", {"p-1": "One", "p-2": "Two"}),
        ("demo", "2024-05-02", {"p-1": "One", "p-2": "Two", "p-3": "Three"}),
        ("demo", "2024-05-03", {"p-1": "Uno", "p-2": "Two again", "p-3": "Three"}),
    ]


def test_a_state_is_what_the_whole_file_of_that_day_would_be(files: list[Path], tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.json", entity("p-1", "Uno"), entity("p-2", "Two again"), entity("p-3", "Three"))
    state = read_paths(files)[-1]
    (same,) = read_paths([whole])
    assert {claim.id for claim in state.claims} == {claim.id for claim in same.claims}


def test_changes_older_than_the_entities_are_left_out(files: list[Path], tmp_path: Path) -> None:
    base = write(tmp_path / "entities.ftm.json", entity("p-1", "One", "2024-05-02T20:00:00"))
    readings = read_paths([base, *files[1:]])
    assert [(one.published, names(one)) for one in readings] == [
        ("2024-05-02", {"p-1": "One"}),
        ("2024-05-03", {"p-1": "Uno", "p-2": "Two again"}),
    ]
    assert "1 files of changes are older than the entities, and left out" in readings[0].notes


def test_the_index_finds_the_changes_and_misses_none(files: list[Path], tmp_path: Path) -> None:
    versions = {path.parent.name: "somewhere" for path in files[1:]}
    index = write(tmp_path / "delta.json", {"versions": versions})
    base = write(tmp_path / "base/entities.ftm.json", entity("p-1", "One"), entity("p-2", "Two"))
    assert len(read_paths([base, index])) == 3
    files[2].unlink()
    with pytest.raises(BadInput, match="20240502101112-bbb, which is not there"):
        read_paths([base, index])


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([change("MOD", "p-1", "Uno")], "not given"),
        ([change("ADD", "p-1", "Uno"), {"op": "NEW", "entity": {"id": "x"}}], "not a change"),
        ([change("ADD", "p-1", "Uno"), {"op": "ADD", "entity": {"id": "x"}}], "not an entity"),
        ([change("ADD", "p-1", "Uno"), {"op": "DEL", "entity": "x"}], "not a change"),
    ],
)
def test_broken_changes_are_refused_with_the_line(tmp_path: Path, lines: list[dict[str, Any]], problem: str) -> None:
    path = write(tmp_path / "20240503101112-aaa/entities.delta.json", *lines)
    with pytest.raises(BadInput, match=problem) as caught:
        read_paths([path])
    assert caught.value.place == f"entities.delta.json line {len(lines)}"


def test_changes_need_the_time_of_their_version_and_one_base(files: list[Path], tmp_path: Path) -> None:
    lost = write(tmp_path / "x/entities.delta.json", change("ADD", "p-1", "Uno"))
    with pytest.raises(BadInput, match="time of their version"):
        read_paths([lost])
    other = write(tmp_path / "other/entities.ftm.json", entity("p-9", "Nine"))
    with pytest.raises(BadInput, match="several files of entities"):
        read_paths([*files, other])


@pytest.mark.data
def test_a_real_sequence() -> None:
    folder = DATA / "opensanctions" / "ftm" / "yente"
    if not folder.exists():
        pytest.skip("needs MUSTER_DATA")
    readings = read_paths([folder / "t1/entities.ftm.json", folder / "t1/delta.json", folder / "t2/delta.json"])
    assert [(one.stream, one.published) for one in readings] == [("eu_fsf", "2024-05-27"), ("eu_fsf", "2024-05-28")]
    first, second = ({claim.subject for claim in one.claims if claim.predicate == "kind"} for one in readings)
    assert len(first) == 8
    # Between them an entity came and was taken away again, which no edition of a day shows.
    assert (second - first, first - second) == ({"Q4365364"}, set())
