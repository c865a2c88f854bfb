"""Bad input ends as one clear line with the place and a hint, and the register is exactly as it was."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from muster.policy import policy_ids
from muster.policy.load import policy_folder
from muster.register import Register
from tests.conftest import EXAMPLE, Muster, Ran

SDN = (EXAMPLE / "ofac-2018-11-13" / "sdn.csv").read_bytes()
SCREENING = (policy_folder() / "list-screening.yaml").read_text("utf-8")


def line_of(text: str) -> int:
    """The line of the shipped policy on which a text first stands."""
    return SCREENING[: SCREENING.index(text)].count("\n") + 1


CLAIMS = """\
muster: claims/1
dataset: bad-input
title: Made up
sources:
  s: {title: A made-up report, published: 2018-11-01}
entities:
  hill: {kind: unit, name: Hill Company, cite: {source: s}}
  lake: {kind: unit, name: Lake Company, cite: {source: s}}
claims:
"""
GOOD = CLAIMS + "  - {echelon: {of: hill, value: company}, cite: {source: s}}\n"

Command = list[object]
Make = Callable[[Path], Command]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def importing(name: str, content: str | bytes, *options: str) -> Make:
    """`muster import` of one file."""
    return lambda folder: ["import", *options, write(folder, name, content)]


def claim(text: str) -> Make:
    """`muster import` of a claims file whose tenth line is this claim."""
    return importing("made.yaml", f"{CLAIMS}  - {text}\n")


def policy(old: str, new: str) -> Make:
    """`muster vet` under a shipped policy with one mistake in it."""
    assert old in SCREENING
    return lambda folder: ["vet", "aah", "--policy", write(folder, "my.yaml", SCREENING.replace(old, new, 1))]


def roster(name: str, content: str | bytes) -> Make:
    return lambda folder: ["vet", "--policy", "list-screening", "--roster", write(folder, name, content)]


def zip_bomb() -> bytes:
    """A spreadsheet of a few KB that unpacks to 18 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * (3 << 20))
    return out.getvalue()


UN_DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE CONSOLIDATED_LIST SYSTEM "file:///etc/hostname">\n'
    '<CONSOLIDATED_LIST dateGenerated="2018-11-01T00:00:00"><INDIVIDUALS/></CONSOLIDATED_LIST>'
)
_ENTITIES = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))
UN_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{_ENTITIES}]>'
    '<CONSOLIDATED_LIST dateGenerated="2018-11-01T00:00:00"><INDIVIDUALS>&e39;</INDIVIDUALS></CONSOLIDATED_LIST>'
)
BOMB_LIST = SDN + b"\n" + b'1,"A",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,""\n' * (16 << 14)

