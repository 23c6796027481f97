"""A file of scans read in workers that it may hang or kill: a page is named, the rest is read."""

from pathlib import Path

from ballot.definition import Definition
from counting.lost import Lost
from service.errors import BadRequest
from service.scanning.reading import TakenPage, lost_file, portions, read, unread
from service.work.contained import Contained


async def portions_apart(readers: Contained, path: Path, name: str) -> list[tuple[int, int]]:
    """Return the portions of a file. Raises BadRequest if it is unreadable."""
    found = await readers.do(portions, path, name)
    if isinstance(found, Lost):
        told = await readers.do(lost_file, name, found)
        raise BadRequest(told if isinstance(told, str) else f"{name}：文件打不开。")
    return found


async def read_apart(
    readers: Contained,
    definition: Definition,
    key: str,
    path: Path,
    name: str,
    portion: tuple[int, int],
) -> list[TakenPage]:
    """Read a portion; if its process does not survive it, page by page, to find which it is.

    ``key`` is the public key of the round's sheets (hex).
    """
    found = await readers.do(read, definition, key, path, name, portion)
    if not isinstance(found, Lost):
        return found
    first, end = portion
    if end - first == 1:
        return [await _refused(readers, name, end, found)]
    return [
        page
        for at in range(first, end)
        for page in await read_apart(readers, definition, key, path, name, (at, at + 1))
    ]


async def _refused(readers: Contained, name: str, at: int, lost: Lost) -> TakenPage:
    while True:  # writing a sentence endangers no process; one that died all the same was unlucky
        found = await readers.do(unread, name, at, lost)
        if not isinstance(found, Lost):
            return found
