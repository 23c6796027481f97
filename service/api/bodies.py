"""What programs send: parsed once at the edge, unknown fields refused."""

from typing import Annotated, Any, Literal

import msgspec

from ballot.events.base import (
    Channel,
    Count,
    Number,
    PublicKey,
    Role,
    RoundNumber,
    Sentence,
    Sha256,
    Signature,
)
from ballot.events.deciding import Device, Matter, VoidGround
from ballot.events.evaluating import HandlingClass
from ballot.events.keys import CeremonyStep
from ballot.events.listing import GroupName, RoundKind
from ballot.results import ChannelTally
from ballot.rules.templates import MOST_LEVELS
from ballot.rules.text.facts import BLANK
from ballot.rules.text.splitting import MOST_CHARACTERS
from printing.papers.measure_reading import MOST_BYTES
from service.commands.acts import ActName

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
SealedText = Annotated[str, msgspec.Meta(min_length=2, max_length=1_000_000)]
Credential = Annotated[str, msgspec.Meta(min_length=1, max_length=700)]
PersonName = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Beside = Annotated[str, msgspec.Meta(max_length=80)]
MeasureText = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARACTERS)]
MeasureFile = Annotated[bytes, msgspec.Meta(min_length=1, max_length=MOST_BYTES)]
"""A Word file; base64 in JSON."""

Templates = Annotated[tuple[dict[str, Any], ...], msgspec.Meta(max_length=MOST_LEVELS)]
"""Template files, as JSON objects."""


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of all request bodies."""


class Login(Body, frozen=True, kw_only=True):
    """Name and password of a person."""

    name: Short
    password: Secret


class NewPassword(Body, frozen=True, kw_only=True):
    """The old password and the one that takes its place."""

    old: Secret
    new: Secret


class ResetPassword(Body, frozen=True, kw_only=True):
    """A password for somebody who lost theirs."""

    password: Secret


class NewAccount(Body, frozen=True, kw_only=True):
    """An account; ``roles`` hold in the whole service."""

    name: Short
    password: Secret
    roles: tuple[Literal["administrator", "clerk", "auditor"], ...] = ()
    must_change: bool = True


class NewToken(Body, frozen=True, kw_only=True):
    """A program's name, what it may do, and for how long."""

    name: Short
    scopes: Annotated[tuple[Literal["log:read"], ...], msgspec.Meta(min_length=1, max_length=1)]
    days: Annotated[int, msgspec.Meta(ge=1, le=366)]


class Enrolment(Body, frozen=True, kw_only=True):
    """A public key, its encrypted private part, and the proof that the sender holds it."""

    public_key: PublicKey
    sealed_private: Annotated[str, msgspec.Meta(max_length=4096)]
    proof: Signature


class NewElection(Body, frozen=True, kw_only=True):
    """The body, its session and the rules it passed (a rules file's JSON object).

    ``text`` is the 票决办法 as passed, clause by clause, or ``docx`` (base64) the Word file of it;
    without either the generated text counts as the passed one. ``templates`` are the template files
    that the rules adopt, the highest level first: they fill what the rules leave out.
    """

    title: Sentence
    session: Sentence
    body: Sentence
    rules: dict[str, Any]
    templates: Templates = ()
    group: GroupName = "Ed25519"
    rehearsal: bool = False
    text: MeasureText | None = None
    docx: MeasureFile | None = None


class RulesToLint(Body, frozen=True, kw_only=True):
    """A rules file or template (``rules``), and the templates above it, the highest level first."""

    rules: dict[str, Any]
    templates: Templates = ()


class MeasureDraft(Body, frozen=True, kw_only=True):
    """Rules for which the 票决办法（草案） is to be written; names that are not known are blank.

    ``templates`` as in `NewElection`.
    """

    rules: dict[str, Any]
    templates: Templates = ()
    title: Sentence = BLANK
    session: Sentence = BLANK
    body: Sentence = BLANK


