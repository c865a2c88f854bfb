"""The snapshot: clusters as one entity, listings on a day, and what each answer was asked against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.claims import Claim, Judgement, Stance
from muster.errors import BadClaim, NotFound
from muster.register import EntityView, Register, view
from muster.snapshot import Coverage, Snapshot, view_of

from ..register.made import edition, listing, name, new_register, put, relation, same, temporary, value, working_file

DAY = date(2018, 11, 28)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with new_register(tmp_path / "muster.db") as opened:
        yield opened


def taken(register: Register, *claims: Claim, judgements: tuple[Judgement, ...] = ()) -> Snapshot:
    put(register, working_file(claims, judgements=judgements))
    return Snapshot(register)


def viewed(snapshot: Snapshot, entity: str, day: date = DAY) -> EntityView:
    """The view built from the snapshot, as vetting does."""
    root = snapshot.canonical(entity)
    return view(
        root,
        snapshot.members(entity),
        snapshot.touching(entity),
        day,
        captions=snapshot.captions,
        sources=snapshot.sources,
        canonical=snapshot.canonical,
    )


# --- entities ----------------------------------------------------------------------------------------------------


def test_entities_judged_the_same_are_one(register: Register) -> None:
    snapshot = taken(
        register,
        name("ofac-1", "Qais al-Khazali"),
        name("un-1", "Qays Khazali"),
        value("un-1", "kind", "person"),
        relation("un-1", "posted_to", "aah"),
        relation("ofac-1", "member_of", "aah"),
        judgements=(same("un-1", "ofac-1"),),
    )
    for entity in ("ofac-1", "un-1"):
        assert entity in snapshot
        assert snapshot.canonical(entity) == "ofac-1"
        assert snapshot.members(entity) == ("ofac-1", "un-1")
        assert snapshot.caption(entity) == "Qais al-Khazali"
        assert snapshot.kind(entity) == "person"
        assert len(snapshot.said(entity, "name")) == 2
        assert len(snapshot.touching(entity)) == 5
    assert {hit.entity for hit in snapshot.names.search("Qays Khazali")} == {"ofac-1"}
    assert {one.claim.subject for one in snapshot.all_said("name")} == {"ofac-1", "un-1"}  # claims keep their ids


def test_a_relation_within_a_cluster_is_no_link(register: Register) -> None:
    snapshot = taken(
        register,
        relation("a", "affiliated_with", "b"),
        relation("a", "affiliated_with", "c"),
        judgements=(same("a", "b"),),
    )
    assert [(one.first, one.second) for one in snapshot.graph.of("a")] == [("a", "c")]
    assert set(snapshot.graph.entities()) == {"a", "c"}


def test_a_merge_reversed_is_two_entities_again(register: Register) -> None:
    merged = taken(register, name("a", "Akram"), name("b", "Basim"), judgements=(same("a", "b"),))
    register.judge(same("a", "b", "different"))
    parted = Snapshot(register)
    assert (merged.canonical("b"), parted.canonical("b")) == ("a", "b")
    assert parted.judged_different("a", "b")
    assert parted.judged_different("b", "a")
    assert not merged.judged_different("a", "b")
    assert Snapshot(register, merged.known_at).digest == merged.digest != parted.digest


def test_what_was_judged_different_is_so_for_the_whole_cluster(register: Register) -> None:
    """Lebanese Hizballah and Kata'ib Hizballah, each known by several ids."""
    snapshot = taken(
        register,
        *(name(one, one) for one in ("kh-1", "kh-2", "lh-1", "lh-2")),
        judgements=(same("kh-1", "kh-2"), same("lh-1", "lh-2"), same("kh-2", "lh-2", "different", "two groups")),
    )
    assert snapshot.judged_different("kh-1", "lh-2")
    assert snapshot.judged_different("kh-2", "lh-1")
    assert not snapshot.judged_different("kh-1", "kh-2")
    with pytest.raises(BadClaim, match="judged different"):
        register.judge(same("kh-1", "lh-1"))


def test_an_entity_that_is_only_named_as_an_end_is_there(register: Register) -> None:
    snapshot = taken(register, relation("a", "supports", "b"))
    assert "b" in snapshot
    assert (snapshot.caption("b"), snapshot.kind("b")) == ("b", "")
    assert "nobody" not in snapshot
    with pytest.raises(NotFound, match="'nobody'") as caught:
        view_of(register, "nobody", DAY)
    assert "muster screen" in caught.value.hint


def test_captions_of_a_cluster_come_from_all_its_names(register: Register) -> None:
    claims = (name("a", "AKRAM", "weak"), name("b", "Akram al-Kabi"), relation("b", "member_of", "c"))
    snapshot = taken(register, *claims, judgements=(same("a", "b"),))
    assert snapshot.captions == {"a": "Akram al-Kabi", "b": "Akram al-Kabi"}


def test_countries_are_codes_and_words_nobody_knows_are_kept(register: Register) -> None:
    snapshot = taken(
        register,
        value("a", "country", "Iraq"),
        value("a", "nationality", "ir"),
        value("a", "citizenship", "Atlantis"),
        value("b", "country", "Lebanon"),
    )
    assert snapshot.countries("a") == {"iq", "ir", "atlantis"}
    assert snapshot.countries("b") == {"lb"}
    assert snapshot.countries("c") == frozenset()


def test_places_incidents_and_denied_names_are_not_screened(register: Register) -> None:
    snapshot = taken(
        register,
        name("basra", "Basra"),
        value("basra", "kind", "place"),
        name("attack", "Basra attack"),
        value("attack", "kind", "incident"),
        name("a", "Basra", stance=Stance.DENIED),
        name("b", "Basra Brigade"),
    )
    assert {hit.entity for hit in snapshot.names.search("Basra", threshold=0.1, limit=10)} <= {"b"}
    assert {one.entity for one in snapshot.names.exact("Basra Brigade")} == {"b"}
    assert list(snapshot.names.exact("Basra")) == []


