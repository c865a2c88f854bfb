"""The index of claims' objects holds those that have one: few do, and every other claim was in it for nothing."""

from __future__ import annotations

from alembic import op

from muster.register.schema import claim_object

revision = "relations"
down_revision = "runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index anew."""
    claim_object.drop(op.get_bind())
    claim_object.create(op.get_bind())


def downgrade() -> None:
    """The index of all claims."""
    claim_object.drop(op.get_bind())
    op.execute("CREATE INDEX claim_object ON claim (object)")
