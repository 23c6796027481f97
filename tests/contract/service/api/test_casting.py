"""What a tablet is told, before the close and after it, and what nobody is told."""

import io
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, get_args

import httpx
import msgspec
import pytest
import pytest_asyncio

from audit.checkpoint import Checkpoint, open_checkpoint
from audit.errors import AuditError
from audit.merkle import leaf_hash, verify_inclusion
from audit.origin import log_verifier
from ballot.canonical import digest
from ballot.errors import BallotError
from ballot.events import BallotCast, decode
from ballot.events.closing import PaperKind
from ballot.sealed import Draft, Mark, SealedBallot, SealedFault, draft, plaintext, sign
from ballot.sealed.holder import check_holder, prove_holder
from ballot.signing import check_signature
from service.api.access import declared
from service.client import voter
from service.client.voter import BoothView
from service.commands.receipts import Receipt, promised
from service.rehearsal import rounds
from service.rehearsal import session as s
from service.rehearsal.plan import count_paper
from tests.support.hall import NUMBERS, TABLET_ROWS, YES, Session, Town, answer, code_of, filled

CAST, LATE, VOIDED, UNUSED = range(4)


async def post_ballot(town: Town, session: Session, ballot: SealedBallot) -> httpx.Response:
    body = {"ballot": ballot.ballot.decode(), "proofs": ballot.proofs.decode()}
    return await answer(town.nobody, "POST", f"{session.round()}/ballots", json=body)


async def status(town: Town, session: Session, card: int) -> Any:
    booth = await voter.enter(town.nobody, session.id, 1)
    return await voter.status(town.nobody, booth, session.hall.deck[card])


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A session that has closed; three ballots were cast before, one came too late."""

    session: Session
    ballots: tuple[SealedBallot, ...]
    late: SealedBallot
    receipts: tuple[httpx.Response, ...]
    statuses: dict[int, Any]
    """What three cards were told before the close."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def story(town: Town) -> Story:
    session = await town.session("open", tablet=TABLET_ROWS * 4)
    ballots = tuple([await session.sealed(card) for card in (CAST, 4, 5)])
    late = await session.sealed(LATE)
    receipts = tuple([await post_ballot(town, session, one) for one in ballots])
    await session.void(VOIDED)
    statuses = {card: await status(town, session, card) for card in (CAST, VOIDED, UNUSED)}
    await session.act("closed")
    return Story(session=session, ballots=ballots, late=late, receipts=receipts, statuses=statuses)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def polls(town: Town) -> Session:
    """A session that stays open; the first card has cast."""
    session = await town.session("open")
    receipt_of(await post_ballot(town, session, await session.sealed(0)))
    return session


def receipt_of(found: httpx.Response) -> Receipt:
    assert found.status_code == 200, found.text
    return msgspec.convert(found.json(), Receipt)


async def checkpoint_of(town: Town, session: Session, note: str) -> Checkpoint:
    state = (await town.house.ledger.head(session.id)).state
    return open_checkpoint(note.encode(), log_verifier(session.id, state.facts.log_key))


async def test_a_receipt_promises_this_ballot_and_its_proofs_under_the_logs_key(
    story: Story,
) -> None:
    booth = await story.session.booth()
    for ballot, found in zip(story.ballots, story.receipts, strict=True):
        receipt = receipt_of(found)

        check_signature(booth.log_key, promised(receipt), receipt.signature)
        assert (receipt.election, receipt.round) == (story.session.id, 1)
        assert receipt.tracker == ballot.tracker
        other = msgspec.structs.replace(receipt, tracker=story.late.tracker)
        with pytest.raises(BallotError):
            check_signature(booth.log_key, promised(other), other.signature)


async def test_a_retry_after_the_close_gets_the_same_receipt(town: Town, story: Story) -> None:
    before = town.stored()
    for ballot, first in zip(story.ballots, story.receipts, strict=True):
        assert (await post_ballot(town, story.session, ballot)).content == first.content
    assert town.stored() == before


