"""Roles that people are given, and the codes that give them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BEFORE = "'interaction', 'touchpoint', 'customer'"
_AFTER = f"{_BEFORE}, 'role'"


def upgrade() -> None:
    op.create_table(
        "role_grant",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('customer', 'agent', 'manager', 'admin')", name=op.f("ck_role_grant_role")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "customer"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_role_grant_workspace_customer_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_workspace_customer"), "role_grant", ["workspace", "customer"])
    _change_kinds(_BEFORE, _AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM code WHERE kind = 'role'")
    _change_kinds(_AFTER, _BEFORE)
    op.drop_table("role_grant")


def _change_kinds(before: str, after: str) -> None:
    # SQLite changes a constraint by copying the table, of which it must be told whole.
    whole = sa.Table(
        "code",
        sa.MetaData(),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(f"kind IN ({before})", name=op.f("ck_code_kind")),
        sa.PrimaryKeyConstraint("workspace", "code_hash", name=op.f("pk_code")),
    )
    with op.batch_alter_table("code", copy_from=whole) as batch:
        batch.drop_constraint(op.f("ck_code_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_code_kind"), f"kind IN ({after})")
