"""What a list holds that no reader knows is told once, with a count, and nothing else changes."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.excerpts import FAMILIES, content

from muster.errors import BadInput
from muster.sources import read_paths
from muster.sources.files import InputFile, elements
from muster.sources.unknown import Strange, names

XML = {
    "un": ("INDIVIDUAL", "INDIVIDUAL_ALIAS", "INDIVIDUAL_DOCUMENT", "NATIONALITY", "ENTITY"),
    "ofac-legacy": ("sdnEntry", "aka", "address", "id", "dateOfBirthItem"),
    "ofac-advanced": ("DistinctParty", "Alias", "IDRegDocument", "FeatureVersion", "SanctionsEntry"),
    "ofac-enhanced": ("entity", "name", "address", "feature", "identityDocument", "relationship"),
    "eu-fsf-xml": ("ENTITY", "NAME", "BIRTH", "PASSPORT", "ADDRESS"),
    "ca": ("record",),
}
WORDS = {
    "un": ("<QUALITY>Good<", "<TYPE_OF_DATE>EXACT<"),
    "ofac-legacy": ("<category>strong<", "<type>a.k.a.<", "<sdnType>Entity<"),
    "ofac-enhanced": (">A.K.A.</aliasType",),
    "eu-fsf-xml": ('Type="P"',),
}


def read(path: Path) -> tuple[set[str], list[str]]:
    """Ids of the claims, and the notes."""
    readings = read_paths([path], published="2025-01-01")
    ids = {claim.id for one in readings for claim in one.claims}
    return ids, [note for one in readings for note in one.notes]


@pytest.mark.data
@pytest.mark.parametrize(("family", "parent"), [(family, tag) for family, tags in XML.items() for tag in tags])
def test_an_element_that_no_reader_knows_is_told(family: str, parent: str, data: Path, tmp_path: Path) -> None:
    source, _, name = FAMILIES[family]
    whole = content(data / source).decode("utf-8-sig")
    (tmp_path / name).write_text(whole, "utf-8")
    ids, notes = read(tmp_path / name)
    assert not [note for note in notes if "is unknown here" in note], "the real file holds nothing unknown"
    changed, times = re.subn(rf"(</(\w+:)?{parent}>)", r"<Zebra>striped</Zebra>\1", whole)
    assert times
    (tmp_path / name).write_text(changed, "utf-8")
    again, told = read(tmp_path / name)
    assert len(again) >= len(ids)  # a text without a place of its own may be kept beside others
    (note,) = [one for one in told if "Zebra" in one]
    assert note.startswith(f"{times} ")


@pytest.mark.data
@pytest.mark.parametrize(("family", "word"), [(family, word) for family, words in WORDS.items() for word in words])
def test_a_word_outside_a_closed_vocabulary_is_told(family: str, word: str, data: Path, tmp_path: Path) -> None:
    source, _, name = FAMILIES[family]
    whole = content(data / source).decode("utf-8-sig")
    assert word in whole
    bad = re.sub(r"[\w.]+(?=<|\"$)", "Zebra", word, count=1)
    assert bad != word
    (tmp_path / name).write_text(whole.replace(word, bad, 1), "utf-8")
    _, told = read(tmp_path / name)
    assert [note for note in told if re.search(r"zebra|unknown here", note, re.IGNORECASE)]


TABLES = {  # family: delimiter, row of the header
    **dict.fromkeys(("eu-journal", "us-csl", "ucdp", "simple", "sfm-persons"), (",", 0)),
    **dict.fromkeys(("us-dpl", "sfm-units", "fmtrpt"), ("\t", 0)),
    "uk-csv": (",", 1),
}


@pytest.mark.data
@pytest.mark.parametrize("family", TABLES)
def test_a_column_that_no_reader_knows_is_told(family: str, data: Path, tmp_path: Path) -> None:
    source, _, name = FAMILIES[family]
    delimiter, head = TABLES[family]
    quoting = csv.QUOTE_NONE if family == "sfm-units" else csv.QUOTE_MINIMAL
    text = content(data / source).decode("cp1252" if family == "uk-csv" else "utf-8-sig")
    table = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting), 40))
    for place, row in enumerate(table):
        row.append("Zebra" if place == head else "striped" if place > head else "")
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
        quotechar = None if quoting == csv.QUOTE_NONE else '"'
        csv.writer(stream, delimiter=delimiter, quoting=quoting, quotechar=quotechar).writerows(table)
    try:
        _, told = read(tmp_path / name)
    except BadInput as fault:
        told = [str(fault)]
        assert family == "us-dpl", "a list of few columns, known by its header alone"
    assert len([one for one in told if "Zebra" in one or "DPL" in family.upper()]) == 1


@pytest.mark.data
@pytest.mark.parametrize("family", ["ftm", "senzing"])
def test_a_key_that_no_reader_knows_is_told(family: str, data: Path, tmp_path: Path) -> None:
    source, _, name = FAMILIES[family]
    first, *others = content(data / source).decode("utf-8").splitlines()
    changed = json.dumps(json.loads(first) | {"Zebra": "striped"})
    (tmp_path / name).write_text("\n".join([changed, *others[:20], ""]), "utf-8")
    _, told = read(tmp_path / name)
    assert len([one for one in told if "Zebra" in one]) == 1


TAGS = st.sampled_from(["known", "other", "x:known", "x:other", "what"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(TAGS, st.sampled_from(["", "good", "Bad", " good "])), max_size=9), max_size=6))
def test_every_element_counts_once_wherever_it_stands(tmp_path_factory: pytest.TempPathFactory,
                                                      parts: list[list[tuple[str, str]]]) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("strange") / "list.xml"
    inside = ["".join(f"<{tag}>{text}</{tag}>" for tag, text in part) for part in parts]
    entries = [f"<entry>{part}</entry>" if place % 2 else part for place, part in enumerate(inside)]
    path.write_text(f'<root xmlns:x="urn:x"><!--other-->{"".join(entries)}</root>', "utf-8")
    strange = Strange(names("root entry known what"), {"what": frozenset({"", "good"})})
    assert len(list(elements(InputFile(path), frozenset({"entry"}), look=strange.look))) == 1 + len(parts) // 2
    flat = [one for part in parts for one in part]
    others = sum(tag.endswith("other") for tag, _ in flat)
    bad = sum(tag == "what" and text == "Bad" for tag, text in flat)
    assert strange.found == {key: many for key, many in {"other": others, "what 'Bad'": bad}.items() if many}
