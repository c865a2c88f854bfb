"""`muster judge`: proposals, automatic joins and a person's judgement, on lists made up here."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from muster.register import Register
from tests.conftest import Muster

_LIST = """
muster: claims/1
dataset: {list}
title: The {list} list
published: 2020-01-01
sources:
  paper: {{title: The {list} list, published: 2020-01-01}}
entities:
  {list}-1: {{kind: person, name: Karim Testoun Madeup, cite: {{source: paper}}}}
  {list}-2: {{kind: person, name: Boris Nowhere Testov, cite: {{source: paper}}}}
claims:
  - {{birth_date: {{of: {list}-1, value: "1961-03-04"}}, cite: {{source: paper}}}}
  - {{nationality: {{of: {list}-1, value: Iraq}}, cite: {{source: paper}}}}
"""


@pytest.fixture
def two(muster: Muster, tmp_path: Path) -> Muster:
    """A register of two lists with two persons each."""
    for name in ("north", "south"):
        file = tmp_path / f"{name}.yaml"
        file.write_text(_LIST.format(list=name), "utf-8")
        ran = muster("import", file)
        assert ran.status == 0, ran.err
    return muster


def test_proposals_say_what_speaks_for_them(two: Muster, tmp_path: Path) -> None:
    answer = two("judge", "--propose", "--json").json
    assert (answer["decisive"], answer["unsure"], answer["recorded"]) == (1, 1, 0)
    first, second = answer["proposals"]
    assert (first["left"], first["right"], first["verdict"], first["rule"]) == ("north-1", "south-1", "same", "birth")
    assert "born" in {piece["field"] for piece in first["evidence"]}
    assert (second["left"], second["verdict"], second["rule"]) == ("north-2", "unsure", "")
    assert "are for a person to judge" in two("judge", "--propose").out
    file = tmp_path / "out.json"
    assert two("judge", "--propose", "-o", file).status == 0
    assert json.loads(file.read_text("utf-8")) == answer


def test_only_decisive_pairs_are_recorded_and_once(two: Muster) -> None:
    assert two("judge", "--accept-decisive", "--json").json["recorded"] == 1
    with Register(str(two.register)) as register:
        (one,) = register.judgements()
    assert (one.left, one.right, one.verdict, one.by) == ("north-1", "south-1", "same", "muster, rule birth")
    assert "born on the same day" in one.reason
    assert two("judge", "--accept-decisive", "--json").json["recorded"] == 0
    assert two("show", "south-1", "--json").json["same_as"] == ["south-1"]


def test_a_person_judges_and_reverses(two: Muster) -> None:
    ran = two("judge", "north-2", "south-2", "same", "--reason", "photographs agree", "--by", "A. Nalyst", "--json")
    assert (ran.json["verdict"], ran.json["by"], ran.json["new"]) == ("same", "A. Nalyst", 1)
    assert two("judge", "--propose", "--json").json["unsure"] == 0
    assert two("judge", "south-2", "north-2", "different", "--reason", "brothers", "--by", "A. Nalyst").status == 0
    with Register(str(two.register)) as register:
        assert [one.verdict for one in register.judgements()] == ["different"]


_TABLE = [
    "left",
    "right",
    "verdict",
    "reason",
    "proposed",
    "evidence",
    "band",
    "score",
    "name_score",
    "left_name",
    "right_name",
    "left_list",
    "right_list",
    "why",
]


def filled(path: Path, verdicts: dict[str, tuple[str, str]]) -> Path:
    """The table with verdict and reason filled in, by the id on the left."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";" if ";" in stream.readline() else ",", fieldnames=_TABLE))
    for row in rows:
        row["verdict"], row["reason"] = verdicts.get(row["left"], ("", ""))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")  # as spreadsheets of some languages save it
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_proposals_go_out_as_a_table_and_come_back_judged(two: Muster, tmp_path: Path) -> None:
    table = tmp_path / "proposals.csv"
    assert two("judge", "--propose", "--out", table).status == 0
    answer = two("judge", "--propose", "--json").json
    kinds = {one["left"]: one["kind_of_evidence"] for one in answer["proposals"]}
    assert kinds == {"north-1": "born+country", "north-2": "name"}
    assert sum(group["pairs"] for group in answer["groups"]) == 2
    assert two("judge", "--file", table, "--json").json == {
        "rows": 2,
        "recorded": 0,
        "left_out": {"have no verdict yet": 2},
    }
    filled(table, {"north-2": ("Different", "")})
    refused = two("judge", "--file", table)
    assert (refused.status, "line 3" in refused.err and "without a reason" in refused.err) == (3, True), refused.err
    ran = two("judge", "--file", table, "--reason", "brothers", "--by", "A. Nalyst", "--json")
    assert ran.json == {"rows": 2, "recorded": 1, "left_out": {"have no verdict yet": 1}}
    with Register(str(two.register)) as register:
        (one,) = register.judgements()
    assert (one.left, one.right, one.verdict, one.reason, one.by) == (
        *("north-2", "south-2", "different", "brothers", "A. Nalyst"),
    )
    again = two("judge", "--file", table, "--reason", "brothers", "--by", "A. Nalyst", "--json").json
    assert (again["recorded"], again["left_out"]["say what is already judged here"]) == (0, 1)
    assert [one["left"] for one in two("judge", "--propose", "--json").json["proposals"]] == ["north-1"]
    filled(table, {"north-1": ("same", "photographs"), "north-2": ("same", "not brothers")})
    assert two("judge", "--file", table, "--json").json["recorded"] == 2


