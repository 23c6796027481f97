"""Bring the office's tables to the schema that this program knows (alembic, numbered scripts)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from service.office.errors import SchemaTooNew, Unavailable

VERSION_TABLE = "office_version"
_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x504A4F46
"""The PostgreSQL advisory lock ("PJOF") under which one process migrates and others wait."""


def migrate(connection: Connection) -> None:
    """Run the missing migrations inside the caller's transaction.

    Raises SchemaTooNew when the tables carry a version that this program does not know.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = _config()
    config.attributes["connection"] = connection
    _refuse_newer(version(connection), config)
    command.upgrade(config, "head")


def check(connection: Connection) -> None:
    """Look, without changing anything, whether the tables are those of this program.

    Raises SchemaTooNew, and Unavailable where there are none or older ones.
    """
    found, config = version(connection), _config()
    _refuse_newer(found, config)
    if found != ScriptDirectory.from_config(config).get_current_head():
        raise Unavailable(
            "办公数据表还没有建立，或者是旧版的；请先用本程序启动一次服务（piaojue serve）。",
            code="office.schema-old",
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def _refuse_newer(found: str | None, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaTooNew(
            f"办公数据表的版本 {found} 比本程序新，请升级程序后再启动；未作任何改动。"
        )


def version(connection: Connection) -> str | None:
    """Return the version that the tables carry, or None where there are none."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()