async def test_a_ballot_that_did_not_arrive_in_time_is_told_so(town: Town, story: Story) -> None:
    """Never silence: the page that retries learns that the ballot does not count."""
    before = town.stored()
    found = await post_ballot(town, story.session, story.late)

    assert (found.status_code, code_of(found)) == (409, "ballot.not_counted")
    assert "没有计入" in found.json()["title"]
    assert town.stored() == before


async def test_other_proofs_beside_a_counted_ballot_get_no_receipt(
    town: Town, story: Story
) -> None:
    first, other = story.ballots[0], story.ballots[1]
    proofs = other.proofs.replace(other.digest.encode(), first.digest.encode())
    mixed = SealedBallot(first.ballot, proofs, first.credential)

    assert (await post_ballot(town, story.session, mixed)).status_code == 409


async def test_a_card_is_told_unspent_spent_or_void_and_nothing_else(
    town: Town, story: Story
) -> None:
    tracker = story.ballots[0].tracker
    assert story.statuses == {
        CAST: {"state": "spent", "tracker": tracker},
        VOIDED: {"state": "voided", "tracker": None},
        UNUSED: {"state": "unspent", "tracker": None},
    }
    after = {card: await status(town, story.session, card) for card in story.statuses}
    assert after == story.statuses

    unknown = await answer(
        town.nobody,
        "POST",
        f"{story.session.round()}/cards/status",
        json={"credential": story.session.credential(CAST, 2), "proof": "{}"},
    )
    assert code_of(unknown) == "card.unknown"


async def test_from_the_close_on_a_tracker_proves_that_the_log_has_the_ballot(
    town: Town, story: Story
) -> None:
    for ballot in story.ballots:
        found = await town.nobody.get(f"{story.session.round()}/inclusion", tracker=ballot.tracker)
        checkpoint = await checkpoint_of(town, story.session, found["checkpoint"])
        [leaf] = await town.house.ledger.leaves(
            story.session.id, found["index"], found["index"] + 1
        )
        event = decode(leaf)
        assert isinstance(event, BallotCast)
        assert event.ballot == ballot.digest
        proof = [bytes.fromhex(one) for one in found["proof"]]
        size, root = checkpoint.size, checkpoint.root
        assert size == found["size"]

        verify_inclusion(leaf_hash(leaf), found["index"], size, proof, root)
        with pytest.raises(AuditError):
            verify_inclusion(leaf_hash(leaf + b" "), found["index"], size, proof, root)
        with pytest.raises(AuditError):
            verify_inclusion(leaf_hash(leaf), found["index"], size, proof[:-1], root)


async def test_a_tracker_that_the_log_does_not_have_is_said_to_be_missing(
    town: Town, story: Story
) -> None:
    path = f"{story.session.round()}/inclusion"
    found = await answer(town.nobody, "GET", path, params={"tracker": story.late.tracker})

    assert (found.status_code, code_of(found)) == (404, "not_found")
    assert "报告监票人" in found.json()["title"] or "报告总监票人" in found.json()["title"]


