"""Support teams and their rooms, wrong codes, and sessions that go on elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INVITED = sa.text("code_hash IS NOT NULL")
_BEFORE = "'ask', 'remind', 'expire', 'away'"


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_until", sa.BigInteger(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "room"],
            ["customer.workspace", "customer.id"],
            name=op.f("fk_team_workspace_room_customer"),
        ),
        sa.PrimaryKeyConstraint("workspace", "name", name=op.f("pk_team")),
    )
    op.create_index(
        "ix_team_code", "team", ["workspace", "code_hash"], sqlite_where=_INVITED, postgresql_where=_INVITED
    )
    op.create_index(op.f("ix_team_workspace_room"), "team", ["workspace", "room"])
    op.create_table(
        "guess",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "address_hash", name=op.f("pk_guess")),
    )
    op.create_index(op.f("ix_guess_workspace_since"), "guess", ["workspace", "since"])
    _change_timer_kinds(_BEFORE, f"{_BEFORE}, 'move'")


def downgrade() -> None:
    op.execute("DELETE FROM timer WHERE kind = 'move'")
    _change_timer_kinds(f"{_BEFORE}, 'move'", _BEFORE)
    op.drop_index(op.f("ix_guess_workspace_since"), table_name="guess")
    op.drop_table("guess")
    op.drop_index(op.f("ix_team_workspace_room"), table_name="team")
    op.drop_index("ix_team_code", table_name="team")
    op.drop_table("team")


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
