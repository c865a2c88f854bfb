"""The guide “write your own policy in ten minutes”, followed to the letter: every command run, every change made."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from muster.policy import parse_policy
from muster.vetting import run_vectors
from tests.conftest import Muster
from tests.docs.pages import DOCS, Block, blocks

STEPS = list(blocks(DOCS / "write-a-policy.md"))


def change(block: Block, folder: Path) -> None:
    """Replace the lines marked - by those marked +, which stand together in the one file there is."""
    (path,) = folder.glob("*.yaml")
    lines = block.text.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line.startswith("-"))
    new = "".join(f"{line[1:]}\n" for line in lines if line.startswith("+"))
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{block}: these lines stand {text.count(old)} times in the file"
    path.write_text(text.replace(old, new), "utf-8")


def follow(block: Block, muster: Muster, folder: Path) -> None:
    """Run the block's commands, and compare what they print with what stands below each."""
    for part in block.text.split("$ ")[1:]:
        line, _, shown = part.partition("\n")
        words = shlex.split(line)
        assert words.pop(0) == "muster"
        target = folder / words.pop() if words[-2:-1] == [">"] else None
        ran = muster(*(words[:-1] if target else words))
        if target:
            target.write_text(ran.out, "utf-8")
        elif shown.strip():
            assert (ran.out + ran.err).split("\n") == shown.split("\n"), str(block)


def test_the_guide_to_the_letter(muster: Muster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for block in STEPS:
        if block.info == "diff":
            change(block, folder)
        elif block.text.startswith("$ "):
            follow(block, muster, folder)
    policy = parse_policy((folder / "northland.yaml").read_text("utf-8"), "northland.yaml")
    assert (policy.id, policy.authority) == ("northland-aid", "Northland, Aid Act")
    assert [one.problems for one in run_vectors(policy)] == [()] * 6


def test_the_guide_shows_every_kind_of_step() -> None:
    """Without this, a guide that is never followed would pass."""
    assert sum(block.info == "diff" for block in STEPS) >= 6
    assert sum(block.text.count("$ muster") for block in STEPS) >= 5
