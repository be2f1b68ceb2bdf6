"""One pace for all workers

Revision ID: 0046
Revises: 0055
"""

import sqlalchemy as sa

from alembic import op

revision = '0046'
down_revision = '0055'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('paces',
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('what', sa.String(length=96), nullable=False),
    sa.Column('free_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lately', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('team_id', 'what', name=op.f('pk_paces'))
    )
    op.create_index(op.f('ix_paces_free_at'), 'paces', ['free_at'])


def downgrade() -> None:
    op.drop_table('paces')
