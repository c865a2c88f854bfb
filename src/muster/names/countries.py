"""Country names in the forms official lists write them, to ISO 3166-1 alpha-2 codes.

OFAC writes `Korea, North`, the UN `Democratic People's Republic of Korea`, a roster `DPRK` and a passport line `North
Korean`: to compare them they must be one code. A string that names no single country known here gives None, never
a guess. Data: `countries.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from muster.errors import NotFound
from muster.names.fold import fold

_BRACKETED = re.compile(r"\([^()]*\)")
_SHORT = {"st": "saint"}
_SKIPPED = frozenset({"the", "of", "and"})
# A citizenship line also says since when and how surely; none of these words names a country.
_HEDGES = frozenset(
    {"region", "possibly", "probably", "reportedly", "formerly", "former", "currently", "likely", "believed", "by",
     "birth", "citizenship", "citizen", "national", "nationality", "nationals", "passport", "withdrawn", "revoked",
     "in", "dual", "naturalized", "naturalised", "origin"}
)  # fmt: skip
# Lists write `na` for `not available` (the UN does so as a nationality): too often to be read as Namibia.
_NOT_GIVEN = frozenset({"", "na", "n/a", "n.a.", "none", "unknown"})


def _rows() -> dict[str | bool, list[Any]]:
    text = resources.files("muster.names").joinpath("countries.yaml").read_text("utf-8")
    rows: dict[str | bool, list[Any]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return rows


@lru_cache(maxsize=1)
def _spelled() -> dict[str, list[str]]:
    # YAML 1.1 reads the key `no` as false
    return {
        "no" if key is False else str(key): [str(word).removeprefix("~") for word in row[1:]]
        for key, row in _rows().items()
    }


@lru_cache(maxsize=1)
def _data() -> tuple[dict[str, str], dict[tuple[str, ...], str]]:
    """Names by code, and codes by the key of every name, demonym and alpha-3 code. ISO codes win over names."""
    rows = _rows()
    names: dict[str, str] = {}
    codes: dict[tuple[str, ...], str] = {}
    for key, row in rows.items():
        # YAML 1.1 reads the key `no` as false
        code = "no" if key is False else str(key)
        names[code] = str(row[1])
        for word in (code, *map(str, row)):
            codes.setdefault(_key(word.removeprefix("~")), code)
    return names, codes


def _key(text: str) -> tuple[str, ...]:
    """The words of a country name in alphabetical order, so that `Korea, North` is `North Korea`."""
    tokens = [_SHORT.get(token, token) for token in fold(text).tokens]
    if len(tokens) > 1 and all(len(token) == 1 for token in tokens):
        tokens = ["".join(tokens)]
    kept = [token for token in tokens if token not in _SKIPPED]
    return tuple(sorted(kept or tokens))


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code in lower case (`xk` for Kosovo) of a country's name, official name, former name,
    demonym or code; None when it is unknown or names several.

    Territories that lists treat as regions go to the state they are internationally held to belong to; names of
    states that no longer exist as one (Soviet Union, Yugoslavia) give None, and so does `na`: write `NAM` or Namibia.
    """
    _, codes = _data()
    text = text.strip()
    if text.lower() in _NOT_GIVEN:
        return None
    for form in (text, _BRACKETED.sub(" ", text)):
        found = codes.get(_key(form))
        if found:
            return found
        head, colon, tail = form.rpartition(":")
        if colon and head and (found := codes.get(_key(tail))):
            return found
        bare = tuple(token for token in _key(form) if token not in _HEDGES and not token.isdigit())
        if bare and (found := codes.get(bare)):
            return found
    return None


def country_names() -> list[tuple[str, str]]:
    """Every name and demonym as (code, name), alpha-3 codes left out: what texts can be searched for."""
    return [(code, name) for code, names in _spelled().items() for name in names]


def demonym_names() -> list[str]:
    """Every demonym, as it is spelled: the words that describe a country's people and name no country."""
    return [str(word)[1:] for row in _rows().values() for word in row[1:] if str(word).startswith("~")]


def codes() -> Collection[str]:
    """Every alpha-2 code."""
    return _data()[0].keys()


def country_name(code: str) -> str:
    """The short English name for an alpha-2 code in either case. Raises NotFound for any other string."""
    name = _data()[0].get(code.strip().lower())
    if name is None:
        raise NotFound(f"no country has the code {code!r}", hint="ISO 3166-1 alpha-2, for example 'iq'")
    return name
