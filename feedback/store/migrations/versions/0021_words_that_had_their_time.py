"""When the words of an answer were let go: nobody judges it anew."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("expired_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("answer", "expired_at")
