"""Requests in, explained decisions out; rosters in bulk; what must be vetted again."""

from muster.vetting.contradictions import Contradiction, contradictions
from muster.vetting.decision import ADVICE, Decision, path_steps
from muster.vetting.dependencies import Dependencies, Made, decide, keep, keep_all, noted
from muster.vetting.reasons import Cause
from muster.vetting.recheck import Recheck, Rechecked, recheck
from muster.vetting.replay import Difference, Replay, replay
from muster.vetting.request import THRESHOLD, Adjudication, Request, storable
from muster.vetting.rosters import Answer, Vetted, answer, distinct, requests_in, units_in, vet_roster
from muster.vetting.spreadsheet import as_csv, as_xlsx, spreadsheet_safe, visible, write_csv, write_xlsx
from muster.vetting.vectors import VectorResult, run_vectors
from muster.vetting.vet import Desk, vet

__all__ = [
    "ADVICE",
    "THRESHOLD",
    "Adjudication",
    "Answer",
    "Cause",
    "Contradiction",
    "Decision",
    "Dependencies",
    "Desk",
    "Difference",
    "Made",
    "Recheck",
    "Rechecked",
    "Replay",
    "Request",
    "VectorResult",
    "Vetted",
    "answer",
    "as_csv",
    "as_xlsx",
    "contradictions",
    "decide",
    "distinct",
    "keep",
    "keep_all",
    "noted",
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
    "write_csv",
    "write_xlsx",
]
