"""Judgements of a resolver: followed by way of ids that no list here holds, and never against what the file says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from tests.conftest import Muster

from muster.claims import Judgement
from muster.errors import BadInput
from muster.sources import InputFile, resolver

ENTRIES = {one: one for one in ("north-1", "south-1", "west-1", "north-2", "south-2")} | {"gb-hmt-7": "uk-7"}


def written(path: Path, *rows: tuple[object, ...]) -> InputFile:
    lines = [json.dumps([*row, *("pudo", "2021-12-31T15:50")[len(row) - 4 :]]) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return InputFile(path)


def pairs(found: list[Judgement]) -> set[tuple[str, str, str]]:
    return {(*one.pair, one.verdict) for one in found}


def test_judgements_lead_by_way_of_ids_that_no_list_holds(tmp_path: Path) -> None:
    file = written(
        tmp_path / "resolve.ijson",
        ("NK-2", "west-1", "positive", None),
        ("NK-1", "NK-2", "positive", 0.93),
        ("north-1", "south-1", "positive", None),
        ("NK-1", "north-1", "positive", None, "csl_automatch", "2021-01-02T03:04"),
        ("NK-9", "south-2", "negative", None),
        ("NK-9", "gb-hmt-7", "positive", None),
        ("north-2", "uk-8", "positive", None),
        ("north-2", "south-2", "unsure", None),
        ("Q1", "Q2", "negative", None),
        ("north-1", "north-2", "no_judgement", None),
    )
    found = resolver.resolve(file, ENTRIES)
    assert pairs(found.judgements) == {
        ("north-1", "south-1", "same"),
        ("north-1", "west-1", "same"),
        ("south-2", "uk-7", "different"),
        ("north-2", "south-2", "unsure"),
    }
    way = next(one for one in found.judgements if "west-1" in one.pair)
    assert way.by in ("csl_automatch, pudo", "pudo, csl_automatch")
    assert all(text in way.reason for text in ("by way of NK-1, NK-2", "2021-01-02T03:04", "score 0.93"))
    assert found.counts["say nothing (no_judgement)"] == 1
    assert found.lines == 10


def test_what_the_file_itself_doubts_is_left_unsure(tmp_path: Path) -> None:
    file = written(
        tmp_path / "resolve.ijson",
        ("NK-1", "north-1", "positive", None),
        ("NK-1", "NK-2", "positive", None),
        ("NK-2", "south-1", "positive", None),
        ("north-1", "NK-2", "negative", None),
        ("north-2", "south-2", "positive", None),
    )
    found = resolver.resolve(file, ENTRIES)
    assert pairs(found.judgements) == {("north-1", "south-1", "unsure"), ("north-2", "south-2", "same")}


def test_ids_that_mean_other_entries_here_are_never_taken(tmp_path: Path) -> None:
    file = written(tmp_path / "resolve.ijson", ("north-1", "south-1", "positive", None))
    assert resolver.resolve(file, ENTRIES, ("north-",)).judgements == []


@pytest.mark.parametrize(
    "line",
    ['["a", "b", "positive", null, "x"]', '["a", "b", "maybe", null, "x", "t"]',
     '["", "b", "positive", null, "x", "t"]',
     '{"a": 1}', '["a", "b", "positive", nul', '["a", 1, "positive", null, "x", "t"]', "[" * 5000],
)  # fmt: skip
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "resolve.ijson"
    path.write_text(f'["a", "b", "positive", null, "x", "t"]\n{line}\n', "utf-8")
    assert resolver.recognise(InputFile(path))
    with pytest.raises(BadInput, match=r"resolve\.ijson line 2"):
        resolver.resolve(InputFile(path), ENTRIES)


def test_the_command_records_them_and_overrules_nobody(muster: Muster, tmp_path: Path) -> None:
    source = "sources:\n  paper: {title: A list, published: 2020-01-01}\n"
    for name in ("north", "south"):
        people = "".join(
            f"  {name}-{number}: {{kind: person, name: Testov {name} {number}, cite: {{source: paper}}}}\n"
            for number in (1, 2, 3)
        )
        text = f"muster: claims/1\ndataset: {name}\ntitle: A list\npublished: 2020-01-01\n{source}entities:\n{people}"
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        assert muster("import", tmp_path / f"{name}.yaml").status == 0
    assert muster("judge", "north-1", "south-1", "different", "--reason", "brothers").status == 0
    rows = [("north-1", "south-1"), ("north-2", "NK-1"), ("south-2", "NK-1"), ("north-3", "elsewhere-3")]
    file = written(tmp_path / "resolve.ijson", *((*row, "positive", 0.5) for row in rows))
    answer = muster("judge", "--file", file.path, "--json").json
    assert (answer["rows"], answer["recorded"]) == (4, 1)
    assert answer["left_out"]["are judged otherwise here, and left as they are"] == 1
    assert answer["left_out"]["positive judgements that lead to no other entry of this register"] == 1
    assert muster("show", "south-2", "--json").json["same_as"] == ["south-2"]
    assert muster("judge", "--file", file.path, "--json").json["recorded"] == 0
    assert muster("judge", "--file", file.path, "--reason", "x").status == 2


def test_the_real_file_says_what_an_independent_count_says(data: Path) -> None:
    """Entries are OFAC's numbers and those of the United Kingdom; joined is what one walk through all lines joins."""
    path = data / "lists" / "resolver" / "resolve_20220108.ijson.gz"
    if not path.exists():
        pytest.skip("no resolver file")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    near: dict[str, set[str]] = {}
    for left, right, verdict, *_ in rows:
        if verdict == "positive":
            near.setdefault(left, set()).add(right)
            near.setdefault(right, set()).add(left)
    held = {one for row in rows for one in row[:2] if one.startswith(("ofac-", "gb-hmt-"))}
    party: dict[str, int] = {}
    for start in sorted(held):
        waiting = [start] if start not in party else []
        number = len(party)
        while waiting:
            if (at := waiting.pop()) not in party:
                party[at] = number
                waiting.extend(near.get(at, ()))
    found = resolver.resolve(InputFile(path), {one: one for one in held})
    assert found.lines == len(rows)
    assert "passes" not in " ".join(found.counts)
    joined: dict[str, str] = {}

    def root(one: str) -> str:
        while joined.get(one, one) != one:
            one = joined[one]
        return one

    for one in found.judgements:
        if one.verdict == "different":
            assert party[one.left] != party[one.right]
        elif one.verdict == "same" or "same file" in one.reason:
            assert party[one.left] == party[one.right]
            joined[root(one.left)] = root(one.right)
    by_party: dict[int, set[str]] = {}
    for one in held:
        by_party.setdefault(party[one], set()).add(root(one))
    assert {len(roots) for roots in by_party.values()} == {1}
