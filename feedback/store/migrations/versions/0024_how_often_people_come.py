"""When people gave commands of late, so that every process knows how often they come."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "command_use",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("errand", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_command_use_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "errand", name=op.f("pk_command_use")),
    )
    op.create_index(
        op.f("ix_command_use_workspace_customer_at"), "command_use", ["workspace", "customer", "at"]
    )


def downgrade() -> None:
    op.drop_table("command_use")
