"""Writes web/tests/key_vectors.json: what the scrutineer's page must compute, and what it refuses.

A whole 2-of-3 session from fixed seeds. ``python -m tests.support.key_vectors`` writes the file,
``--check`` compares.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ballot import events as e
from ballot.definition import Definition
from ballot.events.base import KeyApproval
from ballot.events.listing import GroupName
from ballot.sealed import (
    SealedBallot,
    TrusteeSecret,
    certificate,
    check_circle,
    commitment,
    contribution,
    finish,
    group_named,
    make_test,
    prove_reloaded,
    seal,
    trustees_document,
)
from ballot.sealed.decryption import partial_decryption
from ballot.sealed.opening import stream
from ballot.signing import statement
from tests.support.generated import settle
from tests.support.sealed_session import FIRST, FIRST_PAPER, Sealed
from tests.support.session import AT

FILE = Path(__file__).parent.parent.parent / "web" / "tests" / "key_vectors.json"
MEMBERS, THRESHOLD = 3, 2
SEED = "2222222222222222222222"


def vectors() -> dict[str, Any]:
    """Return everything as JSON values."""
    groups: tuple[GroupName, ...] = ("Ed25519", "BELENIOS-2048")
    return {"ceremonies": [_ceremony(group) for group in groups], "round": _round()}


def _ceremony(name: GroupName) -> dict[str, Any]:
    """Every message of a key generation, each from a stream that carries its name."""
    group = group_named(name)
    secrets = [
        TrusteeSecret(
            seed=SEED[:-1] + str(index), group=name, index=index, size=MEMBERS, threshold=THRESHOLD
        )
        for index in range(1, MEMBERS + 1)
    ]

    def entropy(step: str, one: TrusteeSecret) -> Any:
        return stream(f"piaojue-vectors|{step}|{one.index}")

    certificates = [certificate(one, entropy("certificate", one)) for one in secrets]
    circle = check_circle(group, THRESHOLD, certificates)
    commitments = [commitment(one, circle, entropy("commitment", one)) for one in secrets]
    contributions = [
        contribution(one, circle, commitments, entropy("contribution", one)) for one in secrets
    ]
    ends = [
        finish(one, circle, commitments, contributions, entropy("verification", one))
        for one in secrets
    ]
    document = trustees_document(circle, contributions, [key for _, key in ends])
    proofs = []
    for whole, _ in ends:
        drawn = entropy("proof", whole)
        test = make_test(whole, drawn)
        proofs.append(prove_reloaded(whole, document, whole.index, test, drawn))
    return {
        "group": name,
        "threshold": THRESHOLD,
        "secrets": [one.encode().decode() for one in secrets],
        "certificates": _texts(certificates),
        "code": circle.spoken,
        "commitments": _texts(commitments),
        "contributions": _texts(contributions),
        "wholes": [whole.encode().decode() for whole, _ in ends],
        "verifications": _texts([key for _, key in ends]),
        "document": document.raw.decode(),
        "key_code": document.spoken,
        "proofs": _texts(proofs),
    }


def _texts(raws: Sequence[bytes]) -> list[str]:
    return [raw.decode() for raw in raws]


def _round() -> dict[str, Any]:
    """A closed round, its opening by the second holder, and logs that must be refused."""
    session = Sealed(trustees=MEMBERS, threshold=THRESHOLD)
    definition = session.prepare()
    ballots = session.cast(definition, FIRST)
    session.book(1, ballots)
    session.settle(1, FIRST_PAPER)
    tally = session.product(definition, ballots)
    session.tell(e.OpeningAuthorised(round=1, at=AT, approvals=()))
    session.tell(e.EncryptedTally(round=1, tally=session.put(tally), ballots=len(ballots)))
    honest = session.sign(session.script)
    election = session.election(definition)
    holder = session.holders[1]
    opened = partial_decryption(
        election, tally, holder.private_share(), 2, stream("piaojue-vectors|decrypt|2")
    )
    lists = _logs(session, definition, ballots, honest)
    return {
        "election": session.id,
        "log_key": session.public("log"),
        "sealed_election": election.raw.decode(),
        "secret": holder.encode().decode(),
        "objects": {name: data.decode() for name, data in session.objects.items() if _text(data)},
        "leaves": [e.encode(one).decode() for one in honest],
        "checkpoint": session.checkpoint(honest).decode(),
        "tally": tally.decode(),
        "factors": opened.v1.decode(),
        "strong": opened.strong.decode(),
        "others": [_changed(session, honest, name, log) for name, log in lists],
    }


def _text(data: bytes) -> bool:
    return data[:1] in {b"{", b"["}


def _logs(
    session: Sealed,
    definition: Definition,
    ballots: Sequence[SealedBallot],
    honest: Sequence[e.Event],
) -> list[tuple[str, list[e.Event]]]:
    """Return logs that the operator signed, each with a name for what is wrong with it."""
    authorised = next(at for at, one in enumerate(honest) if isinstance(one, e.OpeningAuthorised))
    cast = [at for at, one in enumerate(honest) if isinstance(one, e.BallotCast)]
    before, ends = list(honest[:authorised]), list(honest[authorised:])

    def claiming(some: Sequence[SealedBallot]) -> list[e.Event]:
        name = session.put(session.product(definition, some))
        return [*honest[:-1], e.EncryptedTally(round=1, tally=name, ballots=len(ballots))]

    dead = _dead(session, definition)
    stranger = e.BallotCast(
        round=1,
        ballot=session.put(dead.ballot),
        proofs=session.put(dead.proofs),
        credential=dead.credential,
    )
    casts = [one for one in honest if isinstance(one, e.BallotCast)]
    return [
        ("one ballot as the tally", claiming(ballots[:1])),
        ("all but one as the tally", claiming(ballots[:-1])),
        ("a ballot less in the log", [*honest[: cast[0]], *honest[cast[0] + 1 : -1]]),
        ("a void round", [*before, *ends, *session.sign([_void()])]),
        ("not authorised", before),
        ("authorised by nobody", [*before, e.OpeningAuthorised(round=1, at=AT, approvals=())]),
        ("authorised by the presider alone", [*before, _by_another(session)]),
        (
            "a ballot of a dead card",
            [
                *honest[: cast[0]],
                *sorted([*casts, stranger], key=lambda one: one.ballot),
                *honest[cast[-1] + 1 : -1],
            ],
        ),
        (
            "a ballot after the opening",
            [*honest[: cast[-1]], *honest[cast[-1] + 1 :], honest[cast[-1]]],
        ),
        (
            "a ballot twice",
            [*honest[: cast[0] + 1], *honest[cast[0] : -1]],
        ),
    ]


def _dead(session: Sealed, definition: Definition) -> SealedBallot:
    """Return the ballot of the card that was voided, sealed as if it could vote."""
    secret, _ = session.credentials(len(FIRST))[0]
    election = session.election(definition)
    return seal(election, secret, FIRST[0], stream("piaojue-vectors|dead"))


def _void() -> e.Event:
    return e.RoundVoided(round=1, ground="urn_lost", clause="第二十五条", at=AT, approvals=())


def _by_another(session: Sealed) -> e.Event:
    """Return an opening whose signature is not the chief's, under the chief's name."""
    act = e.OpeningAuthorised(round=1, at=AT, approvals=())
    signature = session.key("presider 1").sign(statement(session.id, act)).hex()
    approval = KeyApproval(role="chief_scrutineer", holder=1, signature=signature)
    return e.OpeningAuthorised(round=1, at=AT, approvals=(approval,))


def _changed(
    session: Sealed, honest: Sequence[e.Event], name: str, log: Sequence[e.Event]
) -> dict[str, Any]:
    """Return a log as places in the honest one, and texts for what is not in it."""
    places = {id(one): at for at, one in enumerate(honest)}
    leaves = [places.get(id(one), e.encode(one).decode()) for one in log]
    return {"name": name, "leaves": leaves, "checkpoint": session.checkpoint(log).decode()}


def _written() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write, or with --check say whether that is needed."""
    return settle({FILE: _written}, "python -m tests.support.key_vectors")


if __name__ == "__main__":
    raise SystemExit(main())
