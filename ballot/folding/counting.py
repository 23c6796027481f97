"""已截止 -> 已计票: the paper's count, the opening of the sum, the outcome."""

from ballot.books import check_books
from ballot.events import (
    EncryptedTally,
    HandCountAgreed,
    HandCountEntered,
    OpeningAuthorised,
    OutcomeDecided,
    PaperFrozen,
    PartialDecryption,
    Tallied,
)
from ballot.folding.guards import Needed, at_stage, check_approval, check_approvals
from ballot.refusals import (
    AlreadyDone,
    CountedOtherwise,
    DifferentEntries,
    MustBeVoid,
    NotYet,
    OldEntry,
    UnknownOfficer,
    WrongFigures,
)
from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from ballot.sampling import to_draw
from ballot.state import Election, Round

TELLERS = 2
DECIDED = {"final", "tie_at_cutoff", "shortfall", "undecided_second_tie"}
"""Outcomes that a round can end with; the others say what to mend or to do again."""


def hand_count_entered(election: Election, event: HandCountEntered) -> None:
    """Take a teller's own figures. A new entry of the same teller is a recount, also on record."""
    current = at_stage(election, event.round, "closed")
    if current.hand_count is not None:
        raise AlreadyDone("纸质票计票数已经核对一致，不能再改。")
    _check_by_hand(current)
    if current.box_counted is None and not current.hands:
        raise NotYet("请先清点票箱，再登记计票数。")
    who = check_approval(election, event, event.approval)
    if (who.role, who.number) != ("teller", event.teller):
        raise UnknownOfficer("计票数须由计票人本人登记并签名。")
    _check_newest(current, event)
    check_items(election, current, event.tally)
    current.entries[event.teller] = event.tally
    current.entered[event.teller] = event.entry


def _check_newest(current: Round, event: HandCountEntered) -> None:
    """Refuse what is not the teller's next entry: an earlier one again, or one left out."""
    last = current.entered.get(event.teller, 0)
    if event.entry != last + 1:
        raise OldEntry(
            f"计票人 {event.teller} 号本轮已经登记 {last} 次，这一次须注明是第 {last + 1} 次，"
            f"现注明第 {event.entry} 次；以前的登记不能重复使用，请重新登记并签名。"
        )


def _check_by_hand(current: Round) -> None:
    """Refuse to mix: what was read by machine is counted so, unless the scanner has failed."""
    if current.live and not current.scanner_failed:
        raise CountedOtherwise(
            "本轮纸质票已经扫描读票，按读票和认定的结果计票；"
            "改用人工计票的，请先由总监票人登记扫描仪故障。"
        )


def check_items(election: Election, current: Round, tally: ChannelTally) -> None:
    """Raise WrongFigures for totals that are not of this round's projects and way of voting."""
    numbers = sorted(one.number for one in tally.items)
    if tally.channel != ("hands" if current.hands else "paper"):
        raise WrongFigures("计票数须是本轮的纸质票；举手表决的，须是举手的人数。")
    if numbers != sorted(current.candidates):
        raise WrongFigures("计票数须逐项登记本轮每一个候选项目。")
    if current.hands:
        _check_hands(current, tally)
    mode = election.rules.ballot_mode
    if mode == "whole_list" and len({_marks(one) for one in tally.items}) > 1:
        raise WrongFigures("整体表决的，各项目的票数须相同。")
    if mode != "ranked" and any(one.points for one in tally.items):
        raise WrongFigures("只有排序票决才登记积分。")
    _check_grades(election.rules, tally)
    _check_written(election.rules, current, tally)


def _check_written(rules: Rules, current: Round, tally: ChannelTally) -> None:
    """Refuse 另提项目 where there is no place for them, and all but one form of their list."""
    if not tally.written:
        return
    if rules.write_in != "allowed" or current.hands:
        raise WrongFigures("票决办法没有规定可以另提项目，或者本轮举手表决，不登记另提项目。")
    titles = [one.title for one in tally.written]
    if titles != sorted(set(titles)) or any(one != one.strip() for one in titles):
        raise WrongFigures(
            "另提项目按名称的字符编码由小到大登记，同一名称只登记一次，首尾不留空格；"
            "写法不同而所指相同的，请并为一项。"
        )
    if any(one.approve < 1 for one in tally.written):
        raise WrongFigures("另提项目的票数至少为 1，没有人提的不登记。")


