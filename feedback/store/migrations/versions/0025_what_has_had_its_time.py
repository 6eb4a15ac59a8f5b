"""What has had its time is found without reading everything: by when it came, and by whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_WORDED = sa.text("words IS NOT NULL")
_DEALT = sa.text("state <> 'new'")
_SETTLED = sa.text("forget_at IS NULL AND state NOT IN ('pending', 'sending')")


def upgrade() -> None:
    op.create_index(
        "ix_answer_worded",
        "answer",
        ["workspace", "journey", "answered_at", "id"],
        sqlite_where=_WORDED,
        postgresql_where=_WORDED,
    )
    op.create_index(
        "ix_inbox_dealt",
        "inbox",
        ["workspace", "received_at"],
        sqlite_where=_DEALT,
        postgresql_where=_DEALT,
    )
    op.create_index(
        "ix_outbox_settled",
        "outbox",
        ["workspace", "created_at"],
        sqlite_where=_SETTLED,
        postgresql_where=_SETTLED,
    )
    op.create_index(
        op.f("ix_outbox_workspace_customer_created_at"), "outbox", ["workspace", "customer", "created_at"]
    )


def downgrade() -> None:
    for name, table in (
        (op.f("ix_outbox_workspace_customer_created_at"), "outbox"),
        ("ix_outbox_settled", "outbox"),
        ("ix_inbox_dealt", "inbox"),
        ("ix_answer_worded", "answer"),
    ):
        op.drop_index(name, table_name=table)
