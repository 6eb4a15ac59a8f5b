"""Colleagues leave notes on cases."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_BEFORE = (
    "'opened', 'joined', 'claimed', 'handed', 'replied', 'wrote', 'snoozed', 'woken', 'silent', "
    "'resolved', 'asked', 'fixed', 'not_fixed', 'closed', 'reopened', 'escalated', 'released'"
)
_AFTER = f"{_BEFORE}, 'noted'"


def upgrade() -> None:
    _change_kinds(_BEFORE, _AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM support_case_line WHERE kind = 'noted'")
    _change_kinds(_AFTER, _BEFORE)


def _change_kinds(before: str, after: str) -> None:
    # SQLite changes a constraint by copying the table, of which it must be told whole.
    metadata = sa.MetaData()
    whole = sa.Table(
        "support_case_line",
        metadata,
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(f"kind IN ({before})", name=op.f("ck_support_case_line_kind")),
        sa.ForeignKeyConstraint(
            ["workspace", "case_id"],
            ["support_case.workspace", "support_case.id"],
            name=op.f("fk_support_case_line_workspace_case_id_support_case"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_support_case_line")),
        sa.Index("ix_support_case_line_workspace_case_id", "workspace", "case_id"),
        sa.Index("ix_support_case_line_workspace_customer", "workspace", "customer"),
    )
    with op.batch_alter_table("support_case_line", copy_from=whole) as batch:
        batch.drop_constraint(op.f("ck_support_case_line_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_support_case_line_kind"), f"kind IN ({after})")
