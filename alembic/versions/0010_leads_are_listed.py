"""Who leads a loop is a list, and lists are kept with who led before

Revision ID: 0010
Revises: 0012
"""

import sqlalchemy as sa

from alembic import op

revision = '0010'
down_revision = '0012'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('loop_leads',
    sa.Column('loop_id', ID, nullable=False),
    sa.Column('user_id', sa.String(length=32), nullable=False),
    sa.Column('ended_at', MOMENT, nullable=True),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['loop_id'], ['loops.id'], name=op.f('fk_loop_leads_loop_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('loop_id', 'user_id', name=op.f('pk_loop_leads'))
    )
    op.create_index(op.f('ix_loop_leads_team_id'), 'loop_leads', ['team_id'])
    op.add_column('opening_leads', sa.Column('ended_at', MOMENT, nullable=True))
    # Whoever planned a loop and whoever leads its opening led it until now; a loop of neither waits for a grant.
    op.execute(
        "INSERT INTO loop_leads (loop_id, user_id, team_id) "
        "SELECT id, lead_id, team_id FROM loops UNION "
        "SELECT loops.id, opening_leads.user_id, loops.team_id FROM loops "
        "JOIN opening_leads ON opening_leads.opening_id = loops.opening_id AND opening_leads.team_id = loops.team_id "
        "WHERE NOT loops.practice"
    )


def downgrade() -> None:
    op.execute("DELETE FROM opening_leads WHERE ended_at IS NOT NULL")
    op.drop_column('opening_leads', 'ended_at')
    op.drop_table('loop_leads')
