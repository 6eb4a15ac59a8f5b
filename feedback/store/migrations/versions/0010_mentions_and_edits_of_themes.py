"""Clauses of answers with their themes, and what managers change about themes."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mention",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("scorer", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("touchpoint", sa.String(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("valence", sa.Float(), nullable=True),
        sa.Column("is_negative", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.CheckConstraint("valence BETWEEN -2 AND 2", name=op.f("ck_mention_valence")),
        sa.ForeignKeyConstraint(
            ["workspace", "answer"],
            ["answer.workspace", "answer.id"],
            name=op.f("fk_mention_workspace_answer_answer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "answer", "scorer", "version", "place", name=op.f("pk_mention")),
    )
    op.create_index(
        op.f("ix_mention_workspace_journey_answered_at"), "mention", ["workspace", "journey", "answered_at"]
    )
    op.create_index(op.f("ix_mention_workspace_customer"), "mention", ["workspace", "customer"])
    op.create_table(
        "theme_edit",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("becomes", sa.String(), nullable=True),
        sa.Column("phrases", sa.Text(), nullable=True),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.Column("edited_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "change IN ('added', 'promoted', 'renamed', 'merged')", name=op.f("ck_theme_edit_change")
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_theme_edit")),
    )
    op.create_index(
        op.f("ix_theme_edit_workspace_journey_edited_at"),
        "theme_edit",
        ["workspace", "journey", "edited_at"],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_theme_edit_workspace_journey_edited_at"), table_name="theme_edit")
    op.drop_table("theme_edit")
    op.drop_index(op.f("ix_mention_workspace_customer"), table_name="mention")
    op.drop_index(op.f("ix_mention_workspace_journey_answered_at"), table_name="mention")
    op.drop_table("mention")
