"""Every unit's chain in the Nigerian register beside a second, independent reading of the rows of its sheet."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from muster.cli.bench_register import against_sheet
from muster.cli.bench_sheet import Link, above, read_sheets
from muster.register import Register
from muster.snapshot import Snapshot
from tests.conftest import Muster

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
SHEET = DATA / "sfm" / "register_nigeria" / "ng_orgs_20191024.tsv.gz"
SOURCES = DATA / "sfm" / "register_nigeria" / "sources_20190501.csv.gz"
DAYS = 50

needs_data = pytest.mark.skipif(not SHEET.exists(), reason=f"no data at {SHEET}")


@needs_data
@pytest.mark.parametrize("sheets", [(SHEET,), (SHEET, SOURCES)], ids=["units", "units and sources"])
def test_every_chain_is_what_the_rows_of_the_sheet_say(muster: Muster, sheets: tuple[Path, ...]) -> None:
    assert muster("import", *sheets).status == 0
    links = read_sheets(sheets)
    with Register(str(muster.register)) as register:
        snapshot = Snapshot(register)
        days = DAYS if len(sheets) == 2 else 5
        found = against_sheet(snapshot, links, days, seed=7)
        assert (found["different"], found["examples"]) == (0, [])
        assert found["chains"] == 1057 * days
        assert found["units_only_in_sheet"] == found["units_only_in_register"] == 0
        assert found["superiors"] > 1000 * days  # chains were compared, not their absence
        # The comparison sees a single link that is lost, and a single day that is wrong.
        at = next(n for n, link in enumerate(links) if link.open and link.cited[1])
        assert against_sheet(snapshot, links[:at] + links[at + 1 :], 3, seed=7)["different"] > 0
        assert against_sheet(snapshot, [replace(one, open=False) for one in links], 3, seed=7)["different"] > 0


def test_the_second_reading_tells_how_certain_a_link_is() -> None:
    first, last = date(2014, 1, 5), date(2016, 3, 1)
    link = Link("a", "b", None, None, (first, last), open=True)
    assert [link.on(date(year, 2, 1)) for year in (2013, 2015, 2020)] == ["unknown", "attested", "presumed"]
    begun = Link("a", "b", (date(2014, 1, 1), date(2014, 12, 31)), (last, last), (None, last), open=False)
    days = (date(2013, 1, 1), date(2014, 6, 1), date(2015, 1, 1), date(2017, 1, 1))
    assert [begun.on(day) for day in days] == ["", "possible", "attested", ""]


def test_the_best_way_up_counts_and_a_circle_ends() -> None:
    seen = (date(2014, 1, 1), date(2016, 1, 1))
    links = [
        Link("a", "b", None, None, seen, open=True),
        Link("b", "c", None, None, seen, open=True),
        Link("a", "c", None, None, (None, None), open=False),
        Link("c", "a", None, None, seen, open=True),
    ]
    assert above(links, date(2015, 1, 1))["a"] == {"b": "attested", "c": "attested"}
    assert above(links, date(2018, 1, 1))["a"] == {"b": "presumed", "c": "presumed"}


def test_a_sheet_of_another_kind_is_refused(muster: Muster, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", "utf-8")
    done = muster("bench", "chains", "--sheet", other)
    assert done.status == 3
    assert "not a sheet that can be read a second time" in done.err
