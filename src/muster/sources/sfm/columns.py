"""Where the register sheets of the Security Force Monitor keep what: the columns of each generation of sheets.

A value stands beside the sources that give it and the confidence in it, and a row holds one relation or place of
its unit each. The sheets of 2017-2019 name their columns in words; later ones as `unit:name:source`. All are
brought to one shape here, so that one reader serves them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Field:
    """The columns of one value: `label` is what a citation calls it; `parts` are month, day and year of a date."""

    label: str
    value: str
    source: str = ""
    confidence: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The columns of a time. `ends` says what a Y in the last column means: `open` or `ended`; E is always an end."""

    first: Field
    started: str
    last: Field
    ended: str
    ends: str = "open"


@dataclass(frozen=True, slots=True)
class Tie:
    """The columns of a relation to another unit. `kind` is `child` or `member`, or the column that says which."""

    kind: str
    kind_column: str
    other_id: str
    other: Field
    classed: Field
    span: Span


@dataclass(frozen=True, slots=True)
class Spot:
    """The columns of a place. `kind` is `site` or `aoo`; the narrowest of the places named comes first."""

    kind: str
    kind_column: str
    places: tuple[tuple[Field, str], ...]  # each with the column of its id in a gazetteer
    exact: tuple[str, Field] | None  # longitude or name of a node, latitude or number of a node
    country: str
    span: Span


@dataclass(frozen=True, slots=True)
class Units:
    """The columns of a sheet of units."""

    id: str
    status: str
    comments: str
    name: Field
    other_names: Field
    classification: Field
    country: Field
    span: Span
    ties: tuple[Tie, ...]
    spots: tuple[Spot, ...]
    notes: str
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Persons:
    """The columns of a sheet of persons and their postings."""

    id: str
    status: str
    comments: str
    name: Field
    other_names: Field
    country: Field
    unit_id: str
    unit: Field
    role: Field
    title: Field
    rank: Field
    span: Span
    start_context: Field
    end_context: Field
    notes: str
    extras: tuple[tuple[Field, str], ...] = ()  # a field of the person, and the predicate it makes
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """The columns of a sheet of sources."""

    id: str
    title: str
    publisher: str
    published: str
    retrieved: str
    address: str
    archive: str
    page: str
    restricted: str
    aliases: str = ""
    digest: str = ""
    author: str = ""
    required: tuple[str, ...] = field(default=())


# --- sheets of 2017 to 2019 -----------------------------------------------------------------------------

_OO, _OS, _OM = "OrganizationOrganization", "OrganizationSite", "OrganizationMembership"
_STATUS = "Status (0=first commit, 1=fixes needed, 2=fixes made, 3=clean)"
_COMMENTS = (
    "Comments-specifics relevant to the review process, such as fixes, refinements, other observations. "
    'This is different from "Notes", which are intended for publication.'
)


def _early(label: str, value: str, prefix: str = "", topic: str | None = None) -> Field:
    """A value whose sources stand under `Source: …` and whose confidence under `Confidence: …`."""
    topic = value if topic is None else topic
    parts = tuple(f"{prefix}{part}" for part in ("month", "day", "year")) if prefix != "" else ()
    return Field(label, value, f"Source: {topic}", f"Confidence: {topic}", parts)


