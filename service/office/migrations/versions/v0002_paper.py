"""Sheets to be printed, bundles being scanned, and what people hold of doubtful sheets."""

import sqlalchemy as sa
from alembic import op

from service.office.migrations.columns import data, key, text, whole

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of printing, of the scanning desk and of the adjudication desk."""
    _printing()
    _scanning()
    _adjudicating()


def _printing() -> None:
    op.create_table(
        "office_print",
        text("election", 64),
        whole("round"),
        text("name", 64),
        whole("count"),
        data("pdf"),
        key("office_print", "election", "round", "name"),
    )


def _scanning() -> None:
    op.create_table(
        "office_bundle",
        text("election", 64),
        whole("round"),
        whole("number"),
        whole("declared"),
        text("state", 12),
        key("office_bundle", "election", "round", "number"),
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_office_bundle_open",
        "office_bundle",
        ["election", "round"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "office_page",
        text("election", 64),
        whole("round"),
        text("image", 64),
        whole("bundle"),
        whole("place"),
        data("result"),
        key("office_page", "election", "round", "image"),
        sa.UniqueConstraint("election", "round", "bundle", "place", name="uq_office_page_election"),
    )


def _adjudicating() -> None:
    op.create_table(
        "office_view",
        text("election", 64),
        whole("round"),
        text("sheet", 64),
        whole("scrutineer"),
        data("view"),
        key("office_view", "election", "round", "sheet", "scrutineer"),
    )
    op.create_table(
        "office_ruling",
        text("election", 64),
        whole("round"),
        text("sheet", 64),
        data("opening"),
        key("office_ruling", "election", "round", "sheet"),
    )
