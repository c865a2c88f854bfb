"""The register as one plain table: a claim a line, every cell safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import IO

from muster.claims import Citation
from muster.exports.batches import Batches
from muster.register import Register
from muster.vetting.spreadsheet import spreadsheet_safe

COLUMNS = (
    *("subject", "caption", "predicate", "object", "object_caption", "value", "qualifiers", "start", "end"),
    *("stance", "speaker", "dataset", "withdrawn", "source", "citation", "claim"),
)


def write_claims(register: Register, known_at: str | None, out: IO[str]) -> int:
    """Write every claim that counts, in the order of its subjects; return how many."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    walk = Batches(register, register.known_at(known_at))
    for batch in walk:
        own = {one for members in batch.clusters.values() for one in members}
        held = [one for one in batch.held if one.claim.subject in own]
        ends = {walk.root(end) for one in held for end in (one.claim.subject, one.claim.object) if end}
        captions = walk.captions(sorted(ends))
        for one in sorted(held, key=lambda one: (walk.root(one.claim.subject), one.claim.subject)):
            claim = one.claim
            row = (
                claim.subject,
                captions[walk.root(claim.subject)],
                claim.predicate,
                claim.object,
                captions[walk.root(claim.object)] if claim.object else "",
                claim.value,
                "; ".join(f"{key}: {value}" for key, value in claim.qualifiers),
                claim.time.start.text,
                claim.time.end.text,
                claim.stance.value,
                claim.speaker,
                one.dataset,
                str(one.withdrawn or ""),
                "; ".join(dict.fromkeys(cited.source for cited in claim.citations)),
                "; ".join(filter(None, map(_place, claim.citations))),
                claim.id,
            )
            writer.writerow(map(spreadsheet_safe, row))
            count += 1
    return count


def _place(cited: Citation) -> str:
    quote = f"“{cited.quote}”" if cited.quote else ""
    return " ".join(filter(None, (cited.spoken(), quote)))