class EditedMeasure(MeasureDraft, frozen=True, kw_only=True):
    """A text worded by hand, as ``text`` or as the Word file ``docx`` (base64), to be compared."""

    text: MeasureText | None = None
    docx: MeasureFile | None = None


class OfficerSeat(Body, frozen=True, kw_only=True):
    """Who holds a role: an account with an enrolled key, or somebody who signs on paper.

    With ``paper`` the account gets the role, and the person signs by hand all the same.

    ``unit`` and ``delegation`` are for the check of 监票回避 alone; they enter neither the log nor
    the office. A delegation that is not given is looked up in the roll, by the account's name.
    """

    role: Role
    number: Number
    account: Short | None
    paper: bool = False
    unit: Short | None = None
    delegation: Short | None = None


class Officers(Body, frozen=True, kw_only=True):
    """The passed list of officers."""

    officers: Annotated[tuple[OfficerSeat, ...], msgspec.Meta(max_length=100)]


class NewOrder(Body, frozen=True, kw_only=True):
    """How to order the draft; ``seed`` only for 随机排序: drawn before everybody, read aloud."""

    seed: Sentence | None = None


class NewRound(Body, frozen=True, kw_only=True):
    """A further round; ``candidates`` only where a fill does not take all that are left.

    ``hands``: go on by show of hands after a round that was voted so; else it follows from the log.
    """

    kind: RoundKind
    candidates: tuple[Number, ...] = ()
    hands: bool = False


class NewAct(Body, frozen=True, kw_only=True):
    """An act to be signed; the other fields go with those acts that need them.

    ``reason``: definition_withdrawn, and with ``batch`` batch_withdrawn. ``ground``, ``clause``:
    round_voided. ``device``, ``readings``, ``clause``: fallback_declared. ``matter``,
    ``projects``, ``text``: presidium_decided. ``seed``: lot_drawn and sample_drawn, read aloud
    before it is entered.
    ``order_seed``: what the list was ordered by, where the rules say 随机排序.
    """

    act: ActName
    order_seed: Sentence | None = None
    reason: Sentence | None = None
    ground: VoidGround | None = None
    clause: Sentence | None = None
    device: Device | None = None
    readings: Count = 0
    matter: Matter | None = None
    projects: tuple[Number, ...] = ()
    text: Sentence | None = None
    seed: Sentence | None = None
    batch: Number | None = None


class NewApproval(Body, frozen=True, kw_only=True):
    """A signature over the act's statement, or the hash of the scanned signed page."""

    role: Role
    holder: Number
    signature: Signature | None = None
    page: Sha256 | None = None


class Ceremony(Body, frozen=True, kw_only=True):
    """How many key holders, and how many of them open the sum."""

    trustees: Number
    threshold: Number


class Contribution(Body, frozen=True, kw_only=True):
    """A key holder's public message of one step, with the signature over it."""

    step: CeremonyStep
    payload: Annotated[str, msgspec.Meta(min_length=2, max_length=60_000)]
    code: str = ""
    signature: Signature


class Proof(Body, frozen=True, kw_only=True):
    """That the saved key works, the code that its holder confirmed, the signature over both."""

    code: str
    proof: Annotated[str, msgspec.Meta(min_length=2, max_length=4000)]
    signature: Signature


class Deck(Body, frozen=True, kw_only=True):
    """The public credentials of all cards: one sorted list for each of 8 rounds."""

    credentials: tuple[tuple[Credential, ...], ...]


class Printed(Body, frozen=True, kw_only=True):
    """Paper ballots printed."""

    count: Number


class Attendance(Body, frozen=True, kw_only=True):
    """应到 and 实到."""

    roster_total: Number
    present: Count


class Presence(Body, frozen=True, kw_only=True):
    """Deputies, by their lines in the roll, who are present or are not."""

    deputies: Annotated[tuple[Number, ...], msgspec.Meta(max_length=5000)]
    present: bool


