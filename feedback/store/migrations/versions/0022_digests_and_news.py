"""Digests that people want now and then, alarms that are muted, and who wants to hear back."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_schedule",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "rhythm IN ('daily', 'weekly', 'monthly')", name=op.f("ck_digest_schedule_rhythm")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_digest_schedule_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_digest_schedule")),
    )
    op.create_index(
        op.f("ix_digest_schedule_workspace_customer"), "digest_schedule", ["workspace", "customer"]
    )
    op.create_index(op.f("ix_digest_schedule_workspace_next_at"), "digest_schedule", ["workspace", "next_at"])
    op.create_table(
        "mute",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "journey", "stage", name=op.f("pk_mute")),
    )
    op.create_table(
        "hear_back",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("wording_hash", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('asked', 'yes', 'no', 'told')", name=op.f("ck_hear_back_kind")),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_hear_back_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_hear_back")),
    )
    op.create_index(op.f("ix_hear_back_workspace_customer"), "hear_back", ["workspace", "customer"])


def downgrade() -> None:
    op.drop_table("hear_back")
    op.drop_table("mute")
    op.drop_table("digest_schedule")
