"""Messages of ours and of customers are known again by a hash; a receipt in clear could name a chat."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("receipt_hash", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("amends", sa.LargeBinary(), nullable=True))
    op.drop_column("outbox", "receipt")
    known = sa.text("receipt_hash IS NOT NULL")
    op.create_index(
        "ix_outbox_receipt",
        "outbox",
        ["workspace", "receipt_hash"],
        sqlite_where=known,
        postgresql_where=known,
    )
    op.add_column("answer", sa.Column("message_hash", sa.String(), nullable=True))
    written = sa.text("message_hash IS NOT NULL")
    op.create_index(
        "ix_answer_message",
        "answer",
        ["workspace", "message_hash"],
        sqlite_where=written,
        postgresql_where=written,
    )


def downgrade() -> None:
    op.drop_index("ix_answer_message", table_name="answer")
    op.drop_column("answer", "message_hash")
    op.drop_index("ix_outbox_receipt", table_name="outbox")
    op.add_column("outbox", sa.Column("receipt", sa.String(), nullable=True))
    op.drop_column("outbox", "amends")
    op.drop_column("outbox", "receipt_hash")
