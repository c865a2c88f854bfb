"""`muster read` and `muster review`: what is shown, kept and refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.conftest import Muster

TEXT = (
    "Raid on Oren\n\nThe Free Hills Guard (FHG) attacked the barracks in Oren. "
    "Daud Merren, the leader of the FHG, left.\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, "utf-8")
    return file


def test_reading_proposes_and_keeps(muster: Muster, article: Path) -> None:
    answer = muster("read", article, "--published", "2021-03-17", "--publisher", "The Courier", "--json").json
    assert {one["kind"] for one in answer["proposals"]} == {"alias", "incident", "command"}
    assert answer["new"] == len(answer["proposals"])
    for one in answer["proposals"]:
        assert TEXT[one["start"] : one["end"]] == one["quote"]
    waiting = muster("review", "--list", "--json").json
    assert [one["proposal"] for one in waiting] == [one["proposal"] for one in answer["proposals"]]
    assert "not cleared" in muster("read", article, "--published", "2021-03-17").out


def test_no_proposals_never_means_clear(muster: Muster, tmp_path: Path) -> None:
    file = tmp_path / "quiet.txt"
    file.write_text("Nothing of any note happened in the whole of the valley, and the harvest was good.", "utf-8")
    ran = muster("read", file, "--published", "2021-03-17", "--dry-run")
    assert ran.status == 0
    assert "says nothing about anybody" in ran.out
    ran = muster("read", file, "--published", "2021-03-17", "--json")
    assert "Read it" in ran.json["caution"]
    assert "clears nobody" in muster("review", "--list").out


def test_passages_without_a_proposal_are_shown(muster: Muster, tmp_path: Path) -> None:
    line = "Much of the money for the weapons of the Hill Front, number {}, has a way of turning up by night."
    file = tmp_path / "many.txt"
    file.write_text("\n\n".join(line.format(number) for number in range(15)), "utf-8")
    ran = muster("read", file, "--published", "2021-03-17")
    assert "15 passages seem to tell something and gave no proposal" in ran.out
    assert "number 11" in ran.out
    assert "number 12" not in ran.out
    assert "3 more" in ran.out
    found = muster("read", file, "--published", "2021-03-17", "--json").json["unread"]
    assert [one["quote"] for one in found] == [line.format(number) for number in range(15)]


def test_a_dry_run_keeps_nothing(muster: Muster, article: Path) -> None:
    assert muster("read", article, "--published", "2021-03-17", "--dry-run", "--json").json["stored"] is False
    assert not muster.register.exists()


def test_what_cannot_be_read_leaves_no_register(muster: Muster, article: Path, tmp_path: Path) -> None:
    ran = muster("read", article)
    assert (ran.status, "no day of publication" in ran.err, "--published" in ran.err) == (3, True, True)
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"%PDF-1.4\n")
    assert muster("read", empty, "--published", "2021-03-17").status == 3
    assert muster("read", article, "--published", "soon").status == 3
    assert muster("read", tmp_path / "none.txt", "--published", "2021-03-17").status == 4
    assert muster("read", article, "--published", "2021-03-17", "--reader", "none").status == 4
    assert not muster.register.exists()


def test_keys_accept_reject_and_leave_open(muster: Muster, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    muster("read", article, "--published", "2021-03-17", "--publisher", "The Courier")
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nr\nthe barracks are in Tallis\nq\n"))
    ran = muster("review", "--by", "A. Reviewer")
    assert "claims stored" in ran.out
    assert "1 still wait" in ran.out
    monkeypatch.setattr("sys.stdin", io.StringIO("e\nD. Merren\n\n\n\n\n\n\n\n"))
    assert "0 still wait" in muster("review", "--by", "A. Reviewer").out
    figures = muster("review", "--stats", "--json").json
    assert {name: figures["all"][name] for name in ("accepted", "edited", "rejected", "waiting")} == {
        "accepted": 1, "edited": 1, "rejected": 1, "waiting": 0,
    }  # fmt: skip
    shown = muster("show", "D. Merren", "--json")
    assert shown.status == 0, shown.err
    assert "leader" in shown.out


def test_one_proposal_at_a_time_by_its_id(muster: Muster, article: Path) -> None:
    answer = muster("read", article, "--published", "2021-03-17", "--json").json
    first, second, third = (one["proposal"] for one in answer["proposals"])
    assert muster("review", "--accept", first, "--by", "A. Reviewer", "--json").json["claims"]
    assert muster("review", "--reject", second, "--by", "A. Reviewer", "--reason", "no").status == 0
    assert muster("review", "--accept", third, "--set", "stance=alleged", "--by", "A. Reviewer").status == 0
    states = {one["proposal"]: one["verdict"] for one in muster("review", "--list", "--all", "--json").json}
    assert states == {first: "accepted", second: "rejected", third: "edited"}
    assert muster("review", "--accept", "p-none", "--by", "A. Reviewer").status == 4
    assert muster("review", "--accept", first, "--set", "colour=red", "--by", "A. Reviewer").status == 2
    assert muster("review", "--stats", "--list").status == 2


def test_a_decision_sees_nothing_of_what_waits(filled: Muster, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Raid on Oren\n\nAsa'ib Ahl al-Haq attacked the barracks in Oren on Monday.\n", "utf-8")
    arguments = ("vet", "aah", "--policy", "us-leahy-state", "--as-of", "2018-11-28", "--no-record", "--json")
    before = filled(*arguments).json
    assert filled("read", file, "--published", "2018-11-28", "--json").json["new"] > 0
    assert filled(*arguments).json == before


def test_the_bench_needs_its_files(muster: Muster, article: Path) -> None:
    assert muster("bench", "reading").status == 2
    assert muster("bench", "reading", "--gold", article).status == 2
    assert muster("bench", "reading", "--brat", article).status == 3


def test_a_key_or_stance_that_is_none_asks_again(
    muster: Muster, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    muster("read", article, "--published", "2021-03-17")
    answers = ["x", "e", "", "", "", "sure", "alleged", "-", "", "", "", "q"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))
    out = muster("review", "--by", "A. Reviewer").out
    assert "'x' is none of the keys" in out
    assert "no stance 'sure'" in out
    assert "not stored" not in out
    figures = muster("review", "--stats", "--json").json
    assert (figures["all"]["edited"], figures["corrected_fields"]) == (1, {"stance": 1})


def test_an_encoding_that_the_bytes_do_not_tell_is_named(muster: Muster, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.replace("Merren", "Mörren").encode("cp037"))
    assert muster("read", file, "--published", "2021-03-17", "--dry-run").status == 3
    ran = muster("read", file, "--published", "2021-03-17", "--dry-run", "--encoding", "cp037", "--json")
    assert "Daud Mörren" in {one["subject"]["text"] for one in ran.json["proposals"]}
    assert muster("read", file, "--encoding", "no-such").status == 2
