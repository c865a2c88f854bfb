"""The first schema: acts, sources, editions, claims, changes, retractions, judgements, decisions."""

from __future__ import annotations

from alembic import op

from muster.register.schema import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


TABLES = ("act", "source", "edition", "claim", "change", "retraction", "judgement", "decision")


def upgrade() -> None:
    """Make the tables. Later revisions name the tables, indexes and columns that they add."""
    metadata.create_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])


def downgrade() -> None:
    """Remove the tables."""
    metadata.drop_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])
