"""Tokens that other systems give us are kept sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safe",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("name_hash", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "name_hash", name=op.f("pk_safe")),
    )
    op.create_index(op.f("ix_safe_workspace_until"), "safe", ["workspace", "until"])


def downgrade() -> None:
    op.drop_index(op.f("ix_safe_workspace_until"), table_name="safe")
    op.drop_table("safe")
