"""Denials: what a sentence says was not so, and the net that keeps each that nothing else has kept.

A denial overlooked does as much damage as harm pinned on the wrong body. So a sentence with one of the expressions of
`denial_cues.yaml`, of which nothing else was proposed as denied, is proposed as a statement that denies, for a person
to read; and harm that stands under `no evidence that` is denied harm, whatever frame has found it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from muster.claims import Stance
from muster.reading.proposals import HARM, Proposal
from muster.reading.text import Sentence

_UNDER = re.compile(r"\bno (?:evidence|indications?|proof|signs?|grounds?|truth)\b[^,;.]*$", re.IGNORECASE)
_ADVERSE = HARM | {"affiliation", "assistance", "command", "component"}


@dataclass(frozen=True)
class Cue:
    """Where a sentence denies. `says`: by a verb of saying, so that whoever stands before it denies."""

    start: int
    end: int
    says: bool


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    text = resources.files("muster.reading").joinpath("denial_cues.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    words = {name: "".join(pattern) for name, pattern in data["words"].items()}
    says, cues = (
        "|".join(re.sub(r"<([A-Z]+)>", lambda found: words[found[1]], "".join(one["match"])) for one in data[part])
        for part in ("says", "cues")
    )
    return (
        re.compile(rf"\b(?:(?P<says>{says})|{cues})", re.IGNORECASE),
        re.compile("".join(data["open"]), re.IGNORECASE),
    )


def cues(text: str) -> Iterator[Cue]:
    """Where a sentence denies; nothing where it only says that something is not known."""
    pattern, unknown = _patterns()
    for found in pattern.finditer(text):
        if not unknown.search(found[0]):
            yield Cue(found.start(), found.end(), found["says"] is not None)


def held(sentence: Sentence, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, of which those of this sentence that stand under `no evidence that` are denied."""
    if "no " not in sentence.text.lower():
        return list(proposals)
    return [
        replace(one, stance=Stance.DENIED)
        if one.kind in _ADVERSE
        and one.stance is not Stance.DENIED
        and sentence.start < one.start < sentence.end
        and _UNDER.search(sentence.text[: one.start - sentence.start])
        else one
        for one in proposals
    ]


def unkept(sentence: Sentence, proposals: Sequence[Proposal]) -> Cue | None:
    """The first place in the text at which a sentence denies, if nothing proposed of it does.

    A verb of saying is kept by a denial of what follows it, any other expression by one in which it stands.
    """
    for cue in cues(sentence.text):
        start, end = sentence.start + cue.start, sentence.start + cue.end
        reach = sentence.end if cue.says else end
        if not any(one.stance is Stance.DENIED and one.start < reach and start < one.end for one in proposals):
            return Cue(start, end, cue.says)
    return None
