"""How much of a result the hall's screen has shown."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table of the screens."""
    op.create_table(
        "office_screen",
        sa.Column("election", sa.String(64), nullable=False),
        sa.Column("round", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("election", "round", name="pk_office_screen"),
    )
