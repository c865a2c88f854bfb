"""From a file to a document: the text that is read, where it came from, and when it was published.

The text is fixed once it is taken out of the file; every offset counts its characters, and its digest is kept. A day
of publication is needed, because "on Tuesday" means nothing without one and no claim may reach beyond it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from muster.claims import Source, digest
from muster.dates import parse_day
from muster.errors import BadDate, BadInput
from muster.reading.extract import Extracted, extract
from muster.reading.text import Paragraph, clean, paragraphs
from muster.sources import InputFile

MAX_CHARACTERS = 2_000_000
"""About 1,000 pages. Longer texts are refused: they are books or archives, to be split by whoever knows them."""

_LEAST = 40
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|was|is|for|by|on|with)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """A text to be read, with what is known of its publication.

    `sha256` is that of the file, `text_sha256` that of `text`, to which all offsets refer. `pages` are the offsets at
    which pages begin; empty where the format has none. `taken` names what came from the file itself and not from the
    person: title, publisher, published, address.
    """

    name: str
    format: str
    text: str
    sha256: str
    published: date
    title: str = ""
    publisher: str = ""
    address: str = ""
    pages: tuple[int, ...] = ()
    taken: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def plain(self) -> str:
        """The text with look-alike characters made plain, one for one: offsets hold for both."""
        return clean(self.text)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs in their order; the first is number 0, as often the title is."""
        return tuple(paragraphs(self.plain))

    @property
    def text_sha256(self) -> str:
        return digest(self.text)

    @property
    def id(self) -> str:
        """The id of the publication as a source: two readings of one text are one source."""
        return f"reading-{self.text_sha256[:16]}"

    def page(self, offset: int) -> str:
        """The page on which an offset lies, counted from 1; empty where there are no pages."""
        return str(bisect_right(self.pages, offset)) if self.pages else ""

    def paragraph(self, offset: int) -> str:
        """The number of the paragraph in which an offset lies, as `P3`."""
        place = bisect_right(self.paragraphs, offset, key=lambda one: one.start)
        return f"P{self.paragraphs[max(place - 1, 0)].number}"

    def source(self) -> Source:
        """The document as a source in the register's words."""
        return Source(
            id=self.id,
            title=self.title or self.name,
            publisher=self.publisher,
            published=self.published.isoformat(),
            address=self.address,
            sha256=self.sha256,
        )


def read_document(
    path: Path,
    *,
    published: str = "",
    title: str = "",
    publisher: str = "",
    address: str = "",
    encoding: str = "",
) -> Document:
    """Read an article or report: HTML, PDF, DOCX or plain text, recognised from its content.

    What is given wins over what the file says of itself; `encoding` is the codec of a plain text. Raises BadInput, with
    the remedy, for a file without text, a locked file, one that is too long, text that is not in the Latin script, and
    a document without a day of publication.
    """
    file = InputFile(path, encoding)
    found = extract(file)
    _check(found, file.name)
    day, from_file = _published(published, found, file.name)
    taken = [
        name
        for name, given, told in (
            ("title", title, found.title),
            ("publisher", publisher, found.publisher),
            ("address", address, found.address),
        )
        if not given and told
    ]
    return Document(
        name=file.name,
        format=found.format,
        text=found.text,
        sha256=file.sha256,
        published=day,
        title=title or found.title,
        publisher=publisher or found.publisher,
        address=address or found.address,
        pages=found.pages,
        taken=(*taken, *(["published"] if from_file else [])),
        notes=found.notes,
    )


def _published(given: str, found: Extracted, name: str) -> tuple[date, bool]:
    if given:
        try:
            return parse_day(given), False
        except BadDate:
            raise BadDate(
                f"not a day: {given!r}", place="--published", hint="write the day of publication as YYYY-MM-DD"
            ) from None
    if found.published:
        return found.published, True
    raise BadInput(
        "no day of publication: without it 'on Tuesday' means nothing",
        place=name,
        hint="give it with --published YYYY-MM-DD",
    )


def _check(found: Extracted, name: str) -> None:
    """Refuse a text that cannot be read, and say why."""
    text = found.text
    if len(text) > MAX_CHARACTERS:
        problem = f"{len(text):,} characters: more than {MAX_CHARACTERS:,} are not read at once"
        raise BadInput(problem, place=name, hint="split it into its articles or chapters")
    letters = len(_LETTER.findall(text))
    if letters < _LEAST:
        hint = "a scan must first be put through text recognition (OCR)" if found.format == "pdf" else "is it empty?"
        raise BadInput(f"holds no text to read ({letters} letters)", place=name, hint=hint)
    if 2 * len(_RTL.findall(text)) > letters:
        raise BadInput(
            "written from right to left: the rules read English only",
            place=name,
            hint="read a translation, or enter claims by hand; `muster screen` knows names in any script",
        )
    if 2 * sum(char < "\u0250" for char in _LETTER.findall(text)) < letters:
        raise BadInput(
            "not in Latin letters: the rules read English only",
            place=name,
            hint="read a translation, or enter claims by hand; if it is English, its encoding is another: --encoding",
        )
    if "\ufffd" in text and text.count("\ufffd") * 200 > letters:
        raise BadInput("the letters are damaged: a wrong encoding", place=name, hint="save it as UTF-8 from its origin")


def not_english(text: str) -> bool:
    """True if the commonest English words are rare in the text."""
    words = max(len(text.split()), 1)
    return words > 40 and len(_ENGLISH.findall(text)) / words < 0.08
