"""Forms as the pages send them: fields by name, files within bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from muster.errors import BadInput
from muster.vetting import storable

_FIELDS = 5000
_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent. Every text is safe to store."""

    texts: dict[str, list[str]]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The first value of a field, trimmed; empty if it was not sent."""
        return self.texts.get(name, [""])[0].strip()

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a field, those that say something."""
        return tuple(line.strip() for line in self.one(name).splitlines() if line.strip())

    def whole(self, name: str) -> str:
        """A text with its line ends as they should be."""
        return self.texts.get(name, [""])[0].replace("\r\n", "\n")


async def form(request: Request) -> Form:
    """Read a form. Raises BadInput for what is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request)
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise BadInput("not a form", hint="send it from the page")
    try:
        given = parse_qs((await request.body()).decode("utf-8"), keep_blank_values=True, max_num_fields=_FIELDS)
    except (UnicodeDecodeError, ValueError):
        raise BadInput("the form cannot be read", hint="send it from the page, in UTF-8") from None
    return Form({name: [_text(one) for one in values] for name, values in given.items()})


async def _multipart(request: Request) -> Form:
    texts: dict[str, list[str]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    try:
        parts = await request.form(max_files=1, max_fields=100)
    except HTTPException as fault:
        raise BadInput(f"the form cannot be read: {fault.detail}", hint="send it from the page") from None
    for name, value in parts.multi_items():
        if isinstance(value, UploadFile):
            files[name] = (value.filename or "file", await value.read())
        else:
            texts.setdefault(name, []).append(_text(value))
    return Form(texts, files)


def _text(value: str) -> str:
    if len(value) > _TEXT:
        raise BadInput("a field is too long", hint=f"at most {_TEXT:,} characters")
    return storable(value).replace("\x00", "\ufffd")
