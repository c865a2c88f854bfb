"""FollowTheMoney entities as JSON lines, the format of OpenSanctions, Aleph and their relatives, and changes to them.

A file is read twice: once to check every line and to learn which ids, addresses and sanctions it holds, once to
yield claims, so that memory stays small and a broken file yields none. What has no word in the vocabulary is
counted in the notes by property and schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from muster.claims import Source
from muster.sources.files import InputFile
from muster.sources.ftm.convert import Converter
from muster.sources.ftm.delta import BASE, DELTA, INDEX, sequence
from muster.sources.ftm.records import Record, Survey, look, records, slug
from muster.sources.model import Reading

name = "ftm-json"
title = "FollowTheMoney entities (JSON lines), and changes to them (delta.json)"
anywhere = True  # files in several folders are read together: each change lies in a folder of its own

_RECORD = re.compile(rb'"properties"\s*:\s*\{')
_SCHEMA = re.compile(rb'"schema"\s*:\s*"[A-Z]\w*"')
_CHANGE = re.compile(rb'\{\s*"op"\s*:\s*"(ADD|MOD|DEL)"')
_VERSIONS = re.compile(rb'\{\s*"versions"\s*:\s*\{\s*("\d{14}-\w{3}"\s*:|\})')


def recognise(file: InputFile) -> str:
    """`entities`, `delta` or `versions` (an index of deltas) by the first line; empty for another file."""
    start = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = start.split(b"\n", 1)[0]
    if _CHANGE.match(first):
        return DELTA
    if _VERSIONS.match(start):
        return INDEX
    found = first.startswith(b"{") and _RECORD.search(first) and _SCHEMA.search(first) and b'"id"' in first
    return BASE if found else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """Read each file; changes are put upon the entities they belong to, and give an edition for each day.

    Raises BadInput, with the line, for anything that is not an entity or a change; and for changes whose
    beginning is not there.
    """
    roles = {file: recognise(file) or BASE for file in files}
    if set(roles.values()) == {BASE}:
        return [read_records(lambda file=file: records(file), (file,)) for file in files]  # type: ignore[misc]
    readings = []
    dataset = ""
    for state in sequence(roles):
        dataset = dataset or state.dataset
        readings.append(
            read_records(state.records, state.files, dataset=dataset, day=state.day, notes=list(state.notes))
        )
    return readings


def read_records(
    found: Callable[[], Iterable[Record]],
    files: tuple[InputFile, ...],
    *,
    dataset: str = "",
    day: str = "",
    form: str = "FollowTheMoney",
    notes: list[str] | None = None,
) -> Reading:
    """The reading of records, which `found` gives anew each time it is called: once to look, once to convert."""
    told = notes if notes is not None else []
    survey: Survey = look(found(), files[0].name)
    dataset = dataset or survey.dataset or slug(files[0])
    if survey.seen and not day:
        told.append(f"dated {survey.day}, the newest day on which an entity was last seen")
    source = Source(id=dataset, title=f"{dataset} ({form})")
    return Reading(
        dataset=dataset,
        title=source.title,
        kind="list",
        claims=Converter(dataset, survey, told).claims(found()),
        published=day or survey.day,
        sources=(source,),
        files=files,
        notes=told,
    )
