"""The measure itself: what counts as right, and that the three damaging errors are seen."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from muster.claims import Stance
from muster.errors import BadInput
from muster.reading import Findings, propose, read_document
from muster.reading.brat import read_archive
from muster.reading.brat_scoring import measure_texts
from muster.reading.scoring import publisher_of, read_gold, same_name, score

TEXT = (
    "Raid on Oren\n\nThe Free Hills Guard (FHG) attacked the barracks in Oren on Monday. "
    "Eastland denied arming the FHG.\n"
)


def row(kind: str, quote: str, **fields: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"id": kind, "kind": kind, "quote": quote, "start": start, "end": start + len(quote), "predicate": "is",
            "speaker": "The Courier", "modality": "asserted", **fields}  # fmt: skip


GOLD = [
    row("alias", "Free Hills Guard (FHG)", subject="Free Hills Guard", object="FHG"),
    row("incident", "The Free Hills Guard (FHG) attacked the barracks in Oren", subject="FHG", object="barracks, Oren"),
    row("affiliation", "Eastland denied arming the FHG", subject="Free Hills Guard", object="Eastland",
        speaker="Eastland", modality="denied", reported_by="The Courier"),
]  # fmt: skip


def given(folder: Path, rows: list[dict[str, Any]]) -> tuple[Findings, Path]:
    file, gold = folder / "a.txt", folder / "gold.jsonl"
    file.write_text(TEXT, "utf-8")
    gold.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return propose(read_document(file, published="2021-03-17")), gold


def test_a_right_reading_scores_in_full(tmp_path: Path) -> None:
    found, gold = given(tmp_path, GOLD)
    figures = score(found, read_gold(gold, TEXT), publisher_of(gold)).as_dict()
    assert (figures["strict"]["precision"], figures["strict"]["recall"]) == (1.0, 1.0)
    assert [figures[name] for name in ("harm_on_wrong_subject", "lost_denials", "raised_stances")] == [0, 0, 0]


def test_the_damaging_errors_are_counted(tmp_path: Path) -> None:
    found, gold = given(tmp_path, GOLD)
    broken = []
    for one in found.proposals:
        if one.kind == "incident":
            one = replace(one, subject=replace(one.subject, text="Eastland army"))
        if one.kind == "affiliation":
            one = replace(one, stance=Stance.ASSERTED)
        broken.append(one)
    figures = score(replace(found, proposals=broken), read_gold(gold, TEXT), publisher_of(gold)).as_dict()
    assert [figures[name] for name in ("harm_on_wrong_subject", "lost_denials", "raised_stances")] == [1, 1, 1]
    assert figures["strict"]["recall"] == 0.3333


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("U.S. troops", "American troops", True),
        ("Tehran", "Iran (Tehran)", True),
        ("Iranian proxies", "Iran", False),
        ("the Free Hills Guard", "Free Hills Guard", True),
        ("Free Hills Guard", "Northern Guard", False),
        ("lead inspector general", "Pentagon lead inspector general", True),
        ("army", "Free Hills Guard", False),
    ],
)
def test_names_are_the_same_by_their_telling_words(ours: str, theirs: str, same: bool) -> None:
    assert same_name(ours, theirs) is same


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"id": 1}', "not a gold claim"),
        (json.dumps({**GOLD[0], "quote": "elsewhere"}), "does not stand"),
        (json.dumps({**GOLD[0], "modality": "sure"}), "unknown stance"),
    ],
)
def test_a_bad_gold_file_is_refused_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD[0]) + "\n" + line, "utf-8")
    with pytest.raises(BadInput, match=problem) as caught:
        read_gold(gold, TEXT)
    assert "line 2" in caught.value.place


# --- annotated postings -------------------------------------------------------------------------------------------

POSTS = (
    "The General Officer Commanding 4 Division, Maj.-Gen. A. B. Cole, spoke. "
    "The Commander, 21 Brigade, Col. Tom Dee, left."
)
SPANS = [
    ("Title", "General Officer Commanding"), ("Organization", "4 Division"), ("Rank", "Maj.-Gen."),
    ("Person", "A. B. Cole"), ("Role", "Commander"), ("Organization", "21 Brigade"), ("Rank", "Col."),
    ("Person", "Tom Dee"),
]  # fmt: skip
RELATIONS = [("has_title", 4, 1), ("is_posted", 4, 2), ("has_rank", 4, 3), ("has_role", 8, 5), ("is_posted", 8, 6),
             ("has_rank", 8, 7)]  # fmt: skip


def archive(folder: Path, text: str = POSTS) -> Path:
    lines = []
    for number, (kind, words) in enumerate(SPANS, 1):
        start = text.index(words) if words != "Commander" else text.index("Commander,")
        lines.append(f"T{number}\t{kind} {start} {start + len(words)}\t{words}")
    for number, (kind, one, other) in enumerate(RELATIONS, 1):
        lines.append(f"R{number}\t{kind} Arg1:T{one} Arg2:T{other}\t")
    path = folder / "a.tar.gz"
    with tarfile.open(path, "w:gz") as out:
        for name, content in (("x/a.txt", text), ("x/a.ann", "\n".join(lines))):
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            out.addfile(info, io.BytesIO(content.encode()))
    return path


def test_annotated_postings_are_measured(tmp_path: Path) -> None:
    figures = measure_texts(read_archive(archive(tmp_path)))
    for name in ("entities", "relations", "postings"):
        assert figures[name]["all"]["f1"] == 1.0
    (text,) = read_archive(archive(tmp_path))
    first, second = text.relations[0][0], text.relations[3][0]
    crossed = tuple((second if one is first else first, other) for one, other in text.relations)
    wrong = measure_texts([replace(text, relations=crossed)], misses=True)
    assert wrong["relations"]["all"]["right"] == wrong["postings"]["all"]["right"] == 0
    assert wrong["which"]["postings"]


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(BadInput, match="not a tar archive"):
        read_archive(path)
    with tarfile.open(path, "w:gz") as out:
        out.addfile(tarfile.TarInfo("a.txt"))
    with pytest.raises(BadInput, match="no text with annotations"):
        read_archive(path)
