"""What every reader returns: the content of one edition of one list, register or claims file, as claims.

A reader knows its format and nothing of the store. It says which dataset it read, from which day, and yields
claims; what changed since an earlier edition is the register's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from muster.claims import Claim, Judgement, Source
from muster.sources.files import InputFile


@dataclass(frozen=True)
class Reading:
    """The content of one edition.

    `dataset` is a stable id such as `us-ofac-sdn`. A list that comes in several files has a `part` for each,
    so that a newer copy of one file never withdraws what another said. `kind` is `list` for a publisher's
    list (what leaves it was withdrawn on that day) or `claims` for a working file (what leaves it is a
    correction). `published` is EDTF, empty if the content does not say. `claims` may be read once only,
    and `judgements` once after them; `notes` grows while they are read and says what a person should know: rows
    repaired, text cut by the publisher. `examined`: the reader has asked the rules of `claims.rules` itself, as it
    knows the lines of its file; of any other reading they are asked while its claims are read.
    """

    dataset: str
    title: str
    kind: str
    claims: Iterable[Claim]
    part: str = ""
    publisher: str = ""
    published: str = ""
    sources: tuple[Source, ...] = ()
    judgements: Iterable[Judgement] = ()
    files: tuple[InputFile, ...] = ()
    notes: list[str] = field(default_factory=list)
    examined: bool = False

    @property
    def stream(self) -> str:
        """Id of the sequence of editions that this one belongs to."""
        return f"{self.dataset}/{self.part}" if self.part else self.dataset


def list_of_one_file(
    file: InputFile,
    dataset: str,
    title: str,
    publisher: str,
    claims: Callable[[InputFile, list[str]], Iterable[Claim]],
    *,
    address: str = "",
    published: str = "",
) -> Reading:
    """The reading of a publisher's list that is one file and one source. `claims` is given the file and the notes."""
    notes: list[str] = []
    return Reading(
        dataset=dataset,
        title=title,
        kind="list",
        claims=claims(file, notes),
        publisher=publisher,
        published=published,
        sources=(Source(dataset, title, publisher, address=address),),
        files=(file,),
        notes=notes,
    )


class Format(Protocol):
    """A reader module: a name, a test on the file's first bytes, and a function that reads files together."""

    name: str
    title: str
    recognise: Callable[[InputFile], str]
    read: Callable[[Sequence[InputFile]], list[Reading]]
