"""The kept index: the same answers as one made anew, whatever happened to the register or to the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.claims import Judgement
from muster.errors import BadClaim
from muster.names import IndexedName
from muster.register import Register
from muster.snapshot import Snapshot, stored

from ..register.made import name, new_register, put, relation, same, temporary, value, working_file

_IDS = ("a", "b", "c", "d", "e")
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("same"), st.sampled_from(_IDS), st.sampled_from(_IDS)),
        st.tuples(st.just("different"), st.sampled_from(_IDS), st.sampled_from(_IDS)),
        st.tuples(st.just("named"), st.sampled_from(_IDS), st.sampled_from(("Khazali", "Zaydi", "Fayyad"))),
        st.tuples(st.just("retracted"), st.sampled_from(_IDS), st.just("")),
    ),
    max_size=8,
)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    monkeypatch.setattr(stored, "_WORTH", 1)
    with new_register(tmp_path / "muster.db") as opened:
        put(opened, working_file([name("a", "Qais al-Khazali"), value("a", "kind", "person"), name("b", "Badr")]))
        yield opened


def rows(register: Register, known_at: str | None = None) -> list[IndexedName]:
    return list(Snapshot(register, known_at).names)


def anew(register: Register) -> list[IndexedName]:
    for file in register.beside.iterdir():
        file.unlink()
    return rows(register)


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("the register was read though the index is kept")

    monkeypatch.setattr(stored, "read_names", read)


def test_the_second_question_opens_what_the_first_one_made(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    made = rows(register)
    forbid_reading(monkeypatch)
    assert rows(register) == made
    assert Snapshot(register).names.search("Qais Khazali")[0].entity == "a"


def test_a_small_index_is_not_kept(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_WORTH", 5_000)
    rows(register)
    assert not register.beside.exists()


def test_only_what_changed_is_read_again(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    rows(register)
    asked: list[set[str]] = []
    original = stored.read_names

    def read(register: Register, known_at: str, joined: stored.Clusters, entities: object = None) -> object:
        assert isinstance(entities, set)
        asked.append(entities)
        return original(register, known_at, joined, entities)

    monkeypatch.setattr(stored, "read_names", read)
    put(register, working_file([name("c", "Faleh al-Fayyad")], part="other"))
    grown = rows(register)
    assert asked == [{"c"}]
    assert [one.name for one in grown] == ["Qais al-Khazali", "Badr", "Faleh al-Fayyad"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_grown_step_by_step_it_is_what_is_made_anew(steps: list[tuple[str, str, str]]) -> None:
    with pytest.MonkeyPatch.context() as patch, temporary() as register:
        patch.setattr(stored, "_WORTH", 0)
        put(register, working_file([name(one, f"Name {one}") for one in _IDS]))
        for number, (what, one, other) in enumerate(steps):
            if what == "named":
                put(register, working_file([name(one, other)], part=f"file{number}"))
            elif what == "retracted":
                register.retract(name(one, f"Name {one}").id, "an error")
            elif one != other:
                try:
                    register.judge(Judgement(one, other, what, "a reason", "an analyst"))
                except BadClaim:
                    continue
            rows(register)
        assert rows(register) == anew(register)


def test_an_earlier_time_has_its_own_index(register: Register) -> None:
    moment = register.known_at()
    before = rows(register)
    put(register, working_file([name("c", "Faleh al-Fayyad")], part="other"))
    assert len(rows(register)) == 3
    assert rows(register, moment) == before


@pytest.mark.parametrize("damage", [b"", b"MUSTERNX", b"x" * 500])
def test_a_damaged_file_is_made_again(register: Register, damage: bytes) -> None:
    made = rows(register)
    (file,) = register.beside.iterdir()
    file.write_bytes(damage)
    assert rows(register) == made
    assert file.read_bytes() != damage


def test_another_registers_files_are_not_believed(register: Register, tmp_path: Path) -> None:
    with new_register(tmp_path / "other.db") as other:
        put(other, working_file([name("z", "Another")]))
        rows(other)
        other.beside.rename(register.beside)
    put(register, working_file([name("c", "Faleh al-Fayyad")], part="other"))
    assert [one.entity for one in rows(register)] == ["a", "b", "c"]


def test_a_folder_that_cannot_be_written_changes_no_answer(register: Register) -> None:
    register.beside.write_text("a file where the folder should be")
    assert [one.entity for one in rows(register)] == ["a", "b"]


def test_old_files_go(register: Register) -> None:
    for number in range(9):
        put(register, working_file([name("c", f"Name {number}")], part=f"file{number}"))
        rows(register)
    assert len(list(register.beside.iterdir())) == stored._KEPT
    register.judge(same("a", "b"))
    assert {one.entity for one in rows(register)} == {"a", "c"}


def test_links_are_kept_and_opened_again(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    put(register, working_file([relation("a", "member_of", "b", "2014~/..", role="Haji")], part="links"))
    made = Snapshot(register).graph
    assert [one.suffix for one in register.beside.iterdir()] == [".links"]
    monkeypatch.setattr(stored, "_relations", None)
    opened = Snapshot(register).graph
    assert opened.of("a") == made.of("a")
    assert [(one.predicate, one.time.start.text, one.qualifiers) for one in opened.of("b")] == [
        ("member_of", "2014~", (("role", "Haji"),))
    ]
    assert opened.ways("b") == made.ways("b")
    assert opened.entities() == ("a", "b")


def test_held_numbers_are_kept_and_opened_again(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [value("a", "identifier", "A 123-45", type="passport"), value("b", "identifier", "a12345", type="other")]
    put(register, working_file([*numbers, value("b", "identifier", "777-999")], part="numbers"))
    assert Snapshot(register).holders["a12345"] == ["a", "b"]
    assert [one.suffix for one in register.beside.iterdir()] == [".holders"]
    monkeypatch.setattr(stored, "_held_numbers", None)
    opened = Snapshot(register).holders
    assert (opened["a12345"], opened["777999"], opened["a1234"], opened[""]) == (["a", "b"], ["b"], [], [])
    monkeypatch.undo()
    register.judge(same("a", "b"))
    (root,) = Snapshot(register).holders["a12345"]
    assert root == Snapshot(register).canonical("b")
