"""The events of an archive and the small records that they name."""

from enum import StrEnum

import msgspec

from ballot.sealed.v1.codec import Exact, Wire


class Kind(StrEnum):
    """What happened; shuffles belong to questions that we do not read."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


class WireHeader(Wire, frozen=True, kw_only=True):
    """The first member."""

    version: int
    timestamp: str


class WireEvent(Exact, frozen=True, kw_only=True):
    """One event; ``parent`` is missing in the first, ``payload`` where nothing is named."""

    parent: str | msgspec.UnsetType = msgspec.UNSET
    height: int
    type: Kind
    payload: str | msgspec.UnsetType = msgspec.UNSET


class SetupRecord(Wire, frozen=True, kw_only=True):
    """The hashes of the three big objects of the set-up (and, since 3.3, of a fourth)."""

    election: str
    trustees: str
    credentials: str
    credentials_certificate: str | msgspec.UnsetType = msgspec.UNSET


class SizeRecord(Wire, frozen=True, kw_only=True):
    """How many ballots were counted, their total weight and the hash of the encrypted tally.

    A weight of 2^30 and above is a decimal string.
    """

    num_tallied: int
    total_weight: int | str
    encrypted_tally: str


class OwnerRecord(Wire, frozen=True, kw_only=True):
    """Whose partial decryption it is, from 1, and its hash."""

    owner: int
    payload: str
