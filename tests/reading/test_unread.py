"""Whoever reviews is shown what the rules did not understand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.made import read

PLAIN = "The harvest was good and the road was dry."
TELLING = "Much of the money for the Hill Front’s weapons has a way of turning up by night."


def passages(folder: Path, text: str) -> list[str]:
    found = read(folder, text)
    whole = (folder / "article.txt").read_text("utf-8")
    return [whole[start:end] for start, end in found.unread]


def test_a_passage_that_tells_something_and_gave_no_proposal_is_pointed_at(tmp_path: Path) -> None:
    assert passages(tmp_path, f"{PLAIN} {TELLING}") == [TELLING]


@pytest.mark.parametrize("text", [PLAIN, "The Hill Front attacked the barracks in Oren and killed two soldiers."])
def test_what_tells_nothing_or_was_proposed_is_not(tmp_path: Path, text: str) -> None:
    assert passages(tmp_path, text) == []
