"""A copy of the whole ledger at one moment, from either store into an empty one.

Rows are read and written in the order of their keys, so a copy tells even less about the order of
arrival than its source. A copy made while a round is open holds its urn: keep it like the urn.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from service.ledger import log
from service.ledger.connection import Connection, Row
from service.ledger.errors import NotEmpty
from service.ledger.heads import Heads
from service.ledger.urn import COLUMNS, Urn


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    key: tuple[str, ...]
    rest: tuple[str, ...]
    page: int = 500
    """Rows in memory at once."""


TABLES = (
    _Table("ledger_heads", ("election",), ("size", "peaks")),
    _Table("ledger_leaves", ("election", "leaf"), ("hash", "body")),
    _Table("ledger_checkpoints", ("election", "size"), ("note",)),
    _Table("ledger_burnt", ("election", "round", "unsigned"), ()),
    _Table("ledger_counted", ("election", "round", "ballot"), ("proofs", "credential", "leaf")),
    _Table("ledger_objects", ("hash",), ("size",)),
    _Table("ledger_parts", ("hash", "part"), ("body",), page=16),
)
"""Every table of the schema but the chores and the urns; those referred to come first."""


def copy(source: Connection, target: Connection) -> None:
    """Copy everything in ``source`` into ``target``, whose tables are made and empty.

    Both are in a transaction of the caller's; the source's shows one moment. Every log is folded
    and compared with its right edge in the target. Raises NotEmpty, LogBroken.
    """
    if log.elections(target):
        raise NotEmpty("目标数据库里已经有票决，不能把备份恢复到其中；请换一个空的数据库。")
    for table in TABLES:
        _copy_table(source, target, table)
    for election, number in source.rows("SELECT election, round FROM ledger_urns"):
        urn = Urn(target, str(election), int(number))
        urn.set_up()
        _copy_table(source, target, _Table(urn.name, COLUMNS[:1], COLUMNS[1:]))
    heads = Heads()
    for one in log.elections(target):
        heads.caught_up(target, one)


def _copy_table(source: Connection, target: Connection, table: _Table) -> None:
    columns = table.key + table.rest
    marks = ", ".join("?" * len(columns))
    names = ", ".join(columns)
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - our own words
    for page in _pages(source, table):
        target.many(statement, page)


def _pages(source: Connection, table: _Table) -> Iterator[list[Row]]:
    """Yield all rows in the order of the key, never more than a page in memory."""
    names, key = ", ".join(table.key + table.rest), ", ".join(table.key)
    marks = ", ".join("?" * len(table.key))
    first = f"SELECT {names} FROM {table.name} ORDER BY {key} LIMIT ?"  # noqa: S608 - our own words
    later = f"SELECT {names} FROM {table.name} WHERE ({key}) > ({marks}) ORDER BY {key} LIMIT ?"  # noqa: S608
    page = source.rows(first, (table.page,))
    while page:
        yield page
        page = source.rows(later, (*page[-1][: len(table.key)], table.page))
