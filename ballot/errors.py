"""What can be wrong with a ballot, a definition or an act.

    BallotError
     ├── Malformed      bytes or values that are not what they claim to be
     └── Refused        an act that the rules or the stage do not allow

Every error carries a stable ``code`` for programs and a Chinese sentence for people:
what is wrong, where, and what to do.
"""


class BallotError(Exception):
    """Root of everything that this package raises on purpose."""

    code = "ballot"

    def __init__(self, sentence: str, *, code: str | None = None) -> None:
        """Keep the Chinese ``sentence`` and, where one class has several facts, its ``code``."""
        super().__init__(sentence)
        self.sentence = sentence
        if code is not None:
            self.code = code


class Malformed(BallotError):
    """Bytes or values that are not what they claim to be."""

    code = "malformed"


class Refused(BallotError):
    """An act that the rules or the stage do not allow; nothing was written."""

    code = "refused"
