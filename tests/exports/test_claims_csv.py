"""The plain table: every claim once, with its stance, and no cell that runs."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from muster.claims import Stance
from muster.register import Register
from tests.conftest import Muster
from tests.exports.test_ftm import KEPT, said, store


def test_every_claim_is_a_line(example: Muster, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    assert example("export", "csv", "-o", out, "--json").json["claims"] > 0
    with out.open(encoding="utf-8", newline="") as stream:
        rows = {row["claim"]: row for row in csv.DictReader(stream)}
    with Register(str(example.register)) as register:
        held = register.claims()
    assert rows.keys() == {one.claim.id for one in held}
    for one in held:
        row = rows[one.claim.id]
        assert (row["subject"], row["object"], row["stance"]) == (
            one.claim.subject,
            one.claim.object,
            one.claim.stance.value,
        )
        assert row["source"] == "; ".join(dict.fromkeys(cited.source for cited in one.claim.citations))
    assert {row["stance"] for row in rows.values()} >= {"denied", "normative"}


def test_no_cell_is_a_formula_or_hides_text(tmp_path: Path) -> None:
    hidden = said("corps", "remark", "=1+1\u202e")
    muster = store(tmp_path / "muster.db", [*KEPT, replace(hidden, stance=Stance.DENIED)])
    rows = list(csv.reader(muster("export", "csv").out.splitlines()))
    cells = {cell for row in rows for cell in row}
    assert "'=Abu Ali" in cells
    assert "'=1+1‹U+202E›" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
