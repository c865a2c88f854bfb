"""Canada's consolidated autonomous sanctions list, in XML: the Special Economic Measures Act and the Magnitsky law.

The list numbers nothing itself. What stays put is where an entry stands in the regulations: regime, schedule and item,
which is also how Canadian law cites it. That makes the id; an alias or a corrected name does not change it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from muster.claims import Claim
from muster.dates import OPEN, Interval, parse_date
from muster.errors import BadInput
from muster.sources.entry import Entry
from muster.sources.files import InputFile, elements, local_name
from muster.sources.model import Reading, list_of_one_file
from muster.sources.name_cells import Alias, aliases, kind_of, variants
from muster.sources.un_names import LEGAL_FORMS, split_outside, tidy
from muster.sources.worded_dates import read_dates

name = "ca-sema"
title = "Canada: consolidated autonomous sanctions list (SEMA, JVCFOA), XML"

DATASET = "ca-sema"
TITLE = "Consolidated Canadian Autonomous Sanctions List"
SPEAKER = "Global Affairs Canada"
_FIELDS = frozenset(
    {
        *("Country", "LastName", "GivenName", "EntityOrShip", "TitleOrShip", "Aliases", "ShipIMONumber"),
        *("DateOfBirthOrShipBuildDate", "Schedule", "Item", "DateOfListing"),
    }
)


_OPENING = re.compile(rb"<(\w+:)?data-set\b[^>]*> *<(\w+:)?record\b[^>]*> *<(\w+:)?Country\b")


def recognise(file: InputFile) -> str:
    """`list` if the file begins as Canada's list does; empty otherwise."""
    return "list" if _OPENING.match(file.opening) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput for an entry without a name or place in the schedules."""
    return [list_of_one_file(file, DATASET, TITLE, SPEAKER, _claims) for file in files]


def _claims(file: InputFile, notes: list[str]) -> Iterator[Claim]:
    oddities: Counter[str] = Counter()
    taken: dict[str, str] = {}
    records = elements(file, frozenset({"record"}))
    next(records)  # the root
    for element in records:
        fields = {child.tag: child.text or "" for child in element}
        if not _FIELDS.issuperset(fields):
            fields = {local_name(child.tag): child.text or "" for child in element}
            unknown = (tag for child in element if (tag := local_name(child.tag)) not in _FIELDS)
            oddities.update(f"element {tag} of record is unknown here" for tag in unknown)
        try:
            yield from _record(fields, taken, oddities)
        except BadInput as fault:
            raise fault.at(f"{file.name} line {element.sourceline}") from None
    if not taken:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    notes.extend(f"{many} x {what}" for what, many in oddities.most_common())


_NO_WORD = re.compile(r"[^a-z0-9]+")
_SIGNS = re.compile(r"[^a-z0-9.]+")


class _Part(NamedTuple):
    """A schedule of the regulations against a country, which hundreds of entries name; `id` begins theirs."""

    country: str
    reference: str
    id: str


@lru_cache(maxsize=4096)
def _part(country: str, schedule: str) -> _Part:
    """What the two cells of an entry name.

    >>> _part("Russia / Russie", "1, Part 1.1").id
    'ca-sema-russia-1-part-1.1'
    """
    country, schedule = tidy(country), tidy(schedule)
    regime = country.partition(" / ")[0].partition("(")[0]
    id_ = "-".join(filter(None, (DATASET, _slug(regime), _slug(schedule))))
    return _Part(country, f"Schedule {schedule}, item" if schedule else "item", id_)


@lru_cache(maxsize=8192)
def _item(text: str) -> tuple[str, str]:
    """An item as it is cited, and as it stands in an id."""
    item = tidy(text)
    return item, _slug(item)


def _slug(text: str) -> str:
    return _SIGNS.sub("-", text.lower()).strip("-")


@lru_cache(maxsize=8192)
def _since(day: str) -> Interval:
    return Interval(parse_date(tidy(day)), OPEN)


def _record(fields: Mapping[str, str], taken: dict[str, str], oddities: Counter[str]) -> list[Claim]:
    get = fields.get
    part, (item, number) = _part(get("Country", ""), get("Schedule", "")), _item(get("Item", ""))
    family, called = tidy(get("LastName")), tidy(get("EntityOrShip"))
    listed = f"{tidy(get('GivenName'))} {family}".strip() or called
    if not (part.country and item and listed):
        raise BadInput("an entry without regime, item or name", hint="the file may be cut off: fetch it again")
    id_ = f"{part.id}-{number}" if number else part.id
    if taken.setdefault(id_, listed) != listed:  # two parties under one item: told apart by their names
        oddities["entries stand under the number of another; their names tell them apart"] += 1
        id_ = f"{id_}-{_NO_WORD.sub('-', listed.lower()).strip('-')}"
    reference = f"{part.reference} {item}"
    entry = Entry(id_, DATASET, SPEAKER, f"{part.country}, {reference}")
    title, ship = tidy(get("TitleOrShip")), tidy(get("ShipIMONumber"))
    kind = "person" if family else "vessel" if ship or title else "organization"
    entry.say("kind", kind)
    if family:
        _person_names(entry, listed, family)
    else:
        _entity_names(entry, called)
    for alias in _aliases(text, kind) if (text := get("Aliases")) else ():
        said = kind_of(alias, "strong", "" if kind == "person" else listed)
        entry.name(alias.text, said, lang=alias.lang, note=alias.note, script=alias.script)
    listing = (("authority", SPEAKER), ("list", DATASET), ("reference", reference))
    entry.say("listed_under", part.country, listing, time=_since(get("DateOfListing", "")))
    if title:
        _title(entry, kind, title)
    if dated := get("DateOfBirthOrShipBuildDate"):
        _dates(entry, kind, tidy(dated))
    if ship:
        entry.identifier(ship, {"type": "IMO number"})
    return entry.claims()


# --- names ----------------------------------------------------------------------------------------------


def _person_names(entry: Entry, listed: str, family: str) -> None:
    plain, others = variants(listed) if "(" in listed else (listed, ())
    entry.name(plain, "primary", note=f"family name: {variants(family)[0] if '(' in family else family}")
    for other in others:
        entry.name(other, "strong")


_FRENCH = re.compile(
    r"\b(?:de|du|des|la|le|les|et|pour|société|université|institut)\b|ienne\b|[dl]['’]|[éèêàçô]", re.IGNORECASE
)


def _french_beside(cell: str) -> tuple[str, str]:
    """A name in English and, if there is a French one behind a slash, that one."""
    english, slash, french = cell.strip(" ;").partition("/")
    if slash and " " in french.strip() and _FRENCH.search(french):
        return english, french.strip()
    return cell.strip(" ;"), ""


def _entity_names(entry: Entry, cell: str) -> None:
    """The name in English, with its other names in brackets; the French one behind a slash."""
    english, french = _french_beside(cell)
    for place, found in enumerate(aliases(english)):
        kind = (found.kind or "strong") if place else "primary"
        entry.name(found.text, kind, note=found.note, script=found.script)
    for found in aliases(french) if french else ():
        entry.name(found.text, found.kind or "strong", lang="fr", note=found.note)


_MAX = 4000  # characters of a cell; real ones hold up to 540
_APART = re.compile(r";|\n{2,}|\s+or\s+")
_QUOTED = re.compile(r"[“\"«‘]")
_LEGAL = re.compile(r"^(?:ООО|АО|ОАО|ПАО|ЗАО|JSC|LLC|OJSC|PJSC|Ltd|Inc|Co|Corp|GmbH|SA|S\.A)\b\.?", re.IGNORECASE)


def _aliases(cell: str, kind: str) -> Iterable[Alias]:
    """The aliases: joined by `;`, by line breaks, by `or`, and by commas where each side is a whole name."""
    if len(cell) > _MAX:
        return (Alias(tidy(cell)),)
    if ";" in cell or " or " in cell or not cell.isprintable():
        return _several(_APART.split(cell), kind)
    return _several([cell], kind) if "," in cell or "(" in cell or "/" in cell else aliases(cell)


def _several(cells: Iterable[str], kind: str) -> Iterator[Alias]:
    for text in cells:
        one = tidy(text).strip(" ,")
        opened = one.startswith("(") and one.count("(") == 1 and ")" not in one  # its bracket closes in another part
        for found in aliases(one[1:] if opened else one):
            parts = [part.strip() for part in split_outside(found.text, ", ")] if "," in found.text else []
            apart = len(parts) > 1 and all(
                part and part not in LEGAL_FORMS and not _LEGAL.match(part) for part in parts
            )
            if apart and (kind == "person" or all(not _QUOTED.search(part) for part in parts)):
                names = [found.part(part) for part in parts]
            else:
                names = [found]
            for name in names:
                yield from _two_languages(name) if "/" in name.text and kind != "person" else (name,)


def _two_languages(name: Alias) -> Iterator[Alias]:
    english, french = _french_beside(name.text)
    yield name._replace(text=english)
    if french:
        yield name._replace(text=french, lang="fr")


def _title(entry: Entry, kind: str, text: str) -> None:
    if kind == "person":
        entry.say("title", text)
    elif kind == "vessel":
        entry.say("vessel_detail", text, {"type": "vessel type"})


def _dates(entry: Entry, kind: str, text: str) -> None:
    if kind == "vessel":
        entry.say("vessel_detail", text, {"type": "year of build"})
        return
    if kind != "person":
        entry.say("remark", f"Date: {text}" if text else "")
        return
    found = read_dates(text)
    for value, note in found.found:
        entry.say("birth_date", value, note=note)
    for rest in found.rest:
        entry.say("remark", f"Date of birth: {rest}")
