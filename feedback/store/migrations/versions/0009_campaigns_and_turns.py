"""Interactions name their campaign; what was summed up or said last is found without looking at all."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interaction", sa.Column("campaign", sa.String(), nullable=True))
    op.add_column("customer", _counting("changed_at"))
    op.create_index(op.f("ix_customer_workspace_changed_at"), "customer", ["workspace", "changed_at"])
    op.add_column("partial", _counting("turn"))
    op.create_index(op.f("ix_partial_workspace_journey_turn"), "partial", ["workspace", "journey", "turn"])
    op.create_table(
        "turn",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "journey", name=op.f("pk_turn")),
    )


def downgrade() -> None:
    op.drop_table("turn")
    op.drop_index(op.f("ix_partial_workspace_journey_turn"), table_name="partial")
    op.drop_column("partial", "turn")
    op.drop_index(op.f("ix_customer_workspace_changed_at"), table_name="customer")
    op.drop_column("customer", "changed_at")
    op.drop_column("interaction", "campaign")


def _counting(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
