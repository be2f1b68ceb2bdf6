"""What was given up is found without looking at all that was done

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa

from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

GIVEN_UP = {"outbox": ("ix_outbox_dead", "state = 'dead'"), "due": ("ix_due_failed", "state = 'failed'")}


def upgrade() -> None:
    for table, (name, condition) in GIVEN_UP.items():
        where = sa.text(condition)
        op.create_index(name, table, ["id"], postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    for table, (name, _) in GIVEN_UP.items():
        op.drop_index(name, table_name=table)
