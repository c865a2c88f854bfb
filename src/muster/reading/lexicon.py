"""The words that the rules of reading know, from `words.yaml` and the table of countries, ready for look-up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from muster.names.countries import country_name, country_names

_ADJECTIVE = re.compile(r"(?:.{3,}(?:ical|ious|istic|ional|ian|ist|ish|ese|ern|ary|ive|less|ful|ous)|.{4,}al)$")
_BACKED = re.compile(
    r"(?P<who>[^\s]+)-(?P<how>backed|allied|linked|sponsored|supported|funded|trained|armed|aligned|affiliated|led|based|"
    r"sanctioned|controlled|directed|financed|dominated|born|inspired|speaking|held|run|owned|leaning|style)$",
    re.IGNORECASE,
)


@cache
def shipped(file: str) -> dict[str, Any]:
    """A YAML file of this package, read once; all its values are text, lists or tables of text."""
    text = resources.files("muster.reading").joinpath(file).read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    return data


def _words() -> dict[str, Any]:
    return shipped("words.yaml")


def listed(name: str) -> frozenset[str]:
    """One of the lists of words that rules use by name."""
    return frozenset(word.replace("_", " ") for word in _words()["lists"][name].split())


_NOT_ADJECTIVE = listed("not_adjective")


def sayings() -> dict[str, str]:
    """Every form of a verb of saying, with the verb that it counts as."""
    return {form: verb for verb, forms in _words()["saying"].items() for form in forms.split()}


def harm_words(name: str) -> list[str]:
    """The verbs, phrases or acts of harm, as they stand in `words.yaml`."""
    words: str = _words()["harm"][name]
    return words.split()


@dataclass(frozen=True)
class Lexicon:
    """Word → class. `places` are countries by name, `demonyms` their adjectives; both map to the short name."""

    heads: dict[str, str]
    modifiers: frozenset[str]
    determiners: frozenset[str]
    media: frozenset[str]
    names: dict[tuple[str, ...], tuple[str, str]]  # words → (kind, standing for)
    longest: dict[str, int]  # first word of a name → the words of the longest that begins so


@cache
def lexicon() -> Lexicon:
    """The words, read once."""
    data = _words()
    heads: dict[str, str] = {}
    for kind in ("place", "person", "office", "group"):
        for word in data["heads"][kind].split():
            heads.setdefault(word.replace("_", " "), kind)
            if kind == "group":
                heads[word.replace("_", " ")] = kind
    names: dict[tuple[str, ...], tuple[str, str]] = {}
    for code, name in country_names():
        words = tuple(name.replace("'", "’").split())
        names.setdefault(words, ("country", country_name(code)))
    for short in ("U.S.", "US", "America"):
        names[(short,)] = ("country", "United States")
    for short in ("UK", "U.K.", "Britain"):
        names[(short,)] = ("country", "United Kingdom")
    for town, country in data["metonyms"].items():
        names[tuple(town.split())] = ("metonym", country)
    for kind, key in (("office", "offices"), ("media", "agencies"), ("group", "groups")):
        for name in data[key].split(";"):
            names[tuple(name.split())] = (kind, name.strip())
    for word in ("IS", "AU", "US", "May"):  # also plain words, or too short to be sure
        if word != "US":
            names.pop((word,), None)
    longest: dict[str, int] = {}
    for words in names:
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return Lexicon(
        heads=heads,
        longest=longest,
        modifiers=frozenset(word.replace("_", " ") for word in data["modifiers"].split()),
        determiners=frozenset(data["determiners"].split()),
        media=frozenset(data["media"].split()),
        names=names,
    )


def adjective(word: str) -> bool:
    """Whether a word in lower case looks like an adjective by its ending."""
    return bool(_ADJECTIVE.match(word)) and word not in _NOT_ADJECTIVE


def compound(word: str) -> tuple[str, str] | None:
    """(who, how) of `Iran-backed`, `U.S.-led`; None for any other word."""
    found = _BACKED.match(word)
    return (found["who"], found["how"].lower()) if found else None


@cache
def demonyms() -> frozenset[str]:
    """The adjectives of countries, such as `Iranian`: they describe, and name no government by themselves."""
    from muster.names.countries import demonym_names

    return frozenset(demonym_names()) | {"American", "British"}
