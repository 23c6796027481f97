"""A search of everything that a session leaves behind for what would tie a person to a ballot.

``leaks`` looks at files as bytes, at databases row by row, at archives entry by entry, and at what
the service said on its output; it returns one sentence for each finding.
"""

import base64
import io
import re
import sqlite3
import stat
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATABASES = ("ledger.db", "office.db")
FILES = re.compile(r"(ledger|office)\.db(-wal|-shm)?|keys(/[0-9a-f]+\.log\.pem)?|[\w.-]*lock")
"""What a data directory may contain: nothing that could be made for one ballot."""

DATE = re.compile(r"20\d\d-[01]\d-[0-3]\d[T ][0-2]\d:")
ADDRESS = re.compile(r"\b127\.0\.0\.1\b|\blocalhost\b|::1\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What names one cast ballot: its hash (which is its tracker), credential and unsigned hash."""

    digest: str
    credential: str
    unsigned: str

    def marks(self) -> tuple[str, ...]:
        tracker = base64.b64encode(bytes.fromhex(self.digest)).decode().rstrip("=")
        return (self.digest, self.credential, self.unsigned, tracker)


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What to look for: ballots in the order of their casting, people, secrets, and the time."""

    ballots: tuple[Ballot, ...]
    deputies: tuple[str, ...]
    people: tuple[str, ...]
    """Names and identifiers of accounts."""
    secrets: tuple[bytes, ...]
    times: tuple[int, int]
    """Seconds since 1970 between which the ballots were cast."""

    def named(self, text: str) -> set[int]:
        """Return the places in the order of casting of the ballots that ``text`` names."""
        return {
            place
            for place, ballot in enumerate(self.ballots)
            if any(mark in text for mark in ballot.marks())
        }


def leaks(data: Path, archives: Sequence[bytes], said: str, searched: Searched) -> list[str]:
    """Search ``data``, the published ``archives`` and all that the service has ``said``."""
    return [
        *_in_files(data, searched),
        *(found for name in DATABASES for found in _in_database(data / name, searched)),
        *(found for archive in archives for found in _in_archive(archive, searched)),
        *_in_words(said, searched),
    ]


def _in_files(data: Path, searched: Searched) -> Iterator[str]:
    for path in sorted(data.rglob("*")):
        name = str(path.relative_to(data))
        if not FILES.fullmatch(name):
            yield f"file {name} may have been made for one ballot"
        if not path.is_file():
            continue
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"file {name} is open to others"
        yield from _in_bytes(name, path.read_bytes(), searched)


def _in_bytes(name: str, content: bytes, searched: Searched) -> Iterator[str]:
    """Remnants count as well: freed pages and the write-ahead log are part of the bytes."""
    for secret in searched.secrets:
        if secret in content:
            yield f"{name} contains a secret"
    if not name.startswith("office.db"):
        for person in (*searched.deputies, *searched.people):
            if person.encode() in content:
                yield f"{name} contains a person: {person}"
    for ballot in searched.ballots:
        if ballot.unsigned.encode() in content:
            yield f"{name} contains a row of the urn"
        if name.startswith("office.db") and any(one.encode() in content for one in ballot.marks()):
            yield f"{name} contains a ballot beside people"


def _in_database(path: Path, searched: Searched) -> Iterator[str]:
    with sqlite3.connect(path) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in names:
            if table.startswith("urn"):
                yield f"table {table} still stands"
            rows = _rows(database, table)
            for row in rows:
                yield from _in_row(table, row, searched)
            yield from _in_order(table, [" ".join(map(_text, row)) for row in rows], searched)
    database.close()


def _rows(database: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    """Return the rows as they lie: by rowid, or by the key of a table that has none."""
    try:
        return database.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()  # noqa: S608
    except sqlite3.OperationalError:
        return database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _in_row(table: str, row: tuple[Any, ...], searched: Searched) -> Iterator[str]:
    text = " ".join(map(_text, row))
    if not searched.named(text):
        return
    if any(person in text for person in (*searched.deputies, *searched.people)):
        yield f"table {table} has a person beside a ballot"
    if DATE.search(text) or any(_is_time(value, searched.times) for value in row):
        yield f"table {table} has a time beside a ballot"
    if ADDRESS.search(text):
        yield f"table {table} has an address beside a ballot"


def _is_time(value: object, times: tuple[int, int]) -> bool:
    """Say whether a number is a moment of the voting in seconds, milli-, micro- or nanoseconds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return any(times[0] * unit <= value <= times[1] * unit for unit in (1, 10**3, 10**6, 10**9))


def _in_order(table: str, rows: Iterable[str], searched: Searched) -> Iterator[str]:
    """Find rows that lie in the order of casting, or the other way round."""
    places = [place for row in rows if len(named := searched.named(row)) == 1 for place in named]
    seen = list(dict.fromkeys(places))
    if len(seen) > 3 and seen in (sorted(seen), sorted(seen, reverse=True)):
        yield f"table {table} has the ballots in the order of casting"


def _in_archive(archive: bytes, searched: Searched) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        if len({entry.date_time for entry in opened.infolist()}) > 1:
            yield "entries of an archive have times of their own"
        for name in opened.namelist():
            content = opened.read(name)
            if content.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(content)) as inner:
                    content = b"".join(inner.read(one) for one in inner.namelist())
            yield from _in_entry(name, content, searched)


def _in_entry(name: str, content: bytes, searched: Searched) -> Iterator[str]:
    """Papers name who signs them; nobody who votes is in any of it, no ballot beside a person."""
    if any(secret in content for secret in searched.secrets):
        yield f"entry {name} contains a secret"
    if any(deputy.encode() in content for deputy in searched.deputies):
        yield f"entry {name} contains a deputy"
    text = content.decode("utf-8", "replace")
    if searched.named(text) and any(person in text for person in searched.people):
        yield f"entry {name} has a person beside a ballot"
    for piece in _pieces(name, content):
        if searched.named(piece) and DATE.search(piece):
            yield f"entry {name} has a time beside a ballot"


def _pieces(name: str, content: bytes) -> Iterator[str]:
    """Yield the leaves of a bundle, each after its length in two bytes, and lines of all else."""
    if not name.startswith("log/tile/entries/"):
        yield from content.decode("utf-8", "replace").splitlines()
        return
    while content:
        size = int.from_bytes(content[:2], "big")
        yield content[2 : 2 + size].decode()
        content = content[2 + size :]


def _in_words(said: str, searched: Searched) -> Iterator[str]:
    if searched.named(said):
        yield "the service spoke of a ballot"
    if any(person in said for person in (*searched.deputies, *searched.people)):
        yield "the service spoke of a person"
    if any(secret.decode("latin-1") in said for secret in searched.secrets):
        yield "the service spoke of a secret"
    if re.search(r"/(ballots|challenges|cards/status|booth|inclusion)\b", said):
        yield "the service wrote an access log of the casting routes"
    if ADDRESS.search(said):
        yield "the service wrote an address"
