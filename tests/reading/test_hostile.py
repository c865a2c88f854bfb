"""Texts made to be slow: the work grows with their length, not with its square.

Work is counted as calls, not measured as time: twice the text may take little more than twice the calls.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from types import FrameType
from typing import Any

import pytest

from muster.claims import digest
from muster.reading import propose
from muster.reading.documents import Document
from muster.reading.text import MAX_PARAGRAPH, paragraphs

PIECES = {
    "quotes": "“a” ", "days": "Monday ", "ranks": "Maj.-Gen. ", "commas": "Army, ", "speech": "The army said that ",
    "lines": "a b\n", "stops": ". ", "acronyms": "Xa Yb Force (XYF) ", "persons": "Col. Adam Xa said it. ",
    "posts": "Col. Adam Smith, Commander, 4 Brigade, ", "same": "The army attacked the town of Oren. ",
    "verbs": "and burned homes, killing people ", "sources": "The army, according to the army, ",
    "it": "The army said it ",
    "by": "attacks on the army by ", "about": "reports on the army of ", "blame": "The army is accused of killing ",
}  # fmt: skip


def document(text: str) -> Document:
    text = f"Title of the piece\n\nThe army of the hills is said to be in the town.\n\n{text}"
    return Document("x", "text", text, digest(text), date(2021, 3, 17))


def calls(run: Callable[[], Any]) -> int:
    """How many calls, of Python and of C functions, something takes."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("name", PIECES)
def test_work_grows_with_the_length(name: str) -> None:
    propose(document("The army left."))  # what is made once is made
    texts = [document(PIECES[name] * (size // len(PIECES[name]))) for size in (20_000, 40_000)]
    work = [calls(partial(propose, one)) for one in texts]
    assert work[1] < 2.5 * work[0]


def test_what_is_no_paragraph_is_cut_and_loses_nothing() -> None:
    for piece in ("The army left the town. ", "a b ", "a"):
        text = piece * (3 * MAX_PARAGRAPH // len(piece))
        parts = list(paragraphs(f"A title\n\n{text}"))[1:]
        assert all(len(one.text) <= MAX_PARAGRAPH for one in parts)
        joint = " " if " " in piece else ""
        assert joint.join(one.text for one in parts) == text.strip()
