"""No coordinators: a mark that nobody could give

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa

from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column('people', 'is_coordinator')


def downgrade() -> None:
    op.add_column('people', sa.Column('is_coordinator', sa.Boolean(), nullable=False, server_default=sa.false()))
