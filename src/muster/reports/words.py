"""What the words of a decision mean, said once for all pages and memos.

Each word has a label, a plain sentence, and a mark: a shape that carries the meaning without colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muster.claims import vocabulary


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a decision: its id in the JSON, its label for people, its meaning, and the shape that marks it."""

    id: str
    label: str
    means: str
    mark: str


def _words(*words: Word) -> dict[str, Word]:
    return {word.id: word for word in words}


OUTCOMES: Mapping[str, Word] = _words(
    Word(
        "not_cleared",
        "Not cleared",
        "At least one clause of the policy found evidence that stands in the way. A person with authority must weigh "
        "the evidence set out below before anything else is done.",
        "square",
    ),
    Word(
        "refer",
        "Refer to a person",
        "What the register holds does not settle the question: there are leads, contested evidence, or resembling "
        "names that nobody has judged. A person must look into them.",
        "triangle",
    ),
    Word(
        "incomplete_request",
        "Incomplete request",
        "The request lacks something that the policy requires, so it cannot be decided. This says nothing for or "
        "against the unit.",
        "dashed",
    ),
    Word(
        "exception_applied",
        "Exception applied",
        "Adverse evidence was found, and another clause of the policy lifts its effect. A person must confirm both "
        "the evidence and the exception.",
        "diamond",
    ),
    Word(
        "no_adverse_information",
        "No adverse information found",
        "No adverse information found in what was searched. This is not a clearance.",
        "ring",
    ),
)

FINDINGS: Mapping[str, Word] = _words(
    Word("found", "Found", "sources establish what the clause asks about", "square"),
    Word("contested", "Contested", "sources contradict each other on it", "half"),
    Word("unknown", "Unknown", "what was searched does not settle it", "dashed"),
    Word("not_found", "Not found", "nothing in what was searched; this does not exclude it", "open"),
)

STANCES: Mapping[str, Word] = _words(
    Word("asserted", "Asserted", "the speaker states it as a fact", "disc"),
    Word("denied", "Denied", "the speaker says that it is not so", "cross"),
    Word("alleged", "Alleged", "the speaker puts it forward without vouching for it", "half"),
    Word("estimated", "Estimated", "the speaker gives it as an estimate", "half"),
    Word("normative", "Demanded", "the speaker says that it should be so, not that it is", "triangle"),
    Word("pending", "Pending", "not in force, such as a bill that is not law", "dashed"),
)

CERTAINTIES: Mapping[str, Word] = _words(
    Word("attested", "attested", "a source covers the day", "attested"),
    Word("presumed", "presumed", "it began, was never said to end, and was last cited before the day", "presumed"),
    Word("possible", "possible", "the day lies inside an imprecise date", "possible"),
    Word("unknown", "unknown", "no source reaches the day", "unknown"),
    Word("no", "not on the day", "the day lies outside its time", "unknown"),
)


def word(words: Mapping[str, Word], id_: str) -> Word:
    """The word called `id_`; one that says no more than its id if the program does not know it."""
    return words.get(id_) or Word(id_, id_.replace("_", " "), "", "dashed")


def sentence(step: Mapping[str, Any]) -> str:
    """A step of a path as a sentence, with the ends in their true roles."""
    first, second = str(step.get("from_caption", "")), str(step.get("to_caption", ""))
    if not step.get("forward", True):
        first, second = second, first
    before, between, after = _frame(str(step.get("relation", "")))
    return f"{before}{first}{between}{second}{after}"


def verb(relation: str) -> str:
    """The relation as words for an arrow that points from its first end to its second."""
    _, between, after = _frame(relation)
    return f"{between.strip()} …{after}" if after else between.strip()


def _frame(relation: str) -> tuple[str, str, str]:
    rule = vocabulary().get(relation)
    if rule is None or not rule.relation:
        return "", f" {relation.replace('_', ' ')} ", ""
    first, second = (f"{{{end}}}" for end in rule.ends)
    before, _, rest = rule.says.partition(first)
    between, _, after = rest.partition(second)
    return before, between, after
