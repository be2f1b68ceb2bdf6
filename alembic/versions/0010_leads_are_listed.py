"""Who leads a loop is a list, kept with who led before; people are found again by their email's keyed hash

Revision ID: 0010
Revises: 0013
"""

import sqlalchemy as sa
from cryptography.fernet import InvalidToken

from alembic import op
from bot.storage.types import vault_of

revision = '0010'
down_revision = '0013'
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
    op.add_column('slack_users', sa.Column('email_key', sa.String(), nullable=True))
    op.create_index(op.f('ix_slack_users_email_key'), 'slack_users', ['email_key'])
    # Whoever planned a loop and whoever leads its opening led it until now; a loop of neither waits for a grant.
    op.execute(
        "INSERT INTO loop_leads (loop_id, user_id, team_id) "
        "SELECT id, lead_id, team_id FROM loops UNION "
        "SELECT loops.id, opening_leads.user_id, loops.team_id FROM loops "
        "JOIN opening_leads ON opening_leads.opening_id = loops.opening_id AND opening_leads.team_id = loops.team_id "
        "WHERE NOT loops.practice"
    )
    know_emails()


def know_emails() -> None:
    """The keyed hash of each email that Slack told us. One that can't be read is asked for again."""
    connection = op.get_bind()
    vault = vault_of(connection.dialect)
    rows = connection.execute(sa.text("SELECT team_id, user_id, email FROM slack_users WHERE email IS NOT NULL"))
    for team_id, user_id, email in rows.all():
        try:
            values = {"key": vault.fingerprint("email", vault.decrypt(email))}
            change = "email_key = :key"
        except InvalidToken:
            values, change = {}, "fetched_at = '1970-01-01 00:00:00'"
        connection.execute(
            sa.text(f"UPDATE slack_users SET {change} WHERE team_id = :team_id AND user_id = :user_id"),
            values | {"team_id": team_id, "user_id": user_id},
        )


def downgrade() -> None:
    op.drop_index(op.f('ix_slack_users_email_key'), table_name='slack_users')
    op.drop_column('slack_users', 'email_key')
    op.execute("DELETE FROM opening_leads WHERE ended_at IS NOT NULL")
    op.drop_column('opening_leads', 'ended_at')
    op.drop_table('loop_leads')
