"""Prep tables

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('prep_marks',
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('team_id', 'mark', name=op.f('pk_prep_marks'))
    )
    op.create_table('prep_subscriptions',
    sa.Column('target', sa.String(length=32), nullable=False),
    sa.Column('is_channel', sa.Boolean(), nullable=False),
    sa.Column('email_key', sa.String(length=255), nullable=True),
    sa.Column('level', sa.String(length=16), nullable=False),
    sa.Column('topics', sa.Text(), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('weekdays', sa.String(length=7), nullable=False),
    sa.Column('paused', sa.Boolean(), nullable=False),
    sa.Column('started', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('last_summary', sa.Date(), nullable=True),
    sa.Column('created_by', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prep_subscriptions')),
    sa.UniqueConstraint('team_id', 'target', name=op.f('uq_prep_subscriptions_team_id_target'))
    )
    with op.batch_alter_table('prep_subscriptions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_prep_subscriptions_team_id'), ['team_id'], unique=False)

    op.create_table('prep_cards',
    sa.Column('subscription_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_id', sa.String(length=100), nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('stability', sa.Double(), nullable=False),
    sa.Column('difficulty', sa.Double(), nullable=False),
    sa.Column('reviewed', sa.Date(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('reviews', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['subscription_id'], ['prep_subscriptions.id'], name=op.f('fk_prep_cards_subscription_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('subscription_id', 'question_id', name=op.f('pk_prep_cards'))
    )
    with op.batch_alter_table('prep_cards', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_prep_cards_team_id'), ['team_id'], unique=False)

    op.create_table('prep_sends',
    sa.Column('subscription_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('question_id', sa.String(length=100), nullable=False),
    sa.Column('version', sa.String(length=32), nullable=False),
    sa.Column('why', sa.String(length=8), nullable=False),
    sa.Column('probe', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=16), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('graded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['subscription_id'], ['prep_subscriptions.id'], name=op.f('fk_prep_sends_subscription_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prep_sends')),
    sa.UniqueConstraint('subscription_id', 'day', name=op.f('uq_prep_sends_subscription_id_day'))
    )
    with op.batch_alter_table('prep_sends', schema=None) as batch_op:
        batch_op.create_index('ix_prep_sends_question', ['subscription_id', 'question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_prep_sends_team_id'), ['team_id'], unique=False)

    op.create_table('prep_answers',
    sa.Column('send_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['send_id'], ['prep_sends.id'], name=op.f('fk_prep_answers_send_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('send_id', name=op.f('pk_prep_answers'))
    )
    with op.batch_alter_table('prep_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_prep_answers_team_id'), ['team_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('prep_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_prep_answers_team_id'))

    op.drop_table('prep_answers')
    with op.batch_alter_table('prep_sends', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_prep_sends_team_id'))
        batch_op.drop_index('ix_prep_sends_question')

    op.drop_table('prep_sends')
    with op.batch_alter_table('prep_cards', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_prep_cards_team_id'))

    op.drop_table('prep_cards')
    with op.batch_alter_table('prep_subscriptions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_prep_subscriptions_team_id'))

    op.drop_table('prep_subscriptions')
    op.drop_table('prep_marks')
