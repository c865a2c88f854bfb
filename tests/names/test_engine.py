"""The compiled engine: equal to the same code run plainly, in bulk as one by one, from a file as from memory."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from muster.errors import BadInput
from muster.names import IndexedName, NameIndex, fold
from muster.names.tokens import Tokeniser
from muster.names.words import compared_tokens

NAMES = [
    ("a", "Marwan Yusuf DORANZAI", "person"),
    ("b", "Safi al-Din Salkani", "person"),
    ("c", "مطيع الله زرنوفي", "person"),
    ("d", "Limited Liability Company Zarnovsk Machine Plant", "organization"),
    ("e", "Oleksandr Zubarenkov", "person"),
    ("f", "9th Armored Division", "unit"),
    ("g", "Kata'ib Qarmut", "organization"),
    ("h", "ZR Holding", "organization"),
    ("i", "Free Zarnovia Liberation Tigers", "organization"),
    ("j", "Hassan Qarmuti", "person"),
    ("k", "Hassan Qarmouti", "person"),
    ("l", "Cheng Du Zarnov Technology Co Ltd", "organization"),
]
QUERIES = [
    "Marwan Doranzay", "Safieddine Salkani", "Matiullah Zarnufi", "ООО Зарновск Машинный завод", "Олександр Зубаренков",
    "مروان يوسف دورانزي", "10th Armored Division", "Kataib Karmut", "Z-R Holding", "FZLT", "Hasan Karmuti", "成都科技",
    "", "a", "m@rwan d0ranzai", "حسن قرمطي", "SalkaniSafi", "M. Doranzai", "qarmut hassan",
]  # fmt: skip

PROGRAM = """
import json, sys
from muster.names import IndexedName, NameIndex
from muster.jit import want_machine_code
want_machine_code("muster.names")
names, queries = json.loads(sys.stdin.read())
index = NameIndex.build(IndexedName(e, n, "primary", s) for e, n, s in names)
hits = index.search_many(queries, threshold=0.02, limit=50)
print(json.dumps([[[h.entity, h.score, h.reason] for h in found] for found in hits]))
"""


def made() -> NameIndex:
    return NameIndex.build(IndexedName(entity, name, "primary", schema) for entity, name, schema in NAMES)


INDEX = made()


def variants(count: int) -> list[str]:
    """Names with letters dropped, doubled and swapped, and words moved, always the same."""
    rng = random.Random(3)
    result = []
    for _ in range(count):
        words = rng.choice(NAMES)[1].split()
        rng.shuffle(words)
        letters = list(" ".join(words[: rng.randint(1, 4)]))
        for _ in range(rng.randint(0, 2)):
            k = rng.randrange(len(letters))
            letters[k : k + 1] = rng.choice([[], [letters[k]] * 2, ["e"], [" "]])
        result.append("".join(letters))
    return result


def test_compiled_answers_are_those_of_plain_python() -> None:
    asked = json.dumps([NAMES, QUERIES + variants(60)])
    answers = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=asked,
            env={**os.environ, "NUMBA_DISABLE_JIT": off},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for off in ("0", "1")
    ]
    assert answers[0] == answers[1]
    assert len(json.loads(answers[0])[0]) >= 1


def test_in_bulk_as_one_by_one() -> None:
    queries = QUERIES + variants(200)
    assert INDEX.search_many(queries, threshold=0.1) == [made().search(query, threshold=0.1) for query in queries]


@settings(max_examples=200, deadline=None)
@example(["A A:A{A:A\x80"])
@given(st.lists(st.text(max_size=60), max_size=4))
def test_quick_tokens_are_folded_tokens(texts: list[str]) -> None:
    assert [tuple(t) for t in Tokeniser()(texts)] == [compared_tokens(fold(text).tokens) for text in texts]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="abI1.@' -\u200bеа\u06cc\u0639ل", max_size=14), max_size=4))
def test_quick_tokens_are_folded_tokens_for_awkward_letters(texts: list[str]) -> None:
    assert [tuple(t) for t in Tokeniser()(texts)] == [compared_tokens(fold(text).tokens) for text in texts]


def test_a_saved_index_answers_as_before(tmp_path: Path) -> None:
    path = tmp_path / "names.idx"
    INDEX.save(path)
    opened = NameIndex.open(path)
    queries = QUERIES + variants(100)
    assert len(opened) == len(INDEX)
    assert opened.size_bytes == INDEX.size_bytes
    assert opened.search_many(queries, threshold=0.1) == INDEX.search_many(queries, threshold=0.1)
    assert opened.exact("doranzai marwan yusuf") == INDEX.exact("doranzai marwan yusuf")


def test_an_empty_index_is_saved_too(tmp_path: Path) -> None:
    NameIndex.build([]).save(tmp_path / "none.idx")
    assert NameIndex.open(tmp_path / "none.idx").search("anyone") == []


@pytest.mark.parametrize("damage", ["short", "flipped", "foreign", "absent", "empty", "version"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "names.idx"
    INDEX.save(path)
    data = bytearray(path.read_bytes())
    if damage == "short":
        path.write_bytes(data[:-64])
    elif damage == "flipped":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif damage == "foreign":
        path.write_bytes(b"PK" + data)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "version":
        path.write_bytes(data.replace(b'"version": "3-', b'"version": "0-', 1))
    else:
        path.unlink()
    with pytest.raises(BadInput, match=r"names\.idx") as caught:
        NameIndex.open(path)
    assert caught.value.hint


def test_names_of_organisations_are_found_by_their_initials() -> None:
    hit = INDEX.search("FZLT", threshold=0.05)[0]
    assert (hit.entity, hit.pairs[0].reason) == ("i", "acronym")
    assert hit.score < 0.99


def test_compare_scores_names_a_search_would_not_look_at() -> None:
    scores = INDEX.compare(["Marwan Yusuf Doranzai", "Nobody Else"], [(0, 0), (0, 1), (1, 0)])
    assert scores[0] == 1.0
    assert scores[1] < 0.1
    assert scores[2] < 0.1
