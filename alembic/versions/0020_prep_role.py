"""Prep is for a role: a question set

Revision ID: 0020
Revises: 0009
"""

import json

import sqlalchemy as sa

from alembic import op

revision = '0020'
down_revision = '0009'
branch_labels = None
depends_on = None

# Until now no topics meant all there were: these. Who had all keeps them, whatever sets are added.
ALL = (
    "coding",
    "collaboration",
    "data",
    "evaluation",
    "experiments",
    "foundations",
    "genai",
    "mlops",
    "modelling",
    "product",
    "statistics",
)


def upgrade() -> None:
    op.add_column(
        "prep_subscriptions",
        sa.Column("role", sa.String(length=64), nullable=False, server_default="ml_engineer"),
    )
    with op.batch_alter_table("prep_subscriptions") as table:
        table.alter_column("role", server_default=None)
    rows = sa.table("prep_subscriptions", sa.column("topics", sa.Text))
    op.execute(rows.update().where(rows.c.topics == "[]").values(topics=json.dumps(ALL)))


def downgrade() -> None:
    rows = sa.table("prep_subscriptions", sa.column("topics", sa.Text))
    op.execute(rows.update().where(rows.c.topics == json.dumps(ALL)).values(topics="[]"))
    op.drop_column("prep_subscriptions", "role")
