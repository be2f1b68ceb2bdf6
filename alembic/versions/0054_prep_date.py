"""Prep counts down to an interview, and sends a further question to who asks for one

Revision ID: 0054
Revises: 0038
"""

import sqlalchemy as sa

from alembic import op

revision = '0054'
down_revision = '0030'
branch_labels = None
depends_on = None

BEFORE = 'uq_prep_sends_subscription_id_day'
NOW = 'uq_prep_sends_subscription_id_day_number'


def upgrade() -> None:
    op.add_column('prep_subscriptions', sa.Column('interview_on', sa.Date(), nullable=True))
    op.add_column('prep_sends', sa.Column('number', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('prep_sends') as batch_op:
        batch_op.alter_column('number', server_default=None)
        batch_op.drop_constraint(batch_op.f(BEFORE), type_='unique')
        batch_op.create_unique_constraint(batch_op.f(NOW), ['subscription_id', 'day', 'number'])


def downgrade() -> None:
    op.execute('DELETE FROM prep_answers WHERE send_id IN (SELECT id FROM prep_sends WHERE number > 0)')
    op.execute('DELETE FROM prep_sends WHERE number > 0')
    with op.batch_alter_table('prep_sends') as batch_op:
        batch_op.drop_constraint(batch_op.f(NOW), type_='unique')
        batch_op.create_unique_constraint(batch_op.f(BEFORE), ['subscription_id', 'day'])
        batch_op.drop_column('number')
    op.drop_column('prep_subscriptions', 'interview_on')
