"""Policies as written files, their finders, and the findings and outcome they lead to."""

from muster.policy.apply import Result, apply
from muster.policy.load import load_policy, parse_policy, policy_ids
from muster.policy.model import Clause, Finding, Kind, Outcome, Party, PartySet, Policy, Subject
from muster.policy.question import Question, join

__all__ = [
    "Clause",
    "Finding",
    "Kind",
    "Outcome",
    "Party",
    "PartySet",
    "Policy",
    "Question",
    "Result",
    "Subject",
    "apply",
    "join",
    "load_policy",
    "parse_policy",
    "policy_ids",
]
