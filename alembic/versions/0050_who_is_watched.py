"""What a kept fit says of panelists over the months

Revision ID: 0050
Revises: 0054
"""

import sqlalchemy as sa

from alembic import op

revision = '0050'
down_revision = '0054'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('fits', sa.Column('watched', sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column('fits', 'watched')
