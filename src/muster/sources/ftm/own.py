"""The marks by which Muster knows its own FollowTheMoney export when it reads it again.

FollowTheMoney's ids are letters, digits, dots and hyphens, and several of our relations share one of its schemata. An
id that does not fit is written so that it can be turned back, and the id of a relation names its predicate.
"""

from __future__ import annotations

import re

from muster.claims import vocabulary

_PLAIN = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
_PREFIX = "muster-id."
OWN_ORIGIN = "muster"
"""The origin that statements of ours name; their original values are those of the claims."""
_EDGE = re.compile(r"muster-rel\.([a-z]+(?:\.[a-z]+)*)\.[0-9a-f]{24}")
_OWN = re.compile(r"muster-(rel\.[a-z.]+|[a-z]+)\.[0-9a-f]{24}")
_MARK = re.compile(r"(kind|level|placeholder): ([a-z]+)")
_DETAIL = re.compile(r"([a-z_]+): (.+)", re.DOTALL)


def write_id(entity: str) -> str:
    """The id as FollowTheMoney allows it.

    >>> write_id("un:6908555")
    'muster-id.un-3a6908555'
    """
    if _PLAIN.fullmatch(entity) and not entity.startswith("muster-"):
        return entity
    kept = (chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"-{byte:02x}" for byte in entity.encode())
    return _PREFIX + "".join(kept)


def read_id(text: str) -> str:
    """The id that `write_id` wrote; any other text as it is."""
    if not text.startswith(_PREFIX):
        return text
    plain = re.sub("-([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), text.removeprefix(_PREFIX))
    try:
        entity = plain.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    return entity if write_id(entity) == text else text


def edge_id(predicate: str, mark: str) -> str:
    """The id of a relation of a predicate; `mark` is 24 hexadecimal digits of its own."""
    return f"muster-rel.{predicate.replace('_', '.')}.{mark}"


def edge_predicate(ident: str) -> str:
    """The predicate that the id of a relation names; empty if it is none of ours."""
    found = _EDGE.fullmatch(ident)
    name = found[1].replace(".", "_") if found else ""
    return name if name in vocabulary() and vocabulary()[name].relation else ""


def write_detail(key: str, value: str) -> str:
    """A qualifier for which the schema has no property, as a line of its description."""
    return f"{key}: {value}"


def lines_of(ident: str, lines: tuple[str, ...]) -> dict[str, str]:
    """The details in the description of an entity beside another, if its id is one of ours."""
    if not _OWN.fullmatch(ident):
        return {}
    return {match[1]: match[2] for text in lines if (match := _DETAIL.fullmatch(text))}


def write_mark(predicate: str, value: str) -> str:
    """A keyword that keeps what no schema tells: that an Organization is a unit, that it is a placeholder."""
    return f"{predicate}: {value}"


def read_mark(text: str) -> tuple[str, str]:
    """Predicate and value that `write_mark` wrote; two empty texts for any other keyword."""
    match = _MARK.fullmatch(text)
    return (match[1], match[2]) if match and match[2] in vocabulary()[match[1]].allowed else ("", "")


def qualified(predicate: str, told: dict[str, str], lines: tuple[str, ...]) -> dict[str, str]:
    """The qualifiers told by properties and by the lines of a description, as far as the predicate knows them."""
    known = vocabulary()[predicate].qualifiers
    found = {match[1]: match[2] for text in lines if (match := _DETAIL.fullmatch(text))} | told
    return {
        key: value for key, value in found.items() if value and key in known and (not known[key] or value in known[key])
    }
