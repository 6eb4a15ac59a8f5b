"""Where a case began, so that what became of cases is told stage by stage."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("support_case", sa.Column("touchpoint", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("support_case", "touchpoint")
