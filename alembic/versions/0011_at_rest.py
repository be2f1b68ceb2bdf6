"""Text about people sealed for its row, under a key of its workspace or its candidate; hashes say their key

Revision ID: 0011
Revises: 0013
"""

import sqlalchemy as sa

from alembic import op
from bot.storage.migrations import CannotMigrate
from bot.storage.types import vault_of
from bot.storage.vault import CannotOpen, DataKey, Vault, new_id

revision = '0011'
down_revision = '0013'
branch_labels = None
depends_on = None

CURRENT = sa.text('retired_at IS NULL')
CANDIDATE = 'SELECT candidates.row_key FROM candidates JOIN loops ON loops.candidate_id = candidates.id'
OF_LOOP = f'{CANDIDATE} WHERE loops.id = %s.loop_id'
OF_CARD = (
    f'{CANDIDATE} JOIN scorecards ON scorecards.loop_id = loops.id WHERE scorecards.id = %s.scorecard_id'
)
OF_RECORD = (
    "CASE WHEN thing LIKE 'loop:%' THEN "
    f"({CANDIDATE} WHERE loops.team_id = audit.team_id AND loops.id = CAST(substr(audit.thing, 6) AS BIGINT)) "
    "WHEN thing LIKE 'interview:%' THEN "
    f"({CANDIDATE} JOIN interviews ON interviews.loop_id = loops.id "
    "WHERE loops.team_id = audit.team_id AND interviews.id = CAST(substr(audit.thing, 11) AS BIGINT)) END"
)
NOBODY = "SELECT ''"
SEALED = (
    # Table, sealed columns, primary key, what else says where a row belongs (in the code's order), whose key.
    ('candidates', ('label', 'name', 'email', 'ats_id', 'links', 'notes'), ('id',), (), 'candidates.row_key'),
    (
        'loops',
        ('label',),
        ('id',),
        ('opening_id', 'candidate_id'),
        'SELECT row_key FROM candidates WHERE candidates.id = loops.candidate_id',
    ),
    ('debriefs', ('numbers', 'fit'), ('id',), ('loop_id',), OF_LOOP % 'debriefs'),
    ('decisions', ('reason',), ('id',), ('loop_id',), OF_LOOP % 'decisions'),
    (
        'scorecard_notes',
        ('value',),
        ('scorecard_id', 'question_id', 'field'),
        ('scorecard_id', 'question_id', 'field'),
        OF_CARD % 'scorecard_notes',
    ),
    (
        'scorecard_drafts',
        ('value',),
        ('scorecard_id', 'question_id', 'field'),
        ('scorecard_id', 'question_id', 'field'),
        OF_CARD % 'scorecard_drafts',
    ),
    ('audit', ('detail',), ('id',), (), OF_RECORD),
    ('slack_users', ('name', 'email'), ('team_id', 'user_id'), ('user_id',), NOBODY),
    ('prep_answers', ('text',), ('send_id',), ('send_id',), NOBODY),
    ('slack_bots', ('bot_token', 'bot_refresh_token'), ('id',), (), NOBODY),
    (
        'slack_installations',
        ('bot_token', 'bot_refresh_token', 'user_token', 'user_refresh_token', 'incoming_webhook_url'),
        ('id',),
        (),
        NOBODY,
    ),
)
HASHES = (
    ('candidates', 'name_key'),
    ('candidates', 'email_key'),
    ('candidates', 'ats_key'),
    ('prep_subscriptions', 'email_key'),
    ('prep_marks', 'mark'),
)
WRONG_KEY = (
    'Text in {table} can\'t be opened: FAIRLOOP_ENCRYPTION_KEYS has to list every key that this database was '
    'written under. Put back those that are missing, separated by commas, and migrate again.'
)
NO_HASH_KEY = 'Set FAIRLOOP_HASH_KEY to the one that this database was written with, and migrate again.'