# what is bad -> (the command, what the error must name: the place, and the fault)
CASES: dict[str, tuple[Make, str]] = {
    "list cut in a row": (
        importing("sdn.csv", SDN[: SDN.index(b'"SDGT] [SYRIA')]),
        r"sdn\.csv line 2: .*columns",
    ),
    "list cut in a quoted field": (
        importing("sdn.csv", SDN[: SDN.rindex(b"POB Kuwait")]),
        r"sdn\.csv line 7: broken CSV",
    ),
    "register sheet cut in a row": (
        importing("units.csv", "unit:id:admin,unit:name,unit:country\n00000001-0000-4000-8000-000000000001,Hil"),
        r"units\.csv line 2: this row has 2 cells, the header 3",
    ),
    "register sheet with an id cut off": (
        importing("units.csv", "unit:name,unit:id:admin\nHill Brigade,00000001-0000-4000-80"),
        r"units\.csv line 2: not an id",
    ),
    "register sheet without rows": (importing("units.csv", "unit:id:admin,unit:name\n"), r"units\.csv: holds no rows"),
    "training report without rows": (
        importing("report.tsv", "report_fy\tcountry\tprogram\tstudent_unit\tquantity\n"),
        r"report\.tsv: holds no rows",
    ),
    "gzip cut off": (importing("sdn.csv.gz", gzip.compress(SDN)[:-99]), r"sdn\.csv\.gz: broken gzip"),
    "doctype": (importing("un.xml", UN_DOCTYPE), r"un\.xml: .*(DOCTYPE|document type)"),
    "doctype, format forced": (importing("un.xml", UN_DOCTYPE, "--format", "un-xml"), r"un\.xml: .*DOCTYPE"),
    "entity bomb": (importing("un.xml", UN_BOMB), r"un\.xml: .*(DOCTYPE|document type)"),
    "entity bomb, format forced": (importing("un.xml", UN_BOMB, "--format", "un-xml"), r"un\.xml: .*DOCTYPE"),
    "xlsx bomb": (importing("roster.xlsx", zip_bomb()), r"roster\.xlsx: unpacks to far more"),
    "xlsx bomb as roster": (roster("roster.xlsx", zip_bomb()), r"roster\.xlsx: unpacks to far more"),
    "gzip bomb": (importing("sdn.csv.gz", gzip.compress(BOMB_LIST)), r"sdn\.csv\.gz: unpacks to far more"),
    "gzip bomb of nothing": (importing("x.gz", gzip.compress(bytes(32 << 20))), r"x\.gz: "),
    "wrong month": (
        claim("{echelon: {of: hill, value: company}, when: 2018-13, cite: {source: s}}"),
        r"made\.yaml line 10: no such month: '2018-13'",
    ),
    "wrong month on the command line": (
        importing("sdn.csv", SDN, "--published", "2018-13"),
        r"--published: no such month: '2018-13'",
    ),
    "open day of publication": (importing("sdn.csv", SDN, "--published", ".."), r"a day of publication cannot be open"),
    "unknown predicate": (
        claim("{commands: {person: hill, unit: lake}, cite: {source: s}}"),
        r"made\.yaml line 10: .*'commands'",
    ),
    "claim without citation": (
        claim("{echelon: {of: hill, value: company}}"),
        r"made\.yaml line 10: .*without citation",
    ),
    "unknown key": (
        claim("{echelon: {of: hill, value: company}, colour: red, cite: {source: s}}"),
        r"made\.yaml line 10: .*'colour'",
    ),
    "undeclared source": (
        claim("{echelon: {of: hill, value: company}, cite: {source: other}}"),
        r"made\.yaml line 10: no such source: 'other'",
    ),
    "undescribed entity": (
        claim("{subordinate_to: {unit: hill, superior: nobody}, cite: {source: s}}"),
        r"made\.yaml line 10: no entity 'nobody'",
    ),
    "roster without the column": (roster("units.csv", "squad,country\nA,B\n"), r"units\.csv: .*'squad', 'country'"),
    "image": (
        importing("list.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)),
        r"list\.png: not a list.*an image",
    ),
    "image as roster": (roster("list.png", b"\x89PNG\r\n\x1a\n" + bytes(64)), r"list\.png: "),
    "web page": (
        importing("sdn.csv", "<!DOCTYPE html>\n<html><body>Please sign in</body></html>"),
        r"sdn\.csv: a web page",
    ),
    "empty": (importing("sdn.csv", ""), r"sdn\.csv: the file is empty"),
    "white space": (importing("sdn.csv", " \n\n\t"), r"sdn\.csv: the file is empty"),
    "prose": (importing("letter.txt", "Dear all,\nthe unit was seen at the river.\n"), r"letter\.txt: not a list"),
    "empty folder": (lambda folder: ["import", folder], r": the folder holds no file"),
    "good file and bad file": (
        lambda folder: [
            "import",
            write(folder, "good.yaml", GOOD),
            write(folder, "bad.yaml", f"{CLAIMS.replace('bad-input', 'other')}  - {{echelon: {{of: hill, value: x}}}}"),
        ],
        r"bad\.yaml line 10: .*without citation",
    ),
    "good list and list cut later": (
        lambda folder: [
            "import",
            write(folder, "ofac-2019-01-01/sdn.csv", SDN.replace(b"SADIQ, Sayyid", b"SADIQ")),
            write(folder, "ofac-2019-01-02/sdn.csv", SDN[:-20]),
        ],
        r"sdn\.csv line 7: ",
    ),
    "unknown finder": (
        policy("finder: listed", "finder: listd"),
        rf"my\.yaml line {line_of('finder: listed')}: no finder 'listd'",
    ),
    "unknown set": (
        policy("sets: [any_list]", "sets: [any_lst]"),
        rf"my\.yaml line {line_of('sets: [any_list]')}: .*'any_lst'",
    ),
    "no citation of the law": (policy("    cites: house rule\n", ""), r"my\.yaml line \d+: .*'cites'"),
    "wrong outcome": (
        policy("not_cleared, unknown: refer", "not_cleared, unknown: clear"),
        rf"my\.yaml line {line_of('not_cleared, unknown: refer')}: 'clear'",
    ),
    "policy that is no YAML": (policy("clauses:", "clauses: ["), r"my\.yaml line \d+: not valid YAML"),
    "policy that is no text": (
        lambda folder: ["vet", "aah", "--policy", write(folder, "my.yaml", b"\xff\xfe\x00\x80")],
        r"my\.yaml: not UTF-8",
    ),
    "policy whose id is a path": (
        policy("id: list-screening", "id: ../list"),
        r"my\.yaml line 2: not an id",
    ),
    "day of the question": (lambda folder: ["show", "aah", "--as-of", "2018-11"], r"--as-of: one exact day"),
    "time of knowledge": (lambda folder: ["vet", "aah", "--policy", "list-screening", "--known-at", "soon"], "'soon'"),
    "names that are no text": (
        lambda folder: ["screen", "--file", write(folder, "names.txt", b"Ali\xff\n")],
        r"names\.txt: not UTF-8",
    ),
    "names without a byte order mark": (
        lambda folder: ["screen", "--file", write(folder, "names.txt", "Ali\n".encode("utf-16-le"))],
        r"names\.txt: holds NUL bytes",
    ),
    "names that are a folder": (lambda folder: ["screen", "--file", folder], r"not a regular file"),
    "names without end": (lambda folder: ["screen", "--file", "/dev/zero"], r"not a regular file"),
    "names that unpack to far too many": (
        lambda folder: ["screen", "--file", write(folder, "names.gz", gzip.compress(bytes(32 << 20)))],
        r"names\.gz: unpacks to far more",
    ),
    "result into no folder": (
        lambda folder: ["vet", "aah", "--policy", "list-screening", "-o", folder / "none" / "out.csv"],
        r"out\.csv: cannot be written",
    ),
    "export into no folder": (
        lambda folder: ["export", "json", "-o", folder / "none" / "out.jsonl"],
        r"out\.jsonl: cannot be written",
    ),
}


def state(register: Path) -> tuple[str, str, int]:
    """What is known, the very bytes, and the number of acts."""
    with Register(str(register)) as opened:
        known, acts = opened.digest(), len(opened.acts())
    return known, hashlib.sha256(register.read_bytes()).hexdigest(), acts


def assert_refused(ran: Ran, status: int, pattern: str = "") -> None:
    """One error line that names the fault, one hint line, and nothing else."""
    assert ran.status == status, ran
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert len(lines) == 2, ran.err
    assert lines[0].startswith("muster: error: ")
    assert re.search(pattern, lines[0]), lines[0]
    assert re.fullmatch(r"  hint: \S.*", lines[1])
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("case", CASES)
def test_bad_input_changes_nothing(filled: Muster, inputs: Path, case: str) -> None:
    make, pattern = CASES[case]
    command = make(inputs)
    before = state(filled.register)
    ran = filled(*command)
    assert_refused(ran, 3, pattern)
    assert state(filled.register) == before
    assert not list(inputs.rglob("*.part"))


@pytest.mark.parametrize("case", CASES)
def test_a_command_that_fails_leaves_no_register(muster: Muster, inputs: Path, case: str) -> None:
    make, pattern = CASES[case]
    command = make(inputs)
    if command[0] == "import":
        assert_refused(muster(*command), 3, pattern)
    else:  # whichever is met first: the bad file, or that there is no register
        assert muster(*command).status in (3, 4)
    assert list(muster.register.parent.glob("muster.db*")) == []


def test_unreadable_file(filled: Muster, inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(inputs, "locked.yaml", GOOD)
    opened = Path.open

    def refuse(self: Path, *arguments: object, **more: object) -> object:
        if self.name == path.name:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as root, whom no mode refuses
    before = state(filled.register)
    assert_refused(filled("import", path), 3, r"locked\.yaml: .*Permission denied")
    assert_refused(filled("vet", "aah", "--policy", path), 3, r"locked\.yaml: .*Permission denied")
    roster = filled("vet", "--roster", path, "--policy", "list-screening")
    assert_refused(roster, 3, r"locked\.yaml: .*Permission denied")
    assert_refused(filled("screen", "--file", path), 3, r"locked\.yaml: .*Permission denied")
    assert state(filled.register) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_folder(filled: Muster, inputs: Path) -> None:
    inputs.chmod(0)
    try:
        assert_refused(filled("import", inputs), 3, "cannot be read")
    finally:
        inputs.chmod(0o700)


def test_the_good_half_of_a_refused_import_is_taken_later(filled: Muster, inputs: Path) -> None:
    """That nothing of it was stored shows in that it is new when it comes alone."""
    good = write(inputs, "good.yaml", GOOD)
    assert filled("import", good, write(inputs, "bad.txt", "no list")).status == 3
    (alone,) = filled("import", good, "--json").json
    assert (alone["unchanged"], alone["claims"], alone["added"]) == (False, 5, 5)


@pytest.mark.parametrize(
    "arguments",
    [
        ["vet", "aah"],
        ["vet", "--policy", "list-screening"],
        ["vet", "aah", "--roster", "x.csv", "--policy", "list-screening"],
        ["vet", "aah", "--policy", "list-screening", "-o", "result.pdf"],
        ["vet", "aah", "--policy", "list-screening", "--policy", "us-leahy-state", "-o", "two.html"],
        ["vet", "aah", "--policy", "list-screening", "--threshold", "7"],
        ["import"],
        ["import", str(EXAMPLE / "situation.yaml"), "--format", "excel"],
        ["screen"],
        ["screen", "Ali", "--limit", "none"],
        ["paths", "aah"],
        ["paths", "aah", "iran", "--policy", "list-screening"],
        ["frobnicate"],
        ["show", "aah", "--colour"],
        ["sources", "diff", "us-ofac-sdn/sdn@2018-11-12", "us-ofac-sdn/alt@2018-11-13"],
    ],
    ids=" ".join,
)
def test_wrong_usage(filled: Muster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    before = state(filled.register)
    assert_refused(filled(*arguments), 2)
    assert state(filled.register) == before
    assert not list(tmp_path.glob("result*"))
    assert not list(tmp_path.glob("two*"))


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["show", "Asaib Ahl al-Hak"], "nothing in this register", r"aah"),
        (["show", ""], "nothing in this register", r"muster screen"),
        (["chain", ""], "nothing in this register", r"muster screen"),
        (["show", "zzqx"], "nothing in this register", r"muster screen"),
        (["chain", "zzqx"], "nothing in this register", r"muster screen"),
        (["paths", "aah", "zzqx"], "nothing in this register", r"muster screen"),
        (["vet", "aah", "--policy", "us-ndaa-2015-1263"], "no policy", r"did you mean us-ndaa-2015-1236"),
        (["policy", "show", "us-leahy-stat"], "no policy", r"did you mean us-leahy-state"),
        (["policy", "test", "zzqx"], "no policy", re.escape(policy_ids()[0])),
        (["vet", "aah", "--policy", "no/such.yaml"], "no policy", r"\S"),
        (["import", "no-such.csv"], "no such file", r"\S"),
        (["screen", "--file", "no-such.txt"], "no such file", r"\S"),
        (["vet", "--roster", "no-such.csv", "--policy", "list-screening"], "no such file", r"\S"),
        (["sources", "diff", "us-ofac@2018-11-12", "us-ofac@2018-11-13"], "no list", r"us-ofac-sdn/sdn"),
        (["sources", "diff", "us-ofac-sdn/sdn@2018-11-12", "us-ofac-sdn/sdn@2018-12-01"], "no edition", "2018-11-13"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_not_found(filled: Muster, arguments: list[str], error: str, hint: str) -> None:
    before = state(filled.register)
    ran = filled(*arguments)
    assert_refused(ran, 4, error)
    assert re.search(hint, ran.err.splitlines()[1])
    assert state(filled.register) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["sources"],
        ["show", "aah"],
        ["screen", "Ali"],
        ["chain", "aah"],
        ["paths", "aah", "iran"],
        ["vet", "aah", "--policy", "list-screening"],
        ["recheck"],
        ["export", "json"],
    ],
    ids=lambda value: value[0],
)
def test_reading_a_register_that_is_not_there(muster: Muster, arguments: list[str]) -> None:
    ran = muster(*arguments)
    assert_refused(ran, 4, "no register at")
    assert "muster import" in ran.err
    assert list(muster.register.parent.glob("muster.db*")) == []


def test_standard_input_is_not_read_without_end(example: Muster, monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/zero") as endless:
        monkeypatch.setattr("sys.stdin", endless)
        assert_refused(example("screen", "--file", "-"), 3, "stdin: larger than 50 MB")


def test_an_edition_that_was_cut_off(muster: Muster, inputs: Path) -> None:
    row = '{},"NAME {}","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    rows = [row.format(number, number) for number in range(1, 301)]
    assert muster("import", write(inputs, "sdn.csv", "".join(rows)), "--published", "2024-03-01").status == 0
    command = ("import", write(inputs, "sdn.csv", "".join(rows[:100])), "--published", "2024-06-01")
    before = state(muster.register)
    ran = muster(*command)
    assert_refused(ran, 3, r"us-ofac-sdn/sdn: this edition would withdraw 200 of 300 entries of the list")
    assert "--shrunk" in ran.err
    assert state(muster.register) == before
    (change,) = muster(*command, "--shrunk", "--json").json
    assert (change["claims"], change["withdrawn"]) == (300, 600)


@pytest.mark.parametrize("arguments", [["show", "aah"], ["screen", "Ali"], ["sources"], ["export", "json"]])
def test_a_register_that_is_damaged_within(filled: Muster, arguments: list[str]) -> None:
    content = filled.register.read_bytes()
    with closing(sqlite3.connect(filled.register)) as connection:
        (keep,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'alembic_version'"
        spared = {page for (page,) in connection.execute(query)}
    damaged = bytearray(content)  # the first page is kept: the file opens, and every table is named
    for start in range(keep, len(content), keep):
        if start // keep + 1 not in spared:
            damaged[start : start + keep] = b"\xff" * keep
    filled.register.write_bytes(damaged)
    ran = filled(*arguments)
    assert_refused(ran, 3, "damaged register: .*malformed")
    assert "restore it from a copy" in ran.err


def test_a_disc_that_is_full_is_no_damage(filled: Muster, inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(cursor: sqlite3.Cursor) -> None:
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes the size that the file has now

    monkeypatch.setattr("muster.register.database._use_wal", fill)
    text = GOOD.replace("Made up", "Made up " * 99_999)
    ran = filled("import", write(inputs, "good.yaml", text))
    assert_refused(ran, 1, "the register: database or disk is full")


def test_a_register_that_is_another_file(tmp_path: Path) -> None:
    path = write(tmp_path, "notes.db", "these are my notes\n" * 20)
    ran = Muster(path)("import", EXAMPLE / "situation.yaml")
    assert_refused(ran, 3, "not a register")
    assert path.read_text().startswith("these are my notes")


def test_messages_show_what_a_file_would_hide(filled: Muster, inputs: Path) -> None:
    """What stands in a file cannot move the cursor of the terminal, or colour what is printed."""
    name = "\x1b[2J\x1b[31mcleared\x07"
    ran = filled("import", write(inputs, "made.yaml", f'{CLAIMS}  - {{echelon: {{of: "{name!r}", value: x}}}}'))
    assert ran.status == 3
    assert not set(ran.err) & {"\x1b", "\x07"}
    ran = filled("show", name)
    assert ran.status == 4
    assert not set(ran.err) & {"\x1b", "\x07"}
    ran = filled("vet", "--policy", "list-screening", "--roster", write(inputs, "units.csv", f"squad {name},x\n1,2\n"))
    assert ran.status == 3
    assert not set(ran.err) & {"\x1b", "\x07"}
