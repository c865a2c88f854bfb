"""The same files are known again before they are read, as long as what they made still stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from muster.register import NEVER, Change, Delivered, Incoming, Register

from .made import edition, name, working_file

A, B = name("a", "Akram"), name("b", "Qais")
FILES = Delivered("d", "2018-03-01")


def deliver(register: Register, *incoming: Incoming, as_: Delivered = FILES) -> tuple[list[Change], bool]:
    """What an import changed, and whether it asked for what the files say."""
    asked = []

    def reading() -> Iterator[Incoming]:
        asked.append(True)
        yield from incoming

    return register.import_editions(reading(), delivered=as_), bool(asked)


def told(changes: Iterable[Change]) -> list[tuple[str, bool]]:
    return [(one.edition.stream, one.unchanged) for one in changes]


def test_files_that_were_delivered_before_are_not_read(register: Register) -> None:
    both = edition("2018-02-01", [A], dataset="z"), edition("2018-01-01", [B], dataset="m")
    first, asked = deliver(register, *both)
    assert (told(first), asked) == ([("z", False), ("m", False)], True)
    before = register.digest(), register.acts()
    again, asked = deliver(register, *both)
    assert (told(again), asked) == ([("z", True), ("m", True)], False)
    assert [one.edition for one in again] == [one.edition for one in first]
    assert (register.digest(), register.acts()) == before
    assert deliver(register, *both, as_=replace(FILES, digest="other"))[1]


def test_a_newer_edition_of_a_list_does_not_make_the_older_file_new(register: Register) -> None:
    deliver(register, edition("2018-01-01", [A]))
    deliver(register, edition("2018-02-01", [A, B]), as_=Delivered("newer", FILES.day))
    changes, asked = deliver(register, edition("2018-01-01", [A]))
    assert (told(changes), asked) == ([("l", True)], False)


def test_a_working_file_put_back_to_what_it_was_is_a_change(register: Register) -> None:
    old, new = working_file([A]), working_file([B])
    deliver(register, old)
    deliver(register, new, as_=Delivered("new", FILES.day))
    changes, asked = deliver(register, old)
    assert ([one.unchanged for one in changes], asked) == ([False], True)
    assert deliver(register, old)[1] is False


def test_a_list_without_a_day_is_another_edition_on_another_day(register: Register) -> None:
    deliver(register, replace(edition("2018-03-01", [A]), only_on="2018-03-01"))
    assert deliver(register)[1] is False
    later = replace(FILES, day="2018-03-02")
    changes, asked = deliver(register, replace(edition("2018-03-02", [A]), only_on="2018-03-02"), as_=later)
    assert (told(changes), asked) == ([("l", False)], True)
    assert deliver(register, as_=later)[1] is False


def test_what_does_not_follow_from_the_files_alone_is_always_read(register: Register) -> None:
    deliver(register, replace(edition("2018-03-01", [A]), only_on=NEVER))
    changes, asked = deliver(register, replace(edition("2018-03-01", [A]), only_on=NEVER))
    assert (told(changes), asked) == ([("l", True)], True)


def test_nothing_is_known_of_files_whose_import_failed(register: Register) -> None:
    def broken() -> Iterator[Incoming]:
        yield edition("2018-01-01", [A])
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        register.import_editions(broken(), delivered=FILES)
    assert register.editions() == []
    assert deliver(register, edition("2018-01-01", [A]))[1] is True


def test_a_register_of_before_reads_once_more_and_then_knows(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Register(str(path), create=True) as register:
        register.import_editions([edition("2018-01-01", [A])])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE delivery")
        connection.execute("UPDATE alembic_version SET version_num = 'texts'")
        connection.commit()
    with Register(str(path)) as register:
        for asks in (True, False):
            changes, asked = deliver(register, edition("2018-01-01", [A]))
            assert (told(changes), asked) == ([("l", True)], asks)