_UNITS_2019 = Units(
    id="o_id",
    status=_STATUS,
    comments=_COMMENTS,
    name=_early("name", "Organization:Name", topic="Name"),
    other_names=_early("other names", "Organization:other_names", topic="Aliases or alternative spellings"),
    classification=_early("classification", "Organization:classification", topic="Classification"),
    country=Field("country", "Organization division_id"),
    span=Span(
        _early("first cited", "Organization:date_first_cited", "firstcited_", "Organization date_first_cited"),
        "start date of Organization? Y/N",
        _early("last cited", "Organization:date_last_cited", "lastcited_", "Organization date_last_cited"),
        "Organization:open_ended? Y/N/E",
    ),
    ties=(
        Tie(
            "child",
            "",
            "",
            _early("superior", f"{_OO}:parent_id"),
            Field(
                "kind of authority",
                f"{_OO}:classification",
                "UUID: Administrative, Command, or Informal parent relationship",
                "Confidence: Administrative, Command, or Informal parent relationship",
            ),
            Span(
                Field(
                    "first cited",
                    f"{_OO}:date_first_cited",
                    "Source: Date of first citation for parent organization",
                    "Confidence: Date of first citation for parent organization",
                    ("month", "day", "year"),
                ),
                f"Start date of {_OO} Y/N?",
                _early("last cited", f"{_OO}:date_last_cited", "oo_", "Date of last citation for parent organization"),
                f"{_OO}:open_ended",
            ),
        ),
        Tie(
            "member",
            "",
            "",
            _early("member of", f"{_OM}:member_id"),
            Field("", ""),
            Span(
                _early("first cited", f"Date of first citation for {_OM}:member_id", "om_first_"),
                f"start date of {_OM}? Y/N",
                _early("last cited", f"Date of last citation for {_OM}:member_id", "om_last_"),
                f"end date of {_OM}? Y/N",
                # Filled in only beside a last citation, and headed so: Y is an end here, not an open end.
                ends="ended",
            ),
        ),
    ),
    spots=(
        Spot(
            "site",
            "",
            (
                (_early("base", "Headquarters (Barracks, Base, Physical Asset)", topic="Headquarters"), ""),
                (_early("place", "Site:geonames_name"), "Site:geonames_id"),
                (_early("province", "Site:admin_level_1_geonames_name"), "Site:admin_level_1_geonames_id"),
            ),
            (
                "Site: Exact Location - Longitude or OSM Node Name",
                _early("exact location", "Site: Exact Location - Latitude or OSM Node ID", topic="Site Exact Location"),
            ),
            "Site:division_id",
            Span(
                _early("first cited", f"{_OS}:date_first_cited", "os_"),
                "Is this the founding date? (Y/N)",
                _early("last cited", f"{_OS}:date_last_cited", "os_last_"),
                f"{_OS}:open_ended (Y/N/E)",
            ),
        ),
        Spot(
            "aoo",
            "",
            (
                (
                    _early("area", "Area of Operations Geoname", topic="Area of Operations"),
                    "Area of Operations GeonameID",
                ),
            ),
            None,
            "Area of Operations division_id",
            Span(
                _early("first cited", "Date of first citation for area of operations", "aoo_start_"),
                "start date of area of operation? Y/N",
                _early("last cited", "Date of last citation for area of operations", "aoo_last_"),
                "Assume Area of Operations to Current Date? (Y/N/E)",
            ),
        ),
    ),
    notes="Notes",
    required=("Organization:Name", "Source: Name", f"{_OO}:parent_id", "o_id"),
)

_PERSONS_2019 = Persons(
    id="",
    status=_STATUS,
    comments=_COMMENTS,
    name=_early("name", "Name"),
    other_names=_early(
        "other names",
        "Aliases or alternative spellings (semi-colon separated)",
        topic="Aliases or alternative spellings",
    ),
    country=Field("country", "division_id"),
    unit_id="",
    unit=_early("unit", "Organization"),
    role=_early("role", "Role"),
    title=_early("title", "Title (official title)", topic="Title"),
    rank=_early("rank", "Rank"),
    span=Span(
        _early("first cited", "First citation", "first_"),
        "Start date? (Y/N)",
        _early("last cited", "Last citation", "last_"),
        "End date? (Y/N)",
        ends="ended",
    ),
    start_context=_early("context of the start", "Context for start date"),
    end_context=_early("context of the end", "Context for end date"),
    notes="Notes",
    extras=(
        (_early("gender", "Gender"), "gender"),
        (_early("date of birth", "Date of Birth"), "birth_date"),
        (_early("date of death", "Death Date"), "death_date"),
        (_early("biography", "Biography"), "remark"),
        (_early("Facebook page", "Facebook Page"), "contact"),
        (_early("Twitter account", "Twitter Account"), "contact"),
        (_early("picture", "Headshot"), "remark"),
        (Field("Wikipedia page", "Wikipedia Page"), "contact"),
    ),
    required=("Name", "Source: Name", "Organization", "First citation", "Last citation"),
)

_SOURCES_2019 = Sources(
    id="source_id",
    title="title",
    publisher="publication_title",
    published="published_on",
    retrieved="access_date",
    address="source_url",
    archive="archive_url",
    page="page",
    restricted="",
    aliases="alias_source_id",
    required=("source_id", "title", "published_on", "archive_url"),
)

