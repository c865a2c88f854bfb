"""Whether an approval still rests on what was approved: the same unit, the same leaders, nothing worse known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.policy import Outcome


def what_changed(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Why a decision no longer holds, in sentences, where `now` is the same request put again; empty if it does.

    Another unit, a leader who came or went, a worse outcome, and new evidence for an adverse finding each end it.
    """
    found = []
    if earlier["subject"]["entity"] != now["subject"]["entity"]:
        found.append(f"the unit was {_named(earlier['subject'])} and is now {_named(now['subject'])}")
    was, is_ = earlier["individual"], now["individual"]
    if was and is_ and was["entity"] != is_["entity"]:
        found.append(f"the individual was {_named(was)} and is now {_named(is_)}")
    were, are = _leaders(earlier), _leaders(now)
    found += [f"{are[one]} is now a leader" for one in sorted(are.keys() - were.keys())]
    found += [f"{were[one]} is no longer a leader" for one in sorted(were.keys() - are.keys())]
    if Outcome(now["outcome"]).severity < Outcome(earlier["outcome"]).severity:
        reasons = "; ".join(now["reasons"][:2])
        found.append(f"the outcome was {earlier['outcome']} and is now {now['outcome']}: {reasons}")
    known = {one["claim"] for clause in earlier["clauses"] for part in ("because", "leads") for one in clause[part]}
    found += [
        f"new evidence, {clause['id']}: {one['text']} ({one['when']})"
        for clause in now["clauses"]
        if clause["outcome"]
        for one in clause["because"]
        if one["claim"] and one["claim"] not in known
    ]
    return found


def _leaders(decision: Mapping[str, Any]) -> dict[str, str]:
    return {one["entity"] or one["text"]: one["caption"] for one in decision["leaders"]}


def _named(party: Mapping[str, Any]) -> str:
    return f"{party['caption']} ({party['entity']})" if party["entity"] else f"“{party['text']}”, not resolved"
