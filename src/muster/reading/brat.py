"""Texts with BRAT stand-off annotations of who serves where: reading them, as plain values.

An archive holds `NAME.txt` and `NAME.ann` pairs. Annotations are Person, Rank, Organization, Title and Role, joined by
has_rank, is_posted, has_title and has_role. Such texts are only measured on; nothing is learned from them.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from muster.errors import BadInput, NotFound

MAX_MEMBER = 4 << 20
MAX_MEMBERS = 20_000
_ENTITY = re.compile(r"T(\d+)\t(\w+) (\d+) (\d+)(?:;\d+ \d+)*\t(.*)")
_RELATION = re.compile(r"R\d+\t(\w+) Arg1:T(\d+) Arg2:T(\d+)")
KINDS = {"Person": "person", "Rank": "rank", "Organization": "organization", "Title": "title", "Role": "title"}
RELATIONS = {"has_rank": "rank", "is_posted": "organization", "has_title": "title", "has_role": "title"}


@dataclass(frozen=True, slots=True)
class Span:
    """An annotated stretch; `kind` is person, rank, organization or title (titles and roles are one)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Annotated:
    """One text with its annotated stretches and relations (person, other)."""

    name: str
    text: str
    spans: tuple[Span, ...]
    relations: tuple[tuple[Span, Span], ...]


def read_archive(path: Path) -> list[Annotated]:
    """The annotated texts of a tar archive. Raises BadInput if it is none, or holds no pair of text and annotations."""
    if not path.exists():
        raise NotFound(f"no such file: {path}", hint="check the path")
    try:
        with tarfile.open(path) as archive:
            parts = dict(_members(archive, path.name))
    except (tarfile.TarError, EOFError, OSError, UnicodeDecodeError) as fault:
        raise BadInput(
            f"not a tar archive of texts: {fault}", place=path.name, hint="a .tar.gz of .txt and .ann"
        ) from None
    names = sorted(name for name in parts if name.endswith(".ann") and f"{name[:-4]}.txt" in parts)
    if not names:
        raise BadInput("no text with annotations in it", place=path.name, hint="NAME.txt beside NAME.ann")
    return [_annotated(name[:-4], parts[f"{name[:-4]}.txt"], parts[name]) for name in names]


def _members(archive: tarfile.TarFile, place: str) -> Iterator[tuple[str, str]]:
    for number, member in enumerate(archive):
        if number >= MAX_MEMBERS:
            raise BadInput("holds far too many files", place=place, hint="not read")
        if not member.isfile() or not member.name.endswith((".txt", ".ann")):
            continue
        if member.size > MAX_MEMBER:
            raise BadInput(f"{member.name} is far too large", place=place, hint="not read")
        stream = archive.extractfile(member)
        if stream is not None:
            yield member.name, stream.read().decode("utf-8")


def _annotated(name: str, text: str, annotations: str) -> Annotated:
    spans: dict[str, Span] = {}
    relations: list[tuple[str, str]] = []
    for line in annotations.splitlines():
        if found := _ENTITY.match(line):
            if found[2] in KINDS:
                spans[found[1]] = Span(KINDS[found[2]], int(found[3]), int(found[4]))
        elif (found := _RELATION.match(line)) and found[1] in RELATIONS:
            relations.append((found[2], found[3]))
    joined = tuple((spans[one], spans[other]) for one, other in relations if one in spans and other in spans)
    return Annotated(name, text, tuple(spans.values()), joined)
