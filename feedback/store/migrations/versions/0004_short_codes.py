"""Short codes lead to interactions, touchpoints and customers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('interaction', 'touchpoint', 'customer')", name=op.f("ck_code_kind")),
        sa.PrimaryKeyConstraint("workspace", "code_hash", name=op.f("pk_code")),
    )


def downgrade() -> None:
    op.drop_table("code")
