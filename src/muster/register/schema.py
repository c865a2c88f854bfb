"""The register's tables. Rows are only ever added: what is known at a time is a matter of which rows count.

Every row names the act (`tx`) that added it. SQLite tables are STRICT; the same definitions serve PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData()


def _table(name: str, *columns: Column[str] | Column[int] | Index) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True)


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
)

claim = _table(
    "claim",
    Column("seq", Integer, primary_key=True),
    _text("id", unique=True),
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
    Index("claim_object", "object"),
    Index("claim_predicate", "predicate"),
)

change = _table(  # what an edition adds to (+1) or takes from (-1) its base
    "change",
    Column("claim", Integer, ForeignKey("claim.seq"), primary_key=True),
    Column("edition", Integer, ForeignKey("edition.id"), primary_key=True),
    Column("sign", Integer, nullable=False),
)

retraction = _table(
    "retraction",
    Column("seq", Integer, primary_key=True),
    Column("claim", Integer, ForeignKey("claim.seq"), nullable=False),
    _text("reason"),
    _tx(),
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
)

decision = _table(
    "decision",
    Column("seq", Integer, primary_key=True),
    _text("id"),
    _text("body"),  # canonical JSON
    _tx(),
    Index("decision_id", "id"),
)

document = _table(  # a text that was read for claims
    "document",
    Column("seq", Integer, primary_key=True),
    _text("id", unique=True),
    _text("body"),  # canonical JSON of its source, format, pages and remarks
    _text("text"),  # exactly as read: all offsets count its characters
    _tx(),
)

proposal = _table(  # what a document may claim; never part of an answer
    "proposal",
    Column("seq", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("document.seq"), nullable=False),
    _text("id"),
    _text("body"),  # canonical JSON
    _tx(),
    Index("proposal_document_id", "document", "id", unique=True),
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
)
