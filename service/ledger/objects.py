"""Content-addressed objects: what is too large for a leaf lies under its SHA-256."""

from collections.abc import Iterator
from typing import BinaryIO

from ballot.canonical import Digest
from service.ledger.connection import Connection
from service.ledger.errors import ObjectMissing

PART = 1 << 20
"""Bytes per stored part: a large object is never in memory as a whole."""


def put(connection: Connection, name: Digest, size: int, file: BinaryIO) -> None:
    """Store the ``size`` bytes of ``file`` under ``name``; nothing happens if they are there.

    The caller has computed ``name`` over the same bytes.
    """
    new = connection.run(
        "INSERT INTO ledger_objects (hash, size) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (name, size),
    )
    part = 0
    while new and (body := file.read(PART)):
        connection.run(
            "INSERT INTO ledger_parts (hash, part, body) VALUES (?, ?, ?)", (name, part, body)
        )
        part += 1


def size(connection: Connection, name: Digest) -> int:
    """Return the bytes of an object. Raises ObjectMissing."""
    rows = connection.rows("SELECT size FROM ledger_objects WHERE hash = ?", (name,))
    if not rows:
        raise ObjectMissing(f"没有散列为 {name} 的文件，可能尚未上传，请核对散列。")
    return int(rows[0][0])


def part(connection: Connection, name: Digest, number: int) -> bytes:
    """Return part ``number`` (from 0) of an object, empty behind the last one."""
    rows = connection.rows(
        "SELECT body FROM ledger_parts WHERE hash = ? AND part = ?", (name, number)
    )
    return bytes(rows[0][0]) if rows else b""


def parts(connection: Connection, name: Digest) -> Iterator[bytes]:
    """Return the object in parts of at most PART bytes. Raises ObjectMissing."""
    size(connection, name)
    number = 0
    while body := part(connection, name, number):
        yield body
        number += 1
