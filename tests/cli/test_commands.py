"""What the commands print and write: for people, for programs, and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from muster.claims import Claim
from muster.cli.app import COMMANDS
from muster.policy import Outcome
from muster.register import Register
from muster.snapshot import Snapshot
from muster.sources import InputFile, RosterRow, read_roster
from muster.vetting import Desk, Request, Vetted, answer, as_csv, as_xlsx, spreadsheet_safe, visible
from tests.conftest import EXAMPLE, Muster
from tests.policy.made import Made

DAY = "2018-11-28"
ON = date(2018, 11, 28)
VET = ("--policy", "list-screening", "--as-of", DAY)
ANSI = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

EVERY = [
    *([name] for name in COMMANDS),
    ["sources", "diff"],
    ["policy", "list"],
    ["policy", "show"],
    ["policy", "test"],
    ["export", "json"],
]
READING: dict[str, tuple[list[str], set[str]]] = {
    "sources": (["sources"], {"stream", "title", "publisher", "published", "claims", "imported", "sha256", "age_days"}),
    "sources diff": (
        ["sources", "diff", "us-ofac-sdn/sdn@2018-11-12", "us-ofac-sdn/sdn@2018-11-13"],
        {"from", "to", "came", "went", "changed"},
    ),
    "show": (["show", "aah", "--as-of", DAY], {"entity", "same_as", "caption", "kind", "said", "disagreements"}),
    "screen": (["screen", "Shibl al-Zaydi"], {"as_of", "known_at", "threshold", "snapshot", "results", "coverage"}),
    "chain": (["chain", "pmf", "--as-of", DAY], {"unit", "caption", "as_of", "leaders", "superiors", "subordinates"}),
    "paths": (["paths", "aah", "iran", "--as-of", DAY], {"from", "to", "as_of", "paths", "denied", "truncated"}),
    "vet": (["vet", "aah", *VET], {"decision", "outcome", "request", "subject", "clauses", "coverage", "digests"}),
    "recheck": (
        ["recheck", "--as-of", DAY],
        {"earlier", "unit", "policy", "was", "was_as_of", "now", "now_as_of", "changed", "why", "decision"},
    ),
    "policy list": (["policy", "list"], {"id", "title", "authority", "clauses", "validity_days", "digest"}),
    "policy show": (["policy", "show", "list-screening"], {"id", "clauses", "notes", "text"}),
}


# --- help and tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_help_shows_how_to_use_the_command(muster: Muster, command: list[str]) -> None:
    ran = muster(*command, "--help")
    assert (ran.status, ran.err) == (0, "")
    examples = re.split(r"Examples?:", ran.out)[-1]
    assert f"muster {command[0]}" in examples
    assert f"muster {' '.join(command)}" in ran.out


def test_the_top_help_names_every_command(muster: Muster) -> None:
    ran = muster("--help")
    assert all(re.search(rf"^  {name}\s+\S", ran.out, re.MULTILINE) for name in COMMANDS)
    assert "people decide" in ran.out


@pytest.fixture
def rechecked(filled: Muster) -> Muster:
    """A register in which a decision of 2018 no longer stands."""
    assert filled("vet", "kia", "--policy", "list-screening", "--as-of", "2018-11-12").status == 0
    return filled


@pytest.mark.parametrize("name", READING)
def test_json_has_its_keys(rechecked: Muster, name: str) -> None:
    arguments, keys = READING[name]
    answer = rechecked(*arguments, "--json").json
    rows = answer if isinstance(answer, list) else [answer]
    assert rows
    assert all(keys <= row.keys() for row in rows)


@pytest.mark.parametrize("name", READING)
def test_tables_are_plain_in_a_pipe(rechecked: Muster, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("FORCE_COLOR", "TTY_COMPATIBLE", "CLICOLOR_FORCE"):
        monkeypatch.delenv(variable, raising=False)
    ran = rechecked(*READING[name][0])
    assert ran.status == 0
    assert ran.out.strip()
    assert not ANSI.search(ran.out)
    assert ran.err == ""


def test_policy_test_says_how_many_passed(muster: Muster) -> None:
    found = muster("policy", "test", "--json").json
    assert set(found) == {one["id"] for one in muster("policy", "list", "--json").json}
    assert all(found.values())
    printed = muster("policy", "test").out
    for name, cases in found.items():
        assert f"{name}: {len(cases)} of {len(cases)} passed" in printed


def test_policy_test_fails_loudly(muster: Muster, inputs: Path) -> None:
    text = muster("policy", "show", "list-screening", "--json").json["text"]
    path = inputs / "wrong.yaml"
    path.write_text(text.replace("outcome: not_cleared", "outcome: refer", 1), "utf-8")
    ran = muster("policy", "test", path)
    assert ran.status == 1
    assert "outcome is not_cleared, expected refer" in ran.out


# --- import ---------------------------------------------------------------------------------------------


def test_importing_again_changes_nothing(muster: Muster) -> None:
    files = [EXAMPLE / "ofac-2018-11-12", EXAMPLE / "ofac-2018-11-13", EXAMPLE / "situation.yaml"]
    first = muster("import", *files, "--json").json
    assert len(first) == 7
    assert not any(one["unchanged"] for one in first)
    with Register(str(muster.register)) as register:
        before, acts = register.digest(), register.acts()
    again = muster("import", *files, "--json").json
    assert all(one["unchanged"] and one["added"] == one["withdrawn"] == 0 for one in again)
    assert muster("import", *files).out.count("unchanged") == 7
    with Register(str(muster.register)) as register:
        assert (register.digest(), register.acts()) == (before, acts)


def test_sources_say_what_each_edition_changed(example: Muster) -> None:
    found = {(one["stream"], one["published"]): one for one in example("sources", "--json").json}
    older, newer = found["us-ofac-sdn/sdn", "2018-11-12"], found["us-ofac-sdn/sdn", "2018-11-13"]
    assert newer["claims"] == older["claims"] + newer["added"] - newer["withdrawn"]
    assert re.fullmatch(r"[0-9a-f]{64}", newer["sha256"])
    printed = example("sources").out
    assert printed.index("2018-11-12") < printed.index("2018-11-13")


def test_sources_diff_in_words(example: Muster) -> None:
    printed = example("sources", "diff", "us-ofac-sdn/sdn@2018-11-12", "us-ofac-sdn/sdn@2018-11-13").out
    assert "Came: 4" in printed
    assert "Went: 0" in printed
    assert "ofac-26057" in printed
    back = example("sources", "diff", "us-ofac-sdn/sdn@2018-11-13", "us-ofac-sdn/sdn@2018-11-12", "--json").json
    assert len(back["went"]) == 4
    assert back["came"] == {}


def test_two_editions_of_one_day_are_told_apart_by_their_digests(filled: Muster, inputs: Path) -> None:
    for number, name in enumerate(("ADAMS, Adam", "BAKER, Ben")):
        path = inputs / str(number) / "sdn.csv"
        path.parent.mkdir()
        path.write_text(f'{number + 1},"{name}","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\x1a')
        filled("import", path, "--published", "2020-02-02")
    day = "us-ofac-sdn/sdn@2020-02-02"
    refused = filled("sources", "diff", day, day)
    assert (refused.status, "2 editions" in refused.err) == (2, True)
    first, second = re.findall(r"us-ofac-sdn/sdn@[0-9a-f]{12}", refused.err)
    found = filled("sources", "diff", first, second, "--json").json
    assert (list(found["came"].values()), list(found["went"].values())) == (["Ben BAKER"], ["Adam ADAMS"])
    assert filled("sources", "diff", "us-ofac-sdn/sdn", day).status == 2


def test_of_an_unchanged_list_it_is_told_what_its_folder_holds_besides(filled: Muster, inputs: Path) -> None:
    (inputs / "sdn.csv").write_text('1,"ADAMS, Adam","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\x1a')
    assert filled("import", inputs, "--published", "2020-02-02").status == 0
    (inputs / "letter.txt").write_text("Dear all,")
    again = filled("import", inputs, "--published", "2020-02-02", "--note", "weekly")
    assert "unchanged" in again.out
    assert "letter.txt was passed over" in again.err
    assert "the remark was not kept" in again.err


def test_a_day_that_has_not_come_is_no_day_of_publication(filled: Muster, inputs: Path) -> None:
    (inputs / "sdn.csv").write_text('1,"ADAMS, Adam","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\x1a')
    refused = filled("import", inputs, "--published", "2999-01-01")
    assert (refused.status, "has not come yet" in refused.err) == (2, True)


def test_a_group_without_its_command_shows_its_help(filled: Muster) -> None:
    shown = filled("export")
    assert shown.status == 2
    assert "\nCommands:\n" in shown.err


# --- screen ---------------------------------------------------------------------------------------------


def test_screen_takes_names_from_arguments_a_file_and_standard_input(
    example: Muster, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = inputs / "names.txt"
    path.write_bytes("\ufeffShibl al-Zaydi\r\n\r\n  Yusuf Hashim \n".encode())
    from_file = example("screen", "Qais al-Khazali", "--file", path, "--json").json["results"]
    assert [one["query"] for one in from_file] == ["Qais al-Khazali", "Shibl al-Zaydi", "Yusuf Hashim"]
    for encoding in ("utf-8", "utf-16"):
        content = "Shibl al-Zaydi\nYusuf Hashim\n".encode(encoding)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        from_pipe = example("screen", "--file", "-", "--json").json["results"]
        assert from_pipe == from_file[1:]
        path.write_bytes(content)
        assert example("screen", "--file", path, "--json").json["results"] == from_pipe
    assert all(one["hits"] for one in from_file)


def test_screen_says_what_was_searched_even_without_a_hit(example: Muster) -> None:
    ran = example("screen", "Zzqx Vvkrt")
    assert "no name like it" in ran.out
    assert "us-ofac-sdn/sdn of 2018-11-13" in ran.out
    assert "never a clearance" in ran.out
    assert example("screen", "Zzqx Vvkrt", "--json").json["coverage"]


def test_screen_by_schema_and_limit(example: Muster) -> None:
    every = example("screen", "Hizballah", "--threshold", 0.3, "--limit", 100, "--json").json["results"][0]["hits"]
    persons = example("screen", "Hizballah", "--threshold", 0.3, "--schema", "person", "--json").json["results"][0]
    assert len(every) > 1
    assert {one["kind"] for one in persons["hits"]} <= {"person", ""}
    best = example("screen", "Hizballah", "--threshold", 0.3, "--limit", 1, "--json").json["results"][0]["hits"]
    assert best == every[:1]


# --- two times ------------------------------------------------------------------------------------------


def test_known_at_gives_the_older_knowledge(filled: Muster) -> None:
    command = ("vet", "aah", "--policy", "list-screening", "--as-of", "2020-02-01", "--no-record", "--json")
    before = filled(*command).json
    moment = before["request"]["known_at"]
    assert filled("import", EXAMPLE / "later.yaml").status == 0
    assert filled(*command).json["outcome"] == "not_cleared"
    assert filled(*command, "--known-at", moment).json == before
    for arguments in (["screen", "Laith al-Khazali"], ["sources"], ["export", "json"]):
        now, then = (filled(*arguments, "--json", *more).out for more in ((), ("--known-at", moment)))
        assert "iraq-later" in now or "laith-al-khazali" in now
        assert "iraq-later" not in then
        assert "laith-al-khazali" not in then


def test_known_at_before_the_first_import_knows_nothing(filled: Muster) -> None:
    early = ("--known-at", "2001-01-01")
    screened = filled("screen", "Shibl al-Zaydi", *early, "--json").json
    assert screened["results"][0]["hits"] == []
    assert screened["coverage"] == []
    decision = filled("vet", "Asa'ib Ahl al-Haq", *VET, *early, "--no-record", "--json").json
    assert decision["subject"]["entity"] is None
    assert decision["coverage"] == []
    shown = filled("show", "aah", *early)
    assert (shown.status, "was not known here at 2001-01-01" in shown.err) == (4, True)


# --- export ---------------------------------------------------------------------------------------------


def test_export_holds_every_claim_and_gives_it_back(example: Muster, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in example("export", "json").out.splitlines()]
    by_type: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_type.setdefault(line.pop("type"), []).append(line)
    with Register(str(example.register)) as register:
        assert len(by_type["claim"]) == len(register.claims())
        assert len(by_type["edition"]) == len(register.editions())
        assert {one["id"] for one in by_type["source"]} == set(register.sources())
        assert len(by_type["judgement"]) == len(register.judgements())
        assert by_type["register"][0]["digest"] == register.digest()
    for claim in by_type["claim"]:
        assert Claim.from_content(claim).id == claim["id"]
    out = tmp_path / "register.jsonl"
    ran = example("export", "json", "-o", out)
    assert (ran.status, ran.out) == (0, "")
    assert out.read_text("utf-8") == example("export", "json").out


# --- vet: what is written -------------------------------------------------------------------------------


def roster_file(folder: Path, text: str, name: str = "units.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_vet_writes_each_form(filled: Muster, tmp_path: Path) -> None:
    command = ("vet", "--roster", EXAMPLE / "roster.csv", *VET, "--policy", "us-ndaa-2015-1236", "--no-record")
    rows = filled(*command, "--json").json
    assert len(rows) == 16
    outcomes = [(one["unit"], one["policy"], one["outcome"]) for one in rows]

    out = tmp_path / "out.csv"
    assert filled(*command, "-o", out).status == 0
    with out.open(newline="", encoding="utf-8") as stream:
        read = list(csv.DictReader(stream))
    assert [(one["unit"], one["policy"], one["outcome"]) for one in read] == outcomes

    out = tmp_path / "out.xlsx"
    assert filled(*command, "-o", out).status == 0
    header, *cells = load_workbook(out).active.iter_rows(values_only=True)
    sheet = [dict(zip(header, row, strict=True)) for row in cells]
    assert [(one["unit"], one["policy"], one["outcome"]) for one in sheet] == outcomes

    out = tmp_path / "out.jsonl"
    assert filled(*command, "-o", out).status == 0
    decisions = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {one["decision"] for one in decisions} == {one["decision"] for one in rows}

    out = tmp_path / "result"
    assert filled(*command, "-o", out).status == 0
    index = (out / "index.html").read_text("utf-8")
    dossiers = sorted((out / "dossiers").iterdir())
    assert len(dossiers) == len(decisions)
    assert all(one.name in index for one in dossiers)
    drawn = next(one for one in dossiers if "asa-ib" in one.name).read_text("utf-8")
    assert "What the register knows of the unit" in drawn
    assert drawn.index('id="clauses"') < drawn.index('id="pictures"')  # beside the decision, not a part of it
    assert "led by Qais al-Khazali" in drawn
    assert (out / "outcomes.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()
    assert (out / "decisions.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    assert not list(tmp_path.rglob("*.part"))


def test_vet_writes_a_dossier_of_one_unit(filled: Muster, tmp_path: Path) -> None:
    out = tmp_path / "aah.html"
    decision = filled("vet", "Asa'ib Ahl al-Haq", *VET, "-o", out, "--json").json
    page = out.read_text("utf-8")
    assert decision["decision"] in page
    assert "Asa" in page
    assert "people decide" in page


def test_two_policies_in_one_go(filled: Muster) -> None:
    both = filled("vet", "aah", *VET, "--policy", "us-ndaa-2015-1236", "--no-record", "--json").json
    alone = [
        filled("vet", "aah", "--policy", one, "--as-of", DAY, "--no-record", "--json").json
        for one in ("list-screening", "us-ndaa-2015-1236")
    ]
    assert both == alone
    assert both[0]["outcome"] != both[1]["outcome"]


def test_a_unit_that_stands_in_many_rows_is_vetted_once(filled: Muster, inputs: Path) -> None:
    path = roster_file(
        inputs,
        "unit,country,commander\n"
        "Kata'ib al-Imam Ali,Iraq,\nHill Company,Iraq,Anna Example Petra\n"
        "KATA’IB AL-IMAM ALI,Iraq,\nKata'ib al-Imam Ali,Iraq,\n"
        "Kata'ib al-Imam Ali,Iraq,Anna Example Petra\n",
    )
    rows = filled("vet", "--roster", path, *VET, "--json").json
    assert [one["line"] for one in rows] == [2, 3, 4, 5, 6]
    assert [one["unit"] for one in rows[:3]] == ["Kata'ib al-Imam Ali", "Hill Company", "KATA’IB AL-IMAM ALI"]
    assert rows[0]["decision"] == rows[2]["decision"] == rows[3]["decision"]
    assert len({one["decision"] for one in rows}) == 3  # another leader makes another request
    with Register(str(filled.register)) as register:
        assert len(register.decisions()) == 3
    printed = filled("vet", "--roster", path, *VET, "--no-record").out
    assert "3 distinct units on 5 rows" in printed


def test_an_xlsx_roster_gives_what_its_csv_gives(filled: Muster, inputs: Path) -> None:
    rows = list(csv.reader((EXAMPLE / "roster.csv").read_text("utf-8").splitlines()))
    book = Workbook()
    book.active.append(["Units for the course of November"])
    for row in rows:
        book.active.append(row)
    book.save(inputs / "roster.xlsx")
    names = ("unit", "outcome", "reasons", "resolved_to")
    found = [
        [[one[name] for name in names] for one in filled("vet", "--roster", path, *VET, "--no-record", "--json").json]
        for path in (EXAMPLE / "roster.csv", inputs / "roster.xlsx")
    ]
    assert found[0] == found[1]


def test_a_roster_without_rows_says_so(filled: Muster, inputs: Path) -> None:
    ran = filled("vet", "--roster", roster_file(inputs, "unit,country\n"), *VET)
    assert ran.status == 0
    assert "no row below the header" in ran.err
    assert "0 distinct units" in ran.out


# --- vet: what is kept ----------------------------------------------------------------------------------


def decisions_of(register: Path) -> list[str]:
    with Register(str(register)) as opened:
        return [one["decision"] for one in opened.decisions()]


def test_a_decision_is_kept_once(filled: Muster) -> None:
    first = filled("vet", "aah", *VET, "--json")
    assert decisions_of(filled.register) == [first.json["decision"]]
    again = filled("vet", "aah", *VET, "--json")
    assert again.out == first.out  # byte for byte
    assert decisions_of(filled.register) == [first.json["decision"]]
    filled("vet", "aah", "--policy", "list-screening", "--as-of", "2018-11-29")
    assert len(decisions_of(filled.register)) == 2


def test_no_record_keeps_nothing(filled: Muster) -> None:
    before = filled.register.read_bytes()
    assert filled("vet", "aah", *VET, "--no-record", "--json").json["decision"]
    assert filled("vet", "--roster", EXAMPLE / "roster.csv", *VET, "--no-record").status == 0
    assert decisions_of(filled.register) == []
    assert filled.register.read_bytes() == before


def test_equal_registers_give_equal_decisions(tmp_path: Path) -> None:
    """Two registers made of the same files by the same clock decide alike, to the byte."""
    files = [EXAMPLE / name for name in ("ofac-2018-11-12", "ofac-2018-11-13", "situation.yaml")]
    found = []
    for name in ("one", "two"):
        made = Made(tmp_path / name)
        with made.register:
            made.files(*files)
            roster = read_roster(InputFile(EXAMPLE / "roster.csv"))
            desk = Desk(made.snapshot)
            requests = [
                Request(row.unit, policy, ON, row.leaders, row.country, row.commitment)
                for row in roster.rows
                for policy in ("us-ndaa-2015-1236", "us-leahy-state", "list-screening")
            ]
            found.append([json.dumps(one.as_dict(), ensure_ascii=False) for one in desk.decide_all(requests)])
    assert found[0] == found[1]
    assert len(set(found[0])) == len(found[0])


# --- spreadsheets ---------------------------------------------------------------------------------------

RISKY = "=+-@\t\r"


@pytest.fixture(scope="module")
def desk(example: Muster) -> Iterator[Desk]:
    with Register(str(example.register)) as register:
        yield Desk(Snapshot(register))


@given(st.text(max_size=20), st.sampled_from(["", *RISKY]))
def test_no_cell_begins_as_a_formula(text: str, start: str) -> None:
    cell = start + text
    safe = spreadsheet_safe(cell)
    assert safe[:1] not in set(RISKY)
    assert safe in (visible(cell), f"'{visible(cell)}")  # nothing is lost
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", safe)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.text("=+-@\t\r\n,;\"'|!A1 \x00\u202e", min_size=1, max_size=12), min_size=3, max_size=3))
def test_hostile_rosters_stay_text_in_spreadsheets(desk: Desk, cells: list[str]) -> None:
    unit, country, leader = cells
    row = RosterRow(line=2, unit=unit, country=country, leaders=(leader,))
    request = Request(unit, "list-screening", ON, (leader,), country)
    vetted = [Vetted(row, answer(desk.decide(request)))]
    header, read = csv.reader(io.StringIO(as_csv(vetted), newline=""))
    assert all(cell[:1] not in set(RISKY) for cell in read)
    assert dict(zip(header, read, strict=True))["unit"].removeprefix("'") == visible(unit).removeprefix("'")
    book = load_workbook(io.BytesIO(as_xlsx(vetted)))
    assert {cell.data_type for line in book.active.iter_rows() for cell in line} <= {"s", "n", "inlineStr"}


# --- ugly names -----------------------------------------------------------------------------------------

UGLY = {
    "ten thousand characters": "Ahl al-Haq " * 910,
    "one word of ten thousand characters": "x" * 10_000,
    "control characters": "Ali\x1b[31m Hassan\x07\x08\x9b2J",
    "right to left": "عصائب أهل الحق",
    "turned direction": "\u202eqaH-la lhA\u202c \u2066Ali\u2069",
    "half surrogates": "Ali \ud83d Hassan \udcff",
    "emoji": "👩‍👩‍👧‍👦 🪖 3rd 🇮🇶",
    "only particles": "al bin abu el de la",
    "only punctuation": "--- ... ///",
    "only digits": "33",
    "combining marks": "A" + "\u0301" * 500,
    "white space": " \t ",
    "looks like an option": "-h",
    "looks like markup": "[bold red]cleared[/] <script>alert(1)</script> {{ 7*7 }} %s",
    "looks like a formula": "=cmd|' /C calc'!A0",
    "an outcome": "no_adverse_information",
}
OUTCOMES = {one.value for one in Outcome}


@pytest.mark.parametrize("name", UGLY.values(), ids=UGLY)
def test_ugly_names_never_break_screen_or_vet(filled: Muster, tmp_path: Path, name: str) -> None:
    screened = filled("screen", "--json", "--", name)
    assert len(screened.json["results"]) == 1
    screened.out.encode()  # what is printed can be printed
    printed = filled("screen", "--", name)
    assert printed.status == 0
    assert not ANSI.search(printed.out)
    assert "\u202e" not in printed.out

    more = ("--leader", name, "--country", name, "--commitment", name, "-o", tmp_path / "result")
    vetted = filled("vet", *VET, "--json", *more, "--", name)
    assert vetted.json["outcome"] in OUTCOMES
    vetted.out.encode()
    for page in (tmp_path / "result").rglob("*.html"):
        assert "<script>alert" not in page.read_text("utf-8")
    printed = filled("vet", *VET, "--explain", "--", name)
    assert printed.status == 0
    assert not ANSI.search(printed.out)
    assert vetted.json["decision"] in decisions_of(filled.register)
    assert filled("recheck", "--as-of", DAY).status == 0


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(unit=st.text(st.characters(exclude_categories=()), max_size=40), leader=st.text(max_size=20))
def test_any_text_is_decided(desk: Desk, unit: str, leader: str) -> None:
    decision = desk.decide(Request(unit, "us-ndaa-2015-1236", ON, (leader,)))
    assert json.loads(json.dumps(decision.as_dict(), ensure_ascii=False).encode())["outcome"] in OUTCOMES


def test_arguments_that_are_no_text(filled: Muster) -> None:
    """The shell hands over bytes; those that are no UTF-8 must not end in a traceback."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    for arguments in ([b"screen", b"Ali \xff\xfe"], [b"vet", b"Ali \xff", *map(os.fsencode, VET)]):
        command = [os.fsencode(sys.executable), b"-m", b"muster", b"--register", os.fsencode(filled.register)]
        ran = subprocess.run([*command, *arguments], capture_output=True, env=environment, check=False)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert "\ufffd" in ran.stdout.decode()


def test_screen_sets_units_of_another_number_aside(tmp_path: Path) -> None:
    made = Made(tmp_path / "made")
    made.add(
        "lid: {kind: unit, name: 99th Light Infantry Division}\nbde: {kind: unit, name: 12th Light Infantry Brigade}"
    )
    muster = Muster(made.folder / "muster.db")
    asked = ("screen", "--threshold", "0.2", "98th Light Infantry Division")
    (result,) = muster(*asked, "--schema", "unit", "--json").json["results"]
    assert [hit["name"] for hit in result["hits"] if "99th" in hit["name"]] == []
    assert any("number: 98 and 99: decides against" in line for line in result["set_aside"])
    (result,) = muster(*asked, "--json").json["results"]
    assert any("99th" in hit["name"] for hit in result["hits"])
    assert "set aside: 99th" in " ".join(muster(*asked, "--schema", "unit").out.split())
