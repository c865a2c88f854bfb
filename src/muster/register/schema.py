"""The register's tables. Rows are only ever added: what is known at a time is a matter of which rows count.

Every row names the act (`tx`) that added it. SQLite tables are STRICT; the same definitions serve PostgreSQL.
The rows of tables marked `recorded` go into the act's entry of the record; claims do through their edition's digest.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData()

# The acts that add knowledge; no other moves the time of what is known.
KNOWLEDGE = ("import", "judge", "retract", "accept", "withdraw")


def _table(name: str, *columns: SchemaItem, recorded: bool = False) -> Table:
    """A table. The rows of a `recorded` one are never changed, and each is proved by the entry of its act."""
    extra = [Index(f"{name}_tx", "tx")] if recorded else []
    return Table(name, metadata, *columns, *extra, sqlite_strict=True, info={"recorded": recorded})


def recorded_tables() -> list[Table]:
    """The tables whose rows go into the record, by name."""
    return [table for _, table in sorted(metadata.tables.items()) if table.info.get("recorded")]


def _text(name: str, *, unique: bool | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, unique=unique)


def _tx() -> Column[int]:
    return Column("tx", Integer, ForeignKey("act.id"), nullable=False)


act = _table(
    "act",
    Column("id", Integer, primary_key=True),
    _text("at"),  # UTC, microseconds, never earlier than the act before
    _text("actor"),
    _text("action"),
)

source = _table(
    "source",
    Column("seq", Integer, primary_key=True),
    _text("id"),
    _text("body"),  # canonical JSON of the Source
    _tx(),
    Index("source_id", "id"),
    recorded=True,
)

edition = _table(
    "edition",
    Column("id", Integer, primary_key=True),
    _text("stream"),  # dataset, or dataset/part
    _text("dataset"),
    _text("part"),
    _text("kind"),  # list | claims
    _text("title"),
    _text("publisher"),
    _text("published"),  # EDTF, as the content or the importer gave it
    _text("first_day"),  # bounds of `published`
    _text("last_day"),
    _text("sha256"),  # of the files
    _text("content"),  # digest of the claim ids held
    Column("base", Integer, ForeignKey("edition.id"), nullable=True),
    Column("added", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    _text("files"),  # JSON list of names
    _text("notes"),  # JSON list of sentences
    _tx(),
    Index("edition_stream", "stream"),
    recorded=True,
)

delivery = _table(  # the editions that files handed over together made, to know them again before they are read
    "delivery",
    Column("seq", Integer, primary_key=True),
    _text("digest"),  # of the files, and of all else that their reading depends on
    Column("edition", Integer, ForeignKey("edition.id"), nullable=False),
    _text("day"),  # for which alone that holds, as the files carry none; else empty
    Index("delivery_digest", "digest"),
)

claim = _table(
    "claim",
    Column("seq", Integer, primary_key=True),
    _text("id"),
    _text("subject"),
    _text("predicate"),
    _text("object"),
    _text("value"),
    _text("qualifiers"),  # JSON object, or empty
    _text("start"),
    _text("end"),
    _text("first_cited"),
    _text("last_cited"),
    _text("stance"),
    _text("speaker"),
    _text("via"),  # JSON list, or empty
    _text("citations"),  # JSON list
    _text("note"),
    _tx(),
    Index("claim_subject", "subject"),
    Index("claim_predicate", "predicate"),
)
claim_object = Index(  # of the few that are relations: who asks by it must say that the object is not empty
    "claim_object", claim.c.object, sqlite_where=claim.c.object != ""
)
claim_id = Index("claim_id", claim.c.id, unique=True)  # not a constraint: an index can be made after its rows

BLOCK = 1024  # numbers of claims in which a run of changes stays, so that those of one claim are found by its block

change = _table(  # what an edition adds to (+1) or takes from (-1) its base: runs of claims with successive numbers
    "change",
    Column("block", Integer, primary_key=True),  # claim.seq // BLOCK, of first and last
    Column("edition", Integer, ForeignKey("edition.id"), primary_key=True),
    Column("first", Integer, ForeignKey("claim.seq"), primary_key=True),
    Column("last", Integer, ForeignKey("claim.seq"), nullable=False),
    Column("sign", Integer, nullable=False),
    CheckConstraint(f"first <= last AND first / {BLOCK} = block AND last / {BLOCK} = block"),
    Index("change_edition", "edition"),
)

retraction = _table(
    "retraction",
    Column("seq", Integer, primary_key=True),
    Column("claim", Integer, ForeignKey("claim.seq"), nullable=False),
    _text("reason"),
    _tx(),
    recorded=True,
)

judgement = _table(
    "judgement",
    Column("seq", Integer, primary_key=True),
    _text("left"),
    _text("right"),
    _text("verdict"),
    _text("reason"),
    _text("by"),
    _tx(),
    recorded=True,
)

decision = _table(
    "decision",
    Column("seq", Integer, primary_key=True),
    _text("id"),
    _text("body"),  # canonical JSON
    _tx(),
    Index("decision_id", "id"),
    recorded=True,
)

remark = _table(  # what an act did that left no other row: an export, a login
    "remark",
    Column("seq", Integer, primary_key=True),
    _text("body"),  # canonical JSON
    _tx(),
    recorded=True,
)

entry = _table(  # the record: one entry for each act, the leaves of an RFC 6962 Merkle tree
    "entry",
    Column("number", Integer, primary_key=True),  # from 0
    Column("act", Integer, ForeignKey("act.id"), nullable=False, unique=True),
    _text("body"),  # canonical JSON
    _text("peak"),  # hash of the largest whole subtree that ends with this entry, in hexadecimal
)

checkpoint = _table(  # signed heads of the record's tree
    "checkpoint",
    Column("seq", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    _text("note"),  # C2SP tlog-checkpoint
    _text("key"),  # the public key it verifies with
)

# --- cases: every row a step that somebody took; who may do what is in the accounts ---------------------------------

account = _table(  # the newest row of a name counts
    "account",
    Column("seq", Integer, primary_key=True),
    _text("name"),
    _text("full_name"),
    _text("role"),  # viewer | analyst | approver | administrator
    _text("password"),  # argon2id hash, or empty: no password opens it
    Column("active", Integer, nullable=False),
    _tx(),
    CheckConstraint("name = lower(name) AND name <> ''"),
    CheckConstraint("role IN ('viewer', 'analyst', 'approver', 'administrator')"),
    Index("account_name", "name"),
    recorded=True,
)

token = _table(  # the newest row of an id counts
    "token",
    Column("seq", Integer, primary_key=True),
    _text("id"),
    _text("account"),
    _text("label"),
    _text("hash"),  # SHA-256 of the secret, which is random
    _text("expires"),
    Column("ended", Integer, nullable=False),
    _tx(),
    Index("token_id", "id"),
    recorded=True,
)

session = _table(  # open sessions come and go: not recorded, the login is
    "session",
    Column("hash", Text, primary_key=True),
    _text("account"),
    _text("opened"),
    _text("expires"),
)

attempt = _table(  # logins that failed of late, to slow down guessing
    "attempt",
    Column("seq", Integer, primary_key=True),
    _text("account"),
    _text("origin"),
    _text("at"),
    Index("attempt_at", "at"),
)

vetting_case = _table(
    "vetting_case",
    Column("number", Integer, primary_key=True),
    _text("unit"),
    _text("policy"),
    _text("country"),
    _text("request"),  # canonical JSON, as first made
    _text("due"),  # day, or empty
    _tx(),
    recorded=True,
)

case_step = _table(
    "case_step",
    Column("seq", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("vetting_case.number"), nullable=False),
    _text("act"),
    _text("state"),  # of the case after the step
    _text("person"),
    _text("body"),  # canonical JSON
    _tx(),
    Index("case_step_case", "case"),
    recorded=True,
)

signature = _table(  # two people sign a decision and its memo; case_rules.sql holds what columns cannot
    "signature",
    Column("seq", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("vetting_case.number"), nullable=False),
    Column("step", Integer, ForeignKey("case_step.seq"), nullable=False),  # the act `decide` that is signed
    _text("decision"),
    _text("memo"),  # SHA-256 of the memo signed
    _text("role"),  # analyst | approver
    _text("person"),
    _tx(),
    CheckConstraint("role IN ('analyst', 'approver')"),
    CheckConstraint("person = lower(person) AND person <> ''"),
    UniqueConstraint("step", "person"),
    UniqueConstraint("step", "role"),
    Index("signature_case", "case"),
    recorded=True,
)

policy = _table(  # the text of every policy that a decision was made under
    "policy",
    Column("seq", Integer, primary_key=True),
    _text("digest", unique=True),  # SHA-256 of the text
    _text("id"),
    _text("body"),  # the text itself
    _tx(),
    recorded=True,
)

coverage = _table(  # what a decision was asked against, which is the same for thousands
    "coverage",
    Column("seq", Integer, primary_key=True),
    _text("digest", unique=True),  # SHA-256 of the body
    _text("body"),  # canonical JSON
    _tx(),
    recorded=True,
)

standing = _table(  # which decision stands on a request, and what it depends on; each decision adds a row
    "standing",
    Column("seq", Integer, primary_key=True),
    Column("decision", Integer, ForeignKey("decision.seq"), nullable=False),
    _text("request"),  # digest of what was asked, the day and the time of knowledge left out
    _text("body"),  # canonical JSON of the dependencies
    _tx(),
    Index("standing_request", "request"),
)

document = _table(  # a text that was read for claims
    "document",
    Column("seq", Integer, primary_key=True),
    _text("id", unique=True),
    _text("body"),  # canonical JSON of its source, format, pages and remarks
    _text("text"),  # exactly as read: all offsets count its characters
    _tx(),
    recorded=True,
)

proposal = _table(  # what a document may claim; never part of an answer
    "proposal",
    Column("seq", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("document.seq"), nullable=False),
    _text("id"),
    _text("body"),  # canonical JSON
    _tx(),
    Index("proposal_document_id", "document", "id", unique=True),
    recorded=True,
)

review = _table(  # what a person said to a proposal; the newest counts
    "review",
    Column("seq", Integer, primary_key=True),
    Column("proposal", Integer, ForeignKey("proposal.seq"), nullable=False),
    _text("verdict"),  # accepted | edited | rejected | unsure
    _text("body"),  # canonical JSON: what was corrected, and why
    _text("by"),
    _text("claims"),  # JSON list of the ids of the claims it became
    _tx(),
    Index("review_proposal", "proposal"),
    recorded=True,
)
