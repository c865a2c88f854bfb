"""Texts of a case: while a claim that they propose waits for a person, there is no decision and no signature."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.errors import BadInput, NotAllowed, NotFound, WrongState
from muster.reading import accept, keep, names_of, propose, queue, read_document, reject, unsure

from .made_cases import TODAY, Office

TEXT = """Lake Brigade parades

Colonel Sami Example Harun, the commander of the Lake Brigade, told reporters on Monday that his men were ready.

Soldiers of the Lake Brigade killed three civilians in Basra on 3 May 2018, the Lake Rights Group said.
"""


@pytest.fixture
def text(office: Office, tmp_path: Path) -> str:
    """A text that was read, with several proposals."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    document = read_document(path, published="2018-10-01", title="Lake Brigade parades")
    new, _ = keep(office.register, document, propose(document, names_of(office.register)))
    assert new >= 2
    return document.id


def test_a_case_waits_until_each_proposal_was_reviewed(office: Office, text: str) -> None:
    number = office.new()
    assert office.cases.attach(number, office["bilal"], [text]).state == "reviewing"
    first, second, *rest = queue(office.register, text)
    reject(office.register, first.id, "bilal", "not what it says")
    unsure(office.register, second.id, "bilal", "whose men?")
    for one in rest:
        reject(office.register, one.id, "bilal")
    with pytest.raises(WrongState, match="1 proposed claim is not reviewed"):
        office.decide(number)
    accept(office.register, second.id, "bilal", subject="lake" if not second.proposal["subject"]["candidates"] else "")
    assert [one.verdict for one in office.cases.proposals(office.cases.get(number)) if not one.waits] != []
    assert office.decide(number).state == "decided"


def test_what_does_not_matter_is_set_aside_with_a_reason(office: Office, text: str) -> None:
    number = office.new()
    office.cases.attach(number, office["bilal"], [text])
    waiting = [one.proposal for one in office.cases.proposals(office.cases.get(number))]
    with pytest.raises(BadInput, match="reason is needed"):
        office.cases.set_aside(number, office["bilal"], " ")
    with pytest.raises(BadInput, match="no proposal 'x' waits"):
        office.cases.set_aside(number, office["bilal"], "another unit", ["x"])
    assert office.cases.set_aside(number, office["bilal"], "another unit", waiting[:1]).state == "reviewing"
    with pytest.raises(WrongState):
        office.decide(number)
    assert office.cases.set_aside(number, office["bilal"], "another unit").state == "open"
    assert office.decide(number).state == "decided"
    assert [one.id for one in queue(office.register, text)] == waiting, "they still wait at the reading desk"
    assert office.cases.attach(office.new(), office["bilal"], [text]).state == "reviewing", "and hold other cases"


def test_other_acts_do_not_let_it_out(office: Office, text: str) -> None:
    number = office.new()
    office.cases.attach(number, office["bilal"], [text])
    office.judge(number, "wolf", "different")
    assert office.cases.get(number).state == "reviewing"
    assert office.cases.ask(number, office["bilal"], ["the commander"]).state == "waiting"
    assert office.cases.answer(number, office["bilal"], "he is unknown").state == "reviewing"
    assert office.cases.withdraw(number, office["bilal"], "over").state == "withdrawn"
    assert office.cases.reopen(number, office["bilal"], "after all").state == "reviewing"


def test_a_text_takes_the_decision_away(office: Office, text: str) -> None:
    number = office.ready()
    office.cases.attach(number, office["bilal"], [text])
    assert office.cases.get(number).decided is None
    with pytest.raises(WrongState, match="reviewing"):
        office.cases.sign(number, office["bilal"])


def test_what_is_proposed_after_the_decision_stops_the_signatures(office: Office, text: str, tmp_path: Path) -> None:
    number = office.ready()
    office.cases.attach(number, office["bilal"], [text])
    office.cases.set_aside(number, office["bilal"], "another unit")
    office.decide(number)
    office.cases.sign(number, office["bilal"])
    held = queue(office.register, text, all_=True)
    body = {**held[0].proposal, "proposal": "p-later"}
    kept = office.register.documents()[text]
    from muster.claims import canonical

    office.register.keep_reading(kept, [("p-later", canonical(body))])
    with pytest.raises(WrongState, match="not reviewed"):
        office.cases.approve(number, office["chidi"], office.desk(), TODAY)


def test_only_texts_that_were_read_and_only_by_analysts(office: Office, text: str) -> None:
    number = office.new()
    with pytest.raises(NotFound, match="no document"):
        office.cases.attach(number, office["bilal"], ["d-nothing"])
    with pytest.raises(BadInput, match="no document is named"):
        office.cases.attach(number, office["bilal"], [])
    for name in ("chidi", "vera", "amina"):
        with pytest.raises(NotAllowed):
            office.cases.attach(number, office[name], [text])


def test_who_attached_a_text_cannot_approve(office: Office, text: str) -> None:
    number = office.ready()
    office.cases.attach(number, office["basma"], [text])
    office.cases.set_aside(number, office["bilal"], "another unit")
    office.decide(number)
    office.cases.sign(number, office["bilal"])
    office.accounts.change("basma", by=office["amina"], role="approver")
    with pytest.raises(NotAllowed, match="worked on this case"):
        office.cases.approve(number, office["basma"], office.desk(), TODAY)
