"""Cases: accounts, cases, steps and signatures, with the rules that the database itself holds."""

from __future__ import annotations

from importlib.resources import files

from alembic import op

from muster.register.schema import metadata

revision = "cases"
down_revision = "record"
branch_labels = None
depends_on = None

TABLES = ("account", "token", "session", "attempt", "vetting_case", "case_step", "signature")


def upgrade() -> None:
    """Make the tables and the triggers on steps and signatures."""
    metadata.create_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])
    rules = (files("muster.register") / "case_rules.sql").read_text("utf-8")
    for rule in rules.split("\n\n"):
        if rule.startswith("CREATE"):
            op.execute(rule)


def downgrade() -> None:
    """Remove the tables, and the triggers with them."""
    metadata.drop_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES])
