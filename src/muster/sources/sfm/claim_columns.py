"""The columns of the Monitor's tables of claims: which type a table is of, and which columns nobody reads."""

from __future__ import annotations

from collections.abc import Iterable

TYPE, ABOUT, CITED = "type:claim", "about_entity:ref:claim", "citation:refs:claim"
REQUIRED = (TYPE, ABOUT, CITED, "status:meta")
PLACES_REQUIRED = ("id:entity", "name:annotation", "origin_id:location")
_OWN_COLUMN = {
    "unit": "unit:names:assertion",
    "person": "person:names:assertion",
    "relation": "relation:types:assertion",
    "posting": "posting:person:refs:assertion",
    "positioning": "positioning:types:assertion",
    "incident": "incident:violation:types:assertion",
}
_UNREAD = frozenset({"internal_comments:meta", "researcher:meta", "type:entity", "about_entity:name:qa"})
_SHARED = (
    *(*REQUIRED, "public_notes:meta", "name:annotation", "country:annotation", "starting:range", "ending:range"),
    *("first_precise:range", "last_precise:range", "first_imprecise:range", "last_imprecise:range"),
    *("starting_context:range", "ending_context:range"),
)
_COLUMNS = {
    "all": _SHARED,
    "unit": ("unit:names:assertion", "unit:classifications:assertion"),
    "person": (
        *("person:names:assertion", "person:gender:assertion", "person:account_type:assertion"),
        "person:account_id:assertion",
    ),
    "relation": (
        *("relation:unit:refs:assertion", "relation:unit:names:qa", "relation:types:assertion"),
        *("relation:related_unit:refs:assertion", "relation:related_unit:names:qa"),
        "relation:related_unit_classes:assertion",
    ),
    "posting": tuple(
        f"posting:{name}"
        for name in (
            *("person:refs:assertion", "person:names:qa", "unit:refs:assertion", "unit:names:qa", "roles:assertion"),
            *("titles:assertion", "ranks:assertion"),
        )
    ),
    "positioning": tuple(
        f"positioning:{name}"
        for name in (
            *("unit:refs:assertion", "unit:names:qa", "types:assertion", "base_names:assertion"),
            *("location:refs:assertion", "location:names:qa"),
        )
    ),
    "incident": (
        "category:violation_types:annotation",
        *(
            f"incident:{name}"
            for name in (
                *("location:descriptions:assertion", "location:refs:assertion", "location:names:qa"),
                *("violation:descriptions:assertion", "violation:types:assertion", "perpetrator:refs:assertion"),
                *("perpetrator:names:qa", "perpetrator:classifications:assertion", "victim:refs:assertion"),
                "victim:names:qa",
            )
        ),
    ),
}


def role_of(header: Iterable[str]) -> str:
    """`unit claims` and the like for a table of one type, `claims` for one of several, `places`; empty for another."""
    has = set(header)
    if has.issuperset(REQUIRED[:3]):
        kinds = [kind for kind, column in _OWN_COLUMN.items() if column in has]
        return f"{kinds[0]} claims" if len(kinds) == 1 else "claims"
    return "places" if has.issuperset(PLACES_REQUIRED) else ""


def unread(header: Iterable[str]) -> list[str]:
    """The columns of a table that no reader here looks at, but for those that are for the researchers themselves."""
    read = {column for columns in _COLUMNS.values() for column in columns}
    return [name for name in header if name and name not in read and name not in _UNREAD]
