"""Cases of unhappy customers, what happened to them, where they are shown, and their timers."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OPEN = sa.text("state <> 'closed' OR is_held")
_BEFORE = "'ask', 'remind', 'expire', 'away', 'move'"
_NEW = "'sla', 'snooze', 'silence', 'fixed'"


def upgrade() -> None:
    op.create_table(
        "support_case",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("replied_at", sa.BigInteger(), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("is_fixed", sa.Boolean(), nullable=True),
        sa.Column("before", sa.Float(), nullable=True),
        sa.Column("after", sa.Float(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'claimed', 'snoozed', 'waiting', 'resolved', 'asked', 'reopened', 'closed')",
            name=op.f("ck_support_case_state"),
        ),
        sa.CheckConstraint(
            "reason IN ('fixed', 'explained', 'refunded', 'could_not', 'no_contact', 'duplicate', 'other')",
            name=op.f("ck_support_case_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_support_case_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_support_case")),
    )
    op.create_index(
        "ix_support_case_open",
        "support_case",
        ["workspace", "customer"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(op.f("ix_support_case_workspace_customer"), "support_case", ["workspace", "customer"])
    op.create_index(
        op.f("ix_support_case_workspace_journey_opened_at"),
        "support_case",
        ["workspace", "journey", "opened_at"],
    )
    op.create_table(
        "support_case_line",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened', 'joined', 'claimed', 'handed', 'replied', 'wrote', 'snoozed', 'woken', "
            "'silent', 'resolved', 'asked', 'fixed', 'not_fixed', 'closed', 'reopened', 'escalated', "
            "'released')",
            name=op.f("ck_support_case_line_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "case_id"],
            ["support_case.workspace", "support_case.id"],
            name=op.f("fk_support_case_line_workspace_case_id_support_case"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_support_case_line")),
    )
    op.create_table(
        "support_case_card",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "case_id"],
            ["support_case.workspace", "support_case.id"],
            name=op.f("fk_support_case_card_workspace_case_id_support_case"),
        ),
        sa.PrimaryKeyConstraint("workspace", "prompt", name=op.f("pk_support_case_card")),
    )
    for table in ("support_case_line", "support_case_card"):
        for column in ("case_id", "customer"):
            op.create_index(op.f(f"ix_{table}_workspace_{column}"), table, ["workspace", column])
    _change_timer_kinds(_BEFORE, f"{_BEFORE}, {_NEW}")


def downgrade() -> None:
    op.execute(f"DELETE FROM timer WHERE kind IN ({_NEW})")  # noqa: S608 - our own words
    _change_timer_kinds(f"{_BEFORE}, {_NEW}", _BEFORE)
    for table in ("support_case_card", "support_case_line", "support_case"):
        op.drop_table(table)


def _change_timer_kinds(before: str, after: str) -> None:
    # SQLite changes a constraint by copying the table, of which it must be told whole.
    whole = sa.Table(
        "timer",
        sa.MetaData(),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(f"kind IN ({before})", name=op.f("ck_timer_kind")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_timer")),
        sa.Index("ix_timer_workspace_due_at", "workspace", "due_at"),
        sa.Index("ix_timer_workspace_subject", "workspace", "subject"),
    )
    with op.batch_alter_table("timer", copy_from=whole) as batch:
        batch.drop_constraint(op.f("ck_timer_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_timer_kind"), f"kind IN ({after})")
