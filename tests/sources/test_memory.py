"""A file ten times as large as the largest at hand of its family is imported in less than 500 MB.

Making and reading them takes minutes: `MUSTER_TIMES=10` asks for it. Enlarged twice, a few families run always.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.conftest import Muster
from tests.sources.enlarged import FAMILIES

TIMES = int(os.environ.get("MUSTER_TIMES", "2"))
QUICK = ("ofac-legacy", "us-dpl")
LIMIT = 500  # MB


@pytest.mark.data
@pytest.mark.parametrize("family", FAMILIES if TIMES > 2 else QUICK)
def test_a_large_file_is_read_in_little_memory(family: str, data: Path, tmp_path: Path, muster: Muster) -> None:
    source, make, name = FAMILIES[family]
    make(data / source, tmp_path / name, 1)
    once = muster("bench", "import", tmp_path / name, "--json").json[0]
    make(data / source, tmp_path / name, TIMES)
    large = muster("bench", "import", tmp_path / name, "--json").json[0]
    assert large["mb"] > once["mb"] * TIMES * 0.8 or large["claims"] > once["claims"] * TIMES * 0.8
    assert large["claims"] > once["claims"] * TIMES * 0.8, "the copies are other entries"
    assert large["peak_mb"] < LIMIT
