"""Reading: documents, what they may claim, and what people said to it."""

from __future__ import annotations

from alembic import op

from muster.register.schema import metadata

revision = "reading"
down_revision = "standing"
branch_labels = None
depends_on = None

TABLES = ("document", "proposal", "review")


def upgrade() -> None:
    """Make the tables of reading."""
    metadata.create_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])


def downgrade() -> None:
    """Remove them."""
    metadata.drop_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])
