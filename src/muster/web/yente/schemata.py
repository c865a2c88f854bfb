"""FollowTheMoney's schemata that can be matched, and the kinds of the register that each asks for."""

from __future__ import annotations

from muster.errors import BadInput
from muster.exports.ftm_words import HOLDERS, SCHEMATA, has

_BODIES = frozenset({"organization", "unit", "government", "office", ""})
_ALL = frozenset(SCHEMATA)

# schema -> kinds of the register; a kind not told may be any
MATCHABLE: dict[str, frozenset[str]] = {
    "Person": frozenset({"person", ""}),
    "Organization": _BODIES,
    "Company": _BODIES,
    "PublicBody": _BODIES,
    "LegalEntity": _BODIES | {"person"},
    "Vessel": frozenset({"vessel", ""}),
    "Airplane": frozenset({"aircraft", ""}),
    "Vehicle": frozenset({"vessel", "aircraft", ""}),
    "Position": frozenset({"office", ""}),
    "Address": frozenset({"place", ""}),
    "Asset": frozenset({"organization", "vessel", "aircraft", ""}),
}
_WITHOUT_PARTIES = frozenset({"BankAccount", "CryptoWallet", "Security", "UserAccount"})
LABELS = {
    "Thing": "Thing",
    "Person": "Person",
    "Organization": "Organization",
    "Company": "Company",
    "PublicBody": "Public body",
    "LegalEntity": "Legal entity",
    "Vessel": "Vessel",
    "Airplane": "Airplane",
    "Vehicle": "Vehicle",
    "Position": "Position",
    "Address": "Address",
    "Asset": "Asset",
    "Event": "Event",
    "Territory": "Territory",
}
DEFAULT = "Thing"
_BASE = ("name", "alias", "weakAlias", "previousName", "country", "topics", "address", "notes", "sourceUrl")


def kinds(schema: str) -> frozenset[str] | None:
    """The kinds that a query of this schema asks for; None for all. Raises BadInput for what is no schema."""
    if schema == DEFAULT:
        return None
    if schema in _WITHOUT_PARTIES:
        return frozenset()  # the register has none of these: an empty answer, no error
    if schema not in MATCHABLE:
        raise BadInput(f"no schema {schema[:40]!r}", place="schema", hint=", ".join((DEFAULT, *MATCHABLE)))
    return MATCHABLE[schema]


def properties(schema: str) -> list[tuple[str, str]]:
    """The properties that entities of a schema can have here: id and label."""
    names = dict.fromkeys((*_BASE, *(name for name in HOLDERS if has(schema, name))))
    return [(name, label(name)) for name in names]


def label(name: str) -> str:
    """A property's name in words.

    >>> label("birthDate")
    'Birth date'
    """
    words = "".join(f" {one.lower()}" if one.isupper() else one for one in name)
    return words[:1].upper() + words[1:]
