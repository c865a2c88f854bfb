"""Thresholds by name: the shipped ones are in order, a user's own file counts, a bad one is refused with its line."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from tests.conftest import Muster

from muster.errors import BadInput
from muster.names.thresholds import Threshold, parse, thresholds

ONE = "muster: thresholds/1\nthresholds:\n  ours: {score: 0.8, false_hits_per_1000: 2, recall: 0.9}\n"


def test_a_stricter_name_has_fewer_false_hits_and_finds_less() -> None:
    found = list(thresholds().values())
    assert [one.name for one in found] == ["strict", "balanced", "wide"]
    for more, less in pairwise(found):
        assert more.score > less.score
        assert more.false_hits_per_1000 < less.false_hits_per_1000
        assert more.recall <= less.recall


def test_a_file_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(ONE, "utf-8")
    monkeypatch.setenv("MUSTER_THRESHOLDS", str(path))
    assert thresholds() == {"ours": Threshold("ours", 0.8, 2.0, 0.9)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("muster: thresholds/2\nthresholds: {}\n", "not thresholds/1"),
        ("muster: thresholds/1\nthresholds: {}\n", "no thresholds"),
        (ONE.replace("0.8", "8"), "line 3"),
        (ONE.replace("0.8", "nan"), "line 3"),
        (ONE.replace(", recall: 0.9", ""), "recall"),
        (ONE.replace("ours", "0.5"), "not a name"),
    ],
)
def test_a_bad_file_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        parse(text, "mine.yaml")


def test_screen_takes_a_name_or_a_number(example: Muster) -> None:
    by_name = example("screen", "Asaib Ahl al-Haq", "--threshold", "balanced", "--json").json
    assert by_name["threshold"] == thresholds()["balanced"].score
    assert example("screen", "Asaib Ahl al-Haq", "--threshold", "0.9", "--json").json["threshold"] == 0.9
    for wrong in ("loose", "1.5", "nan"):
        ran = example("screen", "x", "--threshold", wrong)
        assert ran.status == 2
    assert "strict, balanced, wide" in example("screen", "x", "--threshold", "loose").err
    told = example("screen", "--help").out
    assert all(name in told for name in thresholds())