def upgrade() -> None:
    op.create_table('data_keys',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('wrapped', sa.Text(), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('team_id', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_keys'))
    )
    op.create_index(op.f('ix_data_keys_team_id'), 'data_keys', ['team_id'])
    op.create_index(
        'ix_data_keys_current', 'data_keys', ['team_id', 'subject'],
        unique=True, postgresql_where=CURRENT, sqlite_where=CURRENT,
    )
    op.create_table('canaries',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('value', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_canaries'))
    )
    for table, *_ in SEALED:
        op.add_column(table, sa.Column('row_key', sa.String(length=32), nullable=False, server_default=sa.text("''")))
        op.add_column(table, sa.Column('key_id', sa.String(length=32), nullable=True))
    with op.batch_alter_table('prep_marks') as batch_op:
        batch_op.alter_column('mark', existing_type=sa.String(length=64), type_=sa.String(length=80))
    connection = op.get_bind()
    vault = vault_of(connection.dialect)
    _name_the_hashes(connection, vault)
    keys: dict[tuple[str, str], DataKey] = {}
    for table, columns, primary, place, whose in SEALED:
        if table == 'candidates':
            _give_row_keys(connection)
        _seal(connection, vault, keys, table, columns, primary, place, whose)


def _name_the_hashes(connection: sa.Connection, vault: Vault) -> None:
    """There was one key until now; a database where nothing is hashed needs none."""
    for table, column in HASHES:
        if not connection.scalar(sa.text(f'SELECT 1 FROM {table} WHERE {column} IS NOT NULL LIMIT 1')):
            continue
        if not vault.hash_keys:
            raise CannotMigrate(NO_HASH_KEY)
        connection.execute(
            sa.text(f'UPDATE {table} SET {column} = :id || {column} WHERE {column} IS NOT NULL'),
            {'id': f'{vault.hash_keys[-1]}:'},
        )


def _give_row_keys(connection: sa.Connection) -> None:
    for id in connection.execute(sa.text('SELECT id FROM candidates')).scalars().all():
        connection.execute(
            sa.text('UPDATE candidates SET row_key = :row_key WHERE id = :id'), {'row_key': new_id(), 'id': id}
        )


def _seal(
    connection: sa.Connection,
    vault: Vault,
    keys: dict[tuple[str, str], DataKey],
    table: str,
    columns: tuple[str, ...],
    primary: tuple[str, ...],
    place: tuple[str, ...],
    whose: str,
) -> None:
    of_record = 'record:' if table == 'audit' else ''
    for row in _rows(connection, table, columns, primary, place, whose):
        texts = {name: row[name] for name in columns if row[name] is not None}
        row_key = row['row_key'] or new_id()
        changed: dict[str, object] = {'row_key': row_key}
        if texts:
            key = _key(connection, vault, keys, row['team'], of_record + (row['subject'] or ''))
            changed['key_id'] = key.id
            for name, text in texts.items():
                where = '|'.join(
                    [f'{table}.{name}', row_key, row['team_id'] or '', *(str(row[one]) for one in place)]
                )
                changed[name] = key.seal(_opened(vault, table, text), where)
        _change(connection, table, primary, row, changed)


def _rows(
    connection: sa.Connection,
    table: str,
    columns: tuple[str, ...],
    primary: tuple[str, ...],
    place: tuple[str, ...],
    whose: str,
) -> list[sa.RowMapping]:
    of_grid = 'enterprise_id, ' if table.startswith('slack_') and table != 'slack_users' else ''
    names = ', '.join(f'{table}.{one}' for one in dict.fromkeys((*primary, *place, *columns, 'team_id', 'row_key', 'key_id')))
    query = f"SELECT {names}, coalesce(team_id, {of_grid}'') AS team, ({whose}) AS subject FROM {table}"
    return list(connection.execute(sa.text(query)).mappings().all())


def _change(
    connection: sa.Connection,
    table: str,
    primary: tuple[str, ...],
    row: sa.RowMapping,
    changed: dict[str, object],
) -> None:
    sets = ', '.join(f'{name} = :{name}' for name in changed)
    wheres = ' AND '.join(f'{name} = :is_{name}' for name in primary)
    given = changed | {f'is_{name}': row[name] for name in primary}
    connection.execute(sa.text(f'UPDATE {table} SET {sets} WHERE {wheres}'), given)


def _opened(vault: Vault, table: str, text: str) -> str:
    try:
        return vault.open_fernet(text)
    except CannotOpen as error:
        raise CannotMigrate(WRONG_KEY.format(table=table)) from error


def _key(
    connection: sa.Connection, vault: Vault, keys: dict[tuple[str, str], DataKey], team: str, subject: str
) -> DataKey:
    if (team, subject) not in keys:
        key = keys[team, subject] = DataKey.random()
        connection.execute(
            sa.text('INSERT INTO data_keys (id, team_id, subject, wrapped) VALUES (:id, :team, :subject, :wrapped)'),
            {'id': key.id, 'team': team, 'subject': subject, 'wrapped': vault.wrap(key)},
        )
    return keys[team, subject]


def downgrade() -> None:
    """Fernet again. What was under a key that was destroyed is empty."""
    connection = op.get_bind()
    vault = vault_of(connection.dialect)
    wrapped = dict(connection.execute(sa.text('SELECT id, wrapped FROM data_keys')).all())
    keys = {id: vault.unwrap(id, one) for id, one in wrapped.items() if one is not None}
    for table, columns, primary, place, _ in SEALED:
        for row in _rows(connection, table, columns, primary, place, NOBODY):
            changed: dict[str, object] = {}
            for name in columns:
                if row[name] is not None:
                    where = '|'.join(
                        [f'{table}.{name}', row['row_key'], row['team_id'] or '', *(str(row[one]) for one in place)]
                    )
                    key = keys.get(row['key_id'])
                    changed[name] = vault.seal_fernet('' if key is None else key.open(row[name], where))
            if changed:
                _change(connection, table, primary, row, changed)
    for table, column in HASHES:
        connection.execute(sa.text(f"UPDATE {table} SET {column} = substr({column}, 10) WHERE {column} LIKE '%:%'"))
    with op.batch_alter_table('prep_marks') as batch_op:
        batch_op.alter_column('mark', existing_type=sa.String(length=80), type_=sa.String(length=64))
    for table, *_ in SEALED:
        op.drop_column(table, 'key_id')
        op.drop_column(table, 'row_key')
    op.drop_table('canaries')
    op.drop_table('data_keys')
