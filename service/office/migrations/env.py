"""Alembic's entry: run the scripts on the connection, in the transaction, of the caller."""

from alembic import context

from service.office.schema import VERSION_TABLE
from service.office.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
