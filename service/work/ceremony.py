"""Checks of the key ceremony's messages, run in worker processes."""

from dataclasses import dataclass

from ballot.events import KeyContribution
from ballot.refusals import WrongCeremony
from ballot.sealed import Group, group_named
from ballot.sealed.ceremony import (
    Circle,
    check_circle,
    check_commitments,
    check_contribution,
    trustees_document,
)
from ballot.sealed.reloading import check_reloaded
from ballot.sealed.trustees import check_trustees

Messages = dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class Made:
    """The finished key: the published document, and the key's text."""

    document: bytes
    public_key: str


def step_of(messages: Messages, step: str) -> list[bytes]:
    """Return the messages of one step in the order of the holders."""
    return [text.encode() for (one, _), text in sorted(messages.items()) if one == step]


def circle_of(group: Group, threshold: int, messages: Messages) -> Circle:
    """Return the holders after the first step. Raises SealedFault."""
    return check_circle(group, threshold, step_of(messages, "certificate"))


def check_message(
    group_name: str, threshold: int, messages: Messages, event: KeyContribution
) -> None:
    """Check what can be checked when a message arrives. Raises SealedFault, WrongCeremony.

    Certificates are judged together when all are there, verification keys with the document.
    """
    group = group_named(group_name)
    if event.step == "single":
        check_trustees(event.payload.encode(), group)
    elif event.step == "commitment":
        circle = circle_of(group, threshold, messages)
        if event.code != circle.spoken:
            raise WrongCeremony(
                f"核对码应为 {circle.spoken}，与您确认的 {event.code} 不同，请停止。"
            )
    elif event.step == "contribution":
        circle = circle_of(group, threshold, messages)
        commitments = step_of(messages, "commitment")
        check_commitments(circle, commitments)
        check_contribution(circle, commitments, event.index, event.payload.encode())


def document_of(group_name: str, threshold: int, trustees: int, messages: Messages) -> Made:
    """Return the election key from everybody's messages. Raises SealedFault."""
    group = group_named(group_name)
    if trustees == 1:
        single = check_trustees(step_of(messages, "single")[0], group)
        return Made(single.raw, group.text(single.public_key))
    circle = circle_of(group, threshold, messages)
    made = trustees_document(
        circle, step_of(messages, "contribution"), step_of(messages, "verification")
    )
    return Made(made.raw, group.text(made.public_key))


def check_proof(group_name: str, document: bytes, index: int, proof: str, code: str) -> None:
    """Check that holder ``index`` holds its share and saw the right code."""
    group = group_named(group_name)
    trustees = check_trustees(document, group)
    if code != trustees.spoken:
        raise WrongCeremony(f"核对码应为 {trustees.spoken}，与您确认的 {code} 不同，请停止。")
    check_reloaded(group, trustees, index, proof.encode())
