"""Messages that want words, and whom of."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BEFORE = "'forget'"
_AFTER = "'forget', 'words', 'reply'"


def upgrade() -> None:
    _change_kinds(_BEFORE, _AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM wish WHERE kind IN ('words', 'reply')")
    _change_kinds(_AFTER, _BEFORE)


def _change_kinds(before: str, after: str) -> None:
    # SQLite changes a constraint by copying the table, of which it must be told whole.
    whole = sa.Table(
        "wish",
        sa.MetaData(),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(f"kind IN ({before})", name=op.f("ck_wish_kind")),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_wish_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "prompt", name=op.f("pk_wish")),
        sa.Index("ix_wish_workspace_customer", "workspace", "customer"),
    )
    with op.batch_alter_table("wish", copy_from=whole) as batch:
        batch.drop_constraint(op.f("ck_wish_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_wish_kind"), f"kind IN ({after})")
