"""From a proposal to the event: what an act says, and the moment it has all its signatures."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from ballot import events as e
from ballot.candidates import Candidate
from ballot.canonical import canonical
from ballot.definition import Definition, freeze, read_definition
from ballot.errors import Refused
from ballot.events import Event
from ballot.fitness import require_fit, warnings
from ballot.folding.guards import at_stage, the_round
from ballot.order import require_order
from ballot.refusals import AlreadyDone, NotYet
from ballot.signing import statement
from ballot.state import Election, Round
from printing.preflight import told, unprintable, unprintable_titles
from service.api.bodies import NewAct
from service.commands import acts, just
from service.commands.counting import agree
from service.errors import BadRequest
from service.house import House
from service.ledger import DecideWithUrn, UrnBallot
from service.office.acts import PendingAct
from service.pages.files import bundle
from service.scanning.copies import require_decided
from service.scanning.ruling import keep_rulings, page_of_rulings
from service.sheet_keys import sheet_key_name

CHUNK = 2000
"""Leaves read at a time."""


@dataclass(frozen=True, slots=True)
class Happening:
    """The round in which an act is proposed."""

    house: House
    election: str
    number: int

    @property
    def at(self) -> str:
        """The minute that the act bears."""
        return self.house.minute


async def proposed(where: Happening, data: NewAct) -> bytes:
    """Return the statement that people sign. Raises BadRequest, NotYet."""
    act = await _act(where, data)
    return statement(where.election, act)


async def _act(where: Happening, data: NewAct) -> acts.Act:
    now = (await where.house.ledger.head(where.election)).state
    if data.act == "paper_frozen":
        _must_be_agreed(now, where.number)
    if data.act == "sample_drawn":
        current = the_round(now, where.number)
        require_decided(current, await where.house.copies.of(where.election, current))
    plain = acts.simple(data.act, where.number, where.at)
    if plain is not None:
        return plain
    match data.act:
        case "list_frozen":
            return await _list_frozen(where, now, data.order_seed)
        case "certified":
            _, note = await where.house.checkpoints.now(where.election)
            return acts.certified(now, where.number, note, where.at)
        case "announced":
            return acts.announced(now, where.number, where.at)
        case "sheets_adjudicated":
            return await page_of_rulings(where.house, where.election, where.number)
        case _:
            return _withdrawal(where, data) or _decision(where, now, data)


def _withdrawal(where: Happening, data: NewAct) -> acts.Act | None:
    """Return the act that takes something back, None for another."""
    reason = (data.reason or "").strip()
    match data.act:
        case "definition_withdrawn" if reason:
            return acts.withdrawn(where.number, reason, where.at)
        case "batch_withdrawn" if data.batch and reason:
            return acts.batch_withdrawn(where.number, data.batch, reason, where.at)
        case _:
            return None


def _must_be_agreed(now: Election, number: int) -> None:
    """Say why two tellers' figures were not taken over: which cell, or which identity, by how much.

    The fold only knows that there is no count yet; the chief, who wants to go on, needs the reason.
    """
    current = the_round(now, number)
    if current.stage == "closed" and current.hand_count is None and len(current.entries) > 1:
        agree(number)(now)


def _decision(where: Happening, now: Election, data: NewAct) -> acts.Act:
    """Return the act by which people decide what figures alone do not."""
    number, at = where.number, where.at
    match data.act:
        case "round_voided" if data.ground and data.clause:
            return acts.voided(number, data.ground, data.clause, at)
        case "fallback_declared" if data.device and data.clause:
            return acts.fallback(now, number, data.device, data.readings, data.clause, at)
        case "presidium_decided" if data.matter and data.text:
            return acts.presidium(number, data.matter, data.projects, data.text, at)
        case "lot_drawn" if data.seed:
            return acts.lot(now, number, data.seed, at)
        case "sample_drawn" if data.seed:
            return acts.sample(now, number, data.seed, at)
        case _:
            raise BadRequest(
                "此项操作须写明内容：撤回清单写明理由，宣布无效写明情形和条款，设备故障写明设备和条款，"
                "主席团的决定写明事项和原文，抽签、抽样写明当众产生的签号，撤回一捆写明捆号和理由。"
            )


async def _list_frozen(where: Happening, now: Election, seed: str | None) -> acts.Act:
    """Make the round's definition, keep it as an object, and propose to freeze it."""
    current = at_stage(now, where.number, "drafting")
    definition = await definition_of(where.house, now, current)
    if current.kind == "first":
        by = now.rules.ballot_order
        require_order(definition.candidates, by, election=where.election, seed=seed)
        definition = replace(definition, order_seed=seed if by == "random_once" else None)
    require_fit(definition)
    if found := await where.house.work(unprintable, definition.candidates):
        raise Refused(told(found), code="list.unprintable")
    raw, name = freeze(definition)
    await where.house.ledger.put_object(raw)
    return acts.list_frozen(where.number, name, definition.numbers, definition.seats, where.at)


