"""What happened where an interview wasn't held as planned

Revision ID: 0016
Revises: 0010
"""

import sqlalchemy as sa

from alembic import op

revision = '0016'
down_revision = '0010'
branch_labels = None
depends_on = None

CHECK = 'ck_interviews_missed'
RULE = "missed IN ('not_held', 'moved', 'no_show', 'part')"


def upgrade() -> None:
    with op.batch_alter_table('interviews') as batch_op:
        batch_op.add_column(sa.Column('missed', sa.String(length=16), nullable=True))
        batch_op.create_check_constraint(batch_op.f(CHECK), RULE)


def downgrade() -> None:
    with op.batch_alter_table('interviews') as batch_op:
        batch_op.drop_constraint(batch_op.f(CHECK), type_='check')
        batch_op.drop_column('missed')
