"""Whose lines stand under the papers."""

from ballot.events.listing import Officer
from printing.papers.values import Signatory
from service.documents.desk import signatories


def test_somebody_without_a_key_has_a_line_too() -> None:
    """Who signs by hand is the one who needs the line most."""
    officers = [
        Officer(role="scrutineer", number=2, key=None),
        Officer(role="scrutineer", number=1, key="a" * 64),
        Officer(role="presider", number=1, key=None),
    ]
    found = signatories(officers, {"a" * 64: "王芳"})

    assert found["scrutineer"] == (Signatory(name="王芳"), Signatory(name=""))
    assert found["presider"] == (Signatory(name=""),)
