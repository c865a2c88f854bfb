"""Reading the settings of a clause from its `with:`, as the finder declares them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from muster.claims import vocabulary
from muster.errors import BadPolicy
from muster.plainyaml import Node, near
from muster.policy.finders import RELATIONS, finder
from muster.policy.kinds import Setting


def read_settings(name: str, node: Node, sets: Collection[str]) -> dict[str, Any]:
    """The settings of a clause with this finder. Raises BadPolicy with the line of the first mistake."""
    known = finder(name).settings
    needed = [key for key, setting in known.items() if setting.needed]
    table = node.table(list(known), needed, f"the finder {name}")
    found = {key: _read(key, known[key], value, sets) for key, value in table.items()}
    if found.get("include_past") == "yes" and "look_back_days" not in found:
        table["include_past"].fail("past links need a look-back", "add `look_back_days:`", BadPolicy)
    return found


def _read(key: str, setting: Setting, node: Node, sets: Collection[str]) -> Any:
    if setting.form == "number":
        return node.whole(setting.low)
    if setting.form == "text":
        return node.filled()
    if setting.form == "choice":
        return node.choice(setting.allowed)
    if setting.form == "details":
        return _details(node)
    return tuple(read_words(key, node, sets if setting.form == "sets" else setting.allowed))


def read_words(key: str, node: Node, allowed: Collection[str] = ()) -> list[str]:
    """A list of one or more words, of those allowed if any are named."""
    words = node.words()
    if not words:
        hint = f"one or more of {', '.join(allowed)}" if allowed else "name at least one, or leave the key out"
        node.fail(f"{key} is empty", hint, BadPolicy)
    for word in words:
        if allowed and word not in allowed:
            node.fail(f"{key}: {word!r} is not known", near(word, allowed), BadPolicy)
    return words


def _details(node: Node) -> dict[str, dict[str, tuple[str, ...]]]:
    """`only: {supports: {how: [arms]}}`: which details of a relation count."""
    relations: Mapping[str, Node] = node.table(RELATIONS, (), "`only`")
    found = {}
    for name, details in relations.items():
        qualifiers = vocabulary()[name].qualifiers
        table = details.table(list(qualifiers), (), name)
        found[name] = {key: tuple(read_words(key, one, sorted(qualifiers[key]))) for key, one in table.items()}
    return found
