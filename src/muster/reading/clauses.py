"""The pieces that patterns over masked sentences share, and sentences with their asides taken out."""

from __future__ import annotations

import re

from muster.reading.lexicon import sayings
from muster.reading.masked import Masked
from muster.reading.mentions import ROLE, Mention

M = r"[GAPRLN]_\d+"
LIST = rf"{M}(?:(?: [,;] {M}){{0,12}}(?: [,;])? and {M})?"
WORD = r"(?!(?:[GAPRLN]_\d+)\b)[\w’.-]+"
LEMMA = sayings()
BE_FORMS = r"(?:is|are|was|were|been|being|be)"
_AUXILIARY = r"(?:(?:also|has|have|had|later|then|\w+ly) )*"
VERBS = "|".join(sorted(LEMMA, key=len, reverse=True))
_APPOSED = re.compile(
    rf"(?<=[PNAGR]_)(?P<n>\d+) , (?:his |her |its )?"
    rf"(?P<word>(?!(?:in|on|at|of|by|with|from|to|for|during|under)\b){WORD} )?"
    rf"(?P<what>[RAG]_\d+)(?: {WORD}| {M}){{0,12}}? ,(?= )"
)
_REDUCED = re.compile(
    r"(?<=[PNAGR]_)(?P<n>\d+) , (?:(?:many|some|most|all|several) of (?:them|whom|which)|charged|known|led|based|"
    r"under the (?:command|leadership|control) of|backed|supported|funded|armed|trained|loyal|allied|"
    r"formerly|accompanied|asked|questioned|contacted|reached|acting|wearing|dressed|aided|assisted|together with|"
    r"along with|formed|created|founded|headed|headquartered|established|tasked|whose) [^,;]*(?:,|(?=;))|"
    r"(?<=[PNAGR]_)(?P<n3>\d+) , (?:which|who|an?|now|once|then|formerly|himself|herself|\d\d) [^,;]*,(?= )"
)
_TITLED = re.compile(r"(?P<post>[RA]_\d+)(?: (?:for|of|at|in|with)(?: the)? [GALRN]_\d+)* , (?:R_\d+ )?(?=[PN]_\d+ , )")


def plain_clauses(masked: Masked) -> Masked:
    """The pattern without appositions and reduced clauses between a subject and its verb."""
    titled = _TITLED.search(masked.text)
    if titled and _post(masked.mention(titled["post"])):  # `His deputy, Col. Adam, said`
        masked = masked.without(titled.start(), titled.end())
        rest = re.compile(r"[PN]_\d+(?P<c> ,) ").match(masked.text, titled.start())
        if rest:
            masked = masked.without(rest.start("c"), rest.end("c"))
    place = {_APPOSED: 0, _REDUCED: 0}  # where each looks on
    held: dict[re.Pattern[str], re.Match[str] | None] = {}  # the next match of each; none is looked for twice
    while True:
        for pattern, start in place.items():
            one = held.get(pattern)
            if pattern not in held or (one is not None and one.start() < start):
                held[pattern] = pattern.search(masked.text, start)
        found = min((one for one in held.values() if one), key=lambda one: one.start(), default=None)
        if found is None:
            return masked
        if found.re is _APPOSED and not _apposes(masked.mention(found["what"]), found["word"] or ""):
            place[_APPOSED] = found.end("n")
            continue
        name = "n" if found.re is _APPOSED or found["n"] else "n3"
        if name == "n3" and not re.match(
            rf" {_AUXILIARY}(?:{VERBS}|is|are|was|were|has|have|had|will|\w+ed|\w+s)\b", masked.text[found.end() :]
        ):
            place[_REDUCED] = found.end(name)
            continue
        held.clear()
        end = found.end() - (masked.text[found.end() - 1] == " ")
        masked = masked.without(found.end(name), end)
        place = dict.fromkeys(place, found.end(name))


def _post(mention: Mention) -> bool:
    """Whether a phrase is somebody's post; `the foreign minister` is an office that one person holds."""
    return mention.kind == ROLE or mention.head.split(" ")[-1] in ("minister", "president", "secretary", "chancellor")


_SOURCE = re.compile(
    rf" , according to (?:the )?(?:{WORD} ){{0,2}}?{M}(?: (?:of|in|for) (?:the )?{M})? ,(?= )", re.IGNORECASE
)


def without_source(masked: Masked) -> Masked:
    """The pattern without `, according to the mission,` between a subject and its verb."""
    while found := _SOURCE.search(masked.text):
        masked = masked.without(found.start(), found.end())
    return masked


def _apposes(mention: Mention, before: str) -> bool:
    """Whether a phrase between commas describes the one before it; a named body is another party."""
    if before.strip().lower() in LEMMA or before.strip().lower() in ("not", "and", "or", "but", "nor", "then"):
        return False  # `…, said the leader, …`, `soldiers, not farmers, …`
    return mention.kind == ROLE or mention.determiner in ("a", "an")
