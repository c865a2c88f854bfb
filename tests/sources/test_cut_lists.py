"""Files that were cut off or altered on the way: one clear error and nothing stored, or a whole edition.

Excerpts of the real files of every family; `MUSTER_TRIES` sets how many damaged copies there are of each kind and
`MUSTER_WHOLE=1` takes the whole files.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from tests.sources.excerpts import FAMILIES

from muster.errors import BadInput
from muster.register import Incoming, Register
from muster.sources.formats import read_paths

TRIES = int(os.environ.get("MUSTER_TRIES", "12"))


def store(register: Register, path: Path, sha256: str) -> tuple[int, set[str]]:
    """Import a file as the command does; the number of claims of what was stored, and what the reader noted."""
    readings = read_paths([path], published="2025-01-01")
    changes = register.import_editions(
        Incoming(
            dataset=one.dataset,
            title=one.title,
            kind=one.kind,
            published=one.published,
            sha256=sha256,
            claims=one.claims,
            judgements=one.judgements,
            sources=one.sources,
        )
        for one in readings
    )
    return sum(change.edition.total for change in changes), {note for one in readings for note in one.notes}


@pytest.mark.data
@pytest.mark.parametrize("family", FAMILIES)
def test_a_damaged_list_is_refused_or_whole(family: str, data: Path, tmp_path: Path) -> None:
    source, prepare, name = FAMILIES[family]
    whole = prepare(data / source, tmp_path / name).read_bytes()
    chance = random.Random(f"muster {family}")
    cuts = [whole[: chance.randrange(len(whole))] for _ in range(TRIES)]
    altered = []
    for _ in range(TRIES):
        at = chance.randrange(len(whole))
        altered.append(whole[:at] + bytes([chance.randrange(256)]) + whole[at + 1 :])
    shown = 0
    with Register(str(tmp_path / "muster.db"), create=True) as register:
        total, notes = store(register, tmp_path / name, "whole")
        assert total > 10
        for number, content in enumerate([*cuts, *altered]):
            (tmp_path / name).write_bytes(content)
            before = register.digest()
            try:
                total, told = store(register, tmp_path / name, str(number))
            except BadInput:
                assert register.digest() == before
                shown += 1
            else:
                assert total > 0
                shown += not told <= notes
    assert shown > TRIES / 4, "most cuts of a file must show, as an error or in a note"
