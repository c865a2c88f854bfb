"""The Security Force Monitor's register sheets: units, persons and postings, incidents, and the sources of every cell.

A sheet gives for each value the sources it rests on and the Monitor's confidence in it. Both are kept on the claim: a
citation for each source, whose note names the cells it stands beside. What the Monitor's own rules of research forbid
is reported with its lines; nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from muster.claims import Claim, Source
from muster.claims.rules import Rules
from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.sfm import claim_columns, claims
from muster.sources.sfm.build import SPEAKER, Builder
from muster.sources.sfm.checks import Checks
from muster.sources.sfm.columns import INCIDENT_REQUIRED, persons_of, units_of
from muster.sources.sfm.incidents import read_incidents
from muster.sources.sfm.people import read_people
from muster.sources.sfm.sheet import Publications, Row, read_sources, require, role, rows, unread
from muster.sources.sfm.units import Known, country_code, country_of, known_units, read_units

name = "sfm"
title = "Security Force Monitor register sheets (units, persons, incidents, sources) and tables of claims"

_STATUS = {"incidents": ("incident:status:admin", "incident:comments:admin"), "extras": ("", "")}
# Countries that the Monitor has researched, as its files are named; a sheet may have no column for the country.
_COUNTRIES = {
    "bangladesh": "bd", "brazil": "br", "burkina": "bf", "cameroon": "cm", "drc": "cd", "egypt": "eg", "kenya": "ke",
    "mali": "ml", "mexico": "mx", "myanmar": "mm", "niger": "ne", "nigeria": "ng", "philippines": "ph",
    "rwanda": "rw", "tunisia": "tn", "uganda": "ug", "yemen": "ye",
}  # fmt: skip


def recognise(file: InputFile) -> str:
    """Which sheet a file is, by its header; empty if it is none."""
    return role(file)


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each sheet of claims among the files; sheets of sources serve the others.

    Raises BadInput for a sheet without the columns of its kind, a row that is cut off, or no sheet of claims.
    """
    notes: list[str] = []
    publications = Publications()
    by_role: dict[str, list[InputFile]] = {}
    for file in files:
        by_role.setdefault(role(file), []).append(file)
    for file in by_role.get("sources", ()):
        read_sources(file, publications, notes)
    for file in (*by_role.get("names", ()), *by_role.get("flat names", ())):
        notes.append(f"{file.name} was passed over: a list of unit names, drawn from a sheet of units")
    described = len(publications)
    sheets = {one: [(file, *_read(file, one, publications)) for file in by_role.get(one, ())] for one in _ROLES}
    tables = {one: _table(file, one, publications) for one in by_role if _of_claims(one) for file in by_role[one]}
    if not any(sheets.values()) and not tables:
        given = ", ".join(file.name for file in files)
        raise BadInput("no sheet of units, persons or incidents", place=given, hint="name it together with the sources")
    units = [row for _, found, _ in sheets["units"] for row in found]
    claimed = [row for one, (_, found, _) in tables.items() if one != "places" for row in found]
    country = country_of(units) or _country_of_people(sheets["persons"]) or claims.country_of(claimed)
    dataset, told = _dataset(country, files)
    known = claims.with_units(known_units(units, dataset), claimed)
    readings = []
    for one in _ROLES:
        for file, found, checks in sheets[one]:
            to = Builder(dataset, publications)
            if one == "units":
                read_units(found, known, to, "" if country else told)
                if not country and told:
                    notes.append(f"the sheet has no column for the country: {told} was taken from the file's name")
            elif one == "incidents":
                read_incidents(found, known, to)
            else:
                read_people(found, known, to)
            readings.append(_reading(one, file, found, to, known, checks, described))
    for one, (file, found, checks) in tables.items():
        to = Builder(dataset, publications)
        if one == "places":
            claims.read_places(found, to)
        else:
            claims.read_claims(found, known, to)
        readings.append(_reading(one.replace(" ", "-"), file, (), to, known, checks, described))
    readings[0].notes[:0] = notes
    return readings


