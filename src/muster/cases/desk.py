"""The desk: every act on a case, checked against the table of states, the role, and the record, in one transaction.

The act is refused before anything is written, or stored whole with its entry. What two signatures need is held by the
database as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from muster.cases.accounts import Account
from muster.cases.certificate import certificate
from muster.cases.changes import what_changed
from muster.cases.documents import (
    Attached,
    checked_documents,
    checked_proposals,
    proposals_of,
    refuse_waiting,
    waiting_in,
)
from muster.cases.errands import Errand
from muster.cases.model import Case, Hit, Step, case_of, hits_of
from muster.cases.states import APPROVABLE, TRANSITIONS, WORK, step
from muster.claims import canonical, digest
from muster.errors import BadInput, NotAllowed, NotFound, WrongState
from muster.register import Register, schema
from muster.vetting import Adjudication, Desk, Request, keep_all, recheck, storable
from muster.vetting import decide as decided

VERDICTS = ("same", "different", "unsure")
LONGEST_DAYS = 366  # no approval lasts longer, whatever the policy says
_TEXT = 200_000  # characters of a memo

Memo = Callable[[Mapping[str, Any]], str]


class Cases:
    """The cases of a register. Every act names the account of the person who does it.

    `errand`: what a program says of the act that it sends: which state of the case it has seen, and the key by which
    the same act sent again is known.
    """

    def __init__(self, register: Register, errand: Errand = Errand()) -> None:  # noqa: B008 (it never changes)
        self._register = register
        self._errand = errand

    # --- reading -----------------------------------------------------------------------------------------

    def get(self, number: int) -> Case:
        """One case. Raises NotFound."""
        with self._register.transaction() as connection:
            return _get(connection, number)

    def all(self, states: Iterable[str] = ()) -> list[Case]:
        """Every case, oldest first; only those in these states if any are named."""
        wanted = set(states)
        with self._register.transaction() as connection:
            cases = _all(connection)
        return [one for one in cases if not wanted or one.state in wanted]

    def decision(self, case: Case) -> dict[str, Any]:
        """The newest decision on a case, in force or not. Raises WrongState if there is none yet."""
        if case.last_decided is None:
            raise WrongState(f"case {case.number} has no decision yet", hint=f"muster case decide {case.number}")
        return self._decision(case.last_decided.body["decision"])

    def _decision(self, id_: str) -> dict[str, Any]:
        return self._register.decision(id_)

    def hits(self, case: Case) -> list[Hit]:
        """The hits of the newest decision, each with the verdict given to it since (empty: nobody has judged it)."""
        return hits_of(self.decision(case), case.adjudications) if case.last_decided else []

    def proposals(self, case: Case) -> list[Attached]:
        """What the texts attached to the case propose, and what was said of each."""
        with self._register.transaction() as connection:
            return proposals_of(connection, case)

    # --- the way of a case -------------------------------------------------------------------------------

    def open(self, requests: Sequence[Request], who: Account, due: str = "") -> list[int]:
        """Open a case for each request, all or none; returns their numbers. `due` is a day (YYYY-MM-DD) or empty."""
        _check_day(due)
        if not requests:
            raise BadInput("no request to open a case for")
        for request in requests:
            if not (request.unit.strip() or request.individual.strip()):
                raise BadInput("a case needs a unit, or an individual of one", place=request.place)
        numbers = []
        with self._register.transaction(write=True) as connection:
            who = _who(connection, who, "open")
            self._errand.check_new(connection, who.name)
            act = self._register.act(connection, "case opened", who.name)
            for request in requests:
                facts = {key: value for key, value in request.as_dict().items() if key not in ("as_of", "known_at")}
                unit = request.unit.strip() or f"the unit of {request.individual}"
                values = {"unit": unit, "policy": request.policy, "country": request.country, "due": due}
                row = schema.vetting_case.insert().values(**values, request=canonical(facts), tx=act)
                key = connection.execute(row).inserted_primary_key
                assert key is not None
                _write(connection, key[0], "open", "open", who, self._errand.noted({}), act)
                numbers.append(int(key[0]))
        return numbers

    def adjudicate(self, verdicts: Mapping[int, Sequence[Adjudication]], who: Account) -> int:
        """Record verdicts on hits, by case, all or none; returns how many. Each needs a reason.

        Raises BadInput for a verdict without a reason, on an entity that the register does not hold, or that says of
        one party that it is two; the cases then have to be decided again.
        """
        with self._register.transaction(write=True) as connection:
            who = _who(connection, who, "adjudicate")
            act = self._register.act(connection, "adjudicate", who.name)
            for number, given in verdicts.items():
                case = _get(connection, number)
                self._errand.check(case, who.name)
                state = step("adjudicate", case.state, who.role)
                hits = [_checked(connection, case, one) for one in given]
                _refuse_two(case, [*case.adjudications, *(replace(one, by=who.name) for one in hits)])
                body = {"hits": [{k: getattr(one, k) for k in ("text", "entity", "verdict", "reason")} for one in hits]}
                body = self._errand.noted(body)
                state = _held(connection, case, "adjudicate", state, body)
                _write(connection, number, "adjudicate", state, who, body, act)
        return sum(map(len, verdicts.values()))

    def attach(self, number: int, who: Account, documents: Sequence[str]) -> Case:
        """Attach texts that were read. While a claim that they propose waits for a person, the case is not decided."""

        def body(connection: sa.Connection, case: Case) -> dict[str, Any]:
            return {"documents": checked_documents(connection, documents)}

        return self._do(number, "attach", who, body)

    def set_aside(self, number: int, who: Account, reason: str, proposals: Sequence[str] = ()) -> Case:
        """Leave proposed claims (by default all that wait) out of this case, for a reason, without judging them."""
        reason = _reason(reason)

        def body(connection: sa.Connection, case: Case) -> dict[str, Any]:
            return {"reason": reason, "proposals": checked_proposals(connection, case, proposals)}

        return self._do(number, "set_aside", who, body)

    def ask(self, number: int, who: Account, missing: Sequence[str]) -> Case:
        """Ask the requester for facts. The case waits until they are answered."""
        wanted = [one.strip() for one in missing if one.strip()]
        if not wanted:
            raise BadInput("nothing is asked for", hint="say what is missing")
        return self._do(number, "ask", who, {"missing": wanted})

    def answer(self, number: int, who: Account, note: str = "", **facts: Any) -> Case:
        """Take an answer down: `leaders` (a list), `country`, `commitment`, `identifier`; what is None stays."""
        given = {key: value for key, value in facts.items() if value is not None}
        if unknown := given.keys() - {"leaders", "country", "commitment", "identifier"}:
            raise BadInput(f"not a fact of a request: {', '.join(sorted(unknown))}")
        if not given and not note.strip():
            raise BadInput("an empty answer", hint="give a leader, a country, a commitment, an identifier or a note")
        texts = {
            key: [storable(v) for v in value] if key == "leaders" else storable(value) for key, value in given.items()
        }
        return self._do(number, "answer", who, {**texts, "note": note.strip()})

    def decide(self, number: int, who: Account, desk: Desk, as_of: date, memo: Memo = lambda decision: "") -> Case:
        """Compute the decision with all that is known now and all that was adjudicated, and keep it.

        `memo` writes the first memo from the decision. Raises WrongState if the desk's snapshot is older than the
        register, or while a claim proposed by a text of the case waits for a person.
        """
        case, who = self._before(number, who, "decide")
        with self._register.transaction() as connection:
            refuse_waiting(connection, case)
        if desk.snapshot.known_at != self._register.known_at():
            raise WrongState("the register has grown since it was read", hint="read it again, and decide then")
        made = decided(desk, case.asked(as_of))
        decision = made[1]
        body = {
            "decision": decision["decision"],
            "outcome": decision["outcome"],
            "as_of": as_of.isoformat(),
            "valid_until": decision["valid_until"] or "",
            "hits": len(hits_of(decision, ())),
            "memo": storable(memo(decision)),
        }

        def kept(connection: sa.Connection, now: Case, tx: int) -> None:
            refuse_waiting(connection, now)
            keep_all(self._register, [made], who.name, within=(connection, tx))

        return self._do(number, "decide", who, body, partial(_same, case), kept)

    def memo(self, number: int, who: Account, text: str) -> Case:
        """Replace the memo to the decision in force."""
        if not text.strip() or len(text) > _TEXT:
            raise BadInput(f"a memo has 1 to {_TEXT:,} characters")
        return self._do(number, "memo", who, {"text": storable(text)})

    def sign(self, number: int, who: Account, valid_until: str = "") -> Case:
        """Sign the decision and memo as the analyst.

        Refused while a hit is not adjudicated, for an outcome that cannot be approved, without a memo, and for a
        validity beyond the policy's. `valid_until` is needed where the policy sets none, and may shorten it elsewhere.
        """
        _check_day(valid_until)
        before, who = self._before(number, who, "sign")
        open_hits = [hit for hit in self.hits(before) if not hit.verdict]
        self._check_signable(before, open_hits)
        until = self._validity(before, valid_until)
        memo = digest(before.memo)
        body = {"valid_until": until, "memo": memo}
        return self._do(number, "sign", who, body, partial(_same, before), partial(_sign, "analyst", who, memo))

    def approve(self, number: int, who: Account, desk: Desk, today: date) -> Case:
        """Sign as the second person. The request is decided again first; if anything is worse now, it is refused.

        Raises NotAllowed if this person worked on the case, WrongState if the facts changed since the first signature.
        """
        before, who = self._before(number, who, "approve")
        signed = before.last("sign")
        assert signed is not None
        if any(one.person == who.name for one in before.steps if one.act in WORK):
            raise NotAllowed(f"{who.name} worked on this case", hint="another approver must sign")
        if today.isoformat() > signed.body["valid_until"]:
            raise WrongState("the decision has expired", hint="send it back, and decide again")
        changed = what_changed(self.decision(before), desk.decide(before.asked(today)).as_dict())
        if changed:
            raise WrongState(f"the facts have changed since: {changed[0]}", hint="send it back, and decide again")
        body = {"valid_until": signed.body["valid_until"], "memo": signed.body["memo"]}
        signs = partial(_sign, "approver", who, body["memo"])
        return self._do(number, "approve", who, body, partial(_same, before), signs)

    def send_back(self, number: int, who: Account, reason: str) -> Case:
        """Do not sign, and say why: the case is open again."""
        return self._do(number, "send_back", who, {"reason": _reason(reason)})

    def refuse(self, number: int, who: Account, reason: str) -> Case:
        """Refuse the request, for a reason. What would change that is in `certificate.remediation`."""
        return self._do(number, "refuse", who, {"reason": _reason(reason)})

    def withdraw(self, number: int, who: Account, reason: str) -> Case:
        """Close the case because the request was taken back."""
        return self._do(number, "withdraw", who, {"reason": _reason(reason)})

    def reopen(self, number: int, who: Account, reason: str) -> Case:
        """Take a case up again. An approval ends with it."""
        return self._do(number, "reopen", who, {"reason": _reason(reason)})

    def certificate(self, number: int, today: date) -> dict[str, Any]:
        """The certificate of an approval that is in force. Raises WrongState for any other case."""
        case = self.get(number)
        if not case.in_force(today):
            raise WrongState(
                f"case {number} is {case.standing(today)}: there is no certificate", hint="see muster case show"
            )
        return certificate(case, self.decision(case))

    def recheck(self, who: Account, today: date, *, reopen: bool = False) -> list[tuple[Case, list[str]]]:
        """End every approval that has expired or that today's facts no longer bear out, each with why.

        Only those are decided again that may have changed. With `reopen` the cases are taken up again at once. Returns
        the cases as they are then.
        """
        approved = [(case, self.decision(case)) for case in self.all(["approved"])]
        again = recheck(self._register, today, decisions={data["decision"] for _, data in approved}).again
        now = {one.earlier: one for one in again}
        found = []
        for case, earlier in approved:
            why = [] if case.in_force(today) else [f"expired on {case.valid_until}"]
            if one := now.get(earlier["decision"]):
                why += what_changed(earlier, one.now.as_dict()) if one.now else one.why
            if why:
                after = self._do(case.number, "lapse", who, {"why": why}, partial(_same, case))
                if reopen:
                    after = self.reopen(case.number, who, "; ".join(why))
                found.append((after, why))
        return found

    # --- how a step is taken -----------------------------------------------------------------------------

    def _before(self, number: int, who: Account, act: str) -> tuple[Case, Account]:
        """The case and the account as they are, if this act can be done; it is checked again when it is."""
        with self._register.transaction() as connection:
            who, case = _who(connection, who, act), _get(connection, number)
        self._errand.check(case, who.name)
        step(act, case.state, who.role)
        return case, who

    def _check_signable(self, case: Case, open_hits: Sequence[Hit]) -> None:
        decided = case.decided
        assert decided is not None
        if decided.body["outcome"] not in APPROVABLE:
            hint = "adjudicate the hits and ask for what is missing, or have it refused"
            raise WrongState(f"the outcome is {decided.body['outcome']}: that cannot be approved", hint=hint)
        if open_hits:
            one = open_hits[0]
            raise WrongState(
                f"{len(open_hits)} hits are not adjudicated, the first: {one.text} and {one.caption} ({one.entity})",
                hint="say same, different or unsure of each, and decide again",
            )
        if not case.memo.strip():
            raise WrongState("there is no memo", hint="write one with `muster case memo`")

    def _validity(self, case: Case, asked: str) -> str:
        assert case.decided is not None
        body = case.decided.body
        longest = (date.fromisoformat(body["as_of"]) + timedelta(days=LONGEST_DAYS)).isoformat()
        limit = min(body["valid_until"] or longest, longest)
        until = asked or body["valid_until"]
        if not until:
            raise BadInput("the policy sets no validity", hint="say until when with --valid-until")
        if not body["as_of"] <= until <= limit:
            raise BadInput(f"valid until {until} is not between {body['as_of']} and {limit}")
        return until

    def _do(
        self,
        number: int,
        act: str,
        who: Account,
        body: Mapping[str, Any] | Callable[[sa.Connection, Case], Mapping[str, Any]],
        check: Callable[[Case], None] = lambda case: None,
        also: Callable[[sa.Connection, Case, int], None] = lambda connection, case, tx: None,
    ) -> Case:
        """Take one step: check it against the case as it is at this moment, and store it with its entry and with what
        belongs to the same act (`also`)."""
        with self._register.transaction(write=True) as connection:
            who = _who(connection, who, act)
            case = _get(connection, number)
            self._errand.check(case, who.name)
            state = step(act, case.state, who.role)
            check(case)
            told = body(connection, case) if callable(body) else body
            tx = self._register.act(connection, TRANSITIONS[act].act.replace("_", " "), who.name)
            also(connection, case, tx)
            told = self._errand.noted(told)
            _write(connection, number, act, _held(connection, case, act, state, told), who, told, tx)
        return self.get(number)


def _who(connection: sa.Connection, who: Account, act: str) -> Account:
    """The account as it is now. Raises NotAllowed if it was closed or its role does not suffice."""
    query = sa.select(schema.account).where(schema.account.c.name == who.name).order_by(schema.account.c.seq.desc())
    row = connection.execute(query.limit(1)).first()
    if row is None or not row.active:
        raise NotAllowed(f"there is no open account {who.name}", hint="ask an administrator")
    if row.role != TRANSITIONS[act].role:
        step(act, "", row.role)
    return Account(row.name, row.full_name, row.role, True)


def _get(connection: sa.Connection, number: int) -> Case:
    found = _all(connection, number)
    if not found:
        raise NotFound(f"no case {number}", hint="`muster case list` shows them")
    return found[0]


def _all(connection: sa.Connection, number: int | None = None) -> list[Case]:
    steps: dict[int, list[Any]] = defaultdict(list)
    signatures: dict[int, list[Any]] = defaultdict(list)
    for table, into in ((schema.case_step, steps), (schema.signature, signatures)):
        query = sa.select(table, schema.act.c.at).join(schema.act, schema.act.c.id == table.c.tx).order_by(table.c.seq)
        if number is not None:
            query = query.where(table.c.case == number)
        for row in connection.execute(query):
            into[row.case].append(row)
    cases = sa.select(schema.vetting_case).order_by(schema.vetting_case.c.number)
    if number is not None:
        cases = cases.where(schema.vetting_case.c.number == number)
    return [case_of(row, steps[row.number], signatures[row.number]) for row in connection.execute(cases)]


def _write(
    connection: sa.Connection, number: int, act: str, state: str, who: Account, body: Mapping[str, Any], tx: int
) -> None:
    values = {"case": number, "act": act, "state": state, "person": who.name, "body": canonical(dict(body)), "tx": tx}
    connection.execute(schema.case_step.insert().values(values))


def _held(connection: sa.Connection, case: Case, act: str, state: str, body: Mapping[str, Any]) -> str:
    """The state after an act: `reviewing` instead of `open` while a proposed claim waits."""
    if state != "open":
        return state
    after = replace(case, steps=(*case.steps, Step(0, act, state, "", "", body)))
    return "reviewing" if waiting_in(connection, after) else state


def _sign(role: str, who: Account, memo: str, connection: sa.Connection, case: Case, tx: int) -> None:
    """Put a person's name under the decision in force and its memo."""
    refuse_waiting(connection, case)
    assert case.decided is not None
    values = {"decision": case.decided.body["decision"], "memo": memo, "role": role, "person": who.name, "tx": tx}
    row = schema.signature.insert().values(case=case.number, step=case.decided.seq, **values)
    try:
        connection.execute(row)
    except sa.exc.IntegrityError as fault:
        raise NotAllowed(f"the signature is refused: {fault.orig}", hint="another person must sign") from None


