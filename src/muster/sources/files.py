"""Opening input safely: every file handed to a reader is hostile until it has been read.

One place holds the limits: how large a file may unpack to, how far it may be compressed, and what an XML
document may contain. A reader gets text lines, bytes or parsed elements, and one clear error otherwise.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import itertools
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, cast

from muster.errors import BadInput, NotFound
from muster.sources.encodings import NAMES, SAMPLE, Encoding, of_bytes

MAX_BYTES = 2 << 30  # unpacked size of one input file
MAX_RATIO = 100  # unpacked : packed; real lists stay under 20
MAX_MEMBERS = 2000  # files inside one XLSX or ODS
MAX_MEMBER_BYTES = 512 << 20
_MAX_NAMES = 1024
MAX_LINE = 64 << 20  # bytes in one line of a JSON-lines file
HEAD = 65536  # bytes a reader may look at to recognise a format
_LAYOUT = re.compile(rb"<\?.*?\?>|<!--.*?-->|\s+")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_RATIO_FLOOR = 1 << 20  # below this unpacked size a high ratio is harmless


@dataclass(frozen=True)
class InputFile:
    """A file to be read; gzip is unpacked on the way, by content and not by name."""

    path: Path
    forced: str = ""  # the encoding to read it in; found out if not given

    def __post_init__(self) -> None:
        if not self.path.exists():
            raise NotFound(f"no such file: {self.path}", hint="check the path")
        if not self.path.is_file():
            raise BadInput("not a regular file", place=str(self.path), hint="name a file")

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def gzipped(self) -> bool:
        with self.packed() as raw:
            return raw.read(2) == b"\x1f\x8b"

    @cached_property
    def head(self) -> bytes:
        """The first bytes, unpacked; those of a text in UTF-16 in UTF-8, as formats are known by their words."""
        with self.open() as stream:
            found = _read(stream, HEAD, self.name)
        return found.decode("utf-16", "ignore").encode() if found[:2] in _UTF16 else found

    @cached_property
    def opening(self) -> bytes:
        """How an XML file begins: without comments and instructions, in single blanks."""
        return _LAYOUT.sub(b" ", self.head[:4096]).lstrip(b"\xef\xbb\xbf ")

    @cached_property
    def content(self) -> bytes:
        """All bytes, unpacked, within the limits."""
        with self.open() as stream:
            return _read(stream, -1, self.name)

    @cached_property
    def sha256(self) -> str:
        """Digest of the unpacked content: the same list is the same edition, packed or not."""
        found = hashlib.sha256()
        with self.open() as stream:
            while block := _read(stream, 1 << 20, self.name):
                found.update(block)
        return found.hexdigest()

    def open(self) -> IO[bytes]:
        """The unpacked bytes as a stream that stops with BadInput past the limits."""
        if not self.gzipped:
            if self.path.stat().st_size > MAX_BYTES:
                raise BadInput("larger than any list", place=self.name, hint="split it, or check what it is")
            return self.packed()
        return io.BufferedReader(_Limited(gzip.open(self.path, "rb"), self.path))

    def packed(self) -> io.BufferedReader:
        """The bytes as they lie on the disk, as a stream."""
        try:
            return self.path.open("rb")
        except OSError as fault:
            hint = "check that you may read it"
            raise BadInput(f"cannot be opened: {fault.strerror}", place=self.name, hint=hint) from None

    @cached_property
    def ended(self) -> bool:
        """True unless the file is lines of text of which the last has no end, as in one that was cut off."""
        if self.head.lstrip(b"\xef\xbb\xbf \r\n")[:2] == b"PK" or b"\n" not in self.head:
            return True
        last = b""
        with self.open() as stream:
            if not self.gzipped:
                stream.seek(max(self.path.stat().st_size - 4, 0))
            while block := _read(stream, 1 << 20, self.name):
                last = (last + block)[-4:]
        return b"\n" in last

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines with their numbers, read one at a time; for files that are larger than memory."""
        with self.open() as stream:
            for number in itertools.count(1):
                line = _read(stream, MAX_LINE + 1, self.name, whole_line=True)
                if not line:
                    return
                if len(line) > MAX_LINE:
                    hint = "one record a line is expected"
                    raise BadInput("the line is far too long", place=f"{self.name} line {number}", hint=hint)
                yield number, line

    @cached_property
    def encoding(self) -> Encoding:
        """The encoding of the text: as given, else as the bytes tell. Raises BadInput if it cannot be decoded."""
        if self.forced:
            found = Encoding(self.forced, "as asked")
        else:
            with self.open() as stream:
                sample = _read(stream, SAMPLE, self.name)
                found = of_bytes(sample, whole=len(sample) < SAMPLE)
        if self._decodes(found.codec):
            return found
        if found.codec == "utf-8-sig" and not self.forced:  # a byte beyond the sample is not UTF-8
            found = of_bytes(self.content)
            if self._decodes(found.codec):
                return found
        hint = "save it as UTF-8" if self.forced else "save it as UTF-8, or name its encoding"
        raise BadInput(f"cannot be read as {NAMES.get(found.codec, found.codec)}", place=self.name, hint=hint)

    def _decodes(self, codec: str) -> bool:
        """True if all of the file is text in this encoding. Raises BadInput if it holds NUL bytes."""
        decoder = codecs.getincrementaldecoder(codec)()
        with self.open() as stream:
            while True:
                block = _read(stream, 1 << 20, self.name)
                try:
                    text = decoder.decode(block, not block)
                except UnicodeDecodeError:
                    return False
                if "\x00" in text:
                    raise BadInput("holds NUL bytes: not a text file", place=self.name, hint="save it as UTF-8")
                if not block:
                    return True

    def text(self, encodings: tuple[str, ...] = ("utf-8-sig", "cp1252")) -> str:
        """All of the file as text, in the first encoding that fits; a UTF-16 byte order mark is obeyed."""
        if self.content[:2] in _UTF16:
            encodings = ("utf-16",)
        for encoding in encodings:
            try:
                return self.content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise BadInput("not text in any expected encoding", place=self.name, hint="save it as UTF-8")

    def rows(self, delimiter: str = ",", *, quotes: bool = True) -> Iterator[tuple[int, list[str]]]:
        """CSV rows with the line on which each ends. Raises BadInput for a broken quote or a huge field.

        The file is read as it is needed, so that it may be larger than memory. With `quotes` false a quotation mark
        is a character like any other, as in most tab-separated files.
        """
        codec = self.encoding.codec
        with io.TextIOWrapper(self.open(), codec, newline="") as stream:
            if quotes:
                reader = csv.reader(stream, delimiter=delimiter, strict=True)
            else:
                reader = csv.reader(stream, delimiter=delimiter, strict=True, quoting=csv.QUOTE_NONE)
            while True:
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as fault:
                    hint = "the file may be cut off: fetch it again"
                    place = f"{self.name} line {reader.line_num}"
                    raise BadInput(f"broken CSV: {fault}", place=place, hint=hint) from None
                except _BROKEN_GZIP as fault:
                    raise BadInput(f"broken gzip file: {fault}", place=self.name, hint="fetch it again") from None
                yield reader.line_num, row


