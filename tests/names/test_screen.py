"""Screening: what is found, what must not be, and what is said about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.names import EQUAL, IndexedName, NameIndex

NAMES = [
    ("unit:33", "33rd Division", "unit"),
    ("unit:99", "99th Division", "unit"),
    ("unit:9", "9th Armored Division", "unit"),
    ("unit:2c", "II Corps", "unit"),
    ("unit:cts", "Counter Terrorism Service", "unit"),
    ("org:aah", "Asa'ib Ahl al-Haq", "organization"),
    ("org:kh", "Kata'ib Hizballah", "organization"),
    ("org:badr", "Badr Organization", "organization"),
    ("org:bio", "BIO", "organization"),
    ("org:plant", "Limited Liability Company Zarnovsk Machine Plant", "organization"),
    ("per:doran", "DORANZAI, Marwan Yusuf", "person"),
    ("per:salka", "Safi al Din Salkani", "person"),
    ("per:petrov", "Oleksandr Zubarenkov", "person"),
    ("per:hasan", "Hassan Qarmuti", "person"),
    ("per:mid", "Abu Tarek Nidal Mansur Qadhib", "person"),
    ("ves:one", "OCEAN TERN 7", "vessel"),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex.build(IndexedName(entity, name, "primary", schema) for entity, name, schema in NAMES)


INDEX = NameIndex.build(IndexedName(entity, name, "primary", schema) for entity, name, schema in NAMES)


def top(index: NameIndex, query: str) -> str | None:
    hits = index.search(query)
    return hits[0].entity if hits else None


@pytest.mark.parametrize(
    ("query", "entity"),
    [
        ("Asaib Ahl al Haqq", "org:aah"),
        ("عصائب أهل الحق", "org:aah"),
        ("Kataib Hezbollah", "org:kh"),
        ("Marwan Doranzai", "per:doran"),
        ("Marwan Yousef DORANZAY", "per:doran"),
        ("مروان يوسف دورانزي", "per:doran"),
        ("Safieddine Salkani", "per:salka"),
        ("SafialDinSalkani", "per:salka"),
        ("Александр Зубаренков", "per:petrov"),
        ("Aleksandr Zubarenkov", "per:petrov"),
        ("Zarnovsk Machine Plant LLC", "org:plant"),
        ("ООО Зарновск Машине завод", "org:plant"),
        ("9 Armoured Div", "unit:9"),
        ("Second Corps", "unit:2c"),
        ("Iraqi Counter-Terrorism Service", "unit:cts"),
        ("Marwan Y Doranzai", "per:doran"),
    ],
)
def test_other_spellings_are_found(index: NameIndex, query: str, entity: str) -> None:
    assert top(index, query) == entity


@pytest.mark.parametrize(
    "query",
    [
        "34th Division",
        "III Corps",
        "10th Armored Division",
        "Bia",
        "BIOS",
        "Hussein Qarmuti",
        "OCEAN TERN 8",
        "Division",
    ],
)
def test_near_names_of_others_are_not(index: NameIndex, query: str) -> None:
    assert index.search(query) == []


@pytest.mark.parametrize("query", ["33rd Division", "33 DIVISION", "Division 33", "division, 33RD"])
def test_equal_words_of_a_unit_score_one_in_any_order(index: NameIndex, query: str) -> None:
    hit = index.search(query)[0]
    assert (hit.entity, hit.score) == ("unit:33", 1.0)


@pytest.mark.parametrize(
    ("name", "query", "score"),
    [
        ("Ahmad Zarnov", "AHMAD ZARNOV", 1.0),
        ("Ahmad Zarnov", "ZARNOV, Ahmad", 0.995),
        ("Ahmad Ali Zarnov", "Zarnov, Ahmad Ali", 0.995),
        ("Ahmad bin Ali al-Zarnovi", "Ahmad Bin-Ali AL ZARNOVI", 1.0),
        ("Ahmad Ali", "Ali Ahmad", 0.9),
        ("Ahmad bin Ali al-Zarnovi", "Ali bin Ahmad al-Zarnovi", 0.9),
        ("Ahmad Hasan Zarnov", "Hasan Ahmad Zarnov", 0.9),
    ],
)
def test_the_order_of_a_persons_words_counts(name: str, query: str, score: float) -> None:
    index = NameIndex.build([IndexedName("a", name, "primary", "person")])
    assert [hit.score for hit in index.search(query)] == [score]
    assert index.compare([query], [(0, 0)]) == [score]
    assert bool(index.exact(query)) == (score >= EQUAL)


def test_one_part_replaced_scores_below_the_whole() -> None:
    index = NameIndex.build([IndexedName("a", "Watban Ibrahim Zarnov al-Tikriti", "primary", "person")])
    spelt, replaced = index.compare(
        ["Watban Ibraheem Zarnow al-Takriti", "Watban Ibrahim Zarnov al-Mosuli"], [(0, 0), (1, 0)]
    )
    assert replaced < 0.8 < spelt


@pytest.mark.parametrize(
    ("name", "query"),
    [("Ministry of Oil", "وزارة النفط"), ("Brigade 44", "Brigade Forty-Four"), ("Badr Organization", "Badr")],
)
def test_words_that_stand_for_others_and_generic_ones_cost_little(name: str, query: str) -> None:
    index = NameIndex.build([IndexedName("a", name, "primary", "organization")])
    assert index.search(query)


def test_another_number_is_decisive(index: NameIndex) -> None:
    scores = {hit.entity: hit.score for hit in index.search("33rd Division", threshold=0.0, limit=50)}
    assert scores["unit:33"] == 1.0
    assert scores.get("unit:99", 0.0) < 0.5


@pytest.mark.parametrize("query", ["Nidal", "Abu", "Mansur"])
def test_one_word_is_not_a_long_name(index: NameIndex, query: str) -> None:
    assert "per:mid" not in {hit.entity for hit in index.search(query)}


def test_a_rare_word_finds_a_short_name(index: NameIndex) -> None:
    # `Badr` is a given name too, so it is no sure hit
    assert [hit.entity for hit in index.search("Badr", threshold=0.5)] == ["org:badr"]
    assert top(index, "Asaib") == "org:aah"


def test_a_hit_explains_itself(index: NameIndex) -> None:
    hit = index.search("Qarmuti, Hasan Network", threshold=0.3)[0]
    assert hit.query_left == ("network",)
    assert {(pair.query, pair.name) for pair in hit.pairs} == {("qarmuti", "qarmuti"), ("hasan", "hassan")}
    assert hit.reason == "2 words agree (1 by sound); not in the name: 'network'"


def test_an_evasive_spelling_is_found_and_flagged(index: NameIndex) -> None:
    hit = index.search("Mаrwan Yusuf Dоranzai")[0]
    assert hit.entity == "per:doran"
    assert hit.evasion
    assert "look-alike letters" in hit.rewrites


def test_schema_keeps_its_own_and_the_unknown() -> None:
    index = NameIndex.build(
        [IndexedName("a", "Zarnovsk", "primary", "person"), IndexedName("b", "Zarnovsk", "primary", "")]
    )
    assert [hit.entity for hit in index.search("Zarnovsk", schemas=frozenset({"organization"}))] == ["b"]
    assert [hit.entity for hit in index.search("Zarnovsk", schemas=frozenset({"person"}))] == ["a", "b"]


def test_an_entity_is_listed_once_by_its_best_name() -> None:
    index = NameIndex.build(
        [IndexedName("a", "Marwan Doranzai", "primary", ""), IndexedName("a", "Marwan Doranzay", "weak", "")]
    )
    hits = index.search("Marwan Doranzay")
    assert [(hit.entity, hit.kind, hit.score) for hit in hits] == [("a", "weak", 1.0)]


def test_exact_takes_family_name_first_or_last(index: NameIndex) -> None:
    assert [entry.entity for entry in index.exact("Marwan Yusuf Doranzai")] == ["per:doran"]
    assert index.exact("Marwan Doranzai") == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "a",
        "al",
        "bin al of the",
        "Ltd",
        "Mr",
        "\x00\x01",
        "\ud800",
        "\u202e",
        "a" * 10_000,
        "ab " * 5_000,
        "1" * 9_999,
    ],
)
def test_extreme_queries_find_nothing(index: NameIndex, query: str) -> None:
    assert index.search(query) == []
    assert index.exact(query) == []


def test_an_empty_index_answers() -> None:
    index = NameIndex.build([])
    assert len(index) == 0
    assert index.search("anyone") == []


words = st.sampled_from(" ".join(name for _, name, _ in NAMES).split())
queries = st.one_of(st.text(max_size=60), st.lists(words, max_size=6).map(" ".join))


@settings(max_examples=200, deadline=None)
@given(queries)
def test_search_never_fails_and_scores_stay_in_range(query: str) -> None:
    hits = INDEX.search(query, threshold=0.0, limit=100)
    assert all(0.0 <= hit.score <= 1.0 for hit in hits)
    assert [(-hit.score, hit.entity) for hit in hits] == sorted((-hit.score, hit.entity) for hit in hits)
    assert all(hit.reason for hit in hits)
    assert hits == INDEX.search(query, threshold=0.0, limit=100)


@settings(max_examples=100, deadline=None)
@given(queries, queries)
def test_equality_is_symmetric(one: str, two: str) -> None:
    def finds(name: str, query: str) -> bool:
        return bool(NameIndex.build([IndexedName("e", name, "primary", "")]).exact(query))

    assert finds(one, two) == finds(two, one)


@settings(max_examples=100, deadline=None)
@given(st.lists(words, min_size=1, max_size=5))
def test_a_name_finds_itself_with_score_one(parts: list[str]) -> None:
    name = " ".join(parts)
    index = NameIndex.build(
        [*(IndexedName(e, n, "primary", s) for e, n, s in NAMES), IndexedName("new", name, "strong", "")]
    )
    assert [entry.entity for entry in index.exact(name)][-1] == "new"
    assert next(hit.score for hit in index.search(name, limit=100) if hit.entity == "new") == 1.0


def test_answers_do_not_depend_on_the_process() -> None:
    code = (
        "from muster.names import IndexedName, NameIndex;"
        "i = NameIndex.build(IndexedName(str(n), f'{a} {b}', 'primary', '') for n, (a, b) in enumerate("
        "(a, b) for a in ('marwan', 'marvan', 'merwan') for b in ('doranzai', 'doransai', 'zubarenkov')));"
        "print([(h.entity, h.score) for h in i.search('marwan doranzay', threshold=0.1, limit=9)])"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_loading_the_package_loads_no_search_code() -> None:
    code = "import sys, muster.names; sys.exit(any(m.startswith(('rapidfuzz', 'anyascii')) for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.data
def test_recall_and_false_hits_on_the_real_list() -> None:
    import gzip
    import json

    root = Path(os.environ.get("MUSTER_DATA", Path(__file__).parents[3] / "shared" / "data")) / "bench"
    if not root.is_dir():
        pytest.skip(f"the real lists are not at {root}; set MUSTER_DATA")

    def rows(name: str) -> list[dict[str, str]]:
        with gzip.open(root / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    gallery: list[dict[str, object]] = rows("gallery_un_sc")  # type: ignore[assignment]
    index = NameIndex.build(
        IndexedName(str(row["id"]), name["name"], name["kind"], "")
        for row in gallery
        for name in row["names"]  # type: ignore[attr-defined]
    )
    close = [row for row in rows("alias_queries") if row["list"] == "un_sc" and row["stratum"] == "spelling_close"]
    found = sum(row["expected_id"] in {hit.entity for hit in index.search(row["query"])} for row in close)
    clean = rows("negatives")[::40]
    false = sum(bool(index.search(row["query"])) for row in clean)
    assert found / len(close) > 0.9
    assert false / len(clean) < 0.01
