"""An opening says how many panelists it wants, what stays free in each interview, and who stands in

Revision ID: 0030
Revises: 0038
"""

import sqlalchemy as sa

from alembic import op

revision = '0030'
down_revision = "0042"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('openings', sa.Column('panelists', sa.Integer(), nullable=True))
    op.add_column('openings', sa.Column('slack', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('openings', sa.Column('core', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column(
        'opening_competencies', sa.Column('more', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table('opening_stand_ins',
    sa.Column('opening_id', ID, nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['opening_id'], ['openings.id'], name=op.f('fk_opening_stand_ins_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('opening_id', 'user_id', name=op.f('pk_opening_stand_ins'))
    )
    op.create_index(op.f('ix_opening_stand_ins_team_id'), 'opening_stand_ins', ['team_id'])


def downgrade() -> None:
    op.drop_table('opening_stand_ins')
    op.drop_column('opening_competencies', 'more')
    op.drop_column('openings', 'core')
    op.drop_column('openings', 'slack')
    op.drop_column('openings', 'panelists')
