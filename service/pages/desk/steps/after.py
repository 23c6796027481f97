"""已截止 to 已公告, and what comes after: counting, certifying, announcing, another round."""

from collections.abc import Iterator

from ballot.canonical import digest_of
from ballot.events import Certified
from ballot.events.base import Role
from ballot.state import Election, Round
from counting.standing import standing
from service.pages.desk.steps.values import (
    NO_TIME,
    Known,
    Step,
    guarded,
    signing,
    simple_of,
    told,
)
from service.pages.words import said

TELLERS = 2
WATCH: tuple[Role, ...] = ("scrutineer", "chief_scrutineer")


def counting(state: Election, current: Round, known: Known) -> Iterator[Step]:
    """Yield the steps from the close to an outcome."""
    steps = [*_emptied(current, known)]
    steps += [*_frozen(state, current, known, steps)]
    if current.tablet.issued:
        steps += _opening(state, current, known)
    steps += _balanced(current)
    steps += _besides(state, current)
    yield from steps
    yield Step(
        text=said("还差：总监票人得出结果"),
        done=False,
        act="outcome",
        who=("chief_scrutineer",),
        confirm=said("按票决办法合计各渠道的票数，得出结果？"),
    )


def _emptied(current: Round, known: Known) -> Iterator[Step]:
    if not current.hands and current.paper.issued:
        yield _box(current)
    if current.paper.issued or current.hands:
        yield from _paper_counted(current, known)
    if current.tablet.issued:
        yield _cards(current)


def _frozen(state: Election, current: Round, known: Known, before: list[Step]) -> Iterator[Step]:
    if current.paper_frozen:
        yield Step(text=said("纸质票已经封定"), done=True)
        return
    yield from guarded(state, simple_of("paper_frozen", current), before, "exceptions")
    confirm = said("封定以后纸质票的计票数不能再改。现在提请两名监票人、总监票人签字？")
    yield signing(state, known, "paper_frozen", said("封定纸质票"), confirm=confirm)


def _box(current: Round) -> Step:
    counted = current.box_counted
    done, missing = said("票箱清点 {count} 张", count=counted or 0), said("还差：监票人清点票箱")
    return told(counted is not None, done, missing, place="tokens", who=WATCH)


def _cards(current: Round) -> Step:
    counted = current.cards_in_box
    done = said("卡箱清点 {count} 张", count=counted or 0)
    missing = said("还差：监票人清点卡箱中的投票卡")
    return told(counted is not None, done, missing, place="tokens", who=WATCH)


def _besides(state: Election, current: Round) -> Iterator[Step]:
    """Yield the figures that stand beside the count and hold nobody up."""
    if current.tablet.issued:
        done, missing = said("检验次数已经登记"), said("还没有登记检验次数")
        counted = current.challenges is not None
        yield told(counted, done, missing, place="tokens", who=WATCH, optional=True)
    if state.rules.assisted_writing and not current.hands:
        done, missing = said("代写张数已经登记"), said("还没有登记代写张数")
        counted = current.assisted is not None
        yield told(counted, done, missing, place="tokens", who=WATCH, optional=True)


def _paper_counted(current: Round, known: Known) -> Iterator[Step]:
    if current.paper_count is not None:
        by_hand = current.hand_count is not None
        text = said("两名计票人的计票数一致") if by_hand else said("扫描读票已经合计")
        yield Step(text=text, done=True)
    elif current.live and not current.scanner_failed:
        yield from _machine(current, known)
    elif current.entries or current.identity_key is None or current.scanner_failed:
        yield _by_hand(len(current.entries))
    else:
        text = said("还差：计票。票有防伪码，可以分捆扫描读票，也可以由两名计票人人工计票")
        yield Step(text=text, done=False, place="bundles", who=("teller", "scrutineer"))


def _by_hand(have: int) -> Step:
    if have < TELLERS:
        text = said("还差：计票人登记计票数（已登记 {have} 份，须有 2 份）", have=have)
    else:
        text = said("还差：两名计票人的计票数不一致，请核对后重新登记")
    return Step(text=text, done=False, place="hand-count", who=("teller",))


def _machine(current: Round, known: Known) -> Iterator[Step]:
    yield _read(sum(one.declared for one in current.live), current.box_counted or 0)
    if left := len(known.doubtful - current.rulings.keys()):
        text = said("还差：疑问票 {count} 张没有签字认定", count=left)
        yield Step(text=text, done=False, place="doubts", who=WATCH)
    text = said("还差：总监票人合计各捆")
    yield Step(text=text, done=False, place="bundles", who=("chief_scrutineer",))


