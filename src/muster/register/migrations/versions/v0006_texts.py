"""Texts attached to a case: doing so takes the decision away, and who did it cannot approve. The triggers say so."""

from __future__ import annotations

import re
from importlib.resources import files

from alembic import op

revision = "texts"
down_revision = "reading"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the triggers on steps and signatures anew."""
    rules = (files("muster.register") / "case_rules.sql").read_text("utf-8")
    for rule in rules.split("\n\n"):
        found = re.match(r"CREATE TRIGGER (\w+)", rule)
        if found:
            op.execute(f"DROP TRIGGER IF EXISTS {found[1]}")
            op.execute(rule)


def downgrade() -> None:
    """Nothing: the triggers refuse no more than before, but for acts that an older program does not know."""
