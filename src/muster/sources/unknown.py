"""What an XML list holds that its reader does not know: elements of other names, words outside a closed vocabulary.

A publisher adds a field without asking. It is counted in the bytes of the file, apart from the reading, and told once
in the notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from muster.sources.files import InputFile

_NONE: Mapping[str, frozenset[str]] = MappingProxyType({})
_BLOCK = 1 << 20
_ELEMENT = re.compile(rb"<\w[^\s/>]*")


def names(text: str) -> frozenset[str]:
    """The words of a text: names of elements that are known, read or not."""
    return frozenset(text.split())


def strange(
    file: InputFile, known: frozenset[str], words: Mapping[str, frozenset[str]] = _NONE
) -> Counter[str]:  # fmt: skip
    """How often a file holds each element whose local name is not `known`. `words`: element → all that it may say, in
    small letters; whatever else one says is counted too. Raises BadInput as opening the file does."""
    closed = re.compile(rb"<(?:\w+:)?(%s)>([^<]*)<" % b"|".join(one.encode() for one in words)) if words else None
    found: Counter[str] = Counter()
    silent: set[bytes] = set()
    for part in _blocks(file):
        if set(_ELEMENT.findall(part)) - silent:
            for tag, many in Counter(_ELEMENT.findall(part)).items():
                name = tag[1:].rpartition(b":")[2].decode("utf-8", "replace")
                if name in known:
                    silent.add(tag)
                else:
                    found[name] += many
        for tag, value in closed.findall(part) if closed else ():
            text = " ".join(value.decode("utf-8", "replace").split())
            if text.casefold() not in words[tag.decode()]:
                found[f"{tag.decode()} {text[:40]!r}"] += 1
    return found


def _blocks(file: InputFile) -> Iterator[bytes]:
    """The bytes of a file in parts, of which each but the first begins and each but the last ends with an element."""
    rest = b""
    with file.open() as stream:
        while block := stream.read(_BLOCK):
            data = rest + block
            # The last element may go on in the next block, and what one says ends where the next begins.
            cut = max(data.rfind(b"<", 0, max(data.rfind(b"<"), 0)), 0)
            if cut:
                yield data[: cut + 1]
            rest = data[cut:]
    yield rest


def told(found: Counter[str], already: Counter[str]) -> Counter[str]:
    """Of what is strange, what a reader has not counted itself, under a longer name such as `address/field`."""
    names_told = {what.rpartition("/")[2] for what in already}
    return Counter({what: many for what, many in found.items() if what not in names_told})
