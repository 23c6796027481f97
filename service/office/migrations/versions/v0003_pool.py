"""Suggestions of projects, before there is a list; which seat of a list an account has."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of the pools; number the roles."""
    op.create_table(
        "office_pool",
        sa.Column("election", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("suggestions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("election", name="pk_office_pool"),
    )
    number = sa.Column("number", sa.Integer, nullable=False, server_default="0")
    op.add_column("office_role", number)
