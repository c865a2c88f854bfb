"""One party of the EU list in the form that its four file formats share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

UN_REFERENCE = re.compile(r"[A-Z]{2,3}[ie]\.\d{3}")


class Act(NamedTuple):
    """A legal act: its number with the Official Journal, the day of publication, programme and address."""

    title: str = ""
    day: str = ""
    programme: str = ""
    address: str = ""
    force: str = ""

    def __bool__(self) -> bool:
        return bool(self.title or self.day or self.programme)


class Piece(NamedTuple):
    """A name, birth, address, citizenship or identifier, with its act. `fields` has one set of keys for all formats."""

    kind: str
    fields: Mapping[str, str]
    act: Act = Act()
    remarks: tuple[str, ...] = ()

    def get(self, key: str) -> str:
        """A field in single blanks; empty where it is not given."""
        return self.fields.get(key, "")

    @property
    def basis(self) -> str:
        """The act as a citation names it."""
        return self.act.title


@dataclass(slots=True)
class Party:
    """One entry. `number` is the same in all formats; `reference` (`EU.27.28`) is missing from the oldest."""

    number: str
    type: str
    reference: str = ""
    un_reference: str = ""
    designated: str = ""
    designation: str = ""
    acts: list[Act] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