def _read(read: int, box: int) -> Step:
    missing = said(
        "还差：读票 {left} 张（票箱 {box} 张，已读 {read} 张）",
        left=box - read,
        box=box,
        read=read,
    )
    done, who = said("已分捆读票 {read} 张", read=read), ("teller", "scrutineer")
    return told(read >= box, done, missing, place="bundles", who=who)


def _balanced(current: Round) -> Iterator[Step]:
    """Yield whether every printed token is accounted for: the outcome needs it."""
    for name, tokens in ((said("票决票"), current.paper), (said("投票卡"), current.tablet)):
        if not tokens.issued:
            continue
        left = tokens.printed - tokens.booked()
        done = said("{name}印制 {printed} 张，去向都已登记", name=name, printed=tokens.printed)
        missing = said("还差：{name}有 {left} 张没有登记去向（剩余、存档）", name=name, left=left)
        yield told(not left, done, missing, place="tokens", who=("clerk", *WATCH))


def _opening(state: Election, current: Round, known: Known) -> Iterator[Step]:
    if not current.paper_frozen:
        return
    if not current.opening_authorised:
        confirm = said("批准监票人开启平板票的合计数？单张票永远不开启。")
        what = said("批准开启平板合计")
        yield signing(state, known, "opening_authorised", what, confirm=confirm)
        return
    least = state.ceremony.threshold if state.ceremony else 0
    have = len(current.partials)
    done = said("已有 {have} 名密钥持有人开启合计", have=have)
    missing = said("还差：密钥持有人开启合计（{have}/{least}）", have=have, least=least)
    yield told(have >= least, done, missing, place="keys", who=("scrutineer",))


def _papers(current: Round, *kinds: str) -> Iterator[Step]:
    names = {
        "count_report": said("计票结果报告单"),
        "issue_return": said("发票收票情况报告单"),
        "announcement": said("公告"),
    }
    for kind in kinds:
        done = kind in current.papers
        yield Step(
            text=said("已出具{paper}", paper=names[kind])
            if done
            else said("还没有出具{paper}", paper=names[kind]),
            done=done,
            place="papers",
            optional=True,
        )


def certifying(state: Election, current: Round, known: Known) -> Iterator[Step]:
    """Yield the steps from the outcome to its signatures."""
    yield Step(text=said("结果已经得出，勾稽相符"), done=True, place="papers")
    yield from _papers(current, "count_report", "issue_return")
    if current.outcome is not None:
        event = Certified(
            round=current.number,
            outcome=digest_of(current.outcome),
            checkpoint="",
            at=NO_TIME,
            approvals=(),
        )
        yield from guarded(state, event, [])
    yield signing(state, known, "certified", said("总监票人和全体监票人确认结果"))


def announcing(state: Election, current: Round, known: Known) -> Iterator[Step]:
    """Yield the steps to the announcement."""
    yield Step(text=said("结果已经签字确认"), done=True)
    yield from _papers(current, "announcement")
    pending = standing(state).pending
    if pending in ("presidium", "draw_lot") and standing(state).tied:
        yield Step(
            text=said("还差：票数相等的项目由主席团决定或者抽签确定"),
            done=False,
            place="exceptions",
            who=("presider",),
        )
    confirm = said("公布以后结果页、记录包对所有人开放。现在提请执行主席签字公布？")
    yield signing(state, known, "announced", said("公布结果"), confirm=confirm)


NEXT = {
    "runoff": said("还差：票数相等的项目再次票决"),
    "fill_same_session": said("还差：不足的名额另行票决"),
    "re_vote": said("还差：重新票决"),
}
"""What a pending further round is for."""


def after(state: Election, current: Round) -> Iterator[Step]:
    """Yield what follows a round that is over."""
    if current.stage == "void":
        yield Step(text=said("本轮无效，不得宣布结果"), done=True, place="exceptions")
    else:
        yield Step(text=said("结果已经公布"), done=True, place="results")
    if current is state.current:
        yield from _pending(standing(state).pending)


def _pending(pending: str | None) -> Iterator[Step]:
    if pending in NEXT:
        confirm = said("在同一份日志上开始下一轮？到会人数须重新报告。")
        yield Step(text=NEXT[pending], done=False, act="next_round", confirm=confirm)
    elif pending == "presidium":
        text = said("还差：主席团决定怎样办")
        yield Step(text=text, done=False, place="exceptions", who=("presider",))
    elif pending == "draw_lot":
        text = said("还差：当众抽签")
        yield Step(text=text, done=False, place="exceptions", who=("chief_scrutineer",))
