"""The store: rows are only added, so what was known at any time can be read again, and digests tell it apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from muster.claims import Citation, Claim, Source, Stance
from muster.dates import parse_date
from muster.errors import BadClaim, BadInput, MusterError, NotFound
from muster.register import Incoming, Register

from .made import ARTICLE, edition, listing, name, new_register, put, relation, said, same, value, working_file

A, B, C = name("a", "Akram"), name("b", "Basim"), name("c", "Karim")
PLACE = Citation("article", page="2", start=0, end=5, quote="Akram")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    connection = sqlite3.connect(path)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: list(connection.execute(f"SELECT * FROM {table}")) for table in names}
    finally:
        connection.close()


ACTS: list[Callable[[Register], object]] = [
    lambda register: put(register, edition("2018-01-01", [A, B, listing("a")])),
    lambda register: put(register, edition("2018-02-01", [B])),
    lambda register: put(register, edition("2018-02-01", [B, C])),
    lambda register: put(register, edition("2017-06-01", [A])),
    lambda register: put(register, working_file([name("d", "Dawud")])),
    lambda register: put(register, working_file([])),
    lambda register: register.retract(A.id, "another Akram"),
    lambda register: register.judge(same("a", "b")),
    lambda register: register.judge(same("a", "b", "different")),
    lambda register: register.record_decisions([{"decision": "d-1", "outcome": "refer"}]),
]


def test_rows_are_only_ever_added(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with new_register(path) as register:
        before = rows(path)
        for act in ACTS:
            act(register)
            after = rows(path)
            assert after != before
            assert all(after[table][: len(known)] == known for table, known in before.items())
            before = after


def test_what_was_known_at_a_time_never_changes(register: Register) -> None:
    known = []
    for act in ACTS:
        act(register)
        moment = register.known_at()
        known.append((moment, said(register), register.judgements(), register.sources(), register.digest()))
        for time, claims, judgements, sources, digest in known:
            assert said(register, time) == claims
            assert register.judgements(time) == judgements
            assert register.sources(time) == sources
            assert register.digest(time) == digest


def test_a_claim_comes_back_as_it_was_stored(register: Register) -> None:
    full = Claim(
        "a",
        "posted_to",
        "b",
        qualifiers=(("rank", "colonel"), ("role", "commander")),
        time=relation("a", "posted_to", "b", "2016-11/[2019..2020]").time,
        stance=Stance.ALLEGED,
        speaker="reuters",
        via=("breitbart", "afp"),
        citations=(PLACE, Citation("other", record="7")),
        note="two say so",
    )
    put(register, working_file([full, A]))
    stored = {one.claim.id: one.claim for one in register.claims()}
    assert stored == {full.id: full, A.id: A}
    assert Claim.from_content(stored[full.id].content()).id == full.id


def test_claims_are_found_by_either_end_by_predicate_and_by_id(register: Register) -> None:
    link = relation("a", "member_of", "b")
    put(register, working_file([A, B, C, link]))
    assert {one.claim for one in register.claims(entities=["b"])} == {B, link}
    assert {one.claim for one in register.claims(entities=["a", "c"], predicates=["name"])} == {A, C}
    assert {one.claim for one in register.claims(ids=[link.id, C.id, "c-none"])} == {link, C}
    assert register.claims(entities=[]) == []


def test_any_number_of_entities_can_be_asked_for_at_once(register: Register) -> None:
    put(register, working_file([A, B, C]))
    many = [f"e-{number}" for number in range(150_000)]
    assert {one.claim for one in register.claims(entities=[*many, "b"])} == {B}
    assert {one.claim for one in register.claims(ids=[*many, C.id])} == {C}


# --- known at ----------------------------------------------------------------------------------------------


def test_a_day_stands_for_its_last_moment(tmp_path: Path) -> None:
    times = iter([datetime(2026, 1, 31, 23, 59, 59, 999_999, UTC), datetime(2026, 2, 1, tzinfo=UTC)])
    with new_register(tmp_path / "muster.db", lambda: next(times)) as register:
        put(register, working_file([A]))
        put(register, working_file([A, B]))
        assert [one.claim for one in register.claims(known_at=register.known_at("2026-01-31"))] == [A]
        assert [one.claim for one in register.claims(known_at=register.known_at("2026-01-31T23:59"))] == []
        assert [one.claim for one in register.claims(known_at=register.known_at("2026-02-01"))] == [A, B]
        # One moment in other words: midnight in Greenwich is four o'clock in Abu Dhabi.
        assert register.known_at("2026-02-01T04:00:00+04:00") == register.known_at("2026-02-01T00:00:00")


def test_a_moment_to_come_is_answered_with_what_is_known_and_can_be_asked_again(register: Register) -> None:
    put(register, working_file([A]))
    moment = register.known_at("2999-12-31")
    before = (said(register, moment), register.digest(moment))
    put(register, working_file([A, B]))
    assert (said(register, moment), register.digest(moment)) == before


def test_before_the_first_act_nothing_is_known(register: Register) -> None:
    assert register.known_at() == ""
    put(register, working_file([A]))
    for moment in ("", register.known_at("2025-12-31")):
        assert register.claims(known_at=moment) == []
        assert register.sources(moment) == {}


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "2026-01-32", "2026-1-1", "0001-01-01T00:00+14:00", "²"])
def test_a_time_that_is_none_is_refused(register: Register, text: str) -> None:
    with pytest.raises(BadInput, match="not a time") as caught:
        register.known_at(text)
    assert caught.value.hint


def test_a_week_date_means_its_day(register: Register) -> None:
    put(register, working_file([A]))
    assert register.known_at("2026-W01-3") == register.known_at("2025-12-31")


def test_acts_stay_in_order_when_the_clock_is_set_back(tmp_path: Path) -> None:
    times = iter([datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)])
    with new_register(tmp_path / "muster.db", lambda: next(times)) as register:
        known = []
        for content in ([A], [A, B], [A, B, C]):
            put(register, working_file(content))
            known.append((register.known_at(), content))
        for moment, content in known:
            assert [one.claim for one in register.claims(known_at=moment)] == content
        stamps = [at for _, at, _, _ in register.acts()]
        assert stamps == sorted(set(stamps))


def test_keeping_a_decision_is_an_act_that_adds_no_knowledge(register: Register) -> None:
    put(register, working_file([A]))
    before = (register.known_at(), register.digest())
    register.record_decisions([{"decision": "d-1"}])
    assert (register.known_at(), register.digest()) == before
    assert [action for _, _, _, action in register.acts()] == ["import", "decide"]


def test_each_act_names_who_did_it(register: Register) -> None:
    put(register, working_file([A]))
    register.retract(A.id, "an error")
    assert [(actor, action) for _, _, actor, action in register.acts()] == [("tester", "import"), ("tester", "retract")]


# --- retraction --------------------------------------------------------------------------------------------


def test_a_retracted_claim_counts_no_more_but_did_before(register: Register) -> None:
    put(register, edition("2018-01-01", [A, B]))
    before = register.known_at()
    register.retract(A.id, "another Akram")
    assert [one.claim for one in register.claims()] == [B]
    assert [one.claim for one in register.claims(known_at=before)] == [A, B]


def test_an_error_stays_retracted_when_a_later_edition_repeats_it(register: Register) -> None:
    put(register, edition("2018-01-01", [A, B]))
    register.retract(A.id, "another Akram")
    put(register, edition("2018-02-01", [A, B]))
    assert [one.claim for one in register.claims()] == [B]


def test_a_retraction_needs_a_claim_and_a_reason(register: Register) -> None:
    put(register, working_file([A]))
    digest, acts = register.digest(), register.acts()
    with pytest.raises(NotFound, match="c-none"):
        register.retract("c-none", "an error")
    with pytest.raises(BadInput, match="reason"):
        register.retract(A.id, " ")
    assert (register.digest(), register.acts()) == (digest, acts)


# --- digest ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        lambda register: put(register, working_file([A, B])),
        lambda register: put(register, edition("2018-01-01", [])),
        lambda register: put(register, working_file([A], title="Another title")),
        lambda register: register.retract(A.id, "an error"),
        lambda register: register.judge(same("a", "b")),
        lambda register: register.judge(same("a", "b", "unsure")),
    ],
)
def test_the_digest_changes_with_what_is_known(register: Register, act: Callable[[Register], object]) -> None:
    put(register, working_file([A], sha256="first"))
    before = register.digest()
    act(register)
    assert register.digest() != before


def test_the_digest_stays_when_nothing_new_is_known(register: Register) -> None:
    put(register, working_file([A]))
    register.judge(same("a", "b"))
    register.retract(A.id, "an error")
    before = register.digest()
    put(register, working_file([A]))
    register.judge(same("b", "a"))
    register.retract(A.id, "an error, as said")
    register.record_decisions([{"decision": "d-1"}])
    assert register.digest() == before


def test_two_registers_with_one_digest_give_one_answer(tmp_path: Path) -> None:
    """The same claims, but one names its source otherwise: evidence would read differently."""
    other = Source("article", "Another title")
    digests = []
    for number, source in enumerate((ARTICLE, ARTICLE, other)):
        with new_register(tmp_path / f"{number}.db") as register:
            put(register, edition("2018-01-01", [A], sources=(source,), sha256="one file"))
            digests.append(register.digest())
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


# --- sources and decisions -----------------------------------------------------------------------------------


def test_the_newest_word_on_a_source_holds_and_the_older_is_kept(register: Register) -> None:
    put(register, working_file([A]))
    before = register.known_at()
    graded = Source("article", "An article", grade="B")
    put(register, working_file([A, B], sources=(graded,)))
    assert register.sources() == {"article": graded}
    assert register.sources(before) == {"article": ARTICLE}


def test_a_decision_is_kept_once(register: Register) -> None:
    decisions = [{"decision": f"d-{number}", "outcome": "refer"} for number in range(3)]
    assert register.record_decisions(decisions[:2]) == 2
    assert register.record_decisions([*decisions, decisions[2]]) == 1
    assert register.record_decisions([]) == 0
    assert register.record_decisions(decisions) == 0
    assert register.decisions() == decisions
    assert len(register.acts()) == 2


# --- imports that fail -----------------------------------------------------------------------------------------


def breaking(error: Exception, after: int = 1) -> Iterator[Claim]:
    yield from (name("x", f"Name {number}") for number in range(after))
    raise error


UNSOURCED = value("x", "remark", "said", cite=())
BAD: list[Callable[[], list[Incoming]]] = [
    lambda: [edition("2018-02-01", [A, UNSOURCED])],
    lambda: [edition("2018-02-01", [A, B]), edition("2018-02-01", [UNSOURCED], "other")],
    lambda: [edition("2018-02-01", breaking(BadInput("cut off")), sha256="x")],
    lambda: [edition("2018-02-01", breaking(OSError("gone"), after=6000), sha256="x")],
    lambda: [edition("2018-02-01", breaking(KeyboardInterrupt()), sha256="x")],  # type: ignore[arg-type]
    lambda: [edition("no day", [A])],
    lambda: [working_file([B], judgements=(same("a", "b", "perhaps"),))],
    lambda: [
        working_file([B], judgements=(same("a", "b"), same("a", "b", "different"), same("b", "c"), same("a", "c")))
    ],
]


@pytest.mark.parametrize("bad", BAD)
def test_an_import_that_fails_leaves_every_byte_as_it_was(tmp_path: Path, bad: Callable[[], list[Incoming]]) -> None:
    path = tmp_path / "muster.db"
    with new_register(path) as register:
        put(register, edition("2018-01-01", [A]))
        digest = register.digest()
    before = path.read_bytes()
    with Register(str(path)) as register:
        with pytest.raises((MusterError, OSError, KeyboardInterrupt)):
            put(register, *bad())
        assert register.digest() == digest
        assert [one.claim for one in register.claims()] == [A]
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["muster.db"]


def indexes(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'claim' AND sql NOT NULL"
        return {name for (name,) in connection.execute(query)}


def test_the_indexes_stand_after_a_first_import_and_after_one_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with new_register(path) as register:
        register.remark("made", {})
        made = indexes(path)
        with pytest.raises(MusterError):
            put(register, edition("2018-02-01", [A, UNSOURCED]))
        assert indexes(path) == made
        put(register, edition("2018-01-01", [A]))
        assert indexes(path) == made == {"claim_id", "claim_subject", "claim_object", "claim_predicate"}


def test_a_claim_that_breaks_the_vocabulary_names_the_remedy(register: Register) -> None:
    with pytest.raises(BadClaim) as caught:
        put(register, working_file([value("x", "colour", "red")]))
    assert caught.value.hint


def test_an_open_range_of_days_is_kept_as_it_was_written(register: Register) -> None:
    born = value("a", "birth_date", "[..1974]", "[..2018]/..")
    put(register, working_file([born]))
    (held,) = register.claims()
    assert held.claim.time.start == parse_date("[..2018]")
