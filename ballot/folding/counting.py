"""已截止 -> 已计票: the paper's count, the opening of the sum, the outcome."""

from ballot.events import (
    EncryptedTally,
    HandCountAgreed,
    HandCountEntered,
    OpeningAuthorised,
    OutcomeDecided,
    PaperFrozen,
    PartialDecryption,
    PresidiumDecided,
    RoundVoided,
    Tallied,
)
from ballot.folding.guards import Needed, at_stage, check_approval, check_approvals, the_round
from ballot.refusals import (
    AlreadyDone,
    DifferentEntries,
    MustBeVoid,
    NotYet,
    UnknownOfficer,
    WrongFigures,
    WrongStage,
)
from ballot.results import ChannelTally
from ballot.state import Election, Round

TELLERS = 2
DECIDED = {"final", "tie_at_cutoff", "shortfall", "undecided_second_tie"}
"""Outcomes that a round can end with; the others say what to mend or to do again."""


def hand_count_entered(election: Election, event: HandCountEntered) -> None:
    """Take a teller's own figures. A new entry of the same teller is a recount, also on record."""
    current = at_stage(election, event.round, "closed")
    if current.hand_count is not None:
        raise AlreadyDone("纸质票计票数已经核对一致，不能再改。")
    if current.box_counted is None:
        raise NotYet("请先清点票箱，再登记计票数。")
    who = check_approval(election, event, event.approval)
    if (who.role, who.number) != ("teller", event.teller):
        raise UnknownOfficer("计票数须由计票人本人登记并签名。")
    _check_items(current, event.tally)
    current.entries[event.teller] = event.tally


def _check_items(current: Round, tally: ChannelTally) -> None:
    numbers = sorted(one.number for one in tally.items)
    if tally.channel != "paper" or numbers != sorted(current.candidates):
        raise WrongFigures("计票数须逐项登记本轮每一个候选项目的纸质票。")


def hand_count_agreed(election: Election, event: HandCountAgreed) -> None:
    """Fix the paper's count once two tellers entered the same figures."""
    current = at_stage(election, event.round, "closed")
    if current.hand_count is not None:
        raise AlreadyDone("纸质票计票数已经核对一致。")
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
    if current.paper.issued and current.hand_count is None:
        raise NotYet("纸质票还没有计完，不能封定。")
    must_not_be_void(current)
    needed: Needed = (("scrutineer", 2), ("chief_scrutineer", 1))
    check_approvals(election, event, event.approvals, needed)
    current.paper_frozen = True


def must_not_be_void(current: Round) -> None:
    """Raise MustBeVoid if more came back than went out, in a channel or in all."""
    paper, tablet = current.returned_paper or 0, current.cast
    if paper > current.paper.issued or tablet > current.tablet.issued:
        raise MustBeVoid(
            f"收回的票多于发出的票（纸质票发出 {current.paper.issued} 收回 {paper}，"
            f"平板发出 {current.tablet.issued} 收回 {tablet}），本轮票决无效，须重新票决。"
        )


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
    if {one.channel for one in event.tally.channels} != used:
        raise WrongFigures("合计须包括本轮使用的每一个渠道，不多不少。")
    current.tally = event.tally


def outcome(election: Election, event: OutcomeDecided) -> None:
    """Book what the rules make of the totals."""
    current = at_stage(election, event.round, "closed")
    if current.tally is None:
        raise NotYet("还没有合计各渠道的票数。")
    if event.outcome.status not in DECIDED:
        raise WrongFigures("计票数据勾稽不符，不能作出结果，请先查明原因。")
    current.outcome = event.outcome
    current.stage = "counted"


def round_voided(election: Election, event: RoundVoided) -> None:
    """End the round without a result; its sealed sum is never opened."""
    current = at_stage(election, event.round, "open", "closed")
    _check_ground(election, current, event)
    if current.tally is not None:
        raise WrongStage("本轮已经计票，不能再宣布无效。")
    needed: Needed = (("chief_scrutineer", 1), ("presider", 1))
    check_approvals(election, event, event.approvals, needed)
    current.stage = "void"
    current.emptying = False


def _check_ground(election: Election, current: Round, event: RoundVoided) -> None:
    """Refuse a ground that the books contradict; a lost urn or lost keys they cannot know of.

    Nobody may first read the result and then decide whether the round counts.
    """
    ceremony = election.ceremony
    if ceremony is not None and len(current.partials) >= ceremony.threshold:
        raise WrongStage("开启所需的密钥持有人已经提交，合计已可读出，不能再宣布无效。")
    if event.ground in {"urn_lost", "keys_lost"} and not current.tablet.issued:
        raise WrongFigures("本轮没有使用平板投票，不能以此宣布无效。")
    # Until the sheets are counted, nobody knows which of those in the box are foreign.
    paper = current.returned_paper if current.hand_count else current.box_counted
    over = (paper or 0) > current.paper.issued or current.cast > current.tablet.issued
    if event.ground == "returned_gt_issued" and not over:
        raise WrongFigures("收回的票没有多于发出的票，不能以此宣布无效。")
    least = election.rules.min_channel
    few = current.stage == "closed" and current.tablet.issued and current.cast < least
    if event.ground == "below_min_channel" and not few:
        raise WrongFigures(f"平板投票没有少于 {least} 张，不能以此宣布无效。")


def presidium_decided(election: Election, event: PresidiumDecided) -> None:
    """Record what 主席团 decided where the rules leave it to them."""
    current = the_round(election, event.round)
    if current.stage not in {"counted", "certified", "announced", "void"}:
        raise WrongStage("只有计票以后或者本轮无效以后，才能登记主席团的决定。")
    if not set(event.projects) <= set(current.candidates):
        raise WrongFigures("决定中的项目不在本轮候选项目之内。")
    if current.presidium is not None:
        raise AlreadyDone("主席团对本轮已有决定。")
    current.presidium = event.text
