"""Requests in, explained decisions out; rosters in bulk; what must be vetted again."""

from muster.vetting.decision import ADVICE, Decision, path_steps
from muster.vetting.recheck import Recheck, recheck
from muster.vetting.request import Adjudication, Request, storable
from muster.vetting.resolve import THRESHOLD
from muster.vetting.rosters import Answer, Vetted, answer, distinct, requests_in, units_in, vet_roster
from muster.vetting.spreadsheet import as_csv, as_xlsx, spreadsheet_safe, visible, write_csv, write_xlsx
from muster.vetting.vectors import VectorResult, run_vectors
from muster.vetting.vet import Desk, vet

__all__ = [
    "ADVICE",
    "THRESHOLD",
    "Adjudication",
    "Answer",
    "Decision",
    "Desk",
    "Recheck",
    "Request",
    "VectorResult",
    "Vetted",
    "answer",
    "as_csv",
    "as_xlsx",
    "distinct",
    "path_steps",
    "recheck",
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
