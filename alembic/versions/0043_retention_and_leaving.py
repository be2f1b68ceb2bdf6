"""How long what is about candidates is kept, who is held, and workspaces that have left

Revision ID: 0043
Revises: 0050
"""

from datetime import timedelta

import sqlalchemy as sa

from alembic import op
from bot.storage.types import UtcDateTime

revision = '0043'
down_revision = '0050'
branch_labels = None
depends_on = None

SHORTEST = timedelta(days=180)
TABLES = ('audit', 'audit_links')
REFUSED = 'the record is only added to'
LOOPS = sa.table(
    'loops',
    sa.column('id', sa.Integer()),
    sa.column('team_id', sa.String()),
    sa.column('debrief_at', UtcDateTime()),
    sa.column('practice', sa.Boolean()),
)
DUE = sa.table(
    'due',
    sa.column('team_id', sa.String()),
    sa.column('kind', sa.String()),
    sa.column('thing_id', sa.Integer()),
    sa.column('occurrence', sa.String()),
    sa.column('due_at', UtcDateTime()),
    sa.column('state', sa.String()),
    sa.column('attempts', sa.Integer()),
)


def upgrade() -> None:
    op.create_table(
        'retention',
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('days', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('team_id', name=op.f('pk_retention')),
    )
    op.create_table(
        'purges',
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.Column('due_at', UtcDateTime(), nullable=False),
        sa.Column('done_at', UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('team_id', name=op.f('pk_purges')),
    )
    op.add_column('candidates', sa.Column('held_at', UtcDateTime(), nullable=True))
    let_purges_delete()
    look_at_what_is_there(op.get_bind())


def let_purges_delete() -> None:
    """The record of a workspace that is being purged may be deleted, in the transaction that purges it."""
    purging = 'EXISTS (SELECT 1 FROM purges WHERE purges.team_id = OLD.team_id AND done_at IS NOT NULL)'
    if op.get_bind().dialect.name == 'sqlite':
        for table in TABLES:
            op.execute(f'DROP TRIGGER {table}_no_delete')
            op.execute(
                f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT {purging} '
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        'CREATE FUNCTION only_purged() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN IF {purging} THEN RETURN OLD; END IF; RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    for table in TABLES:
        op.execute(f'DROP TRIGGER {table}_no_delete ON {table}')
        op.execute(
            f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} '
            'FOR EACH ROW EXECUTE FUNCTION only_purged()'
        )


def look_at_what_is_there(connection: sa.Connection) -> None:
    """Loops that are there are looked at when the shortest time is over that can be set."""
    for row in connection.execute(sa.select(LOOPS).where(LOOPS.c.practice.is_(False))).all():
        connection.execute(
            sa.insert(DUE).values(
                team_id=row.team_id,
                kind='retention',
                thing_id=row.id,
                occurrence=f'retention:{row.id}',
                due_at=row.debrief_at + SHORTEST,
                state='waiting',
                attempts=0,
            )
        )


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == 'postgresql'
    for table in TABLES:
        op.execute(f'DROP TRIGGER {table}_no_delete' + (f' ON {table}' if postgres else ''))
        if postgres:
            op.execute(
                f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} '
                'FOR EACH ROW EXECUTE FUNCTION only_added_to()'
            )
        else:
            op.execute(
                f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} '
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
    if postgres:
        op.execute('DROP FUNCTION only_purged')
    op.execute("DELETE FROM due WHERE kind IN ('retention', 'forget', 'purge')")
    op.drop_column('candidates', 'held_at')
    op.drop_table('purges')
    op.drop_table('retention')
