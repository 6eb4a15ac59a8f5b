"""What managers change about opportunities."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opportunity_edit",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("opportunity", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("effort", sa.SmallInteger(), nullable=True),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.Column("edited_by", sa.String(), nullable=False),
        sa.CheckConstraint("change IN ('added', 'set')", name=op.f("ck_opportunity_edit_change")),
        sa.CheckConstraint(
            "status IN ('idea', 'planned', 'doing', 'done', 'dropped')",
            name=op.f("ck_opportunity_edit_status"),
        ),
        sa.CheckConstraint("effort BETWEEN 1 AND 5", name=op.f("ck_opportunity_edit_effort")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_opportunity_edit")),
    )
    op.create_index(
        op.f("ix_opportunity_edit_workspace_journey_edited_at"),
        "opportunity_edit",
        ["workspace", "journey", "edited_at"],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_opportunity_edit_workspace_journey_edited_at"), table_name="opportunity_edit")
    op.drop_table("opportunity_edit")
