"""A store as a whole: made ready, backed up, restored."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.ledger import log, schema
from service.ledger.connection import Connection, Store
from service.ledger.copying import copy
from service.ledger.errors import NotEmpty, StoreUnavailable
from service.ledger.sqlite import SqliteStore


def prepare(store: Store) -> None:
    """Claim ``store``, bring its tables up to date and check every right edge.

    The claim is kept if that succeeds. Raises AlreadyOpen, StoreUnavailable, StoreUnsafe,
    SchemaTooNew, LogBroken.
    """
    store.claim()
    try:
        with _connection(store, writing=True) as connection:
            with connection.transaction():
                schema.upgrade(connection)
            log.check_edges(connection)
    except BaseException:
        store.release()
        raise


@contextmanager
def reading(store: Store) -> Iterator[Connection]:
    """Look at one moment of ``store``, which another process may be writing to.

    Raises SchemaTooNew, UnknownStore, StoreUnavailable.
    """
    if isinstance(store, SqliteStore) and not store.path.is_file():
        raise StoreUnavailable(f"没有数据文件 {store.path}，请核对路径。")
    with _connection(store, writing=False) as connection:
        # Outside of the moment: a question about a missing table would end it.
        schema.check(connection)
        with connection.snapshot():
            yield connection


def backup(store: Store, path: Path) -> None:
    """Copy ``store`` as it is now into the new SQLite file ``path``.

    Another process may be writing to ``store``. Raises NotEmpty, and as ``reading`` does.
    """
    if path.exists():
        raise NotEmpty(f"备份文件 {path.name} 已经存在，请换一个文件名。")
    part = path.with_name(path.name + ".part")
    _remove(part, "", "-wal", "-shm")  # what an interrupted backup left
    _fill(store, SqliteStore(part))
    _remove(part, ".lock")
    part.replace(path)
    _sync_directory(path.parent)


def restore(path: Path, store: Store) -> None:
    """Fill the empty ``store`` from the backup ``path``. Raises NotEmpty, LogBroken."""
    _fill(SqliteStore(path), store)


def _fill(source: Store, target: Store) -> None:
    prepare(target)
    try:
        with (
            reading(source) as old,
            _connection(target, writing=True) as new,
            new.transaction(),
        ):
            copy(old, new)
    finally:
        target.release()


@contextmanager
def _connection(store: Store, *, writing: bool) -> Iterator[Connection]:
    connection = store.connect(writing=writing)
    try:
        yield connection
    finally:
        connection.close()


def _remove(part: Path, *suffixes: str) -> None:
    for suffix in suffixes:
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def _sync_directory(directory: Path) -> None:
    """Make the new name survive a power cut."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
