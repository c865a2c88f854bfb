"""Policies by their text, coverage kept once, and what each decision depends on."""

from __future__ import annotations

from alembic import op

from muster.register.schema import metadata

revision = "standing"
down_revision = "cases"
branch_labels = None
depends_on = None

TABLES = ("policy", "coverage", "standing")


def upgrade() -> None:
    """Make the tables. Decisions kept before have no row in them: they are vetted again in full."""
    metadata.create_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])


def downgrade() -> None:
    """Remove the tables."""
    metadata.drop_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])
