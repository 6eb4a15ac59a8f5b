"""What shared maps show, as it was last published."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "journey", name=op.f("pk_edition")),
    )


def downgrade() -> None:
    op.drop_table("edition")
