"""Reading the rows that a benchmark is given: JSON or JSON lines, gzipped or not.

The files are other people's: whatever is wrong with one is a BadInput with the file, the line and what was expected,
before anything is measured.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from muster.errors import BadInput

Rows = list[dict[str, Any]]
Check = Callable[[dict[str, Any]], str]
"""What is wrong with a row, or an empty string."""

_MAX_BYTES = 1 << 30
_HINT = "see `muster bench --help` and docs/names.md for the shapes of the rows"


def content(path: Path) -> str:
    """The text of a file, unpacked if it is gzipped. Raises BadInput."""
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = _unpacked(data, path)
        elif path.suffix == ".gz":
            raise BadInput("is named .gz but is not gzipped", place=str(path), hint="rename it, or download it again")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("not UTF-8 text", place=str(path), hint="save it as UTF-8") from None
    except (OSError, ValueError) as fault:
        raise BadInput(f"cannot be read: {getattr(fault, 'strerror', None) or fault}", place=str(path)) from None


def _unpacked(data: bytes, path: Path) -> bytes:
    parts: list[bytes] = []
    size = 0
    while data:
        unpack = zlib.decompressobj(wbits=31)
        try:
            parts.append(unpack.decompress(data, _MAX_BYTES - size + 1))
        except zlib.error:
            raise BadInput("damaged gzip file", place=str(path), hint="download or make it again") from None
        size += len(parts[-1])
        if size > _MAX_BYTES:
            raise BadInput("larger than 1 GiB when unpacked", place=str(path), hint="split it") from None
        if not unpack.eof:
            raise BadInput("gzip file that ends too early", place=str(path), hint="download or make it again")
        data = unpack.unused_data.lstrip(b"\0")
    return b"".join(parts)


def rows(path: Path, check: Check | None = None) -> Rows:
    """The rows of a file, each passed by `check`. Raises BadInput with the line, also for a file without rows."""
    text = content(path)
    found: Rows = []
    for place, row in _whole(text, path) if text.lstrip()[:1] == "[" else _lines(text, path):
        if not isinstance(row, dict):
            raise BadInput("not a JSON object", place=place, hint=_HINT)
        if check and (problem := check(row)):
            raise BadInput(problem, place=place, hint=_HINT)
        found.append(row)
    if not found:
        raise BadInput("no rows in this file", place=str(path), hint=_HINT)
    return found


def _lines(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = f"{path}, line {number}"
            yield place, _parsed(line, place)


def _whole(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    for number, row in enumerate(_parsed(text, str(path)), 1):
        yield f"{path}, row {number}", row


def _parsed(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise BadInput("nested too deep", place=place) from None
    except ValueError as fault:
        raise BadInput(f"not JSON: {fault}", place=place, hint=_HINT) from None


def _lacks(row: dict[str, Any], **keys: type | tuple[type, ...]) -> str:
    for key, kind in keys.items():
        if key not in row:
            return f"a row without {key!r}"
        if not isinstance(row[key], kind):
            return f"{key!r} is {type(row[key]).__name__}"
    return ""


def gallery(row: dict[str, Any]) -> str:
    """A listed entity: `id, schema, names[{name, kind}]`."""
    if problem := _lacks(row, id=(str, int), schema=str, names=list):
        return problem
    for name in row["names"]:
        if not isinstance(name, dict):
            return "a name that is not an object"
        if problem := _lacks(name, name=str, kind=str):
            return f"a name: {problem}"
    return ""


def query(row: dict[str, Any]) -> str:
    """A name that must hit: `query, stratum, expected_id`, perhaps `also_ok` and `list`."""
    problem = _lacks(row, query=str, stratum=str, expected_id=(str, int))
    if not problem and not isinstance(row.get("also_ok") or [], list):
        problem = "'also_ok' is not a list"
    return problem


def negative(row: dict[str, Any]) -> str:
    """A name that must not hit: `query`, perhaps `stratum`."""
    return _lacks(row, query=str)


def pair(row: dict[str, Any]) -> str:
    """Two entities and a judgement: `left, right, judgement`; or two entries of lists: `a, b, schema, link`."""
    if "judgement" not in row and "link" in row:
        return _lacks(row, a=dict, b=dict, schema=str, link=list) or _entry(row["a"]) or _entry(row["b"])
    problem = _lacks(row, left=dict, right=dict, judgement=str)
    for side in ("left", "right"):
        problem = problem or _entity(row[side])
    return problem


def _entity(entity: dict[str, Any]) -> str:
    problem = _lacks(entity, schema=str, properties=dict)
    for key, values in {} if problem else entity["properties"].items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            return f"the values of {key!r} are not a list of texts"
    return problem


def _entry(entry: dict[str, Any]) -> str:
    if problem := _lacks(entry, names=list):
        return problem
    for key in ("names", "dob", "countries"):
        values = entry.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            return f"{key!r} is not a list of texts"
    ids = entry.get("ids", [])
    if not isinstance(ids, list) or not all(
        isinstance(one, list) and list(map(type, one)) == [str, str] for one in ids
    ):
        return "'ids' is not a list of kinds with their numbers"
    return ""


def same(row: dict[str, Any]) -> str:
    """Two ids of one entity: `a{id}, b{id}`."""
    problem = _lacks(row, a=dict, b=dict)
    for side in ("a", "b"):
        problem = problem or _lacks(row[side], id=(str, int))
    return problem