# --- listings and coverage -----------------------------------------------------------------------------------------


def test_listings_on_a_day_leave_out_those_certainly_outside_it(register: Register) -> None:
    old, new = listing("a", "2009-06-24/", "SDGT"), listing("a", "2020-01-03/", "FTO")
    gone = listing("a", programme="IRAQ2")
    put(register, edition("2018-01-01", [old, gone]), edition("2018-06-01", [old]))
    put(register, edition("2020-02-01", [old, new]))
    snapshot = Snapshot(register)
    on = {
        day: {one.claim.value: certainty.value for one, certainty in snapshot.listings("a", date.fromisoformat(day))}
        for day in ("2009-06-23", "2018-01-01", "2018-03-01", "2018-11-28", "2020-01-03", "2020-03-01")
    }
    assert on == {
        "2009-06-23": {"IRAQ2": "unknown"},
        "2018-01-01": {"SDGT": "attested", "IRAQ2": "attested"},
        "2018-03-01": {"SDGT": "attested", "IRAQ2": "possible"},
        "2018-11-28": {"SDGT": "attested"},
        "2020-01-03": {"SDGT": "attested", "FTO": "attested"},
        "2020-03-01": {"SDGT": "presumed", "FTO": "presumed"},
    }


def test_the_leader_of_the_vetting_page_is_listed_from_the_day_of_his_designation(register: Register) -> None:
    """Question 21: on 12 November 2018 Shibl al-Zaydi is not listed, on 13 November he is, his unit never."""
    put(register, edition("2018-11-27", [listing("zaydi", "2018-11-13/"), name("kia", "Kata'ib al-Imam Ali")]))
    snapshot = Snapshot(register)
    assert snapshot.listings("zaydi", date(2018, 11, 12)) == []
    ((_, certainty),) = snapshot.listings("zaydi", date(2018, 11, 13))
    assert certainty.value == "attested"
    assert snapshot.listings("kia", date(2018, 11, 13)) == []


def test_coverage_says_which_edition_answers_and_how_old_it_is(register: Register) -> None:
    put(register, edition("2018-11-01", [name("a", "A")], "ofac", sha256="1"))
    put(register, edition("2018-11-27", [name("a", "A")], "ofac", sha256="2"))
    put(register, edition("2019-01-01", [name("a", "A")], "un", sha256="3"))
    put(register, working_file([name("b", "B")], sha256="4"), working_file([name("b", "C")], sha256="5"))
    snapshot = Snapshot(register)

    def notes(day: str) -> dict[str, tuple[str, str]]:
        return {one.list: (one.sha256, one.note) for one in snapshot.coverage(date.fromisoformat(day))}

    assert notes("2018-11-27") == {
        "ofac": ("2", ""),
        "un": ("3", "no edition on or before 2018-11-27: the oldest one known is later"),
        "work": ("5", ""),
    }
    assert notes("2018-11-28")["ofac"] == ("2", "1 day before the day asked about")
    assert notes("2018-11-15")["ofac"] == ("1", "14 days before the day asked about")
    assert notes("2018-10-31")["ofac"] == ("1", "no edition on or before 2018-10-31: the oldest one known is later")
    assert notes("2019-01-01")["un"] == ("3", "")


def test_coverage_follows_the_correction_of_a_day(register: Register) -> None:
    put(register, edition("2018-11-01", [name("a", "A")], sha256="1"))
    put(register, edition("2018-11-01", [name("a", "B")], sha256="2", title="Corrected"))
    assert Snapshot(register).coverage(date(2018, 11, 1)) == [Coverage("l", "Corrected", "2018-11-01", "2")]


def test_a_snapshot_of_an_earlier_time_knows_nothing_of_later_imports(register: Register) -> None:
    put(register, edition("2018-11-01", [name("a", "Akram")]))
    before = Snapshot(register)
    put(register, edition("2018-11-27", [name("a", "Akram"), listing("a")]))
    again = Snapshot(register, before.known_at)
    assert again.digest == before.digest
    assert again.captions == before.captions
    assert again.listings("a", DAY) == []
    assert [one.edition for one in again.coverage(DAY)] == ["2018-11-01"]
    assert Snapshot(register).listings("a", DAY)


# --- the two ways to a view ----------------------------------------------------------------------------------------

IDS = ["a", "b", "c", "d"]
NAMED = [name(one, text) for one in IDS for text in (f"Name of {one}", "SHARED")]
DENIED = [name(one, "False", stance=Stance.DENIED) for one in IDS]
RELATED = [
    relation(one, word, other, stance=stance, speaker="b")
    for one in IDS
    for other in IDS
    if one != other
    for word in ("member_of", "affiliated_with")
    for stance in (Stance.ASSERTED, Stance.DENIED)
]
VALUED = [value(one, word, text) for one in IDS for word, text in (("kind", "unit"), ("address", "Basra"))]
CLAIMS = st.lists(st.sampled_from([*NAMED, *DENIED, *RELATED, *VALUED]), min_size=1, max_size=14, unique=True)


@given(CLAIMS, st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_view_from_the_register_is_that_from_the_snapshot(
    claims: list[Claim], pairs: list[tuple[str, str]]
) -> None:
    judgements = tuple(same(*pair) for pair in pairs if pair[0] != pair[1])
    with temporary() as register:
        snapshot = taken(register, *claims, judgements=judgements)
        for entity in {end for one in claims for end in (one.subject, one.object) if end}:
            assert view_of(register, entity, DAY) == viewed(snapshot, entity)
