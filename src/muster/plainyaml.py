"""YAML as people write it by hand: text, lists and tables, each with its line, and nothing guessed from looks.

Every scalar is text, so `no` is a word and `2018-11` a date as written. What can hide or multiply content
(aliases, tags, doubled keys, a second document) is refused. Claims files and policy files are read through this.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import yaml

from muster.errors import BadInput

MAX_DEPTH = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of YAML: a text, a list of nodes or a table of nodes, with its file and line.

    Each reading method raises BadInput with that place if the node is not what is asked for.
    """

    value: str | list[Node] | dict[str, Node]
    file: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.file} line {self.line}"

    def fail(self, problem: str, hint: str = "", kind: type[BadInput] = BadInput) -> NoReturn:
        """Raise an error at this place."""
        raise kind(problem, place=self.place, hint=hint)

    def text(self) -> str:
        """The text, without outer white space; it may be empty."""
        if not isinstance(self.value, str):
            self.fail("text is expected here, not a list or table", "write one value")
        return self.value.strip()

    def filled(self) -> str:
        """The text, which must not be empty."""
        text = self.text()
        if not text:
            self.fail("a value is missing here", "write it after the colon, or leave the key out")
        return text

    def items(self) -> list[Node]:
        """The list's nodes. An empty text counts as an empty list."""
        if self.value == "":
            return []
        if not isinstance(self.value, list):
            self.fail("a list is expected here", "begin each item with `- `")
        return self.value

    def pairs(self) -> dict[str, Node]:
        """The table, with any keys. An empty text counts as an empty table."""
        if self.value == "":
            return {}
        if not isinstance(self.value, dict):
            self.fail("a table is expected here", "write `key: value` lines")
        return self.value

    def table(self, known: Sequence[str], needed: Collection[str], what: str) -> dict[str, Node]:
        """The table, whose keys must be among `known` and include `needed`."""
        pairs = self.pairs()
        for key, node in pairs.items():
            if key not in known:
                node.fail(f"{what} has no {key!r}", near(key, known))
        for key in needed:
            if key not in pairs:
                self.fail(f"{what} without {key!r}", f"add `{key}:`")
        return pairs

    def texts(self, known: Sequence[str], needed: Collection[str], what: str) -> dict[str, str]:
        """The table with all its values as text."""
        return {key: node.text() for key, node in self.table(known, needed, what).items()}

    def words(self) -> list[str]:
        """A list of texts, or one text as a list of one."""
        if isinstance(self.value, str):
            return [self.text()] if self.text() else []
        return [node.filled() for node in self.items()]

    def choice(self, allowed: Collection[str]) -> str:
        """The text, which must be one of `allowed`."""
        text = self.text()
        if text not in allowed:
            self.fail(f"{text!r} is not allowed here", f"one of {', '.join(sorted(allowed))}")
        return text

    def whole(self, low: int = 0) -> int:
        """The text as a whole number of at least `low`."""
        text = self.text()
        if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < low:
            problem = f"a whole number of at least {low} is expected here, not {text!r}"
            self.fail(problem, "write it in digits, as in 365")
        return int(text)

    def run(self, action: Callable[[], T]) -> T:
        """The action's result; an error of bad input gets this place."""
        try:
            return action()
        except BadInput as error:
            if error.place:
                raise
            raise error.at(self.place) from None


def near(word: str, known: Iterable[str]) -> str:
    """A hint that names what was probably meant."""
    choices = list(known)
    close = difflib.get_close_matches(word, choices, n=2, cutoff=0.6)
    return f"did you mean {' or '.join(close)}?" if close else f"known: {', '.join(choices)}"


def compose(text: str, file: str, empty_hint: str = "") -> Node:
    """The one document in the text. Raises BadInput with the line of the first fault."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as fault:
        last = text.count("\n") + 1  # what is left open is noticed behind it
        line = min(fault.problem_mark.line + 1, last) if fault.problem_mark else 1
        problem = fault.problem or fault.context or "it cannot be parsed"
        hint = "check indentation and quotes; put text that holds `: ` or ` #` into quotes"
        raise BadInput(f"not valid YAML: {problem}", place=f"{file} line {line}", hint=hint) from None
    except (yaml.YAMLError, UnicodeEncodeError) as fault:
        problem = f"not valid YAML: {str(fault).splitlines()[0]}"
        raise BadInput(problem, place=file, hint="save it as text in UTF-8") from None
    if builder.root is None:
        raise BadInput("the file is empty", place=file, hint=empty_hint)
    return builder.root


@dataclass(slots=True)
class _Open:
    """A list or table whose end has not been read, and the key that waits for its value."""

    node: Node
    key: str | None = None
    key_line: int = 0


class _Builder:
    """Builds the tree from parser events, without recursion."""

    def __init__(self, file: str) -> None:
        self.root: Node | None = None
        self._file = file
        self._open: list[_Open] = []

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._fail(line, "anchors and aliases are not allowed", "write the text out")
        if getattr(event, "tag", None):
            self._fail(line, f"the tag {event.tag} is not allowed", "every value is plain text")
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._fail(line, "a second document starts here", "one document a file: remove the line `---`")
        if self._open and self._open[-1].key is not None:
            line = self._open[-1].key_line
        if isinstance(event, yaml.ScalarEvent):
            self._add(Node(self._checked(event.value, line), self._file, line))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._enter(Node([], self._file, line))
        elif isinstance(event, yaml.MappingStartEvent):
            self._enter(Node({}, self._file, line))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._open.pop()

    def _checked(self, text: str, line: int) -> str:
        if "\x00" in text or not _encodable(text):
            self._fail(line, "a character that text cannot hold", "remove NUL characters and half surrogates")
        return text

    def _enter(self, node: Node) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._fail(node.line, f"nested more than {MAX_DEPTH} deep", "such a file is never so deep")
        self._add(node)
        self._open.append(_Open(node))

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        holder = self._open[-1]
        value = holder.node.value
        if isinstance(value, list):
            value.append(node)
        elif isinstance(value, dict) and holder.key is not None:
            value[holder.key] = node
            holder.key = None
        elif isinstance(value, dict):
            if not isinstance(node.value, str):
                self._fail(node.line, "a key must be text", "check the indentation")
            if node.value in value:
                self._fail(node.line, f"the key {node.value!r} occurs twice", "keep one of the two")
            holder.key, holder.key_line = node.value, node.line

    def _fail(self, line: int, problem: str, hint: str) -> NoReturn:
        raise BadInput(problem, place=f"{self._file} line {line}", hint=hint)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
