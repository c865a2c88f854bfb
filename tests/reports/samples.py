"""Decisions in the documented JSON shape, made by hand: what the worked example must show, and the plain cases."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
ARTICLE = "News article on the US mission in Iraq (Breitbart News, 2018-11-28)"
DIGESTS = {"snapshot": "1" * 64, "policy": "2" * 64, "engine": "3" * 64}


def evidence(claim: str, text: str, **more: Any) -> Json:
    """One piece of evidence, asserted by the article unless `more` says otherwise."""
    return {
        "claim": claim,
        "text": text,
        "stance": "asserted",
        "speaker": "Breitbart News",
        "via": [],
        "source": ARTICLE,
        "citation": {"source": "iraq-2018:article", "paragraph": "P17", "place": "par. P17"},
        "certainty": "attested",
        "when": "start and end unknown; cited 2018-11-28",
        "note": "",
        **more,
    }


def step(start: str, relation: str, end: str, **more: Any) -> Json:
    return {
        "from": start.casefold(),
        "from_caption": start,
        "relation": relation,
        "forward": True,
        "to": end.casefold(),
        "to_caption": end,
        "when": "since 2017; cited 2018-11-28",
        "certainty": "attested",
        "claims": [],
        "against": [],
        **more,
    }


def party(text: str, role: str = "unit", **more: Any) -> Json:
    return {
        "entity": None,
        "caption": text,
        "text": text,
        "role": role,
        "resolved_by": "not resolved: no equal name in the register",
        "named_in_request": True,
        "because": [],
        "hits": [],
        "set_aside": [],
        **more,
    }


def clause(id_: str, question: str, finding: str, says: str, **more: Any) -> Json:
    return {
        "id": id_,
        "cites": "Pub. L. 113-291, sec. 1236, vetting element (A)",
        "wording": "unverified",
        "question": question,
        "finding": finding,
        "outcome": None,
        "says": says,
        "because": [],
        "against": [],
        "paths": [],
        "leads": [],
        "lead_paths": [],
        "context": [],
        "missing": [],
        "searched": "the register",
        "exempted_by": "",
        **more,
    }


def decision(outcome: str, unit: str, **more: Any) -> Json:
    return {
        "decision": f"d-{outcome.replace('_', '')[:8]}0123456789abcdef",
        "outcome": outcome,
        "reasons": [],
        "request": {
            "unit": unit,
            "leaders": [],
            "policy": "us-ndaa-2015-1236",
            "as_of": "2018-11-28",
            "known_at": "2018-11-29T09:00:00.000000+00:00",
            "country": "iq",
            "commitment": "",
            "identifier": "",
        },
        "subject": party(unit),
        "leaders": [],
        "clauses": [],
        "contradictions": [],
        "gaps": [],
        "coverage": [],
        "valid_until": None,
        "advice": "Muster advises; people decide. No outcome of this program approves a unit.",
        "digests": dict(DIGESTS),
        **more,
    }


POSTED = evidence(
    "c-posted",
    "Qais al-Khazali is posted to Asa'ib Ahl al-Haq (role: leader)",
    speaker="Reuters",
    via=["Breitbart News"],
)
BACKED = evidence(
    "c-backed",
    "Government of Iran supports Asa'ib Ahl al-Haq (how: backs)",
    speaker="Institute for the Study of War",
    source="Report on the resurgence of Asa'ib Ahl al-Haq (ISW, 2012-12)",
    citation={
        "source": "iraq-2018:isw-2012",
        "page": "7",
        "place": "p. 7",
        "quote": "An invented sentence, quoted for the test.",
        "also": [{"source": "iraq-2018:article", "paragraph": "P19"}],
    },
    certainty="presumed",
    when="since 2006; cited 2012-12",
)
DENIAL = evidence(
    "c-denial",
    "it is denied that Government of Iran supports Asa'ib Ahl al-Haq",
    stance="denied",
    speaker="Asa'ib Ahl al-Haq",
    via=["Breitbart News"],
    citation={"source": "iraq-2018:article", "paragraph": "P24", "start": 6416, "end": 6503, "quote_sha256": "3" * 64},
)
UMBRELLA = evidence(
    "c-umbrella",
    "it is alleged that Popular Mobilization Forces is subordinate to Government of Iran",
    stance="alleged",
    speaker="Iraqi Sunni and Kurdish politicians",
    via=["Reuters", "Breitbart News"],
)
BILL = evidence(
    "c-bill",
    "it is pending, not in force, that Asa'ib Ahl al-Haq is listed under H.R. 4591",
    stance="pending",
    speaker="Members of the US Congress",
    certainty="unknown",
    note="The article calls the bill finalised; on that day it had passed one chamber.",
)

NOT_CLEARED = decision(
    "not_cleared",
    "Asa'ib Ahl al-Haq",
    reasons=["Asa'ib Ahl al-Haq is associated directly with Government of Iran; a denial stands beside it."],
    subject=party(
        "Asa'ib Ahl al-Haq",
        entity="aah",
        resolved_by="unambiguous name: equal to “Asa'ib Ahl al-Haq” and to no other",
        hits=[
            {
                "entity": "other-1",
                "caption": "عصائب أخرى",
                "name": "Asaib Ahl al-Hak Brigade",
                "score": 0.8123,
                "why": "3 of 4 words agree, 1 by spelling",
                "rewrites": ["hak → haq"],
                "evasion": True,
            }
        ],
        set_aside=["“AAH” is American Anti-Hunger of another country (us): only the letters agree"],
    ),
    leaders=[
        party(
            "Qais al-Khazali",
            "leader",
            entity="qais",
            resolved_by="the register's posting (leader, attested)",
            named_in_request=False,
            because=[POSTED],
        )
    ],
    clauses=[
        clause(
            "terrorist-listed",
            "Is the unit, or a leader of it, itself listed as a terrorist on that day?",
            "not_found",
            "No list match on 2018-11-28; this is not a clearance.",
            context=[BILL],
        ),
        clause(
            "iran-association",
            "Is the unit associated with a group associated with the Government of Iran?",
            "found",
            "Asa'ib Ahl al-Haq is associated directly with Government of Iran; a denial stands beside it.",
            outcome="not_cleared",
            because=[BACKED],
            against=[DENIAL],
            paths=[
                [
                    step(
                        "Asa'ib Ahl al-Haq",
                        "supports",
                        "Government of Iran",
                        forward=False,
                        certainty="presumed",
                        claims=["c-backed"],
                        against=["c-denial"],
                    )
                ]
            ],
            leads=[UMBRELLA],
            lead_paths=[
                [
                    step("Asa'ib Ahl al-Haq", "faction_of", "Popular Mobilization Forces", claims=["c-elsewhere"]),
                    step(
                        "Popular Mobilization Forces",
                        "subordinate_to",
                        "Government of Iran",
                        certainty="unknown",
                        claims=["c-umbrella"],
                    ),
                ]
            ],
        ),
        clause(
            "commitment",
            "Has the unit committed itself to respect for human rights?",
            "not_found",
            "No commitment of the unit is on record.",
            outcome="incomplete_request",
            missing=["the unit's commitment to human rights, with its source"],
        ),
    ],
    contradictions=[{"about": "Government of Iran supports Asa'ib Ahl al-Haq", "claims": [BACKED, DENIAL]}],
    gaps=["the unit's commitment to human rights, with its source"],
    coverage=[
        {
            "list": "us-ofac-sdn",
            "title": "OFAC Specially Designated Nationals",
            "edition": "2018-11-13",
            "sha256": "abcdef0123456789" * 4,
            "note": "15 days before the day asked about",
        }
    ],
)

NO_ADVERSE = decision(
    "no_adverse_information",
    "Seventh Hill Battalion",
    reasons=["No relation known on 2018-11-28 leads to a prohibited party; this does not exclude one."],
    leaders=[party("Karim Example Said", "leader")],
    clauses=[
        clause(
            "iran-association",
            "Is the unit associated with the Government of Iran?",
            "not_found",
            "No relation known on 2018-11-28 leads to a prohibited party; this does not exclude one.",
            missing=["sources on this unit: the register holds none"],
        )
    ],
    gaps=["sources on this unit: the register holds none"],
    coverage=NOT_CLEARED["coverage"],
    valid_until="2019-11-28",
)

INCOMPLETE = decision(
    "incomplete_request",
    "vetted ISF partners",
    reasons=["“vetted ISF partners” names no particular unit: a description, not a name."],
    subject=party("vetted ISF partners", resolved_by="not resolved: no particular unit is named"),
    clauses=[
        clause(
            "request",
            "Does the request name a particular unit, and are its leaders known?",
            "not_found",
            "“vetted ISF partners” names no particular unit: a description, not a name.",
            outcome="incomplete_request",
            missing=["the name of a particular unit"],
        )
    ],
    gaps=["the name of a particular unit"],
)

ALL = (NOT_CLEARED, NO_ADVERSE, INCOMPLETE)


def all_evidence(data: Any) -> list[Json]:
    """Every piece of evidence anywhere in a decision."""
    if isinstance(data, dict):
        if "stance" in data:
            return [data]
        return [one for value in data.values() for one in all_evidence(value)]
    if isinstance(data, list):
        return [one for value in data for one in all_evidence(value)]
    return []
