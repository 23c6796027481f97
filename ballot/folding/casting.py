"""票已备 -> 投票中 -> 已截止."""

from ballot.attendance import quorum
from ballot.events import (
    AssistedCounted,
    BallotCast,
    BoxCounted,
    CardsInBox,
    CardVoided,
    ChallengesCounted,
    Closed,
    Opened,
    Replaced,
)
from ballot.folding.guards import Needed, at_stage, check_approvals
from ballot.folding.handing_out import kill
from ballot.refusals import (
    AlreadyDone,
    CardSpent,
    CardVoid,
    KeysNotReady,
    NoQuorum,
    NotYet,
    WrongCourse,
    WrongFigures,
    WrongOrder,
)
from ballot.state import Election, Round

CHIEF_AND_PRESIDER: Needed = (("chief_scrutineer", 1), ("presider", 1))
CHANNEL_NAMES = {"paper": "纸质票", "tablet": "平板"}


def opened(election: Election, event: Opened) -> None:
    """Accept ballots from now on: quorum, keys, books and counters are right."""
    current = at_stage(election, event.round, "ready")
    _check_attendance(election, current)
    if not current.hands:
        _check_issued(current)
        _check_channels(election, current)
        _check_keys(election, current)
        _check_prints(election, current)
    check_approvals(election, event, event.approvals, CHIEF_AND_PRESIDER)
    current.stage = "open"


def _check_attendance(election: Election, current: Round) -> None:
    total, present = current.roster_total, current.present
    if total is None or present is None:
        raise NotYet("还没有报告到会人数，请先清点。")
    need = quorum(election.rules.quorum_rule, total)
    if present < need:
        raise NoQuorum(f"应到 {total} 名，实到 {present} 名，法定须有 {need} 名到会，不能投票。")


def _check_issued(current: Round) -> None:
    issued = current.paper.issued + current.tablet.issued
    if not issued:
        raise NotYet("还没有发票，请先登记发出张数。")
    if issued > (current.present or 0):
        raise WrongFigures(
            f"发出 {issued} 张多于实到 {current.present} 名，"
            f"相差 {issued - (current.present or 0)}，有人多领，请收回多发的票后再开始。"
        )


def _check_channels(election: Election, current: Round) -> None:
    """Refuse a channel so small that its totals would show who voted how."""
    least = election.rules.min_channel
    for channel, tokens in (("paper", current.paper), ("tablet", current.tablet)):
        few = 0 < tokens.issued < least
        if few and not election.facts.rehearsal:
            raise WrongFigures(
                f"{CHANNEL_NAMES[channel]}只发出 {tokens.issued} 张，少于 {least} 张，"
                "难以保密；请改为全部不用这一渠道，或多发一些。"
            )


def _check_keys(election: Election, current: Round) -> None:
    if not current.tablet.issued:
        return
    ceremony = election.ceremony
    if ceremony is None or ceremony.public_key is None:
        raise KeysNotReady("选举密钥还没有生成，不能使用平板投票。")
    missing = sorted(set(range(1, ceremony.trustees + 1)) - ceremony.proven)
    if missing:
        raise KeysNotReady(
            f"密钥持有人 {'、'.join(map(str, missing))} 号还没有验证所保存的密钥，不能开始投票。"
        )


def _check_prints(election: Election, current: Round) -> None:
    """Ask that no file is left from which sheets with the same codes could be printed again."""
    left = current.paper.printed - current.prints_destroyed
    if current.identity_key is not None and left and not election.facts.rehearsal:
        raise NotYet(
            f"还有 {left} 张票的印制文件没有登记删除，可以再印出同样的票；"
            "请删除文件并登记后再开始投票。"
        )


def replaced(election: Election, event: Replaced) -> None:
    """Exchange tokens while the round is open; a person who changes channel moves with them."""
    current = at_stage(election, event.round, "open")
    source, target = current.tokens(event.from_channel), current.tokens(event.to_channel)
    moves = source is not target
    if event.from_channel == "tablet" and source.replaced + event.count > current.voided:
        raise NotYet("请先作废换下的投票卡，再登记换发；已经投过票的卡不能换发。")
    if target.printed - target.booked() < event.count:
        raise WrongFigures("没有足够的备用票可以换发，请核对剩余张数。")
    if source.issued < event.count:
        raise WrongFigures("换发张数超过已发出的张数，请核对。")
    source.replaced += event.count
    if moves:
        source.issued -= event.count
        target.issued += event.count


def card_voided(election: Election, event: CardVoided) -> None:
    """Kill one unspent card for this round and all later ones.

    Before 开始投票 a card is cancelled instead, which books it as left over.
    """
    current = at_stage(election, event.round, "open")
    kill(election, current, tuple((one,) for one in event.credentials), check_only=False)
    current.voided += 1


def closed(election: Election, event: Closed) -> None:
    """Accept no further ballot. Nothing ever re-opens the round."""
    current = at_stage(election, event.round, "open")
    check_approvals(election, event, event.approvals, CHIEF_AND_PRESIDER)
    current.stage = "closed"
    current.emptying = True


def ballot_cast(election: Election, event: BallotCast) -> None:
    """Take one ballot out of the urn, in ascending order of hash, right after ``closed``."""
    current = at_stage(election, event.round, "closed")
    if not current.emptying or event.ballot <= current.last_ballot:
        raise WrongOrder("票箱中的票须在截止时一次入账，并按票的摘要由小到大排列。")
    if event.credential in current.spent:
        raise CardSpent("同一张投票卡在一轮中只能投一票。")
    if event.credential in election.dead[current.number - 1]:
        raise CardVoid("这张投票卡已经作废。")
    current.spent.add(event.credential)
    current.last_ballot = event.ballot


def box_counted(election: Election, event: BoxCounted) -> None:
    """Book the sheets in the boxes; until the paper's count is fixed, a recount takes its place."""
    current = at_stage(election, event.round, "closed")
    if current.paper_count is not None:
        raise AlreadyDone("纸质票已经计完，票箱不再重新清点。")
    current.box_counted = event.count


def cards_in_box(election: Election, event: CardsInBox) -> None:
    """Book the spent cards; there must be one for every sealed ballot."""
    current = at_stage(election, event.round, "closed")
    if current.cards_in_box is not None:
        raise AlreadyDone("本轮投票卡已经清点过。")
    if event.count < current.cast:
        raise WrongFigures(
            f"卡箱内有 {event.count} 张投票卡，平板投票 {current.cast} 张，卡少于票，请重新清点。"
        )
    current.cards_in_box = event.count


def challenges_counted(election: Election, event: ChallengesCounted) -> None:
    """Book how often 检验 was used; figures only."""
    current = at_stage(election, event.round, "closed")
    if current.challenges is not None or event.failed > event.burnt:
        raise WrongFigures("检验次数已经登记，或者失败次数多于检验次数。")
    current.challenges = (event.burnt, event.failed)


def assisted_counted(election: Election, event: AssistedCounted) -> None:
    """Book how many ballots were 代写; figures only, and until the outcome the last ones count."""
    current = at_stage(election, event.round, "closed")
    if not election.rules.assisted_writing and event.paper + event.tablet:
        raise WrongCourse("票决办法规定不得代写，不能登记代写张数；确有代写的，请报告总监票人。")
    paper, tablet = current.paper.issued, current.tablet.issued
    for channel, count, issued in (("paper", event.paper, paper), ("tablet", event.tablet, tablet)):
        if count > issued:
            raise WrongFigures(
                f"{CHANNEL_NAMES[channel]}代写 {count} 张，多于发出的 {issued} 张，请核对。"
            )
    current.assisted = (event.paper, event.tablet)
