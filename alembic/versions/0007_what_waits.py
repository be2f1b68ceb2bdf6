"""Indexes of what waits, so that what is done makes nothing slower; the DM of each person

Revision ID: 0007
Revises: 0004
"""

import sqlalchemy as sa

from alembic import op

revision = '0007'
down_revision = '0004'
branch_labels = None
depends_on = None

OUTBOX_WAITS = sa.text("state IN ('queued', 'sending', 'unknown')")
DUE_WAITS = sa.text("state = 'waiting'")
ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_index('ix_due_waiting', 'due', ['due_at', 'id'], postgresql_where=DUE_WAITS, sqlite_where=DUE_WAITS)
    op.create_index('ix_due_thing', 'due', ['team_id', 'thing_id', 'kind'])
    op.drop_index('ix_due_state_at', table_name='due')
    op.drop_index('ix_due_team_id', table_name='due')
    waits = {'postgresql_where': OUTBOX_WAITS, 'sqlite_where': OUTBOX_WAITS}
    op.create_index('ix_outbox_waiting', 'outbox', ['state', 'priority', 'id'], **waits)
    op.create_index('ix_outbox_stream', 'outbox', ['team_id', 'stream', 'sequence', 'id'], **waits)
    op.create_index('ix_outbox_thing', 'outbox', ['team_id', 'kind', 'thing_id', 'target', 'id'])
    op.drop_index('ix_outbox_state_stream', table_name='outbox')
    op.drop_index('ix_outbox_team_id', table_name='outbox')
    op.create_table('dms',
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('channel_id', sa.String(length=32), nullable=False),
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dms')),
    sa.UniqueConstraint('team_id', 'user_id', name=op.f('uq_dms_team_id_user_id'))
    )
    op.create_index(op.f('ix_dms_team_id'), 'dms', ['team_id'])


def downgrade() -> None:
    op.drop_table('dms')
    op.create_index('ix_outbox_team_id', 'outbox', ['team_id'])
    op.create_index('ix_outbox_state_stream', 'outbox', ['state', 'stream', 'sequence'])
    op.drop_index('ix_outbox_thing', table_name='outbox')
    op.drop_index('ix_outbox_stream', table_name='outbox')
    op.drop_index('ix_outbox_waiting', table_name='outbox')
    op.create_index('ix_due_team_id', 'due', ['team_id'])
    op.create_index('ix_due_state_at', 'due', ['state', 'due_at'])
    op.drop_index('ix_due_thing', table_name='due')
    op.drop_index('ix_due_waiting', table_name='due')
