"""What can be wrong with a log, a checkpoint or a record.

    AuditError
     ├── Malformed      bytes or values that are not what they claim to be
     └── Unproven       well-formed, but the signature, proof or figure does not hold

Every error carries a stable ``code`` for programs and a Chinese sentence for people:
what is wrong, where, and what to do.
"""


class AuditError(Exception):
    """Root of everything that this package raises on purpose."""

    code = "audit"

    def __init__(self, sentence: str, *, code: str | None = None) -> None:
        """Keep ``sentence`` (Chinese) and, where one class has several facts, its ``code``."""
        super().__init__(sentence)
        self.sentence = sentence
        if code is not None:
            self.code = code


class Malformed(AuditError):
    """Bytes or values that are not what they claim to be."""

    code = "audit.malformed"


class Unproven(AuditError):
    """A well-formed claim whose signature, proof or figure does not hold."""

    code = "audit.unproven"
