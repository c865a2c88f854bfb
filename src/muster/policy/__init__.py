"""Policies as written files, their finders, and the findings and outcome they lead to."""

from muster.policy.apply import Result, apply
from muster.policy.finders import plugged_digest
from muster.policy.kinds import Finder, Setting
from muster.policy.load import load_policy, parse_policy, policy_folder, policy_ids
from muster.policy.model import (
    Clause,
    Duty,
    Finding,
    Kind,
    Level,
    Mitigation,
    Outcome,
    Party,
    PartySet,
    Policy,
    Risk,
    Subject,
    Vets,
)
from muster.policy.question import Question, join

__all__ = [
    "Clause",
    "Duty",
    "Finder",
    "Finding",
    "Kind",
    "Level",
    "Mitigation",
    "Outcome",
    "Party",
    "PartySet",
    "Policy",
    "Question",
    "Result",
    "Risk",
    "Setting",
    "Subject",
    "Vets",
    "apply",
    "join",
    "load_policy",
    "parse_policy",
    "plugged_digest",
    "policy_folder",
    "policy_ids",
]
