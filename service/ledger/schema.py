"""The ledger's tables, as numbered steps that are applied once and never edited.

Every table has the election's id first, objects apart: they are named by their own hash.
"""

from service.ledger.connection import Connection, Dialect
from service.ledger.errors import SchemaTooNew, StoreMisfit, UnknownStore

_STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE ledger_heads (
            election {text} NOT NULL PRIMARY KEY,
            size {integer} NOT NULL CHECK (size >= 0),
            peaks {blob} NOT NULL
        ){keyed}""",
        """CREATE TABLE ledger_leaves (
            election {text} NOT NULL REFERENCES ledger_heads (election),
            leaf {integer} NOT NULL CHECK (leaf >= 0),
            hash {blob} NOT NULL,
            body {blob} NOT NULL,
            PRIMARY KEY (election, leaf)
        ){keyed}""",
        """CREATE TABLE ledger_checkpoints (
            election {text} NOT NULL REFERENCES ledger_heads (election),
            size {integer} NOT NULL,
            note {text} NOT NULL,
            PRIMARY KEY (election, size)
        ){keyed}""",
        """CREATE TABLE ledger_urns (
            election {text} NOT NULL REFERENCES ledger_heads (election),
            round {integer} NOT NULL,
            PRIMARY KEY (election, round)
        ){keyed}""",
        """CREATE TABLE ledger_burnt (
            election {text} NOT NULL REFERENCES ledger_heads (election),
            round {integer} NOT NULL,
            unsigned {text} NOT NULL,
            PRIMARY KEY (election, round, unsigned)
        ){keyed}""",
        """CREATE TABLE ledger_counted (
            election {text} NOT NULL REFERENCES ledger_heads (election),
            round {integer} NOT NULL,
            ballot {text} NOT NULL,
            proofs {text},
            credential {text} NOT NULL,
            leaf {integer} NOT NULL,
            PRIMARY KEY (election, round, ballot),
            UNIQUE (election, round, credential)
        ){keyed}""",
        """CREATE TABLE ledger_objects (
            hash {text} NOT NULL PRIMARY KEY,
            size {integer} NOT NULL
        ){keyed}""",
        """CREATE TABLE ledger_parts (
            hash {text} NOT NULL REFERENCES ledger_objects (hash),
            part {integer} NOT NULL,
            body {blob} NOT NULL,
            PRIMARY KEY (hash, part)
        ){keyed}""",
        """CREATE TABLE ledger_chores (
            name {text} NOT NULL PRIMARY KEY
        ){keyed}""",
    ),
)
"""Step n leads from version n to version n + 1."""

NEWEST = len(_STEPS)


def spelled(statement: str, dialect: Dialect) -> str:
    """Return ``statement`` with the words of ``dialect`` filled in."""
    return statement.format(
        blob=dialect.blob, integer=dialect.integer, text=dialect.text, keyed=dialect.keyed
    )


def upgrade(connection: Connection) -> int:
    """Bring the tables to version NEWEST and return the version found.

    Runs in the caller's transaction, alone: two processes that start together upgrade once.
    Raises SchemaTooNew, without touching anything, if a newer version of the program was here.
    """
    if connection.dialect.alone:
        connection.rows(connection.dialect.alone)
    connection.run("CREATE TABLE IF NOT EXISTS ledger_schema (version INTEGER NOT NULL)")
    found = connection.rows("SELECT version FROM ledger_schema")
    version = int(found[0][0]) if found else 0
    _refuse_newer(version)
    for step in _STEPS[version:]:
        for statement in step:
            connection.run(spelled(statement, connection.dialect))
    if version < NEWEST:
        connection.run("DELETE FROM ledger_schema")
        connection.run("INSERT INTO ledger_schema (version) VALUES (?)", (NEWEST,))
    return version


def check(connection: Connection) -> None:
    """Look, without changing anything, whether the tables are those of this program.

    Raises SchemaTooNew, and UnknownStore where there are none or older ones.
    """
    try:
        found = connection.rows("SELECT version FROM ledger_schema")
    except StoreMisfit:
        found = []
    version = int(found[0][0]) if found else 0
    _refuse_newer(version)
    if version < NEWEST:
        raise UnknownStore(
            "数据库里还没有票决的数据表，或者是旧版的；请先用本程序启动一次服务（piaojue serve）。"
        )


def _refuse_newer(version: int) -> None:
    if version > NEWEST:
        raise SchemaTooNew(
            f"数据库的表结构是第 {version} 版，本程序只认识到第 {NEWEST} 版。"
            "请使用不早于写入它的那一版程序，不要用旧程序打开。"
        )
