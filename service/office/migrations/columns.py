"""Columns and keys as the migrations declare them: nothing may be null unless it says so."""

import sqlalchemy as sa


def text(name: str, length: int | None = None) -> sa.Column[str]:
    """Return a text of at most ``length`` characters, or of any length."""
    return sa.Column(name, sa.Text if length is None else sa.String(length), nullable=False)


def whole(name: str) -> sa.Column[int]:
    """Return a whole number that people or the program choose, never the database."""
    return sa.Column(name, sa.Integer, nullable=False, autoincrement=False)


def seconds(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """Return a time in seconds since 1970, or another number that outgrows 32 bits."""
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def data(name: str) -> sa.Column[bytes]:
    """Return bytes."""
    return sa.Column(name, sa.LargeBinary, nullable=False)


def key(table: str, *columns: str) -> sa.Constraint:
    """Return the primary key, named as `service.office.tables.NAMING` does."""
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")
