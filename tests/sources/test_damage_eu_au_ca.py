"""Cut and damaged files: one clear error and nothing stored, or a whole reading; never a crash."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.conftest import Muster
from tests.sources.made_lists import (
    ANNEX_ROWS,
    CA_RECORDS,
    FSF_NEW,
    FSF_OLD,
    annex,
    damaged,
    fsf_csv,
    fsf_wrapped,
    records,
    workbook,
)
from tests.sources.test_au_dfat import ROWS as AU_ROWS

from muster.claims import check
from muster.errors import MusterError
from muster.sources import au_dfat, ca_sema, eu_fsf, eu_journal
from muster.sources.files import InputFile
from muster.sources.model import Format

LISTS: Sequence[tuple[str, Format, bytes]] = (
    ("old.xml", eu_fsf, FSF_OLD.encode()),
    ("new.xml", eu_fsf, FSF_NEW.encode()),
    ("straight.csv", eu_fsf, fsf_csv().encode()),
    ("wrapped.csv", eu_fsf, fsf_wrapped().encode()),
    ("32099R0001.csv", eu_journal, annex(*ANNEX_ROWS).encode()),
    ("32099R0001.csv.gz", eu_journal, gzip.compress(annex(*ANNEX_ROWS).encode(), mtime=0)),
    ("au.xlsx", au_dfat, workbook(*AU_ROWS)),
    ("ca.xml", ca_sema, records(*CA_RECORDS).encode()),
)


@pytest.mark.parametrize(("name", "format_", "data"), LISTS, ids=[name for name, _, _ in LISTS])
def test_damage_is_told_or_harmless(tmp_path: Path, name: str, format_: Format, data: bytes) -> None:
    ends = {"whole": 0, "refused": 0}
    for place, bad in enumerate(damaged(data, seed=7, cuts=20, changes=30)):
        path = tmp_path / f"{place}-{name}"
        path.write_bytes(bad)
        try:
            for reading in format_.read([InputFile(path)]):
                for claim in reading.claims:
                    check(claim)
            ends["whole"] += 1
        except MusterError as fault:
            ends["refused"] += bool(str(fault).strip())
    assert ends["refused"] >= 10


@pytest.mark.parametrize(("name", "format_", "data"), LISTS, ids=[name for name, _, _ in LISTS])
def test_a_refused_file_leaves_the_register_as_it_was(
    tmp_path: Path, muster: Muster, name: str, format_: Format, data: bytes
) -> None:
    whole = tmp_path / name
    whole.write_bytes(data)
    assert muster("import", "--published", "2024-01-01", whole).status == 0
    before = muster("sources", "--json").json
    cut = tmp_path / f"cut-{name}"
    cut.write_bytes(data[: len(data) - len(data) // 4])
    assert muster("import", "--published", "2024-02-01", "--format", format_.name, cut).status == 3
    assert muster("sources", "--json").json == before
