"""A debrief waits for its lead where too few scorecards are in, and may open early where all are

Revision ID: 0013
Revises: 0022
"""

import sqlalchemy as sa

from alembic import op

revision = '0013'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('loops', sa.Column('goes_on_with', sa.Integer(), nullable=True))
    op.add_column('loops', sa.Column('debrief_asked', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('openings', sa.Column('early', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('openings', 'early')
    op.drop_column('loops', 'debrief_asked')
    op.drop_column('loops', 'goes_on_with')
