"""Other readers, such as a language model on your own machine: they propose, and every word they quote is checked.

A plug-in is an entry point of the group `muster.reading`: a function of the text and what is known of the document
(title, publisher, published), which gives dictionaries with kind, predicate, subject, quote and optionally object,
value, stance, speaker. A proposal whose quote, subject or object does not stand in the text word for word is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from muster.claims import Stance, vocabulary
from muster.errors import NotFound

if TYPE_CHECKING:
    from muster.reading.documents import Document
    from muster.reading.proposals import Plugin, Proposal

GROUP = "muster.reading"
_MOST = 2000  # proposals taken from one plug-in


def load(name: str) -> Plugin:
    """The plug-in of this name. Raises NotFound if none is installed."""
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none is installed"
        raise NotFound(f"no reader {name!r}", hint=f"readers: {known}")
    plugin: Plugin = found[name].load()
    return plugin


def proposed(plugin: Plugin, document: Document, remarks: list[str]) -> Iterator[Proposal]:
    """What a plug-in proposes, as far as the text bears it out; what was dropped is counted in `remarks`."""
    known = {"title": document.title, "publisher": document.publisher, "published": document.published.isoformat()}
    dropped = 0
    for number, row in enumerate(plugin(document.text, known)):
        if number >= _MOST:
            remarks.append(f"a reader proposed more than {_MOST:,} claims; the rest was left out")
            break
        made = _made(row, document)
        if made is None:
            dropped += 1
        else:
            yield made
    if dropped:
        remarks.append(f"{dropped} proposals of a reader were dropped: their words do not stand in the text")


def _made(row: dict[str, Any], document: Document) -> Proposal | None:
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
    return Proposal(
        str(row.get("kind", name)), name, End(subject, named=True), End(other, named=True) if other else None,
        str(row.get("value", "")), (), Stance(stance), speaker, "plug-in" if speaker else "", (), start,
        start + len(quote), quote, cited=(day, day), rule=str(row.get("rule", "plug-in")), tier="C",
    )  # fmt: skip
