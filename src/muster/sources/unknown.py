"""What an XML list holds that its reader does not know: elements of other names, words outside a closed vocabulary.

A publisher adds a field without asking. It is counted wherever it stands in the file, apart from the reading, and told
once in the notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from muster.sources.files import local_name

_tag = attrgetter("tag")
_NONE: Mapping[str, frozenset[str]] = MappingProxyType({})


def names(text: str) -> frozenset[str]:
    """The words of a text: names of elements that are known, read or not."""
    return frozenset(text.split())


class Strange:
    """Counts, as the elements of a file pass, those whose local name is not `known`.

    `words`: element → all that it may say, in small letters; whatever else one says is counted too. `found` is how
    often each occurs.
    """

    def __init__(self, known: frozenset[str], words: Mapping[str, frozenset[str]] = _NONE) -> None:
        self.found: Counter[str] = Counter()
        self._known = known
        self._words = words
        self._silent: set[Any] = set()  # tags with their namespaces that need no second look

    def look(self, nodes: list[Any]) -> None:
        """Count in some elements of the file."""
        if audible := {*map(_tag, nodes)} - self._silent:
            for node in nodes:
                if (tag := node.tag) in audible:
                    self._heard(node, tag)

    def _heard(self, node: Any, tag: Any) -> None:
        name = local_name(tag)
        if name in self._words:
            text = " ".join((node.text or "").split())
            if text.casefold() not in self._words[name]:
                self.found[f"{name} {text[:40]!r}"] += 1
        elif not name or name in self._known:
            self._silent.add(tag)
        else:
            self.found[name] += 1


def told(found: Counter[str], already: Counter[str]) -> Counter[str]:
    """Of what is strange, what a reader has not counted itself, under a longer name such as `address/field`."""
    names_told = {what.rpartition("/")[2] for what in already}
    return Counter({what: many for what, many in found.items() if what not in names_told})
