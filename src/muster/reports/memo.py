"""The dossier as plain text for the terminal: the same content in the same order, wrapped at 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from muster.reports.content import ClauseBlock, Content, Exhibit, PartyBlock, PathLine, Reference, deadline, lay_out
from muster.reports.text import columns, listed, long_date, moment, wrap

WIDTH = 100
_INDENT = 4


def memo(decision: Mapping[str, Any]) -> str:
    """The decision as a plain-text memorandum. It holds no control characters but line ends."""
    content = lay_out(decision)
    return "\n".join(line.rstrip() for line in _lines(content)) + "\n"


def _lines(d: Content) -> Iterator[str]:
    yield "VETTING DOSSIER"
    yield from wrap(d.title, WIDTH)
    yield "=" * WIDTH
    yield from _heading("What was asked")
    yield from _asked(d)
    yield from _heading("Outcome")
    yield f"[ {d.outcome.label.upper()} ]"
    yield from wrap(d.outcome.means, WIDTH)
    if d.valid_until:
        until = long_date(d.valid_until)
        yield from wrap(f"It counts for nothing until two people sign it, and then until {until} at the latest.", WIDTH)
    else:
        yield "No period of validity: this result gives nobody leave to proceed."
    yield from wrap(d.advice, WIDTH)
    yield from _risk(d)
    yield from _heading("Reasons")
    yield from _numbered(d.reasons, "No reasons are recorded.")
    yield from _heading("Whom it concerns")
    for party in (d.subject, *((d.individual,) if d.individual else ()), *d.leaders):
        yield from _party(party, d.as_of)
    if not d.leaders:
        yield "No leader is named in the request or known to the register for that day."
    yield from _duties(d)
    yield from _heading("Clause by clause")
    for clause in d.clauses:
        yield from _clause(clause, d.as_of)
    yield from _heading("Contradictions")
    yield from _contradictions(d)
    yield from _heading("Gaps")
    yield from _bullets(d.gaps, "The clauses name no gap. That is a statement on the questions, not on the world.")
    yield from _heading("Coverage")
    yield from _bullets([_covered(one) for one in d.coverage], "No list was searched.")
    yield from _heading("Digests")
    yield from _fact("decision", d.id)
    for name, value in (*d.digests.items(), *(d.plugins or {}).items()):
        yield from _fact(str(name), str(value))
    yield ""
    yield from wrap(f"{d.advice} Two different people sign.", WIDTH)
    for who in ("First signature", "Second signature, by another person"):
        yield from ("", who, "Name ________________________________________   Date ____________________")


def _risk(d: Content) -> Iterator[str]:
    if not d.risk:
        return
    yield from _heading("Level of risk")
    yield f"[ {str(d.risk.get('level') or '').upper()} ]"
    raised = listed([str(one) for one in d.risk.get("raised_by") or ()])
    yield from wrap(f"Risk of {d.risk.get('of')}; given by {raised or 'no clause'}.", WIDTH)
    for one in d.risk.get("mitigations") or ():
        yield from _hanging("- ", f"{one.get('what')} ({_cited(one)})")


def _duties(d: Content) -> Iterator[str]:
    if not d.duties:
        return
    yield from _heading("What must be done")
    for one in d.duties:
        who = f"{one['by']}, to {one['to']}" if one.get("by") and one.get("to") else str(one.get("by") or "")
        until = deadline(one)
        by_when = f"{until[:1].upper()}{until[1:]}." if until else ""
        parts = [str(one.get("what") or ""), f"By: {who}." if who else "", by_when]
        yield from _hanging("- ", f"{' '.join(part for part in parts if part)} ({_cited(one)})")


def _cited(one: Mapping[str, Any]) -> str:
    return f"{one.get('cites')}{'; wording: unverified' if one.get('wording') == 'unverified' else ''}"


def _heading(text: str) -> Iterator[str]:
    yield from ("", text.upper(), "-" * WIDTH)


def _asked(d: Content) -> Iterator[str]:
    request = d.request
    yield from _fact("unit", d.title)
    yield from _fact("country", str(request.get("country") or ""))
    yield from _fact("individual", str(request.get("individual") or ""))
    yield from _fact("leaders named", listed([str(one) for one in request.get("leaders") or ()]) or "none")
    yield from _fact("commitment", str(request.get("commitment") or ""))
    yield from _fact("policy", d.policy_title)
    yield from _fact("as of", long_date(d.as_of))
    yield from _fact("known at", moment(str(request.get("known_at") or "not stated")))


def _fact(name: str, value: str, indent: int = 0) -> Iterator[str]:
    """A label and its value in two columns; nothing if there is no value."""
    if value:
        yield from _hanging(f"{name}:".ljust(max(15, columns(name) + 2)), value, indent)


def _hanging(lead: str, text: str, indent: int = 0) -> Iterator[str]:
    """The text after `lead`, its further lines set under its first."""
    room = WIDTH - indent - columns(lead)
    for place, line in enumerate(wrap(text, room) or [""]):
        yield f"{' ' * indent}{lead if place == 0 else ' ' * columns(lead)}{line}"


def _bullets(texts: Iterable[str], nothing: str = "", indent: int = 0) -> Iterator[str]:
    some = list(texts)
    for one in some:
        yield from _hanging("- ", one, indent)
    if not some and nothing:
        yield from wrap(nothing, WIDTH)


def _numbered(texts: Iterable[str], nothing: str) -> Iterator[str]:
    some = list(texts)
    for number, one in enumerate(some, 1):
        yield from _hanging(f"{number}. ", one)
    if not some:
        yield nothing


def _party(party: PartyBlock, as_of: str) -> Iterator[str]:
    yield from wrap(f"{party.caption or 'no unit named'} ({party.role})", WIDTH)
    if party.text != party.caption:
        yield from _fact("as asked", party.text, _INDENT)
    if party.role != "unit":
        yield from _fact("how known", party.known, _INDENT)
    if party.entity:
        yield from _fact("identified", f"{party.resolved_by} [{party.entity}]", _INDENT)
    else:
        yield from _fact("identified", f"NOT IDENTIFIED IN THE REGISTER; {party.resolved_by}", _INDENT)
    yield from _exhibits("Evidence for the posting", party.because, as_of)
    if party.hits:
        yield from ("", f"{' ' * _INDENT}Resembling names, not yet judged by a person")
        yield from _bullets((_hit(one) for one in party.hits), indent=_INDENT)
    if party.set_aside:
        yield from ("", f"{' ' * _INDENT}Set aside, and why")
        yield from _bullets(party.set_aside, indent=_INDENT)
    yield ""


def _hit(one: Mapping[str, Any]) -> str:
    rewritten = [str(each) for each in one.get("rewrites") or ()]
    rewrites = f"; rewritten: {', '.join(rewritten)}" if rewritten else ""
    evasion = "; written as if to evade a search" if one.get("evasion") else ""
    name = f"{one.get('caption') or one.get('entity')} [{one.get('entity')}]"
    return f"{name}: “{one.get('name')}”, score {one.get('score') or 0:.2f}; {one.get('why')}{rewrites}{evasion}"


def _clause(clause: ClauseBlock, as_of: str) -> Iterator[str]:
    unverified = " [wording: unverified]" if clause.unverified else ""
    yield from _hanging(f"{clause.number}. ", f"{clause.id}: {clause.question}")
    yield from _hanging("", f"{clause.cites}{unverified}", _INDENT)
    leads_to = f" -> {clause.outcome.label}" if clause.outcome else ""
    lifted = f" (lifted by clause {clause.exempted_by})" if clause.exempted_by else ""
    level = f"; risk: {clause.level}" if clause.level else ""
    yield from _hanging("", f"[ {clause.finding.label.upper()} ]{leads_to}{lifted}{level}", _INDENT)
    yield from _hanging("", clause.says, _INDENT)
    yield from _fact("searched", clause.searched, _INDENT)
    yield from _paths("Path", clause.paths)
    if clause.because or clause.against:
        yield from _exhibits("Evidence for", clause.because, as_of, "none in what was searched")
        yield from _exhibits("Evidence against", clause.against, as_of, "none in what was searched")
    yield from _paths("Lead, which settles nothing: path", clause.lead_paths)
    yield from _exhibits("Leads, which settle nothing", clause.leads, as_of)
    yield from _exhibits("Context, not weighed in the finding", clause.context, as_of)
    yield from _exhibits("How people weighed it", clause.weighed, as_of)
    if clause.missing:
        yield from ("", f"{' ' * _INDENT}What would settle it")
        yield from _bullets(clause.missing, indent=_INDENT)
    yield ""


def _paths(title: str, paths: Iterable[PathLine]) -> Iterator[str]:
    for path in paths:
        yield from ("", f"{' ' * _INDENT}{title} {path.number}")
        for step in path.steps:
            contested = f"; CONTESTED: see {_references(step.against)}" if step.against else ""
            state = "; ".join(part for part in (step.certainty.label, step.when) if part)
            rests_on = f" [{_references(step.claims)}]" if step.claims else ""
            yield from _hanging("- ", f"{step.text} ({state}){rests_on}{contested}", _INDENT)


def _references(references: Iterable[Reference]) -> str:
    return ", ".join(one.label for one in references)


def _exhibits(title: str, exhibits: Iterable[Exhibit], as_of: str, nothing: str = "") -> Iterator[str]:
    some = list(exhibits)
    if some or nothing:
        yield from ("", f"{' ' * _INDENT}{title}{'' if some else f': {nothing}'}")
    for one in some:
        yield from _exhibit(one, as_of)


def _exhibit(one: Exhibit, as_of: str) -> Iterator[str]:
    inner = _INDENT + 5
    yield from _hanging(f"{one.label:<4} ", one.text, _INDENT)
    yield from _hanging("", f"{one.stance.label.upper()} by {_spoken_by(one)}", inner)
    places = "; also ".join(place.where for place in one.places if place.where)
    yield from _hanging("", f"in {one.source}{', ' if places else ''}{places}", inner)
    for place in one.places:
        if place.quote:
            yield from _hanging("", f"“{place.quote}”", inner)
        if place.note:
            yield from _hanging("", place.note, inner)
    on = f" on {as_of}" if as_of else ""
    when = f"; {one.when}" if one.when else ""
    yield from _hanging("", f"{one.certainty.label}{on}{when}", inner)
    if one.note:
        yield from _hanging("", f"note: {one.note}", inner)
    if one.claim:
        yield from _hanging("", f"claim {one.claim}", inner)


def _spoken_by(one: Exhibit) -> str:
    return f"{one.speaker}, as reported by {', by '.join(one.via)}" if one.via else one.speaker


def _contradictions(d: Content) -> Iterator[str]:
    for one in d.contradictions:
        yield from wrap(one.about, WIDTH)
        yield from _exhibits("Put forward", one.claims, d.as_of)
        yield from _exhibits("Denied", one.denials, d.as_of)
        yield ""
    if not d.contradictions:
        yield "None is known among the claims on the unit."


def _covered(one: Mapping[str, Any]) -> str:
    edition = long_date(str(one.get("edition") or "undated"))
    note = f"; {one['note']}" if one.get("note") else ""
    digest = str(one.get("sha256") or "")[:12]
    return f"{one.get('title') or one.get('list')}, edition {edition}, sha256 {digest}…{note}"
