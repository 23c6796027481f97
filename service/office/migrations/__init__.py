"""The alembic environment of the office's tables."""
