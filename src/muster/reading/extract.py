"""The text of HTML, PDF, DOCX and plain files, with what each says of its own title, publisher and date.

Files come from anywhere, so each is read under limits and any damage ends in one clear error. Libraries are loaded
only for the format that needs them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.errors import BadInput
from muster.sources import InputFile
from muster.sources.files import checked_zip, member

MAX_FILE = 40 << 20  # bytes of a document; a long illustrated report stays below
MAX_TEXT = 12 << 20  # bytes of a plain text or web page
MAX_PAGES = 3000
_MAX_PDF_CHARACTERS = 4_000_000
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PDF_DAY = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = "{http://purl.org/dc/terms/}"
_DC = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, and what the file says of its publication (empty or None where it says nothing)."""

    format: str
    text: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    address: str = ""
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def extract(file: InputFile) -> Extracted:
    """The text of a file, its format told by its content. Raises BadInput if it is damaged, locked or too large."""
    head = file.head
    size = file.path.stat().st_size
    if size > MAX_FILE:
        raise BadInput(f"{size >> 20} MB: too large for one document", place=file.name, hint="split it")
    if not head.strip():
        raise BadInput("the file is empty", place=file.name, hint="is it the right one?")
    if b"%PDF-" in head[:1024]:
        return _pdf(file)
    if head[:4] == b"PK\x03\x04":
        return _docx(file)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadInput("an old or locked Office file", place=file.name, hint="save it as DOCX without a password")
    if size > MAX_TEXT:
        raise BadInput(f"{size >> 20} MB of text: too long for one document", place=file.name, hint="split it")
    if _HTML.search(head[:4096]):
        return _html(file)
    if b"\x00" in head and not file.forced and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise BadInput("neither text, HTML, PDF nor DOCX", place=file.name, hint="save the article as text")
    text = file.content.decode(file.encoding.codec)
    notes = [spoken] if (spoken := file.encoding.spoken()) else []
    text = text.replace("\x0c", "\n")
    return Extracted("text", text, title=_first_line(text), notes=tuple(notes))


def _first_line(text: str) -> str:
    """The first line, if it stands apart and is short enough to be a title."""
    lines = text.lstrip("\ufeff\r\n ").split("\n", 2)
    first = lines[0].strip()
    apart = len(lines) > 1 and not lines[1].strip()
    return first if apart and len(first) <= 200 and not first.endswith(".") else ""


def _html(file: InputFile) -> Extracted:
    import trafilatura

    declared = re.search(rb"charset=[\"']?([\w-]+)", file.head[:4096], re.IGNORECASE)
    data: Any = file.content
    if not declared:
        data = file.content.decode(file.encoding.codec)
    try:
        found: Any = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False, include_tables=True)
    except (ValueError, RecursionError, MemoryError, AttributeError, TypeError, IndexError) as fault:
        hint = "save the page as text"
        raise BadInput(f"the page cannot be read ({type(fault).__name__})", place=file.name, hint=hint) from None
    text = (found.text or "") if found else ""
    if not text.strip():
        raise BadInput("no article found in the page", place=file.name, hint="save the article as text")
    title = found.title or ""
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return Extracted(
        "html",
        text,
        title=title,
        publisher=found.sitename or "",
        published=_day(found.date or ""),
        address=found.url or "",
    )


def _pdf(file: InputFile) -> Extracted:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(file.content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadInput("the PDF is locked with a password", place=file.name, hint="save a copy without one")
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise BadInput(f"{count:,} pages: too many for one document", place=file.name, hint="split it")
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for page in reader.pages:
            text = _page(page.extract_text() or "")
            starts.append(length)
            parts.append(text)
            length += len(text) + 2
            if length > _MAX_PDF_CHARACTERS:
                raise BadInput("far more text than a report holds", place=file.name, hint="split it")
        meta: Any = reader.metadata or {}
        title, made = str(meta.get("/Title") or "").strip(), str(meta.get("/CreationDate") or "")
    except BadInput:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError,
            AssertionError, NotImplementedError, ZeroDivisionError, ImportError, OverflowError,
            MemoryError) as fault:  # fmt: skip
        needs = "crypt" in str(fault).lower() or isinstance(fault, ImportError)
        problem = "the PDF is locked" if needs else f"the PDF is damaged ({type(fault).__name__})"
        raise BadInput(problem, place=file.name, hint="save it anew, or save its text") from None
    found = _PDF_DAY.match(made)
    notes = (
        [f"the file was made on {'-'.join(found.groups())}, which need not be the day of publication"] if found else []
    )
    return Extracted("pdf", "\n\n".join(parts), title=title, pages=tuple(starts), notes=tuple(notes))


def _page(text: str) -> str:
    """A page's lines joined to paragraphs; a word broken at the end of a line is whole again."""
    lines = [line.strip() for line in text.splitlines()]
    longest = max((len(line) for line in lines), default=0)
    out: list[str] = []
    open_ = False
    for line in lines:
        if not line:
            open_ = False
            continue
        if open_ and out[-1].endswith("-") and line[:1].islower():
            out[-1] = out[-1][:-1] + line
        elif open_:
            out[-1] += " " + line
        else:
            out.append(line)
        ends = line.endswith((".", "!", "?", ".”", '."', ":"))
        open_ = not (ends and len(line) < 0.8 * longest) and len(line) > 0.4 * longest
    return "\n\n".join(out)


def _docx(file: InputFile) -> Extracted:
    from lxml import etree

    archive = checked_zip(file)
    names = set(archive.namelist())
    if "word/document.xml" not in names:
        raise BadInput("a ZIP file, but no DOCX document", place=file.name, hint="unpack it, or save it as DOCX")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        body = etree.fromstring(member(archive, "word/document.xml", file.name), parser)
        text = "\n\n".join(line for line in map(_words, body.iter(f"{_WORD}p")) if line.strip())
        core = (
            etree.fromstring(member(archive, "docProps/core.xml", file.name), parser)
            if "docProps/core.xml" in names
            else None
        )
    except etree.XMLSyntaxError as fault:
        raise BadInput(f"the DOCX is damaged: {fault.msg}", place=file.name, hint="save it again") from None
    title = (core.findtext(f"{_DC}title") or "").strip() if core is not None else ""
    made = (core.findtext(f"{_CORE}created") or "")[:10] if core is not None else ""
    notes = [f"the file was made on {made}, which need not be the day of publication"] if _day(made) else []
    return Extracted("docx", text, title=title or _first_line(text), notes=tuple(notes))


def _words(paragraph: Any) -> str:
    """The text of one paragraph as it stands now: what was deleted under tracked changes is not part of it."""

    def pieces() -> Iterator[str]:
        for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br"):
            yield (node.text or "") if node.tag == f"{_WORD}t" else " "

    return "".join(pieces())


def _day(text: str) -> date | None:
    found = _DAY.match(text)
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
