"""The first schema: acts, sources, editions, claims, changes, retractions, judgements, decisions."""

from __future__ import annotations

from alembic import op

from muster.register.schema import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables. Later revisions must list their changes column by column."""
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    """Remove all tables."""
    metadata.drop_all(op.get_bind())
