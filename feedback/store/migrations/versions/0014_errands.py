"""Commands that wait for their answer."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "errand",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_errand_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_errand")),
    )
    op.create_index(op.f("ix_errand_workspace_customer"), "errand", ["workspace", "customer"])
    op.create_index(op.f("ix_errand_workspace_due_at"), "errand", ["workspace", "due_at"])


def downgrade() -> None:
    op.drop_table("errand")
