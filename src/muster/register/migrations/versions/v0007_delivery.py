"""Deliveries: which editions the same files made before, so that they need not be read again."""

from __future__ import annotations

from alembic import op

from muster.register.schema import metadata

revision = "delivery"
down_revision = "texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    metadata.create_all(op.get_bind(), tables=[metadata.tables["delivery"]])


def downgrade() -> None:
    """Remove it."""
    metadata.drop_all(op.get_bind(), tables=[metadata.tables["delivery"]])
