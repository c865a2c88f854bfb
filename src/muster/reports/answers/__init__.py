"""Answers as data: what a command prints with --json, and what the HTTP API returns, made in one place."""

from muster.reports.answers.chain import chain_answer
from muster.reports.answers.over import over_answer
from muster.reports.answers.paths import PathsAsked, paths_answer
from muster.reports.answers.screen import SCHEMAS, Asked, known_from, screen_answer

__all__ = [
    "SCHEMAS",
    "Asked",
    "PathsAsked",
    "chain_answer",
    "known_from",
    "over_answer",
    "paths_answer",
    "screen_answer",
]
