"""Changes to FollowTheMoney entities: files of changes, each a step from one version of a dataset to the next.

A line is `{"op": "ADD" | "MOD" | "DEL", "entity": {...}}`; a version is named by its time (`20240527194702-wnk`), which
is the name of the folder its changes lie in, and `delta.json` lists the versions. A register wants whole editions:
so the changes are put upon the entities they start from, and each day with changes gives one edition, its last state.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.ftm.records import Record, flatten, look, objects, records, slug

BASE, DELTA, INDEX = "entities", "delta", "versions"
_VERSION = re.compile(r"(?<!\d)(\d{14})(?:-[a-z0-9]{3})?(?!\d)")
_AGAIN = "fetch it again"

Changes = dict[str, Record | None]  # None: the entity was taken away


@dataclass(frozen=True)
class _Step:
    """One file of changes; `at` is the time of its version as 14 digits."""

    at: str
    file: InputFile


@dataclass(frozen=True)
class State:
    """A dataset on a day: the entities it started from, and all changes since."""

    base: InputFile | None
    changes: Mapping[str, Record | None]
    day: str
    files: tuple[InputFile, ...]
    dataset: str
    notes: tuple[str, ...]

    def records(self) -> Iterator[Record]:
        """All entities in this state; those changed stand where they stood, new ones come last."""
        left = dict(self.changes)
        gone = object()
        for record in records(self.base) if self.base else ():
            now = left.pop(record.id, gone) if record.id in self.changes else record
            if isinstance(now, Record):
                yield now
        for record_or_none in left.values():
            if record_or_none is not None:
                yield record_or_none


def sequence(roles: Mapping[InputFile, str]) -> Iterator[State]:
    """The states that a base and changes make, oldest first.

    Raises BadInput if the base is not there or there are several, if a version has no time, or if one that the
    index names is missing.
    """
    bases = [file for file, role in roles.items() if role == BASE]
    if len(bases) > 1:
        hint = "import each with its own changes"
        raise BadInput("several files of entities beside changes", place=bases[1].name, hint=hint)
    base = bases[0] if bases else None
    survey = look(records(base), base.name) if base else None
    starts = re.sub(r"\D", "", survey.seen).ljust(14, "0") if survey and survey.seen else ""
    steps = {at: _Step(at, file) for file, role in roles.items() if role == DELTA for at in [_time_of(file)]}
    for index in (file for file, role in roles.items() if role == INDEX):
        versions = _versions(index)
        if base and index.path.resolve().parent == base.path.resolve().parent:
            starts = max(versions, default=starts)  # the index beside the entities says which version they are
        steps.update(_beside(index, versions))
    ordered = [step for at, step in sorted(steps.items()) if at > starts]
    passed = len(steps) - len(ordered)
    _check_index(roles, steps, starts)
    dataset = (survey.dataset or slug(base)) if survey and base else ""
    yield from _states(base, ordered, starts, dataset, passed)


def _states(base: InputFile | None, steps: list[_Step], starts: str, dataset: str, passed: int) -> Iterator[State]:
    changes: Changes = {}
    files: tuple[InputFile, ...] = (base,) if base else ()
    notes = [f"{passed} files of changes are older than the entities, and left out"] if passed else []
    if base is None:
        notes.append("no file of entities was given: read from the changes alone, which began with nothing")
    first = _day(starts) if starts else ""
    if base and (not steps or _day(steps[0].at) != first):
        yield State(base, {}, first, files, dataset, tuple(notes))
    for day, together in groupby(steps, lambda step: _day(step.at)):
        for step in together:
            _apply(changes, step, begins=base is None and not changes)
            files = (*files, step.file)
            dataset = dataset or slug(step.file)
        yield State(base, dict(changes), day, files, dataset, tuple(notes))


def _apply(changes: Changes, step: _Step, *, begins: bool) -> None:
    if not step.file.head.strip():  # a version without changes is an empty file
        return
    for place, data in objects(step.file):
        entity = data.get("entity")
        ident = entity.get("id") if isinstance(entity, dict) else None
        if data.get("op") not in ("ADD", "MOD", "DEL") or not isinstance(entity, dict) or not isinstance(ident, str):
            raise BadInput("not a change: op and entity are needed", place=place, hint=_AGAIN)
        if begins and data["op"] != "ADD":
            hint = "name it together with the entities.ftm.json it starts from"
            raise BadInput("changes entities that were not given", place=place, hint=hint)
        if data["op"] == "DEL":
            changes[ident] = None
            continue
        for record in flatten(entity, place):
            changes[record.id] = record


def _time_of(file: InputFile) -> str:
    """The time of the version whose changes a file holds, by its name or its folder's."""
    for text in (file.name, file.path.resolve().parent.name):
        if match := _VERSION.search(text):
            return match[1]
    hint = "keep it in the folder of its version, such as 20240527194702-wnk/entities.delta.json"
    raise BadInput("changes without the time of their version", place=file.name, hint=hint)


def _day(at: str) -> str:
    return f"{at[:4]}-{at[4:6]}-{at[6:8]}"


def _versions(index: InputFile) -> dict[str, str]:
    """The versions that an index names: time → name of the folder."""
    try:
        data = json.loads(index.content)
    except (ValueError, RecursionError) as fault:
        raise BadInput(f"not an index of changes: {fault}", place=index.name, hint=_AGAIN) from None
    versions = data.get("versions") if isinstance(data, dict) else None
    if not isinstance(versions, dict):
        raise BadInput("not an index of changes: no versions", place=index.name, hint=_AGAIN)
    return {match[1]: name for name in versions if (match := re.fullmatch(r"(\d{14})-[a-z0-9]{3}", name))}


def _beside(index: InputFile, versions: Mapping[str, str]) -> Iterator[tuple[str, _Step]]:
    for at, name in versions.items():
        path = index.path.resolve().parent / name / "entities.delta.json"
        if path.is_file():
            yield at, _Step(at, InputFile(path))


def _check_index(roles: Mapping[InputFile, str], steps: Mapping[str, _Step], starts: str) -> None:
    """A version that is missing would leave all later states wrong."""
    for index in (file for file, role in roles.items() if role == INDEX):
        for at, name in sorted(_versions(index).items()):
            if at > starts and at not in steps:
                hint = f"fetch {name}/entities.delta.json into the folder of {index.name}"
                raise BadInput(f"names the version {name}, which is not there", place=index.name, hint=hint)
