"""票箱: between ``opened`` and ``closed`` the ballots of one round lie here and nowhere else.

One table per round, dropped at the close. Its rows have no sequence, time or device; the key is
the hash of the ballot. What the database itself may still show about the order of arrival while
the round is open (page numbers, xmin) goes with the table (``Store.scrub``; docs/trust.md).
"""

import hashlib
from dataclasses import dataclass, field

from ballot.canonical import Digest
from service.ledger.connection import Connection
from service.ledger.errors import StoreMisfit
from service.ledger.schema import spelled
from service.ledger.values import Envelope, UrnBallot

_TABLE = """CREATE TABLE {name} (
    ballot {{text}} NOT NULL PRIMARY KEY,
    unsigned {{text}} NOT NULL UNIQUE,
    credential {{text}} NOT NULL UNIQUE,
    proofs_hash {{text}},
    body {{blob}} NOT NULL,
    proofs {{blob}}
){{keyed}}"""

COLUMNS = ("ballot", "unsigned", "credential", "proofs_hash", "body", "proofs")
"""The columns of an urn's table, its key first: no sequence, no time, no device."""

# S608 below: the only word put into these statements is the table's name, made by ``_name``.


@dataclass(frozen=True, slots=True)
class Urn:
    """The urn of one round on one connection."""

    connection: Connection
    election: str
    round: int
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """Derive the table's name: ids may hold any character, table names may not."""
        object.__setattr__(self, "name", _name(self.election, self.round))

    def set_up(self) -> None:
        """Make the empty urn; once per round, in the transaction of ``opened``."""
        statement = _TABLE.format(name=self.name)
        self.connection.run(spelled(statement, self.connection.dialect))
        self.connection.run(
            "INSERT INTO ledger_urns (election, round) VALUES (?, ?)", (self.election, self.round)
        )

    def put(self, envelope: Envelope, entry: UrnBallot) -> bool:
        """Put a ballot in unless it is burnt or collides; return whether it is in now."""
        return bool(
            self.connection.run(
                f"INSERT INTO {self.name} "  # noqa: S608
                "(ballot, unsigned, credential, proofs_hash, body, proofs) "
                "SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM ledger_burnt "
                "WHERE election = ? AND round = ? AND unsigned = ?) ON CONFLICT DO NOTHING",
                (
                    entry.ballot,
                    envelope.unsigned,
                    entry.credential,
                    entry.proofs,
                    envelope.ballot,
                    envelope.proofs,
                    self.election,
                    self.round,
                    envelope.unsigned,
                ),
            )
        )

    def of_card(self, credential: str) -> UrnBallot | None:
        """Return the ballot that this credential cast, if the urn stands and holds one."""
        return self._one("credential", credential)

    def of_unsigned(self, unsigned: Digest) -> UrnBallot | None:
        """Return the ballot whose unsigned form has this hash, if there is one."""
        return self._one("unsigned", unsigned)

    def ballots(self) -> tuple[UrnBallot, ...]:
        """Return what lies in the urn, in ascending order of hash."""
        rows = self.connection.rows(
            f"SELECT ballot, proofs_hash, credential FROM {self.name} ORDER BY ballot"  # noqa: S608
        )
        return tuple(_ballot(*row) for row in rows)

    def empty_into_objects(self) -> None:
        """Move every ballot and its proofs to the objects, in order of hash, and drop the urn."""
        for key, body in (("ballot", "body"), ("proofs_hash", "proofs")):
            self._move(key, body)
        self.drop()

    def drop(self) -> None:
        """Drop the urn with all that is in it."""
        self.connection.run(f"DROP TABLE {self.name}")
        self.connection.run(
            "DELETE FROM ledger_urns WHERE election = ? AND round = ?", (self.election, self.round)
        )
        # Remembered in the same transaction: a crash before the scrub is made good at the start.
        self.connection.run(
            "INSERT INTO ledger_chores (name) VALUES (?) ON CONFLICT DO NOTHING", (self.name,)
        )

    def stands(self) -> bool:
        """Return whether there is an urn for this round now."""
        return bool(
            self.connection.rows(
                "SELECT 1 FROM ledger_urns WHERE election = ? AND round = ?",
                (self.election, self.round),
            )
        )

    def burn(self, unsigned: Digest) -> None:
        """Refuse the ballot with this unsigned hash for ever."""
        self.connection.run(
            "INSERT INTO ledger_burnt (election, round, unsigned) VALUES (?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (self.election, self.round, unsigned),
        )

    def is_burnt(self, unsigned: Digest) -> bool:
        """Return whether the ballot with this unsigned hash was opened for 检验."""
        return bool(
            self.connection.rows(
                "SELECT 1 FROM ledger_burnt WHERE election = ? AND round = ? AND unsigned = ?",
                (self.election, self.round, unsigned),
            )
        )

    def burnt(self) -> int:
        """Return how many ballots were opened for 检验 in this round."""
        rows = self.connection.rows(
            "SELECT count(*) FROM ledger_burnt WHERE election = ? AND round = ?",
            (self.election, self.round),
        )
        return int(rows[0][0])

    def _one(self, column: str, value: str) -> UrnBallot | None:
        if not self.stands():
            return None
        try:
            rows = self.connection.rows(
                f"SELECT ballot, proofs_hash, credential FROM {self.name} WHERE {column} = ?",  # noqa: S608
                (value,),
            )
        except StoreMisfit:
            # A reader may see the urn's row and then find the table dropped by a close.
            return None
        return _ballot(*rows[0]) if rows else None

    def _move(self, key: str, body: str) -> None:
        self.connection.run(
            f"INSERT INTO ledger_objects (hash, size) SELECT {key}, length({body}) "  # noqa: S608
            f"FROM {self.name} WHERE {key} IS NOT NULL ORDER BY {key} ON CONFLICT DO NOTHING"
        )
        self.connection.run(
            f"INSERT INTO ledger_parts (hash, part, body) SELECT {key}, 0, {body} "  # noqa: S608
            f"FROM {self.name} WHERE {key} IS NOT NULL ORDER BY {key} ON CONFLICT DO NOTHING"
        )


def _name(election: str, number: int) -> str:
    return "urn_" + hashlib.sha256(f"{number}|{election}".encode()).hexdigest()[:40]


def _ballot(ballot: str, proofs: str | None, credential: str) -> UrnBallot:
    named = None if proofs is None else Digest(proofs)
    return UrnBallot(ballot=Digest(ballot), proofs=named, credential=credential)
