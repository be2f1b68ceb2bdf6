"""The record is signed, chained, and never changed

Revision ID: 0012
Revises: 0011
"""

import hashlib
import hmac
import json
from datetime import UTC

import sqlalchemy as sa

from alembic import op
from bot.storage.migrations import CannotMigrate
from bot.storage.types import vault_of
from bot.storage.vault import DataKey

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TABLES = ('audit', 'audit_links')
AUDIT = sa.table(
    'audit',
    sa.column('id', ID),
    sa.column('team_id', sa.String()),
    sa.column('row_key', sa.String()),
    sa.column('key_id', sa.String()),
    sa.column('at', sa.DateTime(timezone=True)),
    sa.column('actor', sa.String()),
    sa.column('action', sa.String()),
    sa.column('thing', sa.String()),
    sa.column('detail', sa.Text()),
    sa.column('mac', sa.String()),
)
REFUSED = 'the record is only added to'


def upgrade() -> None:
    op.add_column('audit', sa.Column('mac', sa.String(length=64), nullable=False, server_default=sa.text("''")))
    op.create_table('audit_links',
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.Column('position', ID, autoincrement=False, nullable=False),
    sa.Column('audit_id', ID, nullable=False),
    sa.Column('link', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('team_id', 'position', name=op.f('pk_audit_links')),
    sa.UniqueConstraint('audit_id', name=op.f('uq_audit_links_audit_id'))
    )
    sign(op.get_bind())
    for table in TABLES:
        for verb in ('UPDATE', 'DELETE'):
            refuse(table, verb)
    if op.get_bind().dialect.name == 'postgresql':
        for table in TABLES:
            op.execute(
                f'CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} '
                'FOR EACH STATEMENT EXECUTE FUNCTION only_added_to()'
            )


def sign(connection: sa.Connection) -> None:
    """Rows of until now are signed as they are; they are chained once it runs."""
    keys: dict[str, DataKey] = {}
    for row in connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).all():
        if row.team_id not in keys:
            keys[row.team_id] = made(connection, row.team_id)
        at = row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at.astimezone(UTC)
        said = [
            row.team_id, row.row_key, at.isoformat(), row.actor, row.action, row.thing, row.detail, row.key_id
        ]
        mac = hmac.new(keys[row.team_id].secret, json.dumps(said).encode(), hashlib.sha256).hexdigest()
        connection.execute(sa.update(AUDIT).where(AUDIT.c.id == row.id).values(mac=mac))


def made(connection: sa.Connection, team_id: str) -> DataKey:
    vault, key = vault_of(connection.dialect), DataKey.random()
    if not vault.hash_keys:
        raise CannotMigrate('Set FAIRLOOP_ENCRYPTION_KEYS and FAIRLOOP_HASH_KEY, and migrate again.')
    connection.execute(
        sa.text("INSERT INTO data_keys (id, team_id, subject, wrapped) VALUES (:id, :team, 'mac', :wrapped)"),
        {'id': key.id, 'team': team_id, 'wrapped': vault.wrap(key)},
    )
    return key


def refuse(table: str, verb: str) -> None:
    name = f'{table}_no_{verb.lower()}'
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
        return
    op.execute(
        'CREATE OR REPLACE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(f'CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION only_added_to()')


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == 'postgresql'
    for table in TABLES:
        for verb in ('update', 'delete', *(('truncate',) if postgres else ())):
            op.execute(f'DROP TRIGGER {table}_no_{verb}' + (f' ON {table}' if postgres else ''))
    if postgres:
        op.execute('DROP FUNCTION only_added_to')
    op.drop_table('audit_links')
    op.drop_column('audit', 'mac')
    op.execute("DELETE FROM data_keys WHERE subject = 'mac'")
