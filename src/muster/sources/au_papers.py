"""Passports and identity numbers in the free text of Australia's list: `Passport no: a) Iran A123456, issued in ...`.

A label names the kind of paper; its number may stand behind a country, an enumerator or a second label, and further
numbers may follow it without one. A number is taken only where nothing but these stands between it and its label, and
what follows it becomes dates and note only where it begins as such details do. The text itself stays a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from muster.sources.papers import Paper
from muster.sources.worded_dates import read_dates

_LABEL = re.compile(
    r"\b(?P<kind>passport|(?P<national>national )?(?:identi(?:ty|fication|fier)|idenification|ID)\b"
    r"(?: card)?(?: \([a-z]+\))?)"
    r"(?P<link>(?: ?(?:information|numbers?|no\b\.?)){0,2}[ :.–-]*)",
    re.IGNORECASE,
)
_SIGNS = r"[A-Z0-9](?:[A-Z0-9/]|-(?: (?=\d))?|\.(?=[A-Z0-9]))*"
_NUMBER = (
    rf"(?P<number>(?:[A-Z]{{1,3}}(?:-[A-Z])? (?=[A-Z]?-?\d))?(?=[A-Z/.-]*\d){_SIGNS}"
    r"(?: (?:No\. )?\d{2,}(?! ?[A-Z][a-z]{2}|\d|[/.-]\d)){0,3})(?![^\W\d_])"
)
_ABSENT = r"(?:(?:na|n/a)\b[;,.]? ?)?"
_WORD = r"(?:(?:number|no\b\.?):? ?)?"
_PLAIN = re.compile(rf"(?i:{_ABSENT}(?:\(?a\)[.,]? ?)?{_WORD}){_NUMBER}")
_PLACED = re.compile(
    rf"(?i:{_ABSENT}(?:\(?a\)[.,]? ?)?(?:of )?)(?P<country>[A-Z][^\d().;:]{{2,60}}?),? (?i:{_WORD}){_NUMBER}"
)
_FURTHER = re.compile(r"[ ,;.]*\(?[b-z]\)[.,]? ?")
_JOINED = re.compile(rf"(?: ?;| and) {_NUMBER}(?= ?(?:[.;,(]|$))")
_BRACKET = re.compile(r"[ ,;]*\([^()]{0,500}\)")
_COUNTRY_BEHIND = re.compile(r", (?P<country>[A-Z][^\d().,;:]{2,40})(?=[.;]|$)")
_COUNTRY = re.compile(
    r"US|USA|UK|UAE|DRC|CAR|DPRK|(?:[A-Z][a-z][\w’']*)(?: (?:and |of (?:the )?)?[A-Z][a-z][\w’'-]*){0,7}"
)
_NO_COUNTRY = re.compile(
    r"\b(?:also|alt\w*|birth|card|certificate|code|company|diplomatic|driv\w+|employee|expir\w+|fake|federal|fiscal|foreign"
    r"|former|his|her|internal|issued|licen[cs]e|lost|military|number|official|other|passport|permit|personal|provisional"
    r"|ration|registration|resid\w+|revoked|security|series|service|stolen|student|tax\w*|travel|valid|voter)\b",
    re.IGNORECASE,
)
_ISSUED_BY = re.compile(r"issued by (?:the )?(?P<country>(?:[A-Z][\w’']+ ){0,2}Republic of [A-Z]\w+)")
# A full stop that ends no sentence stands before the year of a date or a small letter
_CLAUSE = r"(?:[^;.()]|\.(?= ?[\da-z,])){0,300}"
_DETAIL = re.compile(
    r"[ ,;]*\b(?i:(?:and |which |officially |likely |has )?"
    r"(?:issu|expir|exp\.|valid|under (?:the )?name|in the name|as of|revoked|cancelled))"
    rf"{_CLAUSE}|[ ,;.]*\b(?i:(?:passport )?(?:date of (?:issue|expir)|place of issue|expir\w+ date)){_CLAUSE}"
)
# Where details end although no stop does: at the next item, or at the next label of any kind
_STOP = re.compile(
    r"\s\(?[a-z]\) ?(?=[\w(])|\s(?!(?i:passport )?(?i:date|place|expir|issue))[A-Z]\w+(?: [a-z]+){0,2}(?: no\.?)? ?:"
)
_DAY = (
    r"\b(?P<day>\d{1,2} [A-Z][a-z]{2,8}[.,]? ?\d{4}|[A-Z][a-z]{2,8} \d{1,2},? \d{4}|\d{1,2}/\d{1,2}/\d{4}"
    r"|(?:19|20)\d\d\b)"
)
_ISSUED = re.compile(rf"(?<!approximately )\bissue\w*(?P<between>[^;()\d]{{0,120}}){_DAY}", re.IGNORECASE)
_EXPIRES = re.compile(rf"(?:\bexp\w*\.?|\bvalid\b)(?P<between>[^;()\d]{{0,60}}){_DAY}", re.IGNORECASE)
_OF_A_PASSPORT = frozenset(("diplomatic", "foreign", "internal", "national", "provisional", "service", "travel"))
_OF_A_CARD = frozenset(("civil", "federal", "personal"))
_MOST_WORDS = 9  # of a country's name
_BESIDE = 120  # characters before a label in which its words are looked for
_BEYOND = 40  # characters behind a detail by which its last words may prove to be a label or an enumerator
_FEWEST_DIGITS, _FEWEST_SIGNS = 3, 6  # a number has so many digits, or one among so many letters
_SURELY_A_NUMBER = 6  # by six digits it is no day or year
_OTHER_DAY = re.compile(r"expir|valid|born|name", re.IGNORECASE)


def papers(text: str) -> Iterator[Paper]:
    """All passports and national identity numbers that a text surely names."""
    place = 0
    while label := _LABEL.search(text, place):
        words, country, sure = _before(text, label, place)
        place = label.end()
        if sure or label["national"] or _is_passport(label):
            run = list(_run(text, label, words, country))
            yield from (paper for paper, _ in run)
            place = run[-1][1] if run else place


def _is_passport(label: re.Match[str]) -> bool:
    return label["kind"].casefold() == "passport"


def _before(text: str, label: re.Match[str], start: int) -> tuple[str, str, bool]:
    """The words before a label that belong to it, the country among them, and whether nothing else stands there.

    `Tax ID` and `Student ID` are of another kind: before these two letters stands the end of a clause or a country.
    """
    end, kinds = label.start(), _OF_A_PASSPORT if _is_passport(label) else _OF_A_CARD
    clause = re.split(r"[.,;:()]", text[max(start, end - _BESIDE) : end])[-1].split()
    own = len(clause)
    while own and clause[own - 1].casefold() in kinds:
        own -= 1
    for first in range(max(0, own - _MOST_WORDS), own):
        country = " ".join(clause[first:own])
        if _is_country(country):
            while first and clause[first - 1].casefold() in kinds:
                first -= 1
            return " ".join(clause[first:]), country, True
    return " ".join(clause[own:]), "", not own


def _run(text: str, label: re.Match[str], words: str, country: str) -> Iterator[tuple[Paper, int]]:
    """The number behind a label and those that follow it without a label, each with the place at which it ends."""
    kind = "Passport" if _is_passport(label) else "National Identification Number"
    named = " ".join(part for part in (words, label["kind"]) if part)
    found = _number(text, label.end())
    while found:
        number, said, end = found
        own = said or country
        details, after, end = _details(text, end)
        issued, expires = _day(_ISSUED, details), _day(_EXPIRES, details)
        note = "; ".join(part for part in (named, details) if part)
        yield Paper(number, kind, own or after, issued, expires, note), end
        country, named = "", label["kind"]  # the next number may be of another country
        found = _next(text, end, own)


def _next(text: str, place: int, country: str) -> tuple[str, str, int] | None:
    """A further number: the next of an enumeration, or one that `;` or `and` joins, which shares the country."""
    if further := _FURTHER.match(text, place):
        return _number(text, further.end())
    match = _JOINED.match(text, place)
    if not match or _digits(match["number"]) < _SURELY_A_NUMBER:
        return None
    return _bare(match["number"]), country, match.end("number")


def _number(text: str, place: int) -> tuple[str, str, int] | None:
    """The number that stands there, the country before it, and where it ends."""
    if (plain := _PLAIN.match(text, place)) and _is_number(plain["number"]):
        return _bare(plain["number"]), "", plain.end("number")
    placed = _PLACED.match(text, place)
    if not placed or _LABEL.search(placed["country"]):  # that label reads the number
        return None
    if _is_country(placed["country"]) and _is_number(placed["number"]):
        return _bare(placed["number"]), placed["country"], placed.end("number")
    return None


def _bare(number: str) -> str:
    return number.replace("- ", "-").rstrip("-")


def _is_number(text: str) -> bool:
    return _digits(text) >= _FEWEST_DIGITS or sum(map(str.isalnum, text)) >= _FEWEST_SIGNS


def _digits(number: str) -> int:
    return sum(map(str.isdigit, number))


def _details(text: str, place: int) -> tuple[str, str, int]:
    """What is said of a number behind it, the country among that, and where it ends."""
    said: list[str] = []
    country = ""
    behind = _COUNTRY_BEHIND.match(text, place)
    if behind and _is_country(behind["country"]):
        country, place = behind["country"], behind.end()
    while match := _BRACKET.match(text, place) or _DETAIL.match(text, place):
        place = match.end() if match.re is _BRACKET else _end(text, match)
        part = text[match.start() : place].strip(" ,;.()")
        named = _country_in(part)
        country = country or named
        if part != named:
            said.append(part)
        if place < match.end():
            break
    return "; ".join(said), country, place


def _end(text: str, detail: re.Match[str]) -> int:
    """Where a detail ends: at the next item or label, if one comes before the stop."""
    stop = _STOP.search(text, detail.start() + 1, detail.end() + _BEYOND)
    end = min(stop.start(), detail.end()) if stop else detail.end()
    for label in _LABEL.finditer(text, detail.start() + 1, end):
        if label["link"].strip(" "):
            words = _before(text, label, detail.start())[0]
            return label.start() - len(words) - 1
    return end


def _country_in(part: str) -> str:
    """The country of a bracket such as `Iran`, `Iran, Diplomatic`, `Iranian passport` `issued by the Republic of X`."""
    if issued := _ISSUED_BY.fullmatch(part):
        return issued["country"]
    first = part.partition(",")[0].removesuffix(" passport")
    return first if _is_country(first) else ""


def _is_country(text: str) -> bool:
    """Whether a text has the form of a country or a nationality, and is not the name of some other paper."""
    return bool(_COUNTRY.fullmatch(text)) and not _NO_COUNTRY.search(text)


def _day(form: re.Pattern[str], details: str) -> str:
    match = form.search(details)
    if not match or _OTHER_DAY.search(match["between"]):
        return ""
    found = read_dates(match["day"]).found
    return found[0][0] if found else ""
