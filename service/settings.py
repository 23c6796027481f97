"""Where the service keeps things and how it listens."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``data``: private directory; ``database``: PostgreSQL URL, None for SQLite in ``data``.

    ``workers``: processes that verify sealed ballots; 0 verifies in the service's own process.
    ``public_url``: the address printed on papers and posters.
    ``scans``: the directory that a copier drops scans into, None for none.
    """

    data: Path
    database: str | None = None
    workers: int = 2
    public_url: str = ""
    scans: Path | None = None

    @property
    def ledger_url(self) -> str:
        """The ledger's database URL."""
        return self.database or f"sqlite:///{(self.data / 'ledger.db').absolute()}"
