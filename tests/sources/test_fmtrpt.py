"""Training reports as claims: seats are summed and never taken for doubles, and no row stops the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.sources import InputFile, Reading, read_paths, recognise

HEADER = (
    "report_fy\tregion_file\tcountry\tprogram\tcourse_title\tus_unit\tstudent_unit\tstart_date\tend_date\t"
    "start_iso\tend_iso\tlocation\tquantity\ttotal_cost\tpage_number"
)


def row(unit: str, quantity: str, start: str = "", end: str = "", fy: str = "2010-2011", page: str = "19") -> str:
    return f"{fy}\tNorth\tNorthland\tIMET\tCOURSE\tSCHOOL\t{unit}\t\t\t{start}\t{end}\tFar Away\t{quantity}\t$1\t{page}"


def reading(folder: Path, *rows: str) -> Reading:
    path = folder / "report.tsv"
    path.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    assert recognise(InputFile(path))[0].name == "fmtrpt"
    (found,) = read_paths([path])
    return found


def trained(found: Reading) -> list[Claim]:
    claims = list(found.claims)
    for one in claims:
        check(one)
    return [one for one in claims if one.predicate == "assisted_by"]


def test_equal_rows_are_further_seats(tmp_path: Path) -> None:
    seat = row("1 Lake Bn", "2", "2010-05-25", "2010-09-16")
    found = reading(tmp_path, seat, seat, row("1 LAKE BN", "5", "2010-03-01", "2010-03-02", page="20"))
    (claim,) = trained(found)
    assert "3 rows, 9 seats; IMET (3)" in claim.note
    assert (claim.time.start.text, claim.time.end.text) == ("2010-03-01", "2010-09-16")
    assert claim.citations[0].page == "19, 20"
    assert found.dataset == "fmtrpt-northland"


def test_each_report_is_a_claim_of_its_own(tmp_path: Path) -> None:
    assert len(trained(reading(tmp_path, row("1 Lake Bn", "2"), row("1 Lake Bn", "2", fy="2011-2012")))) == 2


def test_bad_rows_are_told_with_their_lines_and_stop_nothing(tmp_path: Path) -> None:
    found = reading(
        tmp_path, row("1 Lake Bn", ""), row("1 Lake Bn", "30 30"), row("", "1"), "cut\toff", row("2 Bn", "1")
    )
    claims = trained(found)
    assert len(claims) == 2
    notes = " ".join(found.notes)
    assert "1 of 5 rows name no unit" in notes
    assert "lines 5" in notes
    assert "2 quantities are no number" in notes
    assert "line 3: '30 30'" in notes
    assert "empty on 1 lines: 2" in notes
    assert "2 rows, 2 of them without a readable number, 0 seats" in claims[0].note


def test_a_report_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no rows"):
        reading(tmp_path)
