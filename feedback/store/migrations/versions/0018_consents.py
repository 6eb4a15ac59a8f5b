"""What customers were told of us, and what they said to it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("wording_hash", sa.String(), nullable=False),
        sa.Column("interaction", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('told', 'asked', 'given', 'stopped', 'withdrawn')", name=op.f("ck_consent_kind")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_consent_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_workspace_customer"), "consent", ["workspace", "customer"])


def downgrade() -> None:
    op.drop_table("consent")