async def definition_of(house: House, now: Election, current: Round) -> Definition:
    """Return what the list of ``current`` would be if it were frozen now. Raises NotYet."""
    draft = await house.drafts.of(now.id)
    if not draft.candidates:
        raise NotYet("还没有候选项目，请先导入候选项目清单。")
    facts, listed = now.facts, draft.candidates
    if current.kind != "first":
        listed = _standing(listed, current.candidates)
    seats = current.seats or facts.rules.seats
    if facts.rules.ballot_mode in {"whole_list", "graded"}:
        seats = len(listed)
    if seats is None:
        raise NotYet("票决办法没有写明应选项目数，请先在规则中写明。")
    return Definition(
        election=now.id,
        round=current.number,
        kind=current.kind,
        title=facts.title,
        session=facts.session,
        body=facts.body,
        rules=facts.rules,
        group=facts.group,
        seats=seats,
        threshold=current.threshold,
        candidates=listed,
        rehearsal=facts.rehearsal,
        bundle=bundle() if "tablet" in facts.rules.channels else None,
    )


def _standing(listed: Sequence[Candidate], numbers: tuple[int, ...]) -> tuple[Candidate, ...]:
    """Return the projects that stand in a later round, as they were listed."""
    known = {one.number: one for one in listed}
    unknown = [number for number in numbers if number not in known]
    if unknown:
        named = "、".join(map(str, unknown))
        raise NotYet(f"还没有导入第 {named} 号新提出的项目，请先导入。")
    return tuple(known[number] for number in numbers)


async def warnings_for(house: House, said: bytes) -> tuple[str, ...]:
    """Return what the signers of a list should know before they sign ``said``."""
    content = msgspec.json.decode(said)["content"]
    if content["event"] != "list_frozen":
        return ()
    definition = read_definition(await house.ledger.get_object(content["definition"]))
    languages = definition.rules.languages
    titles = await house.work(unprintable_titles, definition.candidates, languages)
    return (*warnings(definition), *titles)


async def happen(house: House, begun: PendingAct) -> None:
    """Let an act with all its signatures happen. Raises Refused; then it did not happen."""
    act = acts.approved(read_act(begun), begun.approvals)
    if isinstance(act, e.Closed):
        await house.ledger.close_round(begun.election, act.round, _closing(act))
        # No sheet of this round can be signed from here on, by nobody.
        house.sheet_keys.retire(sheet_key_name(begun.election, act.round))
        # Signed at once: key holders compare the closed log with this checkpoint.
        await house.checkpoints.now(begun.election)
    elif isinstance(act, e.SheetsAdjudicated):
        # Kept before they are named: no digest is on record whose meaning is lost.
        await keep_rulings(house, begun.election, act)
        await house.ledger.run(begun.election, just(act))
        sheets = tuple(one.sheet for one in act.rulings)
        await house.views.forget(begun.election, act.round, sheets)
    else:
        await house.ledger.run(begun.election, just(act))
        if isinstance(act, e.RoundVoided):
            house.sheet_keys.retire(sheet_key_name(begun.election, act.round))
        if isinstance(act, e.BatchWithdrawn):
            await _forget_bundle(house, begun.election, act)


async def _forget_bundle(house: House, election: str, act: e.BatchWithdrawn) -> None:
    """Drop what the office has of a withdrawn bundle: its pages, and decisions that nobody signs.

    Left there, these would stand on every page of decisions, and the log takes none of them.
    """
    await house.bundles.withdrawn(election, act.round, act.batch)
    current = the_round((await house.ledger.head(election)).state, act.round)
    await house.views.forget(election, act.round, current.batches[act.batch].sheets)


async def stands(house: House, begun: PendingAct) -> bool:
    """Say whether the act is in the log: somebody else's request, or one before a crash, was first.

    Signatures are part of it, so that no other act of the same kind is taken for this one.
    """
    leaf = e.encode(acts.approved(read_act(begun), begun.approvals))
    size = await house.ledger.size(begun.election)
    for start in range(0, size, CHUNK):
        if leaf in await house.ledger.leaves(begun.election, start, min(start + CHUNK, size)):
            return True
    return False


async def check_new(house: House, election: str, said: bytes) -> None:
    """Raise AlreadyDone if an act of the log says the very same, in the same minute.

    Its old signatures would fit, and nobody could tell the two apart.
    """
    size = await house.ledger.size(election)
    for start in range(0, size, CHUNK):
        for leaf in await house.ledger.leaves(election, start, min(start + CHUNK, size)):
            if b'"approvals":[' in leaf and statement(election, e.decode(leaf)) == said:
                raise AlreadyDone("这一分钟内已经办过同样的事项，请稍候一分钟再发起。")


def _closing(act: e.Closed) -> DecideWithUrn:
    def decide(_: Election, urn: Sequence[UrnBallot]) -> Sequence[Event]:
        cast = [
            e.BallotCast(
                round=act.round, ballot=one.ballot, proofs=one.proofs, credential=one.credential
            )
            for one in urn
        ]
        return [act, *cast]

    return decide


def read_act(begun: PendingAct) -> acts.Act:
    """Return the unsigned act back from its statement."""
    content = msgspec.json.decode(begun.statement)["content"]
    act = e.decode(canonical(content | {"approvals": []}))
    if not isinstance(act, acts.Act):
        raise BadRequest("这项事项不是可以签署的操作。")
    return act
