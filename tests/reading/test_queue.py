"""The queue: nothing is known before a person accepts it, and what people said is kept and can be measured."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from muster.claims import Citation, Stance, value_claim
from muster.dates import Certainty
from muster.errors import BadInput, NotFound, UsageError
from muster.reading import accept, keep, names_of, propose, queue, read_document, reject, statistics, unsure
from muster.reading.queue import Queued
from muster.register import Incoming, Register, certainty_on
from tests.register.made import new_register

TEXT = (
    "Raid on Oren\n\nThe Free Hills Guard (FHG) attacked the barracks in Oren on Monday. Daud Merren, the leader of "
    "the FHG, was absent. Eastland has been accused of arming the FHG, which it denies.\n"
)


def filled(folder: Path) -> Register:
    register = new_register(folder / "muster.db")
    file = folder / "article.txt"
    file.write_text(TEXT, "utf-8")
    document = read_document(file, published="2021-03-17", publisher="The Courier")
    keep(register, document, propose(document, names_of(register)))
    return register


def first(register: Register, kind: str, stance: str = "") -> Queued:
    return next(
        one for one in queue(register) if one.proposal["kind"] == kind and one.proposal["stance"].startswith(stance)
    )


def test_a_proposal_is_no_knowledge(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        assert queue(register)
        assert register.claims() == []
        assert register.editions() == []
        assert register.known_at() == ""


def test_reading_again_adds_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        before = len(queue(register))
        document = read_document(tmp_path / "article.txt", published="2021-03-17", publisher="The Courier")
        assert keep(register, document, propose(document)) == (0, before)


def test_an_accepted_proposal_becomes_claims_with_quote_speaker_and_reviewer(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        held = first(register, "command")
        ids = accept(register, held.id, "A. Reviewer")
        claims = {one.claim.predicate: one.claim for one in register.claims(ids=ids)}
        post = claims["posted_to"]
        assert post.citations[0].quote == held.quote == TEXT[post.citations[0].start : post.citations[0].end]
        assert post.speaker == "The Courier"
        assert "A. Reviewer" in post.note
        assert post.qualifier("role") == "leader"
        assert post.time.last_cited is not None
        assert register.sources()[post.source].publisher == "The Courier"
        assert held.id not in {one.id for one in queue(register)}
        assert register.known_at() != ""


def test_a_denial_stays_a_denial_by_its_speaker(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        ids = accept(register, first(register, "affiliation", "denied").id, "A. Reviewer")
        claim = next(one.claim for one in register.claims(ids=ids) if one.claim.predicate == "supports")
        assert (claim.stance, claim.speaker, claim.via) == (Stance.DENIED, "Eastland", ("The Courier",))
        assert claim.subject.endswith("/eastland")
        assert claim.object.endswith("/free-hills-guard")


def test_an_incident_gets_an_entity_of_its_own(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        ids = accept(register, first(register, "incident").id, "A. Reviewer")
        claims = {one.claim.predicate: one.claim for one in register.claims(ids=ids) if "incident" in one.claim.subject}
        assert claims["occurred"].value == "2021-03-15"
        assert claims["victims"].value == "barracks in Oren"
        assert any(one.claim.predicate == "perpetrator_of" for one in register.claims(ids=ids))


def test_a_rejection_takes_back_what_was_accepted(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        held = first(register, "command")
        other = accept(register, first(register, "incident").id, "A. Reviewer")
        ids = accept(register, held.id, "A. Reviewer")
        before = register.known_at()
        reject(register, held.id, "B. Reviewer", "he left in 2019")
        assert register.known_at() > before  # what is known has changed
        day = date(2021, 3, 17)
        posted = register.claims(predicates=["posted_to"])
        assert ids
        assert all(certainty_on(one, day) is Certainty.NO for one in posted)
        kept = [one for one in register.claims(ids=other) if one.claim.predicate == "perpetrator_of"]
        assert [certainty_on(one, date(2021, 3, 15)) for one in kept] == [Certainty.ATTESTED]
        assert next(one for one in queue(register, all_=True) if one.id == held.id).reason == "he left in 2019"


def test_corrections_are_stored_and_counted(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        held = first(register, "command")
        ids = accept(register, held.id, "A. Reviewer", corrections={"subject": "Daud al-Merren", "stance": "alleged"})
        post = next(one.claim for one in register.claims(ids=ids) if one.claim.predicate == "posted_to")
        assert post.stance is Stance.ALLEGED
        assert post.subject.endswith("/daud-al-merren")
        reject(register, first(register, "incident").id, "A. Reviewer")
        unsure(register, first(register, "alias").id, "A. Reviewer", "which guard?")
        figures = statistics(register)
        assert figures["corrected_fields"] == {"stance": 1, "subject": 1}
        assert {name: figures["all"][name] for name in ("accepted", "edited", "rejected", "unsure")} == {
            "accepted": 0, "edited": 1, "rejected": 1, "unsure": 1,
        }  # fmt: skip
        assert figures["all"]["precision"] == 0.0
        assert queue(register)[-1].verdict == "unsure"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"stance": "certain"}, "no stance"), ({"subject": " "}, "empty"), ({"since": "soon"}, "not a date"),
     ({"predicate": "eats"}, "unknown predicate")],
)  # fmt: skip
def test_a_bad_correction_stores_nothing(tmp_path: Path, changes: dict[str, str], problem: str) -> None:
    with filled(tmp_path) as register:
        before = register.acts()
        with pytest.raises(BadInput, match=problem):
            accept(register, first(register, "command").id, "A. Reviewer", corrections=changes)
        assert register.acts() == before
        assert register.claims() == []


def test_an_ambiguous_end_must_be_chosen(tmp_path: Path) -> None:
    cite = Citation("list", record="1")
    made = [
        value_claim(entity, name, value, cite=cite)
        for entity in ("g-1", "g-2")
        for name, value in (("kind", "organization"), ("name", "Free Hills Guard"))
    ]
    with new_register(tmp_path / "muster.db") as register:
        register.import_editions([Incoming("list", "A list", "list", "2021-01-01", "0" * 64, made)])
        file = tmp_path / "article.txt"
        file.write_text(TEXT, "utf-8")
        document = read_document(file, published="2021-03-17")
        keep(register, document, propose(document, names_of(register)))
        held = first(register, "command")
        assert {one["entity"] for one in held.proposal["object"]["candidates"]} == {"g-1", "g-2"}
        with pytest.raises(BadInput, match="several entities"):
            accept(register, held.id, "A. Reviewer")
        with pytest.raises(NotFound, match="no entity"):
            accept(register, held.id, "A. Reviewer", object_="g-3")
        ids = accept(register, held.id, "A. Reviewer", object_="g-2")
        assert next(one.claim.object for one in register.claims(ids=ids) if one.claim.object) == "g-2"
        assert statistics(register)["corrected_fields"] == {"object_entity": 1}


def test_a_review_needs_a_name_and_a_proposal(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        with pytest.raises(UsageError, match="name"):
            reject(register, first(register, "command").id, " ")
        with pytest.raises(NotFound, match="no proposal"):
            reject(register, "p-none", "A. Reviewer")


def test_context_stands_around_the_quote(tmp_path: Path) -> None:
    with filled(tmp_path) as register:
        for one in queue(register):
            assert TEXT.find(one.before + one.quote + one.after) >= 0
