"""What a lead leaves out of one loop: competencies of its opening that it doesn't ask about

Revision ID: 0032
Revises: 0046
"""

import sqlalchemy as sa

from alembic import op

revision = '0032'
down_revision = '0046'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('loops', sa.Column('left_out', sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column('loops', 'left_out')