def test_proposals_of_one_kind_of_evidence(two: Muster) -> None:
    answer = two("judge", "--propose", "--evidence", "name", "--json").json
    assert [one["left"] for one in answer["proposals"]] == ["north-2"]
    none = two("judge", "--propose", "--evidence", "gender", "--json")
    assert none.json["proposals"] == []
    assert "other kinds of evidence: " in none.err


@pytest.mark.parametrize(
    ("row", "status", "told"),
    [
        ("north-1,south-1,perhaps,x", 3, "line 3"),
        ("north-1,nobody,same,x", 4, "no entity 'nobody'"),
        ("north-1,south-1,same,x\nsouth-1,north-1,different,x", 3, "line 4"),
    ],
)
def test_a_table_with_a_bad_row_records_nothing(two: Muster, tmp_path: Path, row: str, status: int, told: str) -> None:
    table = tmp_path / "judged.csv"
    table.write_text(f"left,right,verdict,reason\nnorth-2,south-2,same,x\n{row}\n", "utf-8")
    ran = two("judge", "--file", table)
    assert (ran.status, told in ran.err) == (status, True), ran.err
    with Register(str(two.register)) as register:
        assert register.judgements() == []


def test_many_proposals_are_shown_in_groups(muster: Muster, tmp_path: Path) -> None:
    for name in ("north", "south"):
        entities = [
            f"  {name}-{number}: {{kind: person, name: Quorl Number{chr(97 + number // 26)}{chr(97 + number % 26)} "
            f"Testov{number}x, cite: {{source: paper}}}}"
            for number in range(60)
        ]
        head = _LIST.format(list=name).split("entities:")[0]
        file = tmp_path / f"{name}.yaml"
        file.write_text(head + "entities:\n" + "\n".join(entities) + "\n", "utf-8")
        assert muster("import", file).status == 0
    ran = muster("judge", "--propose")
    assert "by evidence" in ran.out, ran.out
    pairs = sum(group["pairs"] for group in muster("judge", "--propose", "--json").json["groups"])
    assert pairs >= 60


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ((), 2, "nothing to do"),
        (("north-1", "south-1"), 2, "a judgement needs LEFT, RIGHT"),
        (("north-1", "south-1", "same"), 2, "needs a reason"),
        (("north-1", "nobody", "same", "--reason", "x"), 4, "no entity 'nobody'"),
        (("north-1", "south-1", "same", "--reason", "x", "--propose"), 2, "judged alone"),
        (("--file", "x.csv", "--propose"), 2, "--file stands alone"),
        (("--file", "x.csv"), 4, "no such file"),
        (("--propose", "--reason", "x"), 2, "belong to the judgement"),
        (("--accept-decisive", "--known-at", "2020-01-01"), 2, "all that is known"),
    ],
)
def test_wrong_use_is_told_and_records_nothing(two: Muster, arguments: tuple[str, ...], status: int, told: str) -> None:
    ran = two("judge", *arguments)
    assert (ran.status, told in ran.err) == (status, True), ran.err
    with Register(str(two.register)) as register:
        assert register.judgements() == []


def test_bench_tells_right_joins_from_wrong_ones(muster: Muster, tmp_path: Path) -> None:
    def row(id_: str, day: str) -> dict[str, object]:
        names = [{"name": "Karim Testoun Madeup", "kind": "primary"}]
        return {"id": id_, "list": id_[0], "schema": "Person", "names": names, "dob": [day], "countries": ["iq"]}

    def pair(one: str, two: str, link: str) -> dict[str, object]:
        sides = {side: {"id": id_, "names": ["Karim Testoun Madeup"]} for side, id_ in (("a", one), ("b", two))}
        return {**sides, "schema": "Person", "link": [link]}

    entries = [row("a:1", "1961-03-04"), row("b:1", "1961-03-04"), row("a:2", "1975-01-09"), row("b:2", "1975-01-09")]
    files = {
        "gallery": entries,
        "pairs": [pair("a:1", "b:1", "resolver"), pair("a:2", "b:2", "resolver_negative"),
                  pair("a:1", "a:2", "namesake_same_list"), pair("a:1", "z:9", "resolver")],
    }  # fmt: skip
    for name, rows in files.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), "utf-8")
    arguments = ("bench", "identity", tmp_path / "pairs.jsonl", "--gallery", tmp_path / "gallery.jsonl")
    result = muster(*arguments, "--json").json
    assert (result["automatic_joins"], result["true_pairs"], result["false_pairs"]) == (2, 1, 2)
    assert result["joined"] == {"true": 1, "false": 1, "precision": 0.5, "coverage": 1.0}
    assert [one["a"] for one in result["wrong"]] == ["a:2"]
    assert "precision" in muster(*arguments).out
