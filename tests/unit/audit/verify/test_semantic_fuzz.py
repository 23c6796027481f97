"""Whatever lawful types hold unlawful values, the verifier answers with a report.

One value of one event is replaced by another value of the same type, somewhere from the same log
or drawn at random; everybody signs again, and the whole record is made anew.
"""

import io
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.errors import AuditError
from audit.record.container import Container
from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from ballot import events as e
from ballot.canonical import Digest
from ballot.errors import BallotError, Malformed
from ballot.state import Election, Round
from tests.support.bad_records.registry import own_copy
from tests.support.forging import Forger
from tests.support.hand_counted import hand_counted
from tests.support.published_session import published_session
from tests.support.scanned_session import scanned_session
from tests.support.sealed_session import two_rounds
from tests.support.session import Session

Path = tuple[str | int, ...]


def leaves_of(value: object, path: Path = ()) -> list[tuple[Path, object]]:
    """Return every scalar of a JSON value with its path."""
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in leaves_of(one, (*path, key))]
    if isinstance(value, list):
        return [leaf for key, one in enumerate(value) for leaf in leaves_of(one, (*path, key))]
    return [(path, value)]


def replaced(value: object, path: Path, new: object) -> object:
    if not path:
        return new
    key, *rest = path
    if isinstance(value, dict):
        return value | {key: replaced(value[key], tuple(rest), new)}
    assert isinstance(value, list)
    return [replaced(one, tuple(rest), new) if at == key else one for at, one in enumerate(value)]


def pool(session: Session) -> dict[type, list[object]]:
    """Return the scalars of the whole log by their type."""
    found: dict[type, list[object]] = {}
    for event in session.script:
        for _, value in leaves_of(msgspec.json.decode(e.encode(event))):
            if value not in found.setdefault(type(value), []):
                found[type(value)].append(value)
    return found


class Careless(Forger):
    """A forger who packs what the log no longer names, and nothing where there is nothing."""

    def object(self, name: Digest) -> bytes:
        return self.session.objects.get(name, b"{}")

    def record(self) -> bytes:
        try:
            return super().record()
        except LookupError:  # a 确认 of a round without an outcome cannot even be filled in
            return b""

    def packed(self, election: Election, current: Round, events: list[e.Event]) -> bytes:
        try:
            return super().packed(election, current, events)
        except (AuditError, BallotError):
            return GOOD_ARCHIVE


HAND, TABLETS, SCANNED = hand_counted(), two_rounds(), scanned_session()
SHOWN = published_session("sheets")
CONTAINER = Container.open(io.BytesIO(Forger(own_copy(TABLETS)).record()))
GOOD_ARCHIVE = next(CONTAINER.read(m) for m in CONTAINER.members if m.name.endswith(".bel"))
POOLS = {id(one): pool(one) for one in (HAND, TABLETS, SCANNED, SHOWN)}
ODD = st.sampled_from(["", "x", "0" * 64, "f" * 64, "[[", "{}", "-1", "2026-02-31T24:61+08:00"])


def other(session: Session, old: object) -> st.SearchStrategy[object]:
    same = st.sampled_from(POOLS[id(session)][type(old)])
    if isinstance(old, bool) or old is None:
        return st.sampled_from([True, False, None])
    if isinstance(old, int):
        return same | st.integers(0, 12) | st.integers(0, 1_000_000)
    return same | ODD


@pytest.mark.parametrize(
    "session",
    [HAND, TABLETS, SCANNED, SHOWN],
    ids=["paper", "tablets", "scanned", "published"],
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_no_value_in_an_event_raises(session: Session, data: st.DataObject) -> None:
    script = list(session.script)
    at = data.draw(st.integers(0, len(script) - 1))
    content = msgspec.json.decode(e.encode(script[at]))
    path, old = data.draw(st.sampled_from(leaves_of(content)))
    new = data.draw(other(session, old))
    try:
        event = msgspec.convert(replaced(content, path, new), e.Event)
        script[at] = e.decode(e.encode(event))
    except (msgspec.ValidationError, Malformed):
        return
    forged = replace(own_copy(session), script=script)

    careless = Careless(forged)
    record = careless.record()
    evidence = io.BytesIO(careless.made_evidence)

    verify_record(io.BytesIO(record), expectations=Expectations(evidence=evidence))
