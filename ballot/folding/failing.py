"""What goes wrong in the hall: devices that fail, rounds that are void."""

from ballot.events import FallbackDeclared, RoundVoided
from ballot.folding.guards import Needed, at_stage, check_approvals
from ballot.refusals import AlreadyDone, NotYet, WrongFigures, WrongStage
from ballot.state import Election, Round

CHIEF: Needed = (("chief_scrutineer", 1),)
CHIEF_AND_PRESIDER: Needed = (("chief_scrutineer", 1), ("presider", 1))


def fallback_declared(election: Election, event: FallbackDeclared) -> None:
    """Book that a device failed, once per device and round, by whom the chief stands for.

    A scanner reads after the close, and is of no matter once the paper is counted; tablets and
    their network are of no matter after it. Bundles that were read stay as reference.
    """
    current = at_stage(election, event.round, "open", "closed")
    if (event.device == "scanner") != (event.channel == "paper"):
        raise WrongFigures("扫描仪故障登记在纸质票下，平板和网络故障登记在平板票下。")
    if any(one.device == event.device for one in current.fallbacks):
        raise AlreadyDone("本轮这一设备的故障已经登记。")
    if not current.tokens(event.channel).issued:
        raise WrongFigures("本轮没有使用这一渠道，不须登记设备故障。")
    _check_moment(current, event)
    if event.readings and event.device != "scanner":
        raise WrongFigures("只有扫描仪故障才有已经读过的张数。")
    check_read(current, event)
    check_approvals(election, event, event.approvals, CHIEF)
    current.fallbacks.append(event)


def check_read(current: Round, event: FallbackDeclared) -> None:
    """Compare the sheets read so far with the bundles of the log, where there are any.

    Raises WrongFigures.
    """
    read = sum(len(one.sheets) for one in current.live)
    if event.device == "scanner" and current.batches and event.readings != read:
        raise WrongFigures(f"已经读过的票现有 {read} 张，登记的是 {event.readings} 张，请核对。")


def _check_moment(current: Round, event: FallbackDeclared) -> None:
    if event.device == "scanner":
        if current.stage != "closed":
            raise NotYet("截止以后才读票，扫描仪故障请在截止以后登记。")
        if current.paper_count is not None:
            raise AlreadyDone("纸质票已经计完，不须登记扫描仪故障。")
    elif current.stage != "open":
        raise WrongStage("投票已经截止，平板和网络的故障不再影响投票。")


def round_voided(election: Election, event: RoundVoided) -> None:
    """End the round without a result; its sealed sum is never opened."""
    current = at_stage(election, event.round, "open", "closed")
    _check_ground(election, current, event)
    if current.tally is not None:
        raise WrongStage("本轮已经计票，不能再宣布无效。")
    check_approvals(election, event, event.approvals, CHIEF_AND_PRESIDER)
    current.stage, current.void_ground = "void", event.ground
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
    if event.ground == "devices_failed":
        _check_devices(election, current)
    # Until the sheets are counted, nobody knows which of those in the box are foreign.
    paper = current.returned_paper if current.paper_count else current.box_counted
    over = (paper or 0) > current.paper.issued or current.cast > current.tablet.issued
    if event.ground == "returned_gt_issued" and not over:
        raise WrongFigures("收回的票没有多于发出的票，不能以此宣布无效。")
    least = election.rules.min_channel
    few = current.stage == "closed" and current.tablet.issued and current.cast < least
    if event.ground == "below_min_channel" and not few:
        raise WrongFigures(f"平板投票没有少于 {least} 张，不能以此宣布无效。")


def _check_devices(election: Election, current: Round) -> None:
    """Let failed devices void a round only where the rules then vote by hands."""
    if election.rules.fallback != "show_of_hands":
        raise WrongFigures("票决办法没有规定设备故障时举手表决，不能以此宣布无效。")
    if not current.fallbacks:
        raise NotYet("请先由总监票人登记设备故障，再宣布本轮无效。")
    if current.paper_count is not None:
        raise WrongStage("纸质票已经计完，不能再以设备故障宣布本轮无效。")
