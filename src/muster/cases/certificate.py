"""What leaves the desk: the certificate of an approval, the way out of a refusal, and what must be told to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.cases.model import Case

VOID_IF = (
    "the unit's commander, or another leader named here, is replaced",
    "the unit is renamed, merged, split, or put under another command",
    "anything is found that bears on the policy's clauses",
)
MEANS = (
    "Two people have approved assistance to this unit under this policy, on the evidence named in the decision. "
    "It is not a finding that the unit or its members have done nothing wrong."
)


def certificate(case: Case, decision: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate of a case that two people have signed, as JSON data."""
    first, second = case.signed_by
    return {
        "certificate": f"case {case.number}",
        "unit": case.unit,
        "entity": decision["subject"]["entity"],
        "caption": decision["subject"]["caption"],
        "leaders": [{"name": one["caption"], "entity": one["entity"]} for one in decision["leaders"]],
        "country": case.facts["country"],
        "policy": decision["policy"],
        "decision": decision["decision"],
        "outcome": decision["outcome"],
        "as_of": decision["request"]["as_of"],
        "known_at": decision["request"]["known_at"],
        "signatures": [first.as_dict(), second.as_dict()],
        "valid_from": second.at[:10],
        "valid_until": case.valid_until,
        "void_if": list(VOID_IF),
        "means": MEANS,
        "digests": decision["digests"],
    }


def certificate_text(data: Mapping[str, Any]) -> str:
    """A certificate to be printed."""
    leaders = ", ".join(one["name"] for one in data["leaders"]) or "none known"
    entity = f" ({data['entity']})" if data["entity"] else ""
    signed = [f"  {one['role']:<9} {one['person']}, {one['at'][:19]}Z" for one in data["signatures"]]
    lines = [
        f"CERTIFICATE, {data['certificate']}",
        "",
        f"Unit:        {data['unit']}"
        + (f", known as {data['caption']}{entity}" if entity else ", not in the register"),
        f"Leaders:     {leaders}",
        f"Policy:      {data['policy']['title']} ({data['policy']['id']})",
        f"Outcome:     {data['outcome']}, decision {data['decision']}",
        f"As of:       {data['as_of']}, as known at {data['known_at']}",
        f"Valid:       {data['valid_from']} to {data['valid_until']}",
        "",
        "Signed by",
        *signed,
        "",
        data["means"],
        "",
        "Void from the day on which",
        *(f"  - {one}" for one in data["void_if"]),
    ]
    return "\n".join(lines) + "\n"


def remediation(case: Case, decision: Mapping[str, Any]) -> str:
    """What a refused unit's government can do, clause by clause, and how the case is taken up again."""
    refused = case.last("refuse")
    lines = [f"What would change the refusal of {case.unit} under {decision['policy']['title']}", ""]
    if refused:
        lines += [f"Refused on {refused.at[:10]}: {refused.body['reason']}", ""]
    for clause in decision["clauses"]:
        if clause["outcome"] is None or clause["exempted_by"]:
            continue
        lines += [f"{clause['id']} ({clause['cites']}): {clause['says']}"]
        lines += [f"  needed: {one}" for one in clause["missing"]]
        lines += [f"  to be answered: {one['text']} ({one['source']})" for one in clause["because"][:5]]
    if decision["gaps"]:
        lines += ["", "Also missing:", *(f"  - {one}" for one in decision["gaps"])]
    lines += [
        "",
        "Steps that count: the persons responsible are investigated, and where the evidence bears it tried; they",
        "no longer lead or serve in the unit; victims are heard; what was done is documented by someone other than",
        "the unit. Each is entered as a claim with its source; denials and corrections stand beside what they answer.",
        "",
        f"The case is then taken up again (muster case reopen {case.number}) and decided anew.",
    ]
    return "\n".join(lines) + "\n"


def duty_to_inform(case: Case, decision: Mapping[str, Any]) -> str:
    """A draft of what the unit's government must be told when assistance is withheld (22 U.S.C. 2378d(c))."""
    place = case.facts["country"] or "the country concerned"
    clauses = [one for one in decision["clauses"] if one["outcome"] and not one["exempted_by"]]
    lines = [
        f"DRAFT for the government of {place}; to be checked and sent by a person",
        "",
        f"The unit {case.unit} was vetted under {decision['policy']['title']} as of {decision['request']['as_of']}.",
        "Assistance to it is being withheld. The grounds, by clause:",
        *(f"  - {one['cites']}: {one['question']}" for one in clauses),
        "",
        "We ask for the steps taken to bring those responsible to justice, and stand ready to assist in taking them",
        "as far as practicable. Information that bears on the decision, also what contradicts it, will be considered",
        "and the unit vetted again.",
        "",
        "Not in this draft on purpose: names of sources, of witnesses and of victims. Check before adding any.",
    ]
    return "\n".join(lines) + "\n"
