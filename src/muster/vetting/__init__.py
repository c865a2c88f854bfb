"""Requests in, explained decisions out; rosters in bulk; what must be vetted again."""

from muster.vetting.answers import Answer, Told, Wants, answer
from muster.vetting.contradictions import Contradiction, contradictions
from muster.vetting.crew import workers_for
from muster.vetting.decision import ADVICE, Decision, path_steps
from muster.vetting.dependencies import Dependencies, decide, keep, keep_all, keep_stored
from muster.vetting.reasons import Cause
from muster.vetting.recheck import Recheck, Rechecked, recheck
from muster.vetting.replay import Difference, Replay, replay
from muster.vetting.request import THRESHOLD, Adjudication, Request, storable
from muster.vetting.rosters import Asked, Vetted, ask, distinct, requests_in, units_in, vet_roster
from muster.vetting.spreadsheet import as_csv, as_xlsx, spreadsheet_safe, visible, write_csv, write_xlsx
from muster.vetting.vectors import VectorResult, run_vectors
from muster.vetting.vet import Desk, vet

__all__ = [
    "ADVICE",
    "THRESHOLD",
    "Adjudication",
    "Answer",
    "Asked",
    "Cause",
    "Contradiction",
    "Decision",
    "Dependencies",
    "Desk",
    "Difference",
    "Recheck",
    "Rechecked",
    "Replay",
    "Request",
    "Told",
    "VectorResult",
    "Vetted",
    "Wants",
    "answer",
    "as_csv",
    "as_xlsx",
    "ask",
    "contradictions",
    "decide",
    "distinct",
    "keep",
    "keep_all",
    "keep_stored",
    "path_steps",
    "recheck",
    "replay",
    "requests_in",
    "run_vectors",
    "spreadsheet_safe",
    "storable",
    "units_in",
    "vet",
    "vet_roster",
    "visible",
    "workers_for",
    "write_csv",
    "write_xlsx",
]
