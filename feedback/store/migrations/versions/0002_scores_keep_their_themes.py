"""Scores keep their themes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("score", sa.Column("themes", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("score", "themes")
