"""How a prompt was put last is found by its id: whoever taps a command waits for that."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_outbox_workspace_prompt_id"), "outbox", ["workspace", "prompt_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_workspace_prompt_id"), table_name="outbox")
