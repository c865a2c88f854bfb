"""Other readers, such as a language model on your own machine: they propose, and every word they quote is checked.

A plug-in is an entry point of the group `muster.reading`: a function of the text and what is known of the document
(title, publisher, published), which gives dictionaries with kind, predicate, subject, quote and optionally object,
subject_kind, object_kind, value, stance, speaker. A proposal whose quote, subject or object does not stand in the text
word for word is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from muster.claims import Stance, vocabulary
from muster.errors import NotFound
from muster.reading.gazetteer import Gazetteer

if TYPE_CHECKING:
    from muster.reading.documents import Document
    from muster.reading.proposals import Plugin, Proposal

GROUP = "muster.reading"
_OWN = {"persons": "muster.reading.spacy_persons"}  # readers of ours that need an extra
_MOST = 2000  # proposals taken from one plug-in


def load(name: str) -> Plugin:
    """The plug-in of this name, or our own reader of an extra. Raises NotFound if there is none."""
    if name in _OWN:
        own: Plugin = import_module(_OWN[name]).read
        return own
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted({*found, *_OWN}))
        raise NotFound(f"no reader {name!r}", hint=f"readers: {known}")
    plugin: Plugin = found[name].load()
    return plugin


def proposed(plugin: Plugin, document: Document, names: Gazetteer, remarks: list[str]) -> Iterator[Proposal]:
    """What a plug-in proposes, as far as the text bears it out; what was dropped is counted in `remarks`.

    `names` are the register's: each end gets the entities that it may be.
    """
    known = {"title": document.title, "publisher": document.publisher, "published": document.published.isoformat()}
    dropped = 0
    for number, row in enumerate(plugin(document.text, known)):
        if number >= _MOST:
            remarks.append(f"a reader proposed more than {_MOST:,} claims; the rest was left out")
            break
        made = _made(row, document, names)
        if made is None:
            dropped += 1
        else:
            yield made
    if dropped:
        remarks.append(f"{dropped} proposals of a reader were dropped: their words do not stand in the text")


def _made(row: dict[str, Any], document: Document, names: Gazetteer) -> Proposal | None:
    from muster.reading.proposals import End, Proposal

    quote = str(row.get("quote", ""))
    start = document.text.find(quote) if quote else -1
    subject, other = str(row.get("subject", "")), str(row.get("object", ""))
    name = str(row.get("predicate", ""))
    if (
        start < 0
        or not subject
        or subject not in document.text
        or other not in document.text
        or name not in vocabulary()
    ):
        return None
    stance = str(row.get("stance", "alleged"))
    if stance not in set(Stance):
        return None
    speaker = str(row.get("speaker", ""))
    if speaker and speaker not in document.text:
        return None
    day = document.published.isoformat()

    def end(text: str, kind: str) -> End:
        known = tuple(one for one in names.named(text) if one.entity)
        return End(text, str(row.get(kind, "")) or (known[0].kind if known else ""), True, known)

    return Proposal(
        str(row.get("kind", name)), name, end(subject, "subject_kind"), end(other, "object_kind") if other else None,
        str(row.get("value", "")), (), Stance(stance), speaker, "plug-in" if speaker else "", (), start,
        start + len(quote), quote, cited=(day, day), rule=str(row.get("rule", "plug-in")), tier="C",
    )  # fmt: skip
