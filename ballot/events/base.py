"""What all events share: the tag, the minute, the approvals of the people who answer for them."""

import re
from typing import Annotated, Literal

import msgspec

from ballot.canonical import Digest

Minute = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d\+08:00$")]
"""A time of Beijing to the minute, ``2026-01-22T09:42+08:00``; nothing in the log is finer."""

Sha256 = Annotated[Digest, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
PublicKey = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
"""An Ed25519 public key (RFC 8032) as 64 lower-case hex digits."""

Signature = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}$")]
"""An Ed25519 signature as 128 lower-case hex digits."""

Sentence = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Number = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
RoundNumber = Annotated[int, msgspec.Meta(ge=1, le=8)]
"""Rounds are counted from 1; a voting card carries credentials for 8."""

Role = Literal["clerk", "presider", "chief_scrutineer", "scrutineer", "teller"]
Channel = Literal["paper", "tablet"]


def _tag(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen value inside an event."""


class Fact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="event",
    tag=_tag,
):
    """An event: a frozen value, named in the log by its class name in snake_case."""


class KeyApproval(Value, frozen=True, kw_only=True, tag_field="approval", tag="key"):
    """A signature by the enrolled key of the officer ``role`` number ``holder``."""

    role: Role
    holder: Number
    signature: Signature


class PaperApproval(Value, frozen=True, kw_only=True, tag_field="approval", tag="paper"):
    """A page signed by hand by the officer, scanned; no program can check the signature."""

    role: Role
    holder: Number
    page: Sha256


Approval = KeyApproval | PaperApproval
Approvals = tuple[Approval, ...]
