"""清单已定 -> 票已备: printing, attendance, handing out, leftovers."""

from ballot.events import (
    AttendanceDeclared,
    CardsCancelled,
    CardsPrinted,
    Issued,
    LeftoverDestroyed,
    PrintsDestroyed,
    SheetsPrinted,
)
from ballot.folding.guards import at_stage
from ballot.refusals import (
    AlreadyDone,
    CardSpent,
    CardVoid,
    NotYet,
    WrongFigures,
    WrongPrinting,
)
from ballot.state import ROUNDS, Election, Round


def sheets_printed(election: Election, event: SheetsPrinted) -> None:
    """Book the paper ballots of the round; a second printing adds to the first."""
    current = at_stage(election, event.round, "listed", "ready")
    if "paper" not in election.rules.channels or current.hands:
        raise WrongFigures("票决办法没有规定使用纸质票，或者本轮举手表决，不印票。")
    _check_codes(election, current, event)
    current.paper.printed += event.count
    current.identity_key = event.key
    current.commitments += () if event.commitment is None else (event.commitment,)
    if event.layout is not None and event.layout not in current.layouts:
        current.layouts += (event.layout,)
    _ready(election, current)


def _check_codes(election: Election, current: Round, event: SheetsPrinted) -> None:
    """Refuse codes that nobody could read or check: key, layout and identities come together.

    The key is retired when its round is closed, so a later round needs another: nobody can then
    sign a further sheet of a round that is being counted.
    """
    if current.paper.printed and current.identity_key != event.key:
        raise WrongPrinting("同一轮的票决票须用同一把票面密钥。")
    unique = election.rules.identity == "unique"
    wanted = (event.key is not None, event.key is not None and unique)
    if (event.layout is not None, event.commitment is not None) != wanted:
        raise WrongPrinting(
            "印防伪码的票须同时登记票面密钥、版面和票面标识的摘要（一批一码的没有标识摘要）；"
            "不印防伪码的都不登记。"
        )
    if event.commitment in current.commitments:
        raise WrongPrinting("这一组票面标识已经登记，不能再印一次。")
    before = election.rounds[: current.number - 1]
    if event.key is not None and event.key in {one.identity_key for one in before}:
        raise WrongPrinting("前几轮用过的票面密钥在截止时已经停用，请为本轮另用一把。")


def prints_destroyed(election: Election, event: PrintsDestroyed) -> None:
    """Book that the file of printed sheets was deleted; no more than were printed with codes."""
    current = at_stage(election, event.round, "listed", "ready", "open", "closed")
    left = current.paper.printed - current.prints_destroyed
    if current.identity_key is None or event.count > left:
        raise WrongFigures(
            f"登记删除了 {event.count} 张票的印制文件，印有防伪码而文件尚未删除的有 "
            f"{left if current.identity_key is not None else 0} 张，请核对。"
        )
    current.prints_destroyed += event.count


def cards_printed(election: Election, event: CardsPrinted) -> None:
    """Book the deck of voting cards, once for all rounds."""
    current = at_stage(election, election.current.number, "listed", "ready")
    if "tablet" not in election.rules.channels or current.hands:
        raise WrongFigures("票决办法没有规定使用平板投票，或者本轮举手表决，不印卡。")
    if election.cards_printed:
        raise AlreadyDone("投票卡已经印制；同一次票决各轮使用同一副卡。")
    if len(event.credentials) != ROUNDS:
        raise WrongFigures(
            f"投票卡须登记 {ROUNDS} 轮的凭据名册，现有 {len(event.credentials)} 份。"
        )
    election.cards_printed = event.count
    election.credential_lists = event.credentials
    current.tablet.printed = event.count
    _ready(election, current)


def _ready(election: Election, current: Round) -> None:
    """Lead to 票已备 once every channel of the rules has its tokens."""
    # The deck of an earlier round may have no card left; then this one is voted on paper.
    have = {"paper": current.paper.printed, "tablet": election.cards_printed}
    if all(have.get(one) for one in election.rules.channels):
        current.stage = "ready"


def attendance_declared(election: Election, event: AttendanceDeclared) -> None:
    """Book 应到 and 实到; the last declaration before 开始投票 counts."""
    current = at_stage(election, event.round, "drafting", "listed", "ready")
    if event.present > event.roster_total:
        raise WrongFigures(f"实到 {event.present} 名多于应到 {event.roster_total} 名，请核对。")
    if election.rules.roster_total not in {None, event.roster_total}:
        raise WrongFigures(
            f"票决办法写明全体代表 {election.rules.roster_total} 名，"
            f"这里报的是 {event.roster_total} 名。"
        )
    current.roster_total, current.present = event.roster_total, event.present


def issued(election: Election, event: Issued) -> None:
    """Book how many persons hold a token of the channel; the last figure counts."""
    current = at_stage(election, event.round, "ready")
    tokens = current.tokens(event.channel)
    others = tokens.booked() - tokens.issued
    if event.count + others > tokens.printed:
        raise WrongFigures(
            f"发出 {event.count} 张，另有 {others} 张已入账，超过印制的 {tokens.printed} 张。"
        )
    tokens.issued = event.count


def leftover_destroyed(election: Election, event: LeftoverDestroyed) -> None:
    """Book sheets that will never be used; the reserve is booked after the close."""
    current = at_stage(election, event.round, "ready", "closed")
    _book(current, "paper", event.left_over, event.archived)


def _book(current: Round, channel: str, left_over: int, archived: int) -> None:
    tokens = current.paper if channel == "paper" else current.tablet
    free = tokens.printed - tokens.booked()
    if left_over + archived > free:
        raise WrongFigures(
            f"剩余和存档合计 {left_over + archived} 张，但只有 {free} 张没有入账，请重新清点。"
        )
    tokens.left_over += left_over
    tokens.archived += archived


def cards_cancelled(election: Election, event: CardsCancelled) -> None:
    """Kill leftover cards for this and all later rounds."""
    current = at_stage(election, event.round, "ready", "closed")
    kill(election, current, event.credentials, check_only=True)
    _book(current, "tablet", len(event.credentials[0]), 0)
    kill(election, current, event.credentials, check_only=False)


def kill(
    election: Election,
    current: Round,
    credentials: tuple[tuple[str, ...], ...],
    *,
    check_only: bool,
) -> None:
    """Mark credentials dead, one tuple for each round from ``current`` on, all of equal length.

    Raises NotYet before a deck is printed, WrongFigures for more cards than it has, CardVoid for
    one that is dead already, CardSpent for one that has voted.
    """
    if not election.cards_printed:
        raise NotYet("投票卡还没有印制，没有可以作废的卡。")
    rest = ROUNDS - current.number + 1
    if len(credentials) != rest or len({len(one) for one in credentials}) != 1:
        raise WrongFigures(f"作废的投票卡须列出本轮起 {rest} 轮的凭据，每轮张数相同。")
    for later, ones in enumerate(credentials, start=current.number - 1):
        if len(set(ones)) < len(ones) or election.dead[later] & set(ones):
            raise CardVoid("其中有投票卡已经作废，不能重复入账。")
        if len(election.dead[later]) + len(ones) > election.cards_printed:
            raise WrongFigures(f"作废的投票卡多于印制的 {election.cards_printed} 张，请重新清点。")
    if current.spent & set(credentials[0]):
        raise CardSpent("其中有投票卡已经投过票，不能作废。")
    if not check_only:
        for later, ones in enumerate(credentials, start=current.number - 1):
            election.dead[later] |= set(ones)
