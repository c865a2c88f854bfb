"""A document as a list describes it: the one form of it for every list that gives numbers with their details."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: its number and what the list says of it. Dates are EDTF, empty if not said."""

    number: str
    type: str
    country: str = ""
    issued: str = ""
    expires: str = ""
    note: str = ""

    def details(self) -> dict[str, str]:
        """The qualifiers of an identifier claim."""
        return {"type": self.type, "country": self.country, "issued": self.issued, "expires": self.expires}
