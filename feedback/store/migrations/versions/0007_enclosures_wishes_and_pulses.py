"""What is sent along with answers, questions of no survey, and how long a channel was away."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_FORGET = sa.text("forget_at IS NOT NULL")
_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    _make_enclosures()
    _make_wishes()
    op.create_table(
        "pulse",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", name=op.f("pk_pulse")),
    )
    op.add_column("outbox", sa.Column("forget_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_outbox_forget",
        "outbox",
        ["workspace", "forget_at"],
        sqlite_where=_FORGET,
        postgresql_where=_FORGET,
    )
    _change_timer_kinds("'ask', 'remind', 'expire'", "'ask', 'remind', 'expire', 'away'")


def downgrade() -> None:
    op.execute("DELETE FROM timer WHERE kind = 'away'")
    _change_timer_kinds("'ask', 'remind', 'expire', 'away'", "'ask', 'remind', 'expire'")
    op.drop_index("ix_outbox_forget", table_name="outbox")
    op.drop_column("outbox", "forget_at")
    op.drop_table("pulse")
    op.drop_index(op.f("ix_wish_workspace_customer"), table_name="wish")
    op.drop_table("wish")
    op.drop_index(op.f("ix_content_workspace_customer"), table_name="content")
    op.drop_table("content")
    op.drop_index(op.f("ix_enclosure_workspace_customer"), table_name="enclosure")
    op.drop_index(op.f("ix_enclosure_workspace_answer"), table_name="enclosure")
    op.drop_index("ix_enclosure_due", table_name="enclosure")
    op.drop_table("enclosure")


def _make_enclosures() -> None:
    op.create_table(
        "enclosure",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'kept', 'refused', 'gone')", name=op.f("ck_enclosure_state")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "answer"],
            ["answer.workspace", "answer.id"],
            name=op.f("fk_enclosure_workspace_answer_answer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_enclosure")),
    )
    op.create_index(
        "ix_enclosure_due",
        "enclosure",
        ["workspace", "due_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index(op.f("ix_enclosure_workspace_answer"), "enclosure", ["workspace", "answer"])
    op.create_index(op.f("ix_enclosure_workspace_customer"), "enclosure", ["workspace", "customer"])
    op.create_table(
        "content",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("enclosure", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "enclosure"],
            ["enclosure.workspace", "enclosure.id"],
            name=op.f("fk_content_workspace_enclosure_enclosure"),
        ),
        sa.PrimaryKeyConstraint("workspace", "enclosure", name=op.f("pk_content")),
    )
    op.create_index(op.f("ix_content_workspace_customer"), "content", ["workspace", "customer"])


def _make_wishes() -> None:
    op.create_table(
        "wish",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('forget')", name=op.f("ck_wish_kind")),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_wish_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "prompt", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_workspace_customer"), "wish", ["workspace", "customer"])


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