def _check_grades(rules: Rules, tally: ChannelTally) -> None:
    """Refuse ratings that the form of this round has no column for."""
    grades = len(rules.grades) if rules.ballot_mode == "graded" else 0
    if any(len(one.grades) != grades for one in tally.items):
        raise WrongFigures(f"每个项目须登记 {grades} 个等次的票数，请按本轮的登记表登记。")
    offered = rules.ballot_mode == "graded" and "dont_know" in rules.choices
    if not offered and any(one.dont_know for one in tally.items):
        raise WrongFigures("票面没有“不了解”，不登记这一票数。")
    if rules.ballot_mode == "graded" and any(one.approve or one.oppose for one in tally.items):
        raise WrongFigures("满意度测评不登记赞成和反对，请按等次登记。")


def _marks(item: ItemTotals) -> tuple[int, int, int, int]:
    return item.approve, item.oppose, item.abstain, item.illegible


def _check_hands(current: Round, tally: ChannelTally) -> None:
    """Everybody present shows a hand for one of the three, item by item."""
    present = current.present or 0
    whole = (tally.returned, tally.valid, tally.invalid, tally.foreign)
    fits = all(
        one.approve + one.oppose + one.abstain == present and not one.illegible
        for one in tally.items
    )
    if whole != (present, present, 0, 0) or not fits:
        raise WrongFigures(
            f"举手表决每一项的赞成、反对、弃权合计须为实到 {present} 名，没有无效和辨认不清的。"
        )


def hand_count_agreed(election: Election, event: HandCountAgreed) -> None:
    """Fix the paper's count once two tellers entered the same figures."""
    current = at_stage(election, event.round, "closed")
    if current.hand_count is not None:
        raise AlreadyDone("纸质票计票数已经核对一致。")
    _check_by_hand(current)
    same = [one for one in current.entries.values() if one == event.tally]
    if len(current.entries) < TELLERS:
        raise NotYet("须由两名计票人各自登记计票数。")
    if len(same) < TELLERS:
        raise DifferentEntries("两名计票人的计票数不一致，请逐格核对后重新登记。")
    current.hand_count = event.tally


def paper_frozen(election: Election, event: PaperFrozen) -> None:
    """Fix the paper: counted, decided, and not more than was handed out."""
    current = at_stage(election, event.round, "closed")
    if current.paper_frozen:
        raise AlreadyDone("纸质票计票已经封定。")
    if (current.paper.issued or current.hands) and current.paper_count is None:
        raise NotYet("纸质票或者举手人数还没有计完，不能封定。")
    _check_sample(election.rules, current)
    must_not_be_void(current)
    needed: Needed = (("scrutineer", 2), ("chief_scrutineer", 1))
    check_approvals(election, event, event.approvals, needed)
    current.paper_frozen = True


def _check_sample(rules: Rules, current: Round) -> None:
    """Let nobody freeze sheets read by machine before people have looked at the sample.

    Also where it was drawn after the count, and where it was not drawn at all.
    """
    if current.scanner_failed or current.sheet_count is None:
        return
    size = to_draw(rules, current)
    if size and current.sample is None:
        raise NotYet(
            f"按票决办法须抽样复核 {size} 张机器认定清楚的票，还没有抽样，不能封定。"
            "请当众产生签号，由监票人、总监票人签名登记抽样，看完抽中的票，签字，重新合计。"
        )
    unseen = (current.sample or frozenset()) - current.rulings.keys()
    if unseen:
        raise NotYet(f"抽样复核还有 {len(unseen)} 张没有签字认定，不能封定。")


