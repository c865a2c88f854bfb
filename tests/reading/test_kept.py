"""The kept names of a register: the same answers as names made anew, whatever happened to the register or the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.errors import BadInput
from muster.reading import names as reading_names
from muster.reading import names_of
from muster.reading.gazetteer import Gazetteer, Known
from muster.reading.kept import KeptGazetteer, save
from muster.reading.text import words
from muster.snapshot import stored
from tests.register.made import edition, name, new_register, put, value, working_file

_WORD = st.sampled_from(
    ["Free", "Hills", "Guard", "FHG", "2nd", "al-Haq", "Hizballah", "Hezbollah", "Ålvar", "of", "AU"]
)
_NAMES = st.lists(st.lists(_WORD, min_size=1, max_size=4).map(" ".join), max_size=12)


@given(_NAMES, st.lists(_WORD, min_size=1, max_size=8))
def test_kept_names_answer_as_those_in_memory(
    tmp_path_factory: pytest.TempPathFactory, spelled: list[str], text: list[str]
) -> None:
    made = Gazetteer()
    for number, one in enumerate(spelled):
        made.add(one, Known(f"e{number % 5}", "organization", one))
    file = tmp_path_factory.mktemp("kept") / "names.reading"
    save(made, file)
    opened = KeptGazetteer(file)
    sentence = list(words(" ".join(text)))
    assert len(opened) == len(made)
    assert [opened.at(sentence, place) for place in range(len(sentence))] == [
        made.at(sentence, place) for place in range(len(sentence))
    ]
    assert [opened.alike(one) for one in text] == [made.alike(one) for one in text]


@pytest.mark.parametrize("damage", ["empty", "cut", "changed", "other"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    made = Gazetteer()
    made.add("Free Hills Guard", Known("fhg", "organization", "Free Hills Guard"))
    file = tmp_path / "names.reading"
    save(made, file)
    held = file.read_bytes()
    file.write_bytes(
        {"empty": b"", "cut": held[:-3], "changed": held[:-3] + b"?" + held[-2:], "other": b"x" * 8 + held[8:]}[damage]
    )
    with pytest.raises(BadInput, match="kept names"):
        KeptGazetteer(file)


def test_names_of_a_register_are_made_once_and_again_when_it_grew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "_WORTH", 1)
    sentence = list(words("The Free Hills Guard and the Northern Scouts met."))
    with new_register(tmp_path / "muster.db") as register:
        put(register, working_file([name("fhg", "Free Hills Guard"), value("fhg", "kind", "organization")]))
        made = names_of(register).at(sentence, 1)
        (file,) = register.beside.glob("*.reading")
        with monkeypatch.context() as patch:
            patch.setattr(reading_names, "_made", lambda _: pytest.fail("the register was read though names are kept"))
            again = names_of(register)
        assert isinstance(again, KeptGazetteer)
        assert again.at(sentence, 1) == made is not None
        file.write_bytes(b"nothing of the kind")
        assert names_of(register).at(sentence, 1) == made
        scouts = [name("ns", "Northern Scouts"), value("ns", "kind", "organization")]
        put(register, edition("2026-01-01", scouts, "scouts", "claims"))
        grown = names_of(register)
        assert grown.at(sentence, 1) == made
        assert grown.at(sentence, 6) is not None
