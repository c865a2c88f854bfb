"""The actor list of the Uppsala Conflict Data Program (UCDP), CSV: armed groups, governments and their alliances.

It says who split from whom, who allied with whom and who joined whom, and never when: every relation is without
time, so it is a lead for a person and proves nothing of a day. What leaves a newer version was a correction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from muster.claims import Citation, Claim, Source, make_claim, qualify
from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.un_names import script_of, tidy

name = "ucdp-actors"
title = "UCDP actor list, CSV"

DATASET = "ucdp-actor"
TITLE = "UCDP Actor Dataset"
SPEAKER = "Uppsala Conflict Data Program"
ADDRESS = "https://ucdp.uu.se/downloads/"
_HEADER = (
    "ActorId", "NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NameChange", "NewName",
    "NewNameFullMotherTongue", "NewNameFullEng", "Org", "Location", "Version",
)  # fmt: skip
# What each level of organisation stands for (UCDP Actor Dataset Codebook).
_ORGANISED = {
    "1": "formally organized group",
    "2": "informally organized group",
    "3": "communal or ethnic group",
    "4": "government",
}
_REGIONS = {"1": "Europe", "2": "Middle East", "3": "Asia", "4": "Africa", "5": "Americas"}
# Column of ids, column of names, relation, how: the actor of the row is the first end.
_RELATIONS = (
    ("ActorIdPrev", "NamePrev", "linked_to", "splinter of"),
    ("ActorIdSplitTemp", "NameSplitTemp", "linked_to", "split for a time from"),
    ("ActorIdAlliance", "NameAlliance", "member_of", "alliance"),
    ("ActorIdGroup", "GroupName", "member_of", "joined"),
)
_REMARKS = (
    ("ConflictId", "UCDP state-based conflicts"),
    ("DyadId", "UCDP dyads"),
    ("OSID", "UCDP one-sided violence"),
    ("OSCoalitionID", "UCDP coalitions in one-sided violence"),
    ("NSID", "UCDP non-state conflicts"),
    ("NSCoalitionID", "UCDP coalitions in non-state conflict"),
    ("GWNOLoc", "Gleditsch and Ward numbers of its locations"),
)
_FLAGS = ("PrimaryParty", "OSCoalition", "NSCoalition", "Splinter", "SplitTemp", "Alliance", "JoinGroup")
_READ = frozenset(
    {*_HEADER, *_FLAGS, "Region", *(column for row in _RELATIONS for column in row[:2]), *(c for c, _ in _REMARKS)}
)
_ABSENT = ("", "n/a", "N/A")
_SHORT = re.compile(r"[A-Z][A-Z0-9]*(?:[-/&. –]{1,3}[A-Z][A-Z0-9]*){0,3}")
_GOVERNMENT = re.compile(r"Government of (?:the )?(?P<country>[^()]+?)(?: \([^()]*\))?$")
_AGAIN = "the file may be cut off or altered: fetch it again"
_NONE: Mapping[str, str] = MappingProxyType({})


def recognise(file: InputFile) -> str:
    """`actors` if the first line is the header of the actor list; empty otherwise."""
    first = file.head.decode("utf-8", "replace").removeprefix("\ufeff").partition("\n")[0]
    return "actors" if {cell.strip(' "\r') for cell in first.split(",")} >= set(_HEADER) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput, with the line, for a row that is cut off or a repeated ActorId."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    notes: list[str] = []
    actors = _load(file, notes)
    versions = Counter(actor["Version"] for actor in actors.values())
    version = versions.most_common(1)[0][0]
    if len(versions) > 1:
        notes.append(f"rows of several versions: {', '.join(versions)}")
    year = re.fullmatch(r"(\d\d)\.\d+", version)
    return Reading(
        dataset=DATASET,
        title=TITLE,
        kind="claims",
        claims=_claims(actors, notes),
        publisher=SPEAKER,
        published=f"20{year[1]}" if year else "",
        sources=(Source(DATASET, TITLE, SPEAKER, address=ADDRESS),),
        files=(file,),
        notes=notes,
    )


def _load(file: InputFile, notes: list[str]) -> dict[str, dict[str, str]]:
    actors: dict[str, dict[str, str]] = {}
    columns: list[str] = []
    for line, row in file.rows():
        place = f"{file.name} line {line}"
        if not any(row):
            continue
        if not columns:
            columns = [cell.strip() for cell in row]
            if not set(columns) >= set(_HEADER):
                hint = f"expected a header with {', '.join(_HEADER)}"
                raise BadInput("not the UCDP actor list", place=place, hint=hint)
            if strange := [column for column in columns if column not in _READ]:
                notes.append(f"columns not read: {', '.join(strange)}")
            continue
        if len(row) != len(columns):
            raise BadInput(f"{len(row)} columns instead of {len(columns)}", place=place, hint=_AGAIN)
        actor = {
            column: "" if (text := tidy(cell)) in _ABSENT else text for column, cell in zip(columns, row, strict=True)
        }
        number = actor["ActorId"]
        if not re.fullmatch(r"[0-9]{1,9}", number) or not actor["NameData"]:
            raise BadInput(f"not an actor: {number[:40]!r} {actor['NameData'][:40]!r}", place=place, hint=_AGAIN)
        if number in actors:
            raise BadInput(f"a second row for the actor {number}", place=place, hint=_AGAIN)
        actors[number] = actor
    if not actors:
        hint = "an empty file would withdraw everything: fetch it again"
        raise BadInput("holds no actors", place=file.name, hint=hint)
    return actors


def _claims(actors: Mapping[str, Mapping[str, str]], notes: list[str]) -> Iterator[Claim]:
    strangers = 0
    for number, actor in actors.items():
        yield from dict.fromkeys(_actor(number, actor))
        for ids, names, relation, how in _RELATIONS:
            listed = _split(actor.get(names, ""))
            others = _split(actor.get(ids, ""))
            for at, other in enumerate(others):
                if other in actors and other != number:
                    yield _relation(number, relation, f"ucdp-{other}", how)
                else:
                    strangers += 1
                    named = listed[at] if len(listed) == len(others) else actor.get(names, "")
                    yield _claim(
                        number, "remark", f"{how.capitalize()}: {named} (actor {other})".replace(":  (", ": (")
                    )
    for place in dict.fromkeys(place for actor in actors.values() for place in _places(actor)):
        cite = (Citation(DATASET, record=place),)
        for predicate, value, details in (
            ("kind", "place", {}),
            ("name", place, {"kind": "primary", "script": "Latn"}),
        ):
            yield make_claim(_place(place), predicate, "", value, qualify(details), speaker=SPEAKER, citations=cite)
    if strangers:
        notes.append(f"{strangers} relations name an actor that the file does not hold and stay remarks")


def _split(text: str) -> list[str]:
    return [part for piece in text.split(",") if (part := piece.strip())]


def _claim(number: str, predicate: str, value: str, details: Mapping[str, str] = _NONE) -> Claim:
    cite = (Citation(DATASET, record=number),)
    return make_claim(f"ucdp-{number}", predicate, "", value, qualify(details), speaker=SPEAKER, citations=cite)


def _relation(number: str, relation: str, other: str, how: str = "") -> Claim:
    cite = (Citation(DATASET, record=number),)
    details = qualify({"how": how}) if relation == "linked_to" else qualify({"role": how})
    return make_claim(f"ucdp-{number}", relation, other, "", details, speaker=SPEAKER, citations=cite)


def _places(actor: Mapping[str, str]) -> list[str]:
    """The states in which the actor was active, as the list names them: `Macedonia, FYR` is one."""
    return _split(actor["Location"].replace(", FYR", " FYR"))


def _place(named: str) -> str:
    return f"ucdp-place-{'-'.join(re.findall(r'[a-z0-9]+', named.lower()))}"


def _actor(number: str, actor: Mapping[str, str]) -> Iterator[Claim]:
    organised = actor["Org"]
    yield _claim(number, "kind", "government" if organised == "4" else "organization")
    yield from _names(number, actor)
    yield _claim(number, "identifier", number, {"type": "UCDP actor"})
    if organised in _ORGANISED:
        yield _claim(number, "classification", _ORGANISED[organised])
    elif organised:
        yield _claim(number, "remark", f"Org: {organised}")
    government = _GOVERNMENT.match(actor["NameData"]) if organised == "4" else None
    if government:
        yield _claim(number, "country", government["country"])
    for place in _places(actor):
        yield _relation(number, "operates_in", _place(place))
    regions = [_REGIONS.get(part, part) for part in _split(actor.get("Region", ""))]
    if regions:
        yield _claim(number, "remark", f"Active in: {', '.join(sorted(regions))}")
    if actor.get("PrimaryParty") == "1":
        yield _claim(number, "remark", "A primary party to a state-based conflict")
    for column, label in _REMARKS:
        if actor.get(column):
            yield _claim(number, "remark", f"{label}: {', '.join(_split(actor[column]))}")


def _names(number: str, actor: Mapping[str, str]) -> Iterator[Claim]:
    """The name in the data, the original one and its translations; those that a name change left behind as former."""
    changed = actor["NameChange"] == "1"
    short = actor["NameData"]
    later = _split(actor["NewName"])
    in_english = _later(actor["NewNameFullEng"], len(later))
    in_original = _later(actor["NewNameFullMotherTongue"], len(later))
    full = (in_english[-1:] or [""])[0] if changed else actor["NameOrigFullEng"]
    acronym = bool(full) and full != short and _SHORT.fullmatch(short) is not None
    found = {short: "acronym" if acronym else "primary"}
    found.setdefault(full, "primary" if acronym else "strong")
    for texts in (later, in_english, in_original):
        for text in texts[-1:]:
            found.update(dict.fromkeys(text.split(" / "), "strong") | found)
    first = "former" if changed else "strong"
    for text in (actor["NameOrig"], actor["NameOrigFullEng"], *actor["NameOrigFull"].split(" / ")):
        found.setdefault(text, first)
    for texts in (later, in_english, in_original):
        for text in texts[:-1]:
            found.setdefault(text, "former")
    for text, kind in found.items():
        if text.strip():
            yield _name(number, text.strip(), kind)


def _later(text: str, count: int) -> list[str]:
    """The names taken one after another, if there are as many as short ones; else the cell as it is."""
    found = _split(text)
    return found if len(found) == count else [text] if text else []


def _name(number: str, text: str, kind: str) -> Claim:
    script = script_of(text)
    if kind == "strong" and script not in ("", "Latn"):
        kind = "original_script"
    return _claim(number, "name", text, {"kind": kind, "script": script})
