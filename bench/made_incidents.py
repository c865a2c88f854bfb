"""Writes a claims file of made-up units with incidents, to measure clauses on incidents with evidence to show.

    python bench/made_incidents.py 500 > incidents.yaml
    muster --register incidents.db import incidents.yaml
    muster bench vet roster.csv --register incidents.db --policy us-leahy-state --as-of 2020-01-01

Each unit has a commander, a violation that is asserted, one that is alleged, and one that it denies.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

KINDS = ("extrajudicial_killing", "torture", "enforced_disappearance", "prolonged_detention")
STANCES = ("", "stance: alleged, speaker: Example Watch, ", "stance: denied, speaker: u{0}, ")
CITED = "cite: {source: s}}"


def lines(count: int) -> Iterator[str]:
    """The file, line by line: `count` units with three incidents each."""
    yield "muster: claims/1\ndataset: made-incidents\ntitle: Made-up incidents\nsources:"
    yield "  s: {title: A made-up report, publisher: Test, published: 2019-01-01}\nentities:"
    for unit in range(count):
        yield f"  u{unit}: {{kind: unit, name: {unit} Made-up Battalion, country: xk, {CITED}"
        yield f"  p{unit}: {{kind: person, name: Anna Example {unit}, {CITED}"
        for turn in range(3):
            yield f"  i{unit * 3 + turn}: {{kind: incident, name: Made-up incident {unit}-{turn}, {CITED}"
    yield "claims:"
    for unit in range(count):
        yield f"  - {{posted_to: {{person: p{unit}, unit: u{unit}, role: commander}}, when: 2017/.., {CITED}"
        for turn, stance in enumerate(STANCES):
            incident, day = unit * 3 + turn, f"2018-0{1 + turn}-03"
            kind = KINDS[incident % len(KINDS)]
            reading = f"value: {kind}, gross_violation: yes, category: {kind}, mapped_by: test"
            ends = f"{{perpetrator: u{unit}, incident: i{incident}}}"
            yield f"  - {{incident_type: {{of: i{incident}, {reading}}}, {CITED}"
            yield f"  - {{occurred: {{of: i{incident}, value: {day}}}, when: {day}, {CITED}"
            yield f"  - {{perpetrator_of: {ends}, when: {day}, {stance.format(unit)}{CITED}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines(int(sys.argv[1])))
