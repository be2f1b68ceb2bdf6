"""Scorecards that can't mislead: values that stand in clear are those that there are

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa

from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
CHECKS = {
    'ratings': {'value': 'value BETWEEN 1 AND 4'},
    'loops': {'state': "state IN ('draft', 'running', 'debriefed', 'decided', 'cancelled')"},
    'interviews': {
        'role': "role IN ('panelist', 'stand_in', 'shadow')",
        'state': "state IN ('waiting', 'sent', 'confirmed', 'declined', 'missed')",
    },
    'assignments': {'state': "state IN ('planned', 'asked', 'not_reached', 'other')"},
    'decisions': {'outcome': "outcome IN ('move_on', 'not_now', 'wait')"},
}


def upgrade() -> None:
    # Values that nobody could choose were kept before values were checked; they were never meant.
    op.execute('DELETE FROM ratings WHERE value < 1 OR value > 4')
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table) as batch_op:
            for name, rule in checks.items():
                batch_op.create_check_constraint(batch_op.f(f'ck_{table}_{name}'), rule)
    op.create_table('scorecard_drafts',
    sa.Column('scorecard_id', ID, nullable=False),
    sa.Column('question_id', sa.String(length=100), nullable=False),
    sa.Column('field', sa.String(length=64), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('acted_at', sa.String(length=32), nullable=False),
    sa.Column('written_in', sa.String(length=64), nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['scorecard_id'], ['scorecards.id'], name=op.f('fk_scorecard_drafts_scorecard_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('scorecard_id', 'question_id', 'field', name=op.f('pk_scorecard_drafts'))
    )
    op.create_index(op.f('ix_scorecard_drafts_team_id'), 'scorecard_drafts', ['team_id'])


def downgrade() -> None:
    op.drop_table('scorecard_drafts')
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table) as batch_op:
            for name in checks:
                batch_op.drop_constraint(batch_op.f(f'ck_{table}_{name}'), type_='check')