_BROKEN_GZIP = (EOFError, zlib.error, gzip.BadGzipFile)


class _Limited(io.RawIOBase):
    """A packed stream that refuses to unpack into more than the limits allow."""

    def __init__(self, stream: gzip.GzipFile, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._packed = max(path.stat().st_size, 1)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = _read(cast("IO[bytes]", self._stream), len(buffer), self._path.name)
        self._count += len(data)
        ratio_broken = self._count > _RATIO_FLOOR and self._count > MAX_RATIO * self._packed
        if self._count > MAX_BYTES or ratio_broken:
            problem = "unpacks to far more than a list holds"
            raise BadInput(problem, place=self._path.name, hint="not read further")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _read(stream: IO[bytes], size: int, name: str, *, whole_line: bool = False) -> bytes:
    try:
        return stream.readline(size) if whole_line else stream.read(size)
    except _BROKEN_GZIP as fault:
        raise BadInput(f"broken gzip file: {fault}", place=name, hint="fetch it again") from None


_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


Look = Callable[[list[Any]], None]


def elements(
    file: InputFile, tags: frozenset[str], *, comments: bool = False, look: Look | None = None
) -> Iterator[Any]:  # fmt: skip
    """The XML elements with these local names, one after the other, namespaces ignored, memory freed.

    The root is yielded first (still empty). With `comments`, they stay among the children. `look` is given all elements
    of the file, in parts: each of those yielded with what is in it, before it is, and the others as they pass. A
    DOCTYPE or entity declaration is refused before the parser sees it.
    """
    # Blanks between elements are the layout of a list; between those of a spreadsheet's text they may be words' own.
    return _elements(file.open, file.name, tags, look, remove_comments=not comments, remove_blank_text=True)


class _LocalNames(dict[Any, str]):
    """Names of elements by their tags, as far as they were asked for; a look-up costs half of a call."""

    def __missing__(self, tag: Any) -> str:
        if len(self) >= _MAX_NAMES:
            self.clear()
        self[tag] = found = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return found


local_name = _LocalNames().__getitem__
"""An element's name without its namespace, from its tag; empty for that of a comment, which is a function."""


def xml_elements(data: bytes, name: str, tags: frozenset[str]) -> Iterator[Any]:
    """As `elements`, for XML that is already unpacked; `name` is what errors call it."""
    return _elements(lambda: io.BytesIO(data), name, tags, None, remove_comments=True)


def _elements(
    opened: Callable[[], IO[bytes]], name: str, tags: frozenset[str], look: Look | None, **removed: bool
) -> Iterator[Any]:  # fmt: skip
    from lxml import etree

    parsing: dict[str, Any] = {**_PARSING, **removed}
    try:
        with opened() as stream:
            root = _root(_Screened(stream, name), etree.XMLPullParser(events=("start",), **parsing))
            # The parser knows every encoding that the search in the bytes does not (UTF-7, EBCDIC).
            if root.getroottree().docinfo.doctype:
                raise _refused(name)
        yield root
        with opened() as stream:
            screened, top = _Screened(stream, name), None
            # An event for each element would take as long as a third of the parsing: one for the root is asked for.
            parser = etree.XMLPullParser(events=("start",), tag=root.tag, **parsing)
            while block := screened.read(_BLOCK):
                parser.feed(block)
                for _, found in parser.read_events():
                    top = found if top is None else top
                if top is not None:
                    yield from _passing(top, tags, look, growing=True)
            parser.close()
            yield from _passing(top, tags, look)
            if look is not None:
                look([top])
    except etree.XMLSyntaxError as fault:
        hint = "the file may be cut off: fetch it again"
        place = f"{name} line {fault.lineno}" if fault.lineno else name
        problem = " ".join((fault.msg or "it holds no element").split())
        raise BadInput(f"broken XML: {problem}", place=place, hint=hint) from None


def _root(screened: _Screened, parser: Any) -> Any:
    """The first element, still empty; as little of the file is parsed as holds it."""
    while block := screened.read(_START):
        parser.feed(block)
        for _, found in parser.read_events():
            return found
    return parser.close()


def _passing(node: Any, tags: frozenset[str], look: Look | None, *, growing: bool = False) -> Iterator[Any]:
    """The wanted elements among all that a node holds, which is taken out of it on the way. If the node is still
    growing, its last child may be too: that stays, and is gone into only if it is not wanted."""
    whole, others = node[:-1] if growing else node[:], []
    for child in whole:
        if local_name(child.tag) in tags:
            if look is not None:
                # Held while the element is read: its parts are not made anew by whoever goes through them again.
                nodes = list(child.iter())
                look(nodes)
            yield child
        else:
            others.append(child)
            if len(child):
                yield from _passing(child, tags, look)
    del node[: len(whole)]
    if look is not None and others:
        look(others)
    if growing and len(node) and local_name(node[0].tag) not in tags:
        yield from _passing(node[0], tags, look, growing=True)


_BLOCK = 16 << 10  # bytes parsed at a time: so few that their elements are still in the processor's cache when read
_START = 1 << 10  # until the root is known
_PARSING: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "load_dtd": False,
    "remove_pis": True,
}


