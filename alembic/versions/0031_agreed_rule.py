"""An opening keeps the rule that its leads agreed on, and a decision what that rule read

Revision ID: 0031
Revises: 0054
"""

import sqlalchemy as sa

from alembic import op

revision = '0031'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('openings', sa.Column('rule_by', sa.String(length=32), nullable=True))
    op.add_column('openings', sa.Column('rule_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('opening_competencies', sa.Column('bar', sa.Double(), nullable=True))
    op.add_column(
        'opening_competencies', sa.Column('must_have', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column('decisions', sa.Column('rule_read', sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column('decisions', 'rule_read')
    op.drop_column('opening_competencies', 'must_have')
    op.drop_column('opening_competencies', 'bar')
    op.drop_column('openings', 'rule_at')
    op.drop_column('openings', 'rule_by')
