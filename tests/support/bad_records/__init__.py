"""Bad records, each named by its fault; ``python -m tests.support.bad_records DIR`` writes them."""

from tests.support.bad_records import (
    adopted,
    anchors,
    container,
    course,
    evaluating,
    keys,
    log,
    paper,
    passed_text,
    published,
    sealed,
)
from tests.support.bad_records.registry import BAD, Bad, Case

__all__ = [
    "BAD",
    "Bad",
    "Case",
    "adopted",
    "anchors",
    "container",
    "course",
    "evaluating",
    "keys",
    "log",
    "paper",
    "passed_text",
    "published",
    "sealed",
]
