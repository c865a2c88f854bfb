"""`muster screen` with what the asker knows: options, CSV columns, evidence in the table and in the JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Muster

ZAYDI = "ofac-26057"
NAME = "Shibl Muhsen al-Zaydy"


def hit(example: Muster, *arguments: object) -> dict[str, Any]:
    hits = example("screen", *arguments, "--json").json["results"][0]["hits"]
    found: dict[str, Any] = next(one for one in hits if one["entity"] == ZAYDI)
    return found


def test_a_hit_shows_the_words_side_by_side(example: Muster) -> None:
    found = hit(example, NAME)
    reasons = {(one["query"], one["name"]): one["reason"] for one in found["pairs"]}
    assert reasons["shibl", "shibl"] == "same"
    assert all(0 < one["similarity"] <= 1 for one in found["pairs"])
    assert set(found) >= {"query_left", "name_left", "score", "name_score", "evidence", "separated", "conflict"}
    assert "zaydy ~ zaydi (" in example("screen", NAME).out.replace("\n", " ")


def test_each_fact_is_one_visible_piece(example: Muster) -> None:
    plain = hit(example, NAME)
    told = hit(example, NAME, "--born", "28/10/1968", "--country", "Iraq", "--gender", "M", "--id", "P1234567")
    pieces = {one["field"]: one for one in told["evidence"]}
    assert {field: one["verdict"] for field, one in pieces.items() if one["asked"]} == {
        "born": "agrees", "identifier": "unknown", "gender": "agrees", "country": "agrees",
    }  # fmt: skip
    assert pieces["born"]["listed"] == "1968-10-28"
    assert told["name_score"] == plain["name_score"]
    assert plain["score"] < told["score"] < 1


def test_a_conflict_lowers_and_marks_but_hides_only_when_asked(example: Muster) -> None:
    told = hit(example, NAME, "--born", "1951")
    assert told["score"] < 0.5 < told["name_score"]
    assert (told["separated"], told["conflict"]) == (True, "born 1951 vs 1968-10-28")
    table = " ".join(example("screen", NAME, "--born", "1951").out.split())
    assert "conflict" in table
    hidden = example("screen", NAME, "--born", "1951", "--hide-conflicts", "--json").json["results"][0]
    assert ZAYDI not in {one["entity"] for one in hidden["hits"]}
    assert hidden["hidden"] >= 1
    assert "hidden" in example("screen", NAME, "--born", "1951", "--hide-conflicts").out


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_says_what_is_known_of_each(example: Muster, tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["Name", "Date of birth", "nationality", "sex", "passport", "kind"],
        [NAME, "1968", "iq", "male", "", "person"],
        [NAME, "1951", "", "", "passport:P1234567", ""],
        ["", "", "", "", "", ""],
        ["Hizballah", "", "", "", "", "organization"],
    ]
    path = tmp_path / "asked.csv"
    path.write_text("\n".join(delimiter.join(row) for row in rows), "utf-8")
    one, two, three = example("screen", "--file", path, "--json").json["results"]
    assert one["query"] == two["query"] == NAME
    assert one["hits"][0]["entity"] == ZAYDI
    assert [h["separated"] for h in two["hits"] if h["entity"] == ZAYDI] == [True]
    assert {h["kind"] for h in three["hits"]} <= {"organization", "unit", "government", "office"}


def test_a_list_of_names_with_commas_is_no_csv(example: Muster, tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("AL-ZAYDI, Shibl\nHASHIM, Yusuf\n", "utf-8")
    results = example("screen", "--file", path, "--json").json["results"]
    assert [one["query"] for one in results] == ["AL-ZAYDI, Shibl", "HASHIM, Yusuf"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--born", "yesterday"], "not a date of birth: 'yesterday'"),
        (["--country", "Atlantis"], "no country is known as 'Atlantis'"),
        (["--gender", "x"], "not a gender"),
        (["--id", "12"], "not a number: '12'"),
    ],
)
def test_facts_that_cannot_be_read_are_refused(example: Muster, arguments: list[str], told: str) -> None:
    ran = example("screen", NAME, *arguments)
    assert (ran.status, ran.out) == (3, "")
    assert told in ran.err
    assert arguments[0] in ran.err


def test_facts_are_of_one_name(example: Muster) -> None:
    ran = example("screen", NAME, "Yusuf Hashim", "--born", "1968")
    assert ran.status == 2
    assert "of one name only" in ran.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name,born\nA B,1970\nC D,someday\n", "asked.csv, line 3: not a date of birth"),
        ("name,born\n,1970\n", "asked.csv, line 2: no name"),
        ("name,kind\nA B,ghost\n", "asked.csv, line 2: no kind 'ghost'"),
        ("name,name\nA,B\n", "two columns of names"),
        ("name,id\nA B,7\n", "not a number: '7'"),
        ('name,id\n"' + "x" * 200_000 + '",1\n', "not CSV"),
    ],
)
def test_a_bad_csv_file_is_refused_with_the_line(example: Muster, tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "asked.csv"
    path.write_text(content, "utf-8")
    ran = example("screen", "--file", path)
    assert (ran.status, ran.out) == (3, "")
    assert told in ran.err
