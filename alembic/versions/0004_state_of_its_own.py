"""State of its own for what was read back from the record; without columns that nothing reads

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa

from alembic import op
from bot.storage.types import vault_of

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
MOMENT = sa.DateTime(timezone=True)
UNREAD = (
    ('openings', 'created_by', sa.String(length=255), ''),
    ('openings', 'created_at', MOMENT, '1970-01-01 00:00:00'),
    ('candidates', 'created_at', MOMENT, '1970-01-01 00:00:00'),
    ('question_versions', 'added_at', MOMENT, '1970-01-01 00:00:00'),
    ('scorecards', 'opened_at', MOMENT, '1970-01-01 00:00:00'),
    ('debriefs', 'opened_at', MOMENT, '1970-01-01 00:00:00'),
    ('prep_subscriptions', 'created_at', MOMENT, '1970-01-01 00:00:00'),
    ('prep_answers', 'written_at', MOMENT, '1970-01-01 00:00:00'),
    ('interviews', 'answered_at', MOMENT, None),
    ('debriefs', 'picture', sa.Text(), None),
)
"""Table, column, type, and what an older version finds there again (it doesn't read it either)."""


def upgrade() -> None:
    op.add_column('interviews', sa.Column('excused', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('interviews', sa.Column('knows_candidate', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('loops', sa.Column('cancelled_at', MOMENT, nullable=True))
    op.add_column('loops', sa.Column('debrief_tries', sa.Integer(), nullable=False, server_default='0'))
    op.create_table('replacements',
    sa.Column('loop_id', ID, nullable=False),
    sa.Column('interview_id', ID, nullable=False),
    sa.Column('question_id', sa.String(length=100), nullable=False),
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['interview_id'], ['interviews.id'], name=op.f('fk_replacements_interview_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['loop_id'], ['loops.id'], name=op.f('fk_replacements_loop_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replacements'))
    )
    op.create_index(op.f('ix_replacements_loop_id'), 'replacements', ['loop_id'])
    op.create_index(op.f('ix_replacements_team_id'), 'replacements', ['team_id'])
    fill_from_the_record()
    for table, column, _, _ in UNREAD:
        op.drop_column(table, column)
    op.drop_table('workspaces')


def fill_from_the_record() -> None:
    """What the services read in the record until now. The record itself stays as it is."""
    of_interview = "audit.team_id = interviews.team_id AND audit.thing = 'interview:' || interviews.id"
    of_loop = "audit.team_id = loops.team_id AND audit.thing = 'loop:' || loops.id"
    for column, action in (('excused', 'go on without scorecard'), ('knows_candidate', 'knows the candidate')):
        op.execute(
            f"UPDATE interviews SET {column} = true WHERE EXISTS "
            f"(SELECT 1 FROM audit WHERE {of_interview} AND audit.action = '{action}')"
        )
    op.execute(
        "UPDATE loops SET cancelled_at = "
        f"(SELECT max(audit.at) FROM audit WHERE {of_loop} AND audit.action = 'cancel loop')"
    )
    # Moving a debrief's time and moving it to another channel were recorded alike; the outbox keys count both.
    op.execute(
        "UPDATE loops SET debrief_tries = "
        f"(SELECT count(*) FROM audit WHERE {of_loop} AND audit.action = 'move debrief')"
    )
    keep_replacements(of_interview)


def keep_replacements(of_interview: str) -> None:
    """Which question it was stands in the record's encrypted detail."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT interviews.team_id, interviews.loop_id, interviews.id, audit.detail FROM audit "
            f"JOIN interviews ON {of_interview} "
            "WHERE audit.action = 'replace question' AND audit.detail IS NOT NULL ORDER BY audit.id"
        )
    ).all()
    for team_id, loop_id, interview_id, detail in rows:
        connection.execute(
            sa.text(
                "INSERT INTO replacements (team_id, loop_id, interview_id, question_id) "
                "VALUES (:team_id, :loop_id, :interview_id, :question_id)"
            ),
            {
                "team_id": team_id,
                "loop_id": loop_id,
                "interview_id": interview_id,
                "question_id": vault_of(connection.dialect).open_fernet(detail),
            },
        )


def downgrade() -> None:
    op.create_table('workspaces',
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.PrimaryKeyConstraint('team_id', name=op.f('pk_workspaces'))
    )
    for table, column, type_, default in UNREAD:
        op.add_column(table, sa.Column(column, type_, nullable=default is None, server_default=default))
    op.drop_table('replacements')
    op.drop_column('loops', 'debrief_tries')
    op.drop_column('loops', 'cancelled_at')
    op.drop_column('interviews', 'knows_candidate')
    op.drop_column('interviews', 'excused')
