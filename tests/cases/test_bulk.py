"""Five hundred hits of one roster, judged in a table; what is wrong in one row leaves all of them untouched."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from muster.cases.bulk import COLUMNS, read_verdicts, write_hits
from muster.errors import BadInput
from muster.vetting import Request

from .made_cases import POLICY, TODAY, Office

Rows = list[dict[str, str]]


def table(office: Office) -> Rows:
    cases = office.cases
    stream = io.StringIO()
    write_hits([(case, cases.hits(case)) for case in cases.all(["open", "decided"])], stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue())))


def read(office: Office, path: Path, rows: Rows) -> int:
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    hits = {case.number: office.cases.hits(case) for case in office.cases.all(["open", "decided"])}
    return office.cases.adjudicate(read_verdicts(path, hits), office["bilal"])


def test_five_hundred_hits_of_one_roster(office: Office, tmp_path: Path) -> None:
    requests = [Request("Lake Brigade", POLICY, TODAY, commitment=f"letter {number}") for number in range(60)]
    requests += [Request("=Lake Brigade", POLICY, TODAY)]
    office.made.add("".join(f"e{n}: {{kind: unit, name: Lake Brigade}}\n" for n in range(10)), dataset="more")
    desk = office.desk()
    desk.search_ahead(requests)
    numbers = office.cases.open(requests, office["bilal"])
    for number in numbers:
        office.cases.decide(number, office["bilal"], desk, TODAY)
    rows = table(office)
    assert len(rows) >= 500
    assert {row["verdict"] for row in rows} == {""}, "nothing is preselected"
    assert any(row["text"].startswith("'=") for row in rows), "no cell is a formula"
    for row in rows:
        row["verdict"], row["reason"] = "Different", "another number"
    acts = len(office.register.acts())
    assert read(office, tmp_path / "hits.csv", rows) == len(rows)
    assert len(office.register.acts()) == acts + 1
    assert table(office) == []


@pytest.fixture
def rows(office: Office) -> Rows:
    for unit in ("Lake Brigade", "Lakes Brigade"):
        office.decide(office.new(unit))
    found = table(office)
    assert len(found) >= 2
    for row in found:
        row["verdict"], row["reason"] = "different", "another body"
    return found


WRONG: list[tuple[str, Callable[[Rows], object]]] = [
    ("needs a reason", lambda rows: rows[-1].update(reason=" ")),
    ("not a verdict", lambda rows: rows[-1].update(verdict="maybe")),
    ("not a verdict", lambda rows: rows[-1].update(verdict="")),
    ("no such hit", lambda rows: rows[-1].update(entity="lead")),
    ("no such hit", lambda rows: rows[-1].update(case="77")),
    ("not the number", lambda rows: rows[-1].update(case="-1")),
    ("not the number", lambda rows: rows[-1].update(case="9" * 5000)),
    ("second verdict", lambda rows: rows.append(rows[-1])),
]


@pytest.mark.parametrize(("says", "spoil"), WRONG)
def test_one_wrong_row_leaves_all_untouched(
    office: Office, rows: Rows, tmp_path: Path, says: str, spoil: Callable[[Rows], object]
) -> None:
    spoil(rows)
    with pytest.raises(BadInput, match=says) as caught:
        read(office, tmp_path / "hits.csv", rows)
    assert f"line {len(rows) + 1}" in caught.value.place
    assert all(case.adjudications == () for case in office.cases.all())


def test_rows_left_blank_are_left_open(office: Office, rows: Rows, tmp_path: Path) -> None:
    rows[0].update(verdict="", reason="")
    assert read(office, tmp_path / "hits.csv", rows) == len(rows) - 1
    assert len(table(office)) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"case,entity\n1,x\n", b"\xff\xfe\x00", b'case,text,entity,verdict,reason\n"1,a,b,same,why', b"\x00" * 50],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hits.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_verdicts(path, {})
    assert str(path) in caught.value.place
