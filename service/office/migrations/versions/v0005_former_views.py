"""What 监票人 held of a doubtful sheet before they changed their views."""

import sqlalchemy as sa
from alembic import op

from service.office.migrations.columns import data, key, text, whole

revision = "0005"
down_revision = "0004"

_VIEW = ("election", "round", "sheet", "scrutineer")


def upgrade() -> None:
    """Create the table of former views; those that lie in ``office_view`` stay as they are."""
    op.create_table(
        "office_former_view",
        text("election", 64),
        whole("round"),
        text("sheet", 64),
        whole("scrutineer"),
        whole("turn"),
        data("view"),
        key("office_former_view", *_VIEW, "turn"),
        sa.ForeignKeyConstraint(
            _VIEW,
            [f"office_view.{name}" for name in _VIEW],
            name="fk_office_former_view_election",
        ),
    )
