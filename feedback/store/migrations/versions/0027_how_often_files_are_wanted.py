"""Which order of a customer's own a use was, so that costly ones have limits, too."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("command_use", sa.Column("own_order", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("command_use", "own_order")
