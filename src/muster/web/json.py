"""JSON in and out: quick, strict, and bounded in depth (a body nested a thousand deep is refused, not followed)."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi.responses import Response

from muster.errors import BadInput

Fragment = orjson.Fragment


def dumps(data: Any) -> bytes:
    """Data as UTF-8 JSON. Half surrogates, which no JSON can hold, become the replacement character."""
    try:
        return orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:
        import json

        return json.dumps(data).encode("ascii")


def loads(body: bytes) -> Any:
    """The data of a JSON body. Raises BadInput for what is no JSON, no UTF-8, or nested too deep."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise BadInput(f"not JSON: {fault}", hint="send UTF-8 JSON, nested less than a thousand deep") from None


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON response."""
    return Response(dumps(data), status, headers, "application/json")
