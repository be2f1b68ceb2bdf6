"""Who read a loop's scorecards before its debrief

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa

from alembic import op
from bot.storage.types import UtcDateTime

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'broken_glass',
        sa.Column('loop_id', ID, nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('broken_at', UtcDateTime(), nullable=False),
        sa.Column('until', UtcDateTime(), nullable=False),
        sa.Column('read_at', UtcDateTime(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('id', ID, autoincrement=True, nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('row_key', sa.String(length=32), server_default=sa.text("''"), nullable=False),
        sa.Column('key_id', sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ['loop_id'], ['loops.id'], name=op.f('fk_broken_glass_loop_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_broken_glass')),
    )
    op.create_index(op.f('ix_broken_glass_loop_id'), 'broken_glass', ['loop_id'])
    op.create_index(op.f('ix_broken_glass_team_id'), 'broken_glass', ['team_id'])


def downgrade() -> None:
    op.drop_table('broken_glass')
