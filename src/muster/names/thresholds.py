"""Thresholds by name, with what they cost: false hits and recall as measured.

The shipped ones are in `thresholds.yaml`, which `muster bench thresholds` writes. Who has measured their own lists and
clean names puts the address of their own file into `MUSTER_THRESHOLDS`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from muster.errors import BadInput
from muster.plainyaml import Node, compose

FORMAT = "thresholds/1"
VARIABLE = "MUSTER_THRESHOLDS"
_KEYS = ("score", "false_hits_per_1000", "recall")
_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Threshold:
    """A lowest score with a name. `false_hits_per_1000` of clean names and the `recall` of listed ones (a share) are
    those measured with it, on the names that the file tells of."""

    name: str
    score: float
    false_hits_per_1000: float
    recall: float

    def __str__(self) -> str:
        return (
            f"{self.name} ({self.score:g}: {self.false_hits_per_1000:g} false hits per 1,000 clean names, "
            f"recall {self.recall:.2f})"
        )


def thresholds() -> Mapping[str, Threshold]:
    """The thresholds in use, by name, strictest first. Raises BadInput if MUSTER_THRESHOLDS names a bad file."""
    return _load(os.environ.get(VARIABLE, ""))


@lru_cache(maxsize=4)
def _load(path: str) -> Mapping[str, Threshold]:
    if not path:
        text = resources.files("muster.names").joinpath("thresholds.yaml").read_text("utf-8")
        return parse(text, "thresholds.yaml")
    try:
        with Path(path).open("rb") as file:
            text = file.read(_MAX_BYTES).decode("utf-8-sig")
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "not UTF-8 text"
        raise BadInput(f"cannot be read: {reason}", place=path, hint=f"{VARIABLE} names this file") from None
    return parse(text, path)


def parse(text: str, file: str) -> Mapping[str, Threshold]:
    """The thresholds in the text of a file. Raises BadInput with the line."""
    top = compose(text, file).table(("muster", "measured", "thresholds"), ("muster", "thresholds"), "a thresholds file")
    if top["muster"].text() != FORMAT:
        top["muster"].fail(f"not {FORMAT}", "make the file with `muster bench thresholds`")
    found = []
    for name, node in top["thresholds"].pairs().items():
        if not name.isidentifier():
            node.fail(f"{name!r} is not a name", "use letters and underscores")
        values = node.table(_KEYS, _KEYS, "a threshold")
        score, recall = _share(values["score"]), _share(values["recall"])
        found.append(Threshold(name, score, _number(values["false_hits_per_1000"]), recall))
    if not found:
        top["thresholds"].fail("no thresholds here", "make the file with `muster bench thresholds`")
    return {one.name: one for one in sorted(found, key=lambda one: -one.score)}


def _number(node: Node) -> float:
    try:
        value = float(node.filled())
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1000:
        node.fail("not a number from 0 to 1,000")
    return value


def _share(node: Node) -> float:
    value = _number(node)
    if value > 1:
        node.fail("not a number from 0 to 1")
    return value
