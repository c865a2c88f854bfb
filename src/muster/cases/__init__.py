"""Cases: from a request to two signatures, who may do what, and the record of all acts made checkable.

`Accounts` says who people are, `Cases` takes a request through its states, `audit` checks the record and signs it.
"""

from muster.cases.accounts import Account, Accounts, Token
from muster.cases.certificate import certificate_text, duty_to_inform, remediation
from muster.cases.desk import Cases
from muster.cases.documents import Attached
from muster.cases.errands import Errand, Repeated
from muster.cases.model import Case, Hit, Signature, Step
from muster.cases.states import APPROVABLE, ROLES, STATES, TRANSITIONS, WITH_HITS, Transition

__all__ = [
    "APPROVABLE",
    "ROLES",
    "STATES",
    "TRANSITIONS",
    "WITH_HITS",
    "Account",
    "Accounts",
    "Attached",
    "Case",
    "Cases",
    "Errand",
    "Hit",
    "Repeated",
    "Signature",
    "Step",
    "Token",
    "Transition",
    "certificate_text",
    "duty_to_inform",
    "remediation",
]
