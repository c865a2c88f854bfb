"""Where a person has files written: nothing is half there, and no register is lost to a slip."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from muster.cli.outfile import write
from muster.errors import BadInput, UsageError
from muster.register import Register


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "all.db"
    Register(str(path), create=True).close()
    return path


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", ".key"])
def test_a_register_and_what_belongs_to_it_are_not_written_over(register: Path, suffix: str) -> None:
    before = register.read_bytes()
    with pytest.raises(UsageError, match="register"):
        write(Path(f"{register}{suffix}"), "text")
    assert register.read_bytes() == before
    assert sqlite3.connect(register).execute("SELECT count(*) FROM claim").fetchone() == (0,)


def test_nor_by_a_link(register: Path, tmp_path: Path) -> None:
    link = tmp_path / "claims.csv"
    link.symlink_to(register)
    with pytest.raises(UsageError, match="register"):
        write(link, "text")


@pytest.mark.parametrize("name", ["", ".", "/", "folder"])
def test_a_folder_is_no_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="no file"):
        write(Path(name), "text")


def test_a_link_stays_and_what_it_names_is_written(tmp_path: Path) -> None:
    link, named = tmp_path / "link.csv", tmp_path / "named.csv"
    named.write_text("old")
    link.symlink_to(named)
    write(link, "new")
    assert link.is_symlink()
    assert named.read_text() == "new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write(pipe, "text")
    reader.join()
    assert read == ["text"]
    assert pipe.is_fifo()


def test_the_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write(path, "half" * 100_000 + "\ud800")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["claims.csv"]


def test_where_there_is_no_folder_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written: No such file or directory"):
        write(tmp_path / "none" / "claims.csv", "text")
