"""What is said after the talk, cards that weren't blind, working calendars, and where one meets

Revision ID: 0038
Revises: 0016
"""

import sqlalchemy as sa

from alembic import op

revision = '0038'
down_revision = '0016'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('revisions',
    sa.Column('scorecard_id', ID, nullable=False),
    sa.Column('recommendation', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('said_at', MOMENT, nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('row_key', sa.String(length=32), server_default=sa.text("''"), nullable=False),
    sa.Column('key_id', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['scorecard_id'], ['scorecards.id'], name=op.f('fk_revisions_scorecard_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('scorecard_id', name=op.f('pk_revisions'))
    )
    op.create_index(op.f('ix_revisions_team_id'), 'revisions', ['team_id'])
    op.add_column('scorecards', sa.Column('blind', sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column('loops', sa.Column('talk_shown_at', MOMENT, nullable=True))
    op.add_column('loops', sa.Column('meeting_link', sa.Text(), nullable=True))
    op.add_column('people', sa.Column('working_days', sa.String(length=7), server_default='12345', nullable=False))
    op.add_column('people', sa.Column('country', sa.String(length=2), nullable=True))
    op.add_column('people', sa.Column('away_until', sa.Date(), nullable=True))
    op.add_column('slack_users', sa.Column('locale', sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column('slack_users', 'locale')
    op.drop_column('people', 'away_until')
    op.drop_column('people', 'country')
    op.drop_column('people', 'working_days')
    op.drop_column('loops', 'meeting_link')
    op.drop_column('loops', 'talk_shown_at')
    op.drop_column('scorecards', 'blind')
    op.drop_table('revisions')