def must_not_be_void(current: Round) -> None:
    """Raise MustBeVoid if more came back than went out, in a channel or in all."""
    paper, tablet = current.returned_paper or 0, current.cast
    if paper > current.paper.issued or tablet > current.tablet.issued:
        moved = {"纸质票": (current.paper.issued, paper), "平板": (current.tablet.issued, tablet)}
        named = "，".join(
            f"{name}发出 {issued} 收回 {returned}"
            + (f"，相差 {returned - issued}" if returned > issued else "")
            for name, (issued, returned) in moved.items()
            if issued or returned
        )
        raise MustBeVoid(f"收回的票多于发出的票（{named}），本轮无效，须重新投票。")


def opening_authorised(election: Election, event: OpeningAuthorised) -> None:
    """Let the key holders open the sum; the paper is fixed by then, so neither sways the other."""
    current = at_stage(election, event.round, "closed")
    if current.opening_authorised:
        raise AlreadyDone("已经批准开启电子票合计。")
    if not current.paper_frozen:
        raise NotYet("须先封定纸质票计票，再开启电子票合计。")
    if not current.tablet.issued:
        raise NotYet("本轮没有使用平板投票。")
    if current.cards_in_box is None:
        raise NotYet("请先清点卡箱中的投票卡。")
    must_not_be_void(current)
    least = election.rules.min_channel
    if not election.facts.rehearsal and current.cast < least:
        raise WrongFigures(f"平板投票只有 {current.cast} 张，少于 {least} 张，不能开启，难以保密。")
    check_approvals(election, event, event.approvals, (("chief_scrutineer", 1),))
    current.opening_authorised = True


def encrypted_tally(election: Election, event: EncryptedTally) -> None:
    """Name the one product that may be decrypted."""
    current = at_stage(election, event.round, "closed")
    if not current.opening_authorised:
        raise NotYet("总监票人还没有批准开启电子票合计。")
    if current.encrypted_tally is not None:
        raise AlreadyDone("本轮电子票合计已经生成，只能有一个。")
    if event.ballots != current.cast:
        raise WrongFigures(f"合计了 {event.ballots} 张，日志中有 {current.cast} 张电子票。")
    current.encrypted_tally = event.tally


def partial_decryption(election: Election, event: PartialDecryption) -> None:
    """Take one holder's factors; surplus ones are welcome and must agree."""
    current = at_stage(election, event.round, "closed")
    if current.encrypted_tally is None or election.ceremony is None:
        raise NotYet("电子票合计还没有生成。")
    if event.owner > election.ceremony.trustees:
        raise UnknownOfficer(f"没有 {event.owner} 号密钥持有人。")
    if event.owner in current.partials:
        raise AlreadyDone(f"{event.owner} 号密钥持有人已经提交。")
    if current.tally is not None:
        raise AlreadyDone("本轮计票已经完成。")
    current.partials[event.owner] = (event.factors, event.strong)


def tallied(election: Election, event: Tallied) -> None:
    """Book the totals of every channel that was used; the arithmetic is checked elsewhere."""
    current = at_stage(election, event.round, "closed")
    if current.tally is not None:
        raise AlreadyDone("本轮已经合计。")
    if not current.paper_frozen:
        raise NotYet("纸质票计票还没有封定。")
    ceremony = election.ceremony
    if current.tablet.issued and (ceremony is None or len(current.partials) < ceremony.threshold):
        raise NotYet("开启电子票合计的密钥持有人还不够。")
    used = {name for name in ("paper", "tablet") if current.tokens(name).issued}
    used = {"hands"} if current.hands else used
    if {one.channel for one in event.tally.channels} != used:
        raise WrongFigures("合计须包括本轮使用的每一个渠道，不多不少。")
    current.tally = event.tally


def outcome(election: Election, event: OutcomeDecided) -> None:
    """Book what the rules make of the totals."""
    current = at_stage(election, event.round, "closed")
    if current.tally is None:
        raise NotYet("还没有合计各渠道的票数。")
    if event.outcome.status not in DECIDED or event.outcome.failed:
        raise WrongFigures("计票数据勾稽不符，不能作出结果，请先查明原因。")
    check_books(current)
    current.outcome = event.outcome
    current.stage = "counted"
