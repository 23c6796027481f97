"""Sheets to be printed, bundles being scanned, and what people hold of doubtful sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of printing, of the scanning desk and of the adjudication desk."""
    _printing()
    _scanning()
    _adjudicating()


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text if length is None else sa.String(length), nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, autoincrement=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _key(table: str, *columns: str) -> sa.Constraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _printing() -> None:
    op.create_table(
        "office_print",
        _text("election", 64),
        _whole("round"),
        _text("name", 64),
        _whole("count"),
        _bytes("pdf"),
        _key("office_print", "election", "round", "name"),
    )


def _scanning() -> None:
    op.create_table(
        "office_bundle",
        _text("election", 64),
        _whole("round"),
        _whole("number"),
        _whole("declared"),
        _text("state", 12),
        _key("office_bundle", "election", "round", "number"),
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
        _text("election", 64),
        _whole("round"),
        _text("image", 64),
        _whole("bundle"),
        _whole("place"),
        _bytes("result"),
        _key("office_page", "election", "round", "image"),
        sa.UniqueConstraint("election", "round", "bundle", "place", name="uq_office_page_election"),
    )


def _adjudicating() -> None:
    op.create_table(
        "office_view",
        _text("election", 64),
        _whole("round"),
        _text("sheet", 64),
        _whole("scrutineer"),
        _bytes("view"),
        _key("office_view", "election", "round", "sheet", "scrutineer"),
    )
    op.create_table(
        "office_ruling",
        _text("election", 64),
        _whole("round"),
        _text("sheet", 64),
        _bytes("opening"),
        _key("office_ruling", "election", "round", "sheet"),
    )
