"""How each stage's stream of answers stands."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "monitor",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("marked_at", sa.BigInteger(), nullable=True),
        sa.Column("marked_id", sa.String(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "journey", "stage", "metric", name=op.f("pk_monitor")),
    )


def downgrade() -> None:
    op.drop_table("monitor")