class TokensIssued(Body, frozen=True, kw_only=True):
    """Persons who hold a token of the channel."""

    channel: Channel
    count: Count


class Leftover(Body, frozen=True, kw_only=True):
    """Sheets destroyed and archived."""

    left_over: Count
    archived: Count = 0


class Cards(Body, frozen=True, kw_only=True):
    """Credentials of cards, one list for each round from this one to 8."""

    credentials: tuple[tuple[Credential, ...], ...]


class VoidedCard(Cards, frozen=True, kw_only=True):
    """One unspent card, why it is void, and in which channel its holder gets another token."""

    reason: Annotated[str, msgspec.Meta(max_length=200)] = ""
    to_channel: Channel | None = None


class Exchange(Body, frozen=True, kw_only=True):
    """Tokens exchanged one for one."""

    from_channel: Channel
    to_channel: Channel
    count: Number = 1


class Counted(Body, frozen=True, kw_only=True):
    """Things that were counted."""

    count: Count


class SealedEnvelope(Body, frozen=True, kw_only=True):
    """A sealed ballot and its exclusivity proofs, both as canonical JSON texts."""

    ballot: SealedText
    proofs: SealedText | None = None


class OneCard(Body, frozen=True, kw_only=True):
    """The public credential of a card in this round, and the proof that the asker holds it."""

    credential: Credential
    proof: Annotated[str, msgspec.Meta(min_length=2, max_length=1000)]


class Challenge(Body, frozen=True, kw_only=True):
    """The hash of an unsigned ballot that its voter wants to see opened."""

    unsigned: Sha256


class FailedChallenges(Body, frozen=True, kw_only=True):
    """How many ballots opened for 检验 did not say what their voters had chosen."""

    failed: Count


class AssistedBallots(Body, frozen=True, kw_only=True):
    """代写: how many ballots somebody whom the deputy trusted filled in."""

    paper: Count = 0
    tablet: Count = 0


class Change(Body, frozen=True, kw_only=True):
    """A resolution on a project after the vote: its number, and what it says."""

    resolution: Sentence
    text: Sentence


class NamedPerson(Body, frozen=True, kw_only=True):
    """Somebody on the list of scrutineers; what is left out is not printed."""

    name: PersonName
    female: bool = False
    ethnicity: Beside = ""
    group: Beside = ""


class NamedOfficers(Body, frozen=True, kw_only=True):
    """The list that the meeting is to pass, in any order."""

    chief: NamedPerson
    scrutineers: Annotated[tuple[NamedPerson, ...], msgspec.Meta(min_length=1, max_length=200)]
    tellers: Annotated[tuple[NamedPerson, ...], msgspec.Meta(max_length=200)] = ()


class HandCount(Body, frozen=True, kw_only=True):
    """A teller's figures, with the signature over them; ``entry`` counts their own of the round."""

    entry: Number = 1
    tally: ChannelTally
    signature: Signature | None = None
    page: Sha256 | None = None


class Factors(Body, frozen=True, kw_only=True):
    """A key holder's partial decryption: the v1 document and the strong proofs beside it."""

    factors: SealedText
    strong: SealedText


class RefusedHandIns(Body, frozen=True, kw_only=True):
    """Second hand-ins refused: forms set aside unopened, and people whose card was void."""

    paper: Count = 0
    tablet: Count = 0


class HandlingReport(Body, frozen=True, kw_only=True):
    """办理结果 as the handling unit reports it."""

    result: HandlingClass
    unit: Sentence
    text: Sentence


class HandlingWord(Body, frozen=True, kw_only=True):
    """Whether the proposer accepts what the unit reports."""

    accepted: bool


class CombinedGroups(Body, frozen=True, kw_only=True):
    """For each rating group, by its name in the rules: its election and its round."""

    groups: dict[Short, tuple[Short, RoundNumber]]
