"""The states of a case and every way from one to another, in one table; docs/cases.md is made from it.

There is no way to `approved` but the act `approve`, and nothing happens to a case that nobody touches. Where an act
leads to `open`, the case is `reviewing` instead as long as a proposed claim of its texts waits.
"""

from __future__ import annotations

from dataclasses import dataclass

from muster.errors import NotAllowed, WrongState

STATES = {
    "open": "taken up: hits are adjudicated, and a decision can be computed",
    "reviewing": "a text attached to it proposes claims that nobody has reviewed; it cannot be decided before",
    "waiting": "a fact was asked for, and nobody has answered yet",
    "decided": "a decision was computed and the memo can be edited; nobody has signed",
    "signed": "an analyst has signed the decision and the memo; a second person has not",
    "approved": "two people have signed; the certificate stands until it expires or the facts change",
    "refused": "a person has refused it; the remediation path says what would change that",
    "lapsed": "it was approved, and no longer is: expired, or the unit, its leaders or the evidence changed",
    "withdrawn": "the request was taken back",
}

ROLES = {
    "viewer": "reads",
    "analyst": "works on cases and signs first",
    "approver": "signs second, sends back, refuses; never on a case that the same person worked on",
    "administrator": "keeps the accounts; signs nothing",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One act on a case: from which states, to which, by whom, and what it takes."""

    act: str
    before: tuple[str, ...]
    after: str
    role: str
    takes: str


TRANSITIONS = {
    one.act: one
    for one in (
        Transition(
            "open", (), "open", "analyst", "a unit and a policy; the leaders, country and commitment known so far"
        ),
        Transition(
            "adjudicate", ("open", "reviewing", "decided"), "open", "analyst", "hits with a verdict and a reason each"
        ),
        Transition("attach", ("open", "reviewing", "decided"), "open", "analyst", "texts that were read for claims"),
        Transition(
            "set_aside", ("open", "reviewing", "decided"), "open", "analyst", "proposed claims that wait, and a reason"
        ),
        Transition("ask", ("open", "reviewing", "decided"), "waiting", "analyst", "what is missing"),
        Transition(
            "answer",
            ("open", "reviewing", "waiting"),
            "open",
            "analyst",
            "leaders, country, commitment or identifier",
        ),
        Transition(
            "decide",
            ("open", "reviewing", "decided"),
            "decided",
            "analyst",
            "the day, and no proposed claim that waits; the decision is computed, not typed",
        ),
        Transition("memo", ("decided",), "decided", "analyst", "the text"),
        Transition("sign", ("decided",), "signed", "analyst", "no hit left open, an outcome that can be approved"),
        Transition("approve", ("signed",), "approved", "approver", "another person than any who worked on the case"),
        Transition("send_back", ("signed",), "open", "approver", "a reason"),
        Transition("refuse", ("decided", "signed"), "refused", "approver", "a reason"),
        Transition("lapse", ("approved",), "lapsed", "analyst", "that it expired, or what changed"),
        Transition("reopen", ("approved", "refused", "lapsed", "withdrawn"), "open", "analyst", "a reason"),
        Transition(
            "withdraw", ("open", "reviewing", "waiting", "decided", "signed"), "withdrawn", "analyst", "a reason"
        ),
    )
}

APPROVABLE = ("no_adverse_information", "exception_applied")  # the outcomes that two people may approve
WORK = (  # who did these cannot approve
    "open", "adjudicate", "attach", "set_aside", "ask", "answer", "decide", "memo", "sign", "reopen",
)  # fmt: skip
WITH_HITS = ("open", "reviewing", "decided")  # where hits can be judged
OPEN_STATES = ("open", "reviewing", "waiting", "decided", "signed")


def step(act: str, state: str, role: str) -> str:
    """The state after an act. Raises WrongState or NotAllowed if it cannot be done in this state or by this role."""
    transition = TRANSITIONS[act]
    if role != transition.role:
        hint = f"ask someone with the role {transition.role}"
        raise NotAllowed(f"{act.replace('_', ' ')} needs the role {transition.role}, not {role}", hint=hint)
    if state not in transition.before:
        where = ", ".join(transition.before)
        raise WrongState(
            f"a case that is {state} cannot be put to {act.replace('_', ' ')}", hint=f"only one that is {where}"
        )
    return transition.after
