"""Changes as runs of claims, and the unique ids of claims as an index, which can be made after the rows.

SQLite drops no constraint of a table, and no table that others refer to: the claims are copied into a new one while the
two tables that refer to them are away.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from muster.register.schema import BLOCK, change, claim, retraction
from muster.register.storing import Storing

revision = "runs"
down_revision = "delivery"
branch_labels = None
depends_on = None

_AWAY = f"""
CREATE TEMP TABLE run AS
SELECT min(claim) / {BLOCK} AS block, edition, min(claim) AS first, max(claim) AS last, sign FROM (
    SELECT claim, edition, sign, claim - row_number() OVER (PARTITION BY edition, sign ORDER BY claim) AS island
    FROM change
) GROUP BY edition, sign, island, claim / {BLOCK};
DROP TABLE change;
CREATE TEMP TABLE retraction_before AS SELECT * FROM retraction;
DROP TABLE retraction;
DROP INDEX claim_subject;
DROP INDEX claim_object;
DROP INDEX claim_predicate;
ALTER TABLE claim RENAME TO claim_before
"""  # noqa: S608 - no words from outside
_BACK = """
DROP TABLE claim_before;
INSERT INTO retraction SELECT * FROM retraction_before;
DROP TABLE retraction_before;
INSERT INTO change SELECT block, edition, first, last, sign FROM run;
DROP TABLE run
"""
_BEFORE = """
CREATE TEMP TABLE single AS
SELECT claim.seq, edition, sign FROM change JOIN claim ON claim.seq BETWEEN first AND last;
DROP TABLE change;
CREATE TABLE change (
    claim INTEGER NOT NULL REFERENCES claim (seq), edition INTEGER NOT NULL REFERENCES edition (id),
    sign INTEGER NOT NULL, PRIMARY KEY (claim, edition)
) STRICT;
INSERT INTO change SELECT * FROM single;
DROP TABLE single
"""


def upgrade() -> None:
    """Bring an older register's tables into the new form; those of a new one have been made in it."""
    bind = op.get_bind()
    if "block" in {column["name"] for column in sa.inspect(bind).get_columns("change")}:
        return
    _run(_AWAY)
    for table in (claim, retraction, change):
        table.create(bind, checkfirst=False)
    with Storing(bind):  # the indexes are made last
        op.execute("INSERT INTO claim SELECT * FROM claim_before ORDER BY seq")
    _run(_BACK)


def downgrade() -> None:
    """Changes one by one; the ids stay unique by their index."""
    _run(_BEFORE)


def _run(script: str) -> None:
    for statement in script.split(";"):
        op.execute(statement)