def _same(before: Case, now: Case) -> None:
    """Refuse to go on if somebody else took a step since the case was read."""
    if before.steps[-1].seq != now.steps[-1].seq:
        raise WrongState(f"{now.steps[-1].person} has just changed case {now.number}", hint="look at it again")


def _checked(connection: sa.Connection, case: Case, one: Adjudication) -> Adjudication:
    place = f"case {case.number}, {one.text} and {one.entity}"
    if one.verdict not in VERDICTS:
        raise BadInput(f"not a verdict: {one.verdict!r}", place=place, hint=f"one of {', '.join(VERDICTS)}")
    if not one.reason.strip():
        raise BadInput("a verdict needs a reason", place=place)
    related = sa.and_(schema.claim.c.object == one.entity, schema.claim.c.object != "")
    found = sa.or_(schema.claim.c.subject == one.entity, related)
    if not one.entity or not connection.execute(sa.select(schema.claim.c.seq).where(found).limit(1)).first():
        raise BadInput("no such entity in this register", place=place, hint="give the ids that the hits have")
    return replace(one, reason=storable(one.reason.strip()), text=storable(one.text))


def _refuse_two(case: Case, adjudications: Iterable[Adjudication]) -> None:
    """Refuse verdicts that make one party of the request the same as two entities."""
    newest = {(one.text, one.entity): one for one in adjudications}
    same: dict[str, str] = {}
    for one in newest.values():
        if one.verdict == "same" and same.setdefault(one.text, one.entity) != one.entity:
            raise BadInput(
                f"{one.text} is judged to be both {same[one.text]} and {one.entity}",
                place=f"case {case.number}",
                hint="reverse one of them; if the two are one party, say so with `muster judge`",
            )


def _reason(text: str) -> str:
    if not text.strip():
        raise BadInput("a reason is needed", hint="say why")
    return storable(text.strip())


def _check_day(text: str) -> None:
    if text:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise BadInput(f"not a day: {text!r}", hint="write it as YYYY-MM-DD") from None
