"""Scorecards that can't mislead: values that stand in clear are those that there are

Revision ID: 0008
Revises: 0004
"""

from alembic import op

revision = '0008'
down_revision = '0004'
branch_labels = None
depends_on = None

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


def downgrade() -> None:
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table) as batch_op:
            for name in checks:
                batch_op.drop_constraint(batch_op.f(f'ck_{table}_{name}'), type_='check')
