"""Acts that a program sends: done once however often they are sent, and never on a case that it has not seen."""

from __future__ import annotations

import pytest

from muster.cases import Cases, Errand, Repeated
from muster.cases.errands import Moved
from muster.errors import BadInput
from muster.vetting import Request

from .made_cases import POLICY, TODAY, Office


def test_the_same_act_sent_again_is_not_done_again(office: Office) -> None:
    number = office.new()
    errand = Errand(key="k1", asked="digest")
    Cases(office.register, errand).ask(number, office["bilal"], ["the commander"])
    with pytest.raises(Repeated) as again:
        Cases(office.register, errand).ask(number, office["bilal"], ["the commander"])
    assert again.value.numbers == [number]
    assert len(office.cases.get(number).steps) == 2
    with pytest.raises(BadInput, match="used for another act"):
        Cases(office.register, Errand(key="k1", asked="other")).ask(number, office["bilal"], ["the rank"])


def test_cases_are_opened_once(office: Office) -> None:
    errand = Errand(key="k1", asked="digest")
    requests = [Request("Lake Brigade", POLICY, TODAY), Request("Sea Brigade", POLICY, TODAY)]
    numbers = Cases(office.register, errand).open(requests, office["bilal"])
    with pytest.raises(Repeated) as again:
        Cases(office.register, errand).open(requests, office["bilal"])
    assert again.value.numbers == numbers
    Cases(office.register, errand).open(requests, office["basma"])  # another person's key is another key
    assert len(office.cases.all()) == 4


def test_a_decision_sent_again_is_not_computed_again(office: Office) -> None:
    number = office.new()
    errand = Errand(key="k", asked="d")
    Cases(office.register, errand).decide(number, office["bilal"], office.desk(), TODAY)
    with pytest.raises(Repeated):
        Cases(office.register, errand).decide(number, office["bilal"], office.desk(), TODAY)


def test_a_case_that_moved_on_is_not_acted_on_unseen(office: Office) -> None:
    number = office.ready()
    seen = Errand(seen=office.cases.get(number).steps[-1].seq)
    office.cases.memo(number, office["basma"], "another memo")
    with pytest.raises(Moved, match="has changed since: memo"):
        Cases(office.register, seen).memo(number, office["bilal"], "mine")
    with pytest.raises(Moved):
        Cases(office.register, seen).sign(number, office["bilal"])
    assert office.cases.get(number).memo == "another memo"