# --- sheets since 2020 ----------------------------------------------------------------------------------


def _late(label: str, value: str, *, dated: bool = False) -> Field:
    parts = tuple(f"{value}_{part}" for part in ("month", "day", "year")) if dated else ()
    return Field(label, value, f"{value}:source", f"{value}:confidence", parts)


def _late_span(stem: str, started: str, ended: str, ends: str = "open") -> Span:
    return Span(
        _late("first cited", f"{stem}first_cited_date", dated=True),
        started,
        _late("last cited", f"{stem}last_cited_date", dated=True),
        ended,
        ends,
    )


_UNITS_2020 = Units(
    id="unit:id:admin",
    status="unit:status:admin",
    comments="unit:comments:admin",
    name=_late("name", "unit:name"),
    other_names=_late("other names", "unit:other_names"),
    classification=_late("classification", "unit:classification"),
    country=_late("country", "unit:country"),
    span=_late_span("unit:", "unit:first_cited_date_start", "unit:last_cited_date_open"),
    ties=(
        Tie(
            "child",
            "unit:relation_type",
            "unit:related_unit_id:admin",
            _late("related unit", "unit:related_unit"),
            _late("kind of authority", "unit:related_unit_class"),
            _late_span("unit:related_unit_", "unit:related_unit_first_cited_date_start", "unit:related_unit_open"),
        ),
    ),
    spots=(
        Spot(
            "site",
            "unit:location_type",
            ((_late("base", "unit:base_name"), ""), (_late("place", "unit:location"), "")),
            None,
            "",
            _late_span("unit:location_", "unit:location_first_cited_date_founding", "unit:location_open"),
        ),
    ),
    notes="",  # `unit:notes:admin` is for the researchers themselves
    required=("unit:id:admin", "unit:name"),
)


def _place(label: str, stem: str) -> tuple[Field, str]:
    name = f"unit:{stem}_name"
    return _late(label, name), f"unit:{stem}_id"


# The sheets of the end of 2019, whose sites are towns of a gazetteer. Muster's own export is in these columns too, with
# the ids of related units beside their names, and with published notes, for which `unit:notes:admin` is not meant.
UNITS_SITES = replace(
    _UNITS_2020,
    ties=(
        replace(_UNITS_2020.ties[0], kind="child", kind_column="", other=_late("superior", "unit:related_unit")),
        Tie(
            "member",
            "",
            "unit:membership_id:admin",
            _late("member of", "unit:membership_name"),
            Field("", ""),
            _late_span(
                "unit:membership_",
                "unit:membership_first_cited_date_start",
                "unit:membership_last_cited_date_end",
                ends="ended",
            ),
        ),
    ),
    spots=(
        Spot(
            "site",
            "",
            (
                (_late("base", "unit:base_name"), ""),
                _place("place", "site_nearest_settlement"),
                _place("province", "site_first_admin_area"),
            ),
            (
                "unit:site_exact_location_name_longitude",
                Field(
                    "exact location",
                    "unit:site_exact_location_id_latitude",
                    "unit:site_exact_location:source",
                    "unit:site_exact_location:confidence",
                ),
            ),
            "unit:site_country",
            _late_span("unit:site_", "unit:site_first_cited_date_founding", "unit:site_open"),
        ),
        Spot(
            "aoo",
            "",
            (_place("area", "area_ops"),),
            None,
            "unit:area_ops_country",
            _late_span("unit:area_ops_", "unit:area_ops_first_cited_date_start", "unit:area_ops_open"),
        ),
    ),
    notes="unit:notes",
)

PERSONS = Persons(
    id="person:id:admin",
    status="person:status:admin",
    comments="person:comments:admin",
    name=_late("name", "person:name"),
    other_names=_late("other names", "person:other_names"),
    country=_late("country", "person:country"),
    unit_id="person:posting_unit_id:admin",
    unit=Field("unit", "person:posting_unit_name", "person:posting_unit:source", "person:posting_unit:confidence"),
    role=_late("role", "person:posting_role"),
    title=_late("title", "person:posting_title"),
    rank=_late("rank", "person:posting_rank"),
    span=_late_span(
        "person:posting_",
        "person:posting_first_cited_date_start",
        "person:posting_last_cited_date_end",
        ends="ended",
    ),
    start_context=_late("context of the start", "person:posting_first_cited_date_start_context"),
    end_context=_late("context of the end", "person:posting_last_cited_date_end_context"),
    notes="person:notes",
    required=("person:id:admin", "person:name"),
)

