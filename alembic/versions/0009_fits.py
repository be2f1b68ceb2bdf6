"""The joint model's fit of each workspace, kept; and which practice loops are a demo's made-up past

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa

from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fits',
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kept', sa.LargeBinary(), nullable=False),
    sa.Column('loops', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('team_id', name=op.f('pk_fits'))
    )
    op.add_column('loops', sa.Column('sample', sa.Boolean(), nullable=False, server_default=sa.false()))
    # Until now a practice loop was always one of a demo's past.
    op.execute("UPDATE loops SET sample = practice")
    # The first fit is made in the background, so that the next debrief needn't wait for it.
    op.execute(
        "INSERT INTO due (team_id, kind, thing_id, occurrence, due_at, state, attempts) "
        "SELECT team_id, 'fit', max(id), 'fit:first', max(debriefed_at), 'waiting', 0 "
        "FROM loops WHERE debriefed_at IS NOT NULL GROUP BY team_id"
    )


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind = 'fit'")
    op.drop_column('loops', 'sample')
    op.drop_table('fits')
