"""The record and the evidence of an election as files, made anew when asked for."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from typing import BinaryIO

from audit.record.body import hashed
from audit.record.writer import write_evidence, write_record
from ballot.canonical import Digest
from service.house import House

CHUNK = 1 << 20
IN_MEMORY = 32 << 20
"""Bytes above which a record waits in a temporary file."""


async def record_file(house: House, election: str) -> BinaryIO:
    """Return the public record of the log as it is, at its start."""
    size, note = await house.checkpoints.now(election)
    leaves = await house.ledger.leaves(election, 0, size)
    with await evidence_file(house, election) as evidence:
        digest, _ = await asyncio.to_thread(hashed, evidence)
    fetch = _fetcher(house)
    file = _temporary()
    await asyncio.to_thread(write_record, file, leaves, note.encode(), fetch, evidence=digest)
    file.seek(0)
    return file


async def evidence_file(house: House, election: str) -> BinaryIO:
    """Return the private evidence, at its start."""
    leaves = await house.ledger.leaves(election, 0, await house.ledger.size(election))
    file = _temporary()
    await asyncio.to_thread(write_evidence, file, leaves, _fetcher(house))
    file.seek(0)
    return file


def _temporary() -> BinaryIO:
    """Return a file that its reader closes; on disk it has no name."""
    return tempfile.SpooledTemporaryFile(IN_MEMORY)  # type: ignore[return-value]


def _fetcher(house: House) -> Callable[[Digest], bytes]:
    """Return a way for a thread to ask the ledger, which belongs to the event loop."""
    loop = asyncio.get_running_loop()

    def fetch(name: Digest) -> bytes:
        return asyncio.run_coroutine_threadsafe(house.ledger.get_object(name), loop).result()

    return fetch


async def stream_of(file: BinaryIO) -> AsyncIterator[bytes]:
    """Yield the file in chunks and close it at the end."""
    with file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