# In the sheets of the end of 2019 the unit of a posting stands under another name, and by that alone.
_PERSONS_POSTING = replace(PERSONS, unit_id="", unit=_late("unit", "person:posting"))

EXTRAS = Persons(
    id="person_extra:id:admin",
    status="",
    comments="",
    name=Field("name", "person_extra:name"),
    other_names=Field("", ""),
    country=Field("", ""),
    unit_id="",
    unit=Field("", ""),
    role=Field("", ""),
    title=Field("", ""),
    rank=Field("", ""),
    span=Span(Field("", ""), "", Field("", ""), ""),
    start_context=Field("", ""),
    end_context=Field("", ""),
    notes="",
    extras=(
        (_late("gender", "person_extra:gender"), "gender"),
        (_late("date of birth", "person_extra:date_of_birth"), "birth_date"),
        (_late("date of death", "person_extra:deceased_date"), "death_date"),
        (_late("deceased", "person_extra:deceased"), "remark"),
        (
            Field(
                "account", "person_extra:account_id", "person_extra:account:source", "person_extra:account:confidence"
            ),
            "contact",
        ),
        (
            Field(
                "external link",
                "person_extra:external_link_description",
                "person_extra:external_link:source",
                "person_extra:external_link:confidence",
            ),
            "remark",
        ),
        (
            Field("media", "person_extra:media_desc", "person_extra:media:source", "person_extra:media:confidence"),
            "remark",
        ),
    ),
    required=("person_extra:id:admin", "person_extra:name"),
)

SOURCES = Sources(
    id="source:access_point_id:admin",
    title="source:title",
    publisher="source:publication_name",
    published="source:published_timestamp",
    retrieved="source:accessed_timestamp",
    address="source:url",
    archive="source:archive_url",
    page="source:access_point_trigger",
    restricted="source:restricted:admin",
    digest="source:external_archive_sha_content:admin",
    author="source:author",
    required=("source:access_point_id:admin", "source:title"),
)

INCIDENT_REQUIRED = ("incident:id:admin", "incident:start_date", "incident:violation_type")
_NAME_LISTS = {"unit:name": "names", "unit:name_and_other_names": "flat names"}


def role_of(header: Sequence[str]) -> str:
    """Which sheet a header is of: `units`, `persons`, `extras`, `incidents`, `sources`, a list of names, or nothing.

    >>> role_of(["unit:id:admin", "unit:name", "unit:classification"]), role_of(["unit", "country"])
    ('units', '')
    """
    has = set(header)
    tests = (
        ("units", _UNITS_2019.required[:1]),
        ("units", _UNITS_2020.required),
        ("persons", ("Name", "Organization", "Role", "Rank", "First citation")),
        ("persons", PERSONS.required),
        ("extras", EXTRAS.required),
        ("incidents", INCIDENT_REQUIRED[:1]),
        ("sources", ("source_id", "title", "published_on")),
        ("sources", SOURCES.required),
    )
    found = next((role for role, required in tests if has.issuperset(required)), "")
    return found or (_NAME_LISTS.get(header[0], "") if header else "")


def units_of(header: Sequence[str]) -> Units:
    """The columns of a sheet of units with this header."""
    if "unit:site_nearest_settlement_name" in header:
        return UNITS_SITES
    return _UNITS_2019 if "Organization:Name" in header else _UNITS_2020


def persons_of(header: Sequence[str]) -> Persons:
    """The columns of a sheet of persons, or of further facts on persons, with this header."""
    if "person_extra:name" in header:
        return EXTRAS
    if "person:posting" in header:
        return _PERSONS_POSTING
    return _PERSONS_2019 if "Organization" in header else PERSONS


def sources_of(header: Sequence[str]) -> Sources:
    """The columns of a sheet of sources with this header."""
    return _SOURCES_2019 if "source_id" in header else SOURCES