def _respelt(tracker: str) -> str:
    """The same 32 bytes for a lenient reader: the last character's two spare bits are not zero."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return tracker[:-1] + alphabet[alphabet.index(tracker[-1]) + 1]


SPELLINGS: dict[str, Callable[[str], str]] = {
    "nothing": lambda _: "",
    "too short": lambda one: one[:-2],
    "too long": lambda one: f"{one}A",
    "padded": lambda one: f"{one}=",
    "of another alphabet": lambda one: f"-{one[1:]}",
    "in words": lambda _: "投票",
    "with loose bits": _respelt,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_tracker_has_one_spelling(town: Town, story: Story, spelling: str) -> None:
    path = f"{story.session.round()}/inclusion"
    tracker = SPELLINGS[spelling](story.ballots[0].tracker)
    found = await answer(town.nobody, "GET", path, params={"tracker": tracker})

    assert (found.status_code, code_of(found)) == (400, "request.malformed")


def drafted(session: Session, booth: BoothView, card: int) -> Draft:
    plain = plaintext(booth.sealed.questions, [YES[number] for number in NUMBERS])
    return draft(booth.sealed, session.credential(card), plain, os.urandom)


async def challenge(town: Town, session: Session, unsigned: bytes) -> httpx.Response:
    body = {"unsigned": digest(unsigned)}
    return await answer(town.nobody, "POST", f"{session.round()}/challenges", json=body)


async def test_a_burnt_ballot_is_never_cast_and_its_card_votes_with_another(town: Town) -> None:
    session = await town.session("open")
    booth = await session.booth()
    made = drafted(session, booth, 0)
    for _ in range(2):
        burnt = await challenge(town, session, made.unsigned)
        assert (burnt.status_code, burnt.json()) == (200, {"state": "burnt"})
    for _ in range(2):  # every signature over it is another ballot, and each is refused
        signed = sign(booth.sealed, made, session.secret(0), os.urandom)
        found = await post_ballot(town, session, signed)
        assert (found.status_code, code_of(found)) == (409, "ballot.burnt")
    assert (await status(town, session, 0))["state"] == "unspent"

    fresh = await session.sealed(0)
    receipt_of(await post_ballot(town, session, fresh))
    await session.act("closed")
    assert await town.nobody.get(f"{session.round()}/inclusion", tracker=fresh.tracker)
    late = await challenge(town, session, b"too late")
    assert (late.status_code, code_of(late)) == (409, "stage.wrong")


async def test_a_ballot_in_the_urn_is_not_opened_for_a_check(town: Town, polls: Session) -> None:
    """Its randomness would show how its card voted."""
    booth = await polls.booth()
    made = drafted(polls, booth, 1)
    receipt_of(
        await post_ballot(town, polls, sign(booth.sealed, made, polls.secret(1), os.urandom))
    )
    found = await challenge(town, polls, made.unsigned)

    assert (found.status_code, code_of(found)) == (409, "ballot.in_urn")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("{e}/checkpoint", "stage.wrong"),
        ("{e}/rounds/1/closed-log", "act.not_yet"),
        ("{e}/objects/{definition}", "act.not_yet"),
        ("{e}/record.zip", "act.not_yet"),
        ("{e}/evidence.zip", "act.not_yet"),
        ("{e}/rounds/1/inclusion?tracker={tracker}", "act.not_yet"),
    ],
)
async def test_while_a_round_is_open_nothing_of_the_log_is_shown(
    town: Town, polls: Session, path: str, code: str
) -> None:
    chief = polls.api("chief_scrutineer")
    state = await chief.get(polls.path)
    place = path.format(
        e=polls.path,
        definition=state["rounds"][0]["definition"],
        tracker=(await status(town, polls, 0))["tracker"],
    )
    found = await answer(chief, "GET", place)

    assert (found.status_code, code_of(found)) == (409, code)


async def test_no_answer_shows_that_a_ballot_was_cast(town: Town) -> None:
    """Every GET of every role is the same to the byte before the first ballot and after it."""
    session = await town.session("open")
    before = await everything(town, session)
    await session.until("cast")

    assert await everything(town, session) == before
    assert len(before) > 100


async def test_item_totals_of_the_paper_are_seen_by_nobody_before_it_is_frozen(
    town: Town,
) -> None:
    session = await town.session("hand_counted", paper=MANY)

    assert totals_in(await everything(town, session)) == []
    await session.until("counted")
    assert totals_in(await everything(town, session)) != []


async def test_the_record_of_a_first_round_does_not_tell_of_the_second_being_counted(
    town: Town,
) -> None:
    """The record is the whole log: from the opening of a runoff on it waits for the runoff."""
    session = await town.session("announced", paper=TIED, tablet=())
    await town.nobody.get_bytes(f"{session.path}/record.zip")
    number, candidates, seats = await rounds.follow(session.hall, "runoff")
    assert await town.nobody.get_bytes(f"{session.path}/record.zip")
    await s.hand_out(session.hall, number, len(TIED), len(TIED), 0)
    for act in ("opened", "closed"):
        await session.act(act, number=number)
        found = await answer(town.nobody, "GET", f"{session.path}/record.zip")
        assert (found.status_code, code_of(found)) == (409, "act.not_yet")
    rows = [("approve", "abstain")] * len(TIED)
    tally = count_paper(candidates, rows, session.hall.plan.rules, seats)
    await s.count_by_hand(session.hall, number, tally)

    found = await answer(town.nobody, "GET", f"{session.path}/record.zip")
    assert (found.status_code, code_of(found)) == (409, "act.not_yet")


MANY: tuple[tuple[Mark, ...], ...] = (
    *[("approve", "approve", "oppose", "abstain")] * 173,
    *[("approve", "oppose", "approve", "abstain")] * 146,
)
"""Paper whose totals are numbers that appear nowhere by accident."""

TIED: tuple[tuple[Mark, ...], ...] = (
    *[("approve", "approve", "abstain", "abstain")] * 4,
    *[("approve", "abstain", "approve", "abstain")] * 4,
    *[("abstain", "approve", "approve", "abstain")] * 2,
)
"""Projects 2 and 3 have six of ten votes each, and one seat is left for them."""

Answers = dict[tuple[str, str], tuple[int, bytes]]


async def everything(town: Town, session: Session) -> Answers:
    """Every answer that any role gets to any GET."""
    state = (await town.house.ledger.head(session.id)).state
    names = {"election": session.id, "name": str(state.rounds[0].definition)}
    paths = [
        filled(path, **names, kind=kind, form=form)
        for method, path, _ in declared(town.app)
        if method == "GET" and "openapi" not in path and "static" not in path
        for kind, form in product(get_args(PaperKind), ("pdf", "docx"))
    ]
    people = {role: person.api for (role, _), person in session.hall.company.people.items()}
    special = {"nobody": town.nobody, "administrator": town.admin, "auditor": town.auditor}
    found: Answers = {}
    for path, (who, api) in product(dict.fromkeys(paths), (special | people).items()):
        given = await answer(api, "GET", path)
        found[who, path] = (given.status_code, given.content)
    return found


def totals_in(answers: Answers) -> list[tuple[str, str]]:
    """Say which answers contain a total of MANY by itself, archives unpacked."""
    words = re.compile(rb"(?<![\w/+-])(173|146)(?![\w/+-])")
    return [
        place
        for place, (code, content) in answers.items()
        if code == 200 and any(words.search(part) for part in parts(content))
    ]


def parts(content: bytes) -> list[bytes]:
    """Return the members of an archive (a DOCX is one), or the content itself."""
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


async def test_only_the_holder_is_told_what_became_of_a_card(story: Story, town: Town) -> None:
    """Credentials are public; polling them must not show who votes when."""
    session = story.session
    booth = await voter.enter(town.nobody, session.id, 1)
    proof = prove_holder(booth.sealed, session.secret(UNUSED), os.urandom).decode()

    for given in ("{}", proof, proof[:-2]):
        answered = await answer(
            town.nobody,
            "POST",
            f"{session.round()}/cards/status",
            json={"credential": session.credential(CAST), "proof": given},
        )

        assert code_of(answered) == "sealed.holder"


async def test_a_proof_is_good_for_its_round_only(story: Story, town: Town) -> None:
    booth = await voter.enter(town.nobody, story.session.id, 1)
    secret, credential = story.session.secret(CAST), story.session.credential(CAST)
    other = replace(booth.sealed, fingerprint="another round")

    with pytest.raises(SealedFault) as caught:
        check_holder(booth.sealed, credential, prove_holder(other, secret, os.urandom))

    assert caught.value.code == "sealed.holder"


async def asked(town: Town, session: Session, tracker: str, language: str = "zh") -> str:
    path = f"/results/{session.id}/tracker?lang={language}"
    found = await town.http.post(path, data={"tracker": tracker})
    assert found.status_code == 200
    return found.text


async def test_everybody_may_look_a_tracker_up_once_the_round_is_closed(
    town: Town, story: Story, polls: Session
) -> None:
    tracker = story.ballots[0].tracker
    groups = " ".join(tracker[at : at + 4] for at in range(0, len(tracker), 4))

    assert "这张票在日志中：第 1 轮，第" in await asked(town, story.session, tracker)
    assert "This ballot is in the log: round 1" in await asked(town, story.session, groups, "en")
    assert "日志中没有这张票" in await asked(town, story.session, story.late.tracker)
    assert "查询码应为 43 个字符" in await asked(town, story.session, tracker[1:])
    assert "投票还没有截止" in await asked(town, polls, tracker)