class _Screened:
    """The bytes of an XML file on their way to the parser, stopped at a document type or entity declaration."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._before = b""

    def read(self, size: int) -> bytes:
        data = _read(self._stream, size, self._name)
        seen = self._before + data
        if _declares(seen):
            raise _refused(self._name)
        self._before = seen[-256:]  # a declaration may lie across two blocks
        return data


def _declares(data: bytes) -> bool:
    """True if the XML holds a document type or entity declaration, in an ASCII-like encoding or UTF-16/32."""
    if b"!" not in data:  # a rare sign, found in no time
        return False
    probe = data if b"\x00" not in data[:200] else data.replace(b"\x00", b"")
    return _DOCTYPE.search(probe) is not None


def _refused(place: str) -> BadInput:
    hint = "lists never carry a document type or entities; this file may be an attack"
    return BadInput("XML with a DOCTYPE or entity declaration is refused", place=place, hint=hint)


def checked_zip(file: InputFile) -> zipfile.ZipFile:
    """The ZIP container of an XLSX or ODS file, its members checked: sizes, names, XML declarations."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content))
    except _BROKEN_ZIP as fault:
        raise BadInput(f"broken spreadsheet file: {fault}", place=file.name, hint="save it again") from None
    members = archive.infolist()
    total = sum(inside.file_size for inside in members)
    packed = max(sum(inside.compress_size for inside in members), 1)
    huge = total > MAX_MEMBER_BYTES or (total > _RATIO_FLOOR * 8 and total > MAX_RATIO * packed)
    if len(members) > MAX_MEMBERS or huge:
        raise BadInput("unpacks to far more than a spreadsheet holds", place=file.name, hint="not opened")
    for inside in members:
        if inside.filename.startswith("/") or ".." in inside.filename.split("/"):
            problem = f"holds an unsafe file name: {inside.filename!r}"
            raise BadInput(problem, place=file.name, hint="not opened; this file may be an attack")
        if inside.filename.endswith((".xml", ".rels")):
            _screen(archive, inside, file.name)
    return archive


def _screen(archive: zipfile.ZipFile, inside: zipfile.ZipInfo, name: str) -> None:
    """Read a file inside a container to its end, for what it declares and for its checksum. Raises BadInput."""
    try:
        with archive.open(inside) as stream:
            before = b""
            while block := stream.read(1 << 20):
                if _declares(before + block):
                    raise _refused(f"{name}, {inside.filename}")
                before = block[-256:]  # a declaration may lie across two blocks
    except _BROKEN_ZIP as fault:
        raise BadInput(f"broken spreadsheet file: {fault}", place=name, hint="save it again") from None


_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a packing method that no spreadsheet uses
    RuntimeError,  # a password
    ValueError,
)


def member(archive: zipfile.ZipFile, inside: zipfile.ZipInfo | str, name: str) -> bytes:
    """The unpacked bytes of one file inside a checked container; `name` is the container's, for errors."""
    try:
        return archive.read(inside)
    except (KeyError, *_BROKEN_ZIP) as fault:
        raise BadInput(f"broken spreadsheet file: {fault}", place=name, hint="save it again") from None
