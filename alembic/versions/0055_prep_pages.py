"""Prep pages for who has no Slack account: links, pages, and what was done on them

Revision ID: 0055
Revises: 0031
"""

import sqlalchemy as sa

from alembic import op

revision = '0055'
down_revision = '0031'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'prep_links',
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('made_by', sa.String(length=32), nullable=False),
        sa.Column('zone', sa.String(length=64), nullable=False),
        sa.Column('ends', sa.Date(), nullable=False),
        sa.Column('id', ID, autoincrement=True, nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_prep_links')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_prep_links_token_hash')),
    )
    op.create_table(
        'prep_pages',
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('feed_hash', sa.String(length=64), nullable=False),
        sa.Column('feed', sa.Integer(), nullable=False),
        sa.Column('role', sa.String(length=64), nullable=False),
        sa.Column('level', sa.String(length=16), nullable=False),
        sa.Column('hour', sa.Integer(), nullable=False),
        sa.Column('zone', sa.String(length=64), nullable=False),
        sa.Column('interview_on', sa.Date(), nullable=True),
        sa.Column('started', sa.Date(), nullable=False),
        sa.Column('ends', sa.Date(), nullable=False),
        sa.Column('id', ID, autoincrement=True, nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_prep_pages')),
        sa.UniqueConstraint('feed_hash', name=op.f('uq_prep_pages_feed_hash')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_prep_pages_token_hash')),
    )
    op.create_table(
        'prep_page_sends',
        sa.Column('page_id', ID, nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('question_id', sa.String(length=100), nullable=False),
        sa.Column('why', sa.String(length=8), nullable=False),
        sa.Column('probe', sa.Integer(), nullable=False),
        sa.Column('step', sa.String(length=16), nullable=False),
        sa.Column('rating', sa.Integer(), nullable=True),
        sa.Column('before', sa.Text(), nullable=True),
        sa.Column('graded_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('sealed_answer', sa.Text(), nullable=True),
        sa.Column('id', ID, autoincrement=True, nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ['page_id'], ['prep_pages.id'], name=op.f('fk_prep_page_sends_page_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_prep_page_sends')),
        sa.UniqueConstraint('page_id', 'day', 'number', name=op.f('uq_prep_page_sends_page_id_day_number')),
    )
    op.create_table(
        'prep_page_cards',
        sa.Column('page_id', ID, nullable=False),
        sa.Column('question_id', sa.String(length=100), nullable=False),
        sa.Column('stability', sa.Double(), nullable=False),
        sa.Column('difficulty', sa.Double(), nullable=False),
        sa.Column('reviewed', sa.Date(), nullable=False),
        sa.Column('due', sa.Date(), nullable=False),
        sa.Column('reviews', sa.Integer(), nullable=False),
        sa.Column('team_id', sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ['page_id'], ['prep_pages.id'], name=op.f('fk_prep_page_cards_page_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('page_id', 'question_id', name=op.f('pk_prep_page_cards')),
    )
    for table in ('prep_links', 'prep_pages', 'prep_page_sends', 'prep_page_cards'):
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_index(batch_op.f(f'ix_{table}_team_id'), ['team_id'], unique=False)


def downgrade() -> None:
    for table in ('prep_page_cards', 'prep_page_sends', 'prep_pages', 'prep_links'):
        op.drop_table(table)
