"""The record: entries and checkpoints, with the acts from before entered together as the first entry."""

from __future__ import annotations

from alembic import op

from muster.register import record
from muster.register.schema import metadata

revision = "record"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("remark", "entry", "checkpoint")
INDEXED = ("source", "edition", "retraction", "judgement", "decision")  # by act, so that an act's rows are found


def upgrade() -> None:
    """Make the tables and enter what the register already holds."""
    bind = op.get_bind()
    for name in INDEXED:
        op.execute(f"CREATE INDEX IF NOT EXISTS {name}_tx ON {name} (tx)")
    metadata.create_all(bind, tables=[metadata.tables[name] for name in TABLES])
    record.enter_earlier(bind, ("act", *INDEXED))


def downgrade() -> None:
    """Remove the tables and indexes."""
    metadata.drop_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])
    for name in INDEXED:
        op.execute(f"DROP INDEX {name}_tx")
