"""The names of a register as a gazetteer: what a text is searched for, and which entities each name may mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from muster.reading.gazetteer import Gazetteer, Known

if TYPE_CHECKING:
    from muster.register import Register

_RANK = {"primary": 0, "": 1, "strong": 2, "former": 3, "acronym": 4, "original_script": 5, "weak": 6}
_SOUGHT = frozenset({"person", "unit", "organization", "government", "office", ""})


def names_of(register: Register) -> Gazetteer:
    """All names in Latin letters of persons, units, organizations and offices, kept in a file for a large register.

    Weak aliases of one word are left out, as they are nicknames and plain words. Entities that were judged the same are
    one candidate.
    """
    from muster.reading.kept import KeptGazetteer, save
    from muster.snapshot.stored import kept

    def opened(file: Path) -> Gazetteer:
        return KeptGazetteer(file)

    known_at = register.known_at(None)
    return kept(register, known_at, register.digest(known_at), "reading", opened, lambda: _made(register), save)


def _made(register: Register) -> Gazetteer:
    from muster.register import clusters

    joined = clusters(register.judgements())
    spelled = [one for one in register.spellings() if one[3] in _SOUGHT]
    captions: dict[str, tuple[int, str]] = {}
    for entity, name, kind, _ in spelled:
        place = (_RANK.get(kind, 1), name)
        if entity not in captions or place < captions[entity]:
            captions[entity] = place
    made = Gazetteer()
    for entity, name, kind, of in spelled:
        if (kind == "weak" and " " not in name) or not name.isprintable() or not _latin(name):
            continue
        if of == "person" and " " not in name and "," not in name:
            continue  # a lone surname says too little
        root = joined.get(entity, entity)
        caption = captions.get(root, captions[entity])[1]
        known = Known(root, of or "organization", _straight(caption))
        made.add(_straight(name), known)
        for other in _variants(name):
            made.add(other, known)
    return made


def _latin(name: str) -> bool:
    return name.isascii() or all(ord(char) < 0x370 or 0x1E00 <= ord(char) < 0x2100 for char in name)


def _straight(name: str) -> str:
    """`AL-KHAZALI, Qais` as `Qais al-Khazali` is spoken: the family name behind, as texts write it."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and given and "," not in given and len(name) < 80 else name


def _variants(name: str) -> list[str]:
    """Forms that texts use beside a name: US without full stops for `U.S.`, and the reverse."""
    if name.startswith("US "):
        return [f"U.S. {name[3:]}"]
    if name.startswith("U.S. "):
        return [f"US {name[5:]}"]
    return []
