"""Who is a stranger, which guests a lead knows of, and which debriefs are hidden

Revision ID: 0042
Revises: 0038
"""

import sqlalchemy as sa

from alembic import op
from bot.storage.types import UtcDateTime

revision = '0042'
down_revision = '0038'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'confirmed_guests',
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('channel_id', sa.String(length=64), nullable=False),
        sa.Column('user_id', sa.String(length=32), nullable=False),
        sa.Column('lead_id', sa.String(length=32), nullable=False),
        sa.Column('confirmed_at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint(
            'team_id', 'channel_id', 'user_id', 'lead_id', name=op.f('pk_confirmed_guests')
        ),
    )
    with op.batch_alter_table('debriefs') as batch_op:
        batch_op.add_column(sa.Column('hidden', sa.String(length=32), nullable=True))
    with op.batch_alter_table('slack_users') as batch_op:
        batch_op.add_column(sa.Column('is_stranger', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('slack_users') as batch_op:
        batch_op.drop_column('is_stranger')
    with op.batch_alter_table('debriefs') as batch_op:
        batch_op.drop_column('hidden')
    op.drop_table('confirmed_guests')