_ROLES = ("units", "persons", "extras", "incidents")


def _of_claims(role_: str) -> bool:
    return role_ == "places" or role_.endswith("claims")


def _table(file: InputFile, one: str, publications: Publications) -> tuple[InputFile, list[Row], Checks]:
    """A table of claims or of locations. Raises BadInput if it holds none."""
    checks = Checks()
    header, found = rows(file, checks, publications)
    kept = list(found)
    if not kept:
        raise BadInput("holds no rows", place=file.name, hint="the file may be cut off: fetch it again")
    for column in claim_columns.unread(header) if one != "places" else ():
        if filled := [row.line for row in kept if row.text(column)]:
            checks.add(f"rows have a column {column}, which is not read", filled[0])
    return file, kept, checks


def _read(file: InputFile, one: str, publications: Publications) -> tuple[list[Row], Checks]:
    checks = Checks()
    header, found = rows(file, checks, publications)
    columns = units_of(header) if one == "units" else persons_of(header)
    require(header, INCIDENT_REQUIRED if one == "incidents" else columns.required, file.name)
    status, comments = _STATUS.get(one) or (columns.status, columns.comments)
    kept = [checked for row in found if (checked := row.released(status, comments))]
    if not kept:
        raise BadInput("holds no rows", place=file.name, hint="the file may be cut off: fetch it again")
    return kept, checks


def _country_of_people(sheets: Sequence[tuple[InputFile, list[Row], Checks]]) -> str:
    for _, found, _ in sheets:
        for row in found:
            if text := row.text(persons_of(list(row.places)).country.value):
                return country_code(text)
    return ""


def _dataset(country: str, files: Sequence[InputFile]) -> tuple[str, str]:
    """The id of the register, and the country in the name of the file or folder where no sheet gives it."""
    if country:
        return f"sfm-{country}", country
    for text in (*(file.name for file in files), files[0].path.resolve().parent.name):
        for word in re.findall(r"[a-z]+", text.lower()):
            if word in _COUNTRIES:
                return f"sfm-{_COUNTRIES[word]}", _COUNTRIES[word]
    words = re.findall(r"[a-z]+", files[0].name.lower().partition(".")[0])
    return f"sfm-{'-'.join(words) or 'register'}", ""


def _reading(
    part: str, file: InputFile, found: Sequence[Row], to: Builder, known: Known, checks: Checks, described: int
) -> Reading:
    said = list(to.claims())
    _check_rules(said, to, known, checks)
    notes = [f"{one} ({file.name})" for one in (*checks.spoken(), unread(found)) if one]
    cited, unknown = to.publications.taken()
    if unknown:
        notes.append(f"{unknown:,} sources are cited by their id alone: no sheet given here describes them")
    if described:
        notes.append(f"{len(cited):,} of {described:,} sources in the sheet of sources are cited here, and kept")
    what = f"Register of security forces, {to.dataset.removeprefix('sfm-')}"
    return Reading(
        dataset=to.dataset,
        part=part,
        title=what,
        kind="claims",
        claims=said,
        publisher=SPEAKER,
        sources=(Source(to.dataset, what, SPEAKER), *cited),
        files=(file,),
        notes=notes,
        examined=True,
    )


def _check_rules(claims: Sequence[Claim], to: Builder, known: Known, checks: Checks) -> None:
    """Report claims that do not go together, by the lines of their rows.

    That no day lies after publication was seen to cell by cell, each by its own sources.
    """
    rules = Rules(placeholders=known.placeholders)
    for claim in claims:
        rules.see(claim)
    for one in rules.findings():
        with_ = f"with line {to.line_of(one.other)}" if one.other else ""
        told = ", ".join(filter(None, (one.detail, with_)))
        checks.add(f"{one.rule.what} ({one.rule.remedy})", to.line_of(one.claim), told)
