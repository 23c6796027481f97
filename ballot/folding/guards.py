"""Checks that several chapters share."""

from ballot.events import Event
from ballot.events.base import Approval, Approvals, KeyApproval, Role
from ballot.events.listing import Officer
from ballot.refusals import (
    MissingSignature,
    NoSuchRound,
    SamePerson,
    UnknownOfficer,
    UsedSignature,
    WrongStage,
)
from ballot.signing import check_signature, statement
from ballot.state import STAGE_NAMES, Election, Round, Stage

Needed = tuple[tuple[Role, int], ...]
"""Pairs of a role and how many of it must have signed."""

ROLE_NAMES: dict[Role, str] = {
    "clerk": "秘书处工作人员",
    "presider": "执行主席",
    "chief_scrutineer": "总监票人",
    "scrutineer": "监票人",
    "teller": "计票人",
}


def the_round(election: Election, number: int) -> Round:
    """Return round ``number``. Raises NoSuchRound."""
    if not 1 <= number <= len(election.rounds):
        raise NoSuchRound(f"没有第 {number} 轮；现有 {len(election.rounds)} 轮。")
    return election.rounds[number - 1]


def at_stage(election: Election, number: int, *allowed: Stage) -> Round:
    """Return round ``number`` if it is at one of the ``allowed`` stages. Raises WrongStage."""
    found = the_round(election, number)
    if found.stage not in allowed:
        wanted = "或".join(f"“{STAGE_NAMES[one]}”" for one in allowed)
        raise WrongStage(
            f"第 {number} 轮现处于“{STAGE_NAMES[found.stage]}”阶段，"
            f"此项操作只能在{wanted}阶段进行。"
        )
    return found


def officer(election: Election, role: Role, number: int) -> Officer:
    """Return the appointed officer. Raises UnknownOfficer."""
    for one in election.officers:
        if (one.role, one.number) == (role, number):
            return one
    raise UnknownOfficer(f"名单中没有{ROLE_NAMES[role]} {number} 号，请核对监票人、计票人名单。")


def check_approval(election: Election, act: Event, approval: Approval) -> Officer:
    """Raise UnknownOfficer or BadSignature unless ``approval`` stands behind ``act``.

    A page signed by hand is taken as it is: its hash is on record and ``verify`` says so.
    """
    who = officer(election, approval.role, approval.holder)
    if isinstance(approval, KeyApproval):
        if who.key is None:
            raise UnknownOfficer(
                f"{ROLE_NAMES[who.role]} {who.number} 号没有登记签名密钥，请改用纸质签字扫描件。"
            )
        check_signature(who.key, statement(election.id, act), approval.signature)
    return who


def check_approvals(election: Election, act: Event, approvals: Approvals, needed: Needed) -> None:
    """Check every signature, that they are different people's, and that all ``needed`` are there.

    Raises MissingSignature, SamePerson, UnknownOfficer, UsedSignature or BadSignature.
    """
    if key_signatures(approvals) & election.signatures:
        # Whoever writes the log could else freeze a withdrawn list again, and ask nobody.
        raise UsedSignature(
            "这里的签名已经用于同样内容的一次操作，不能再用；请过一分钟重新发起、重新签名。"
        )
    signers = [check_approval(election, act, one) for one in approvals]
    keys = [who.key for who in signers if who.key is not None]
    people = [(who.role, who.number) for who in signers]
    if len(set(keys)) < len(keys) or len(set(people)) < len(people):
        raise SamePerson("此项操作须由不同的人分别签名，现有两个签名出自同一人。")
    for role, count in needed:
        have = sum(1 for one in people if one[0] == role)
        if have < count:
            raise MissingSignature(
                f"此项操作须有{ROLE_NAMES[role]}签名 {count} 份，现有 {have} 份。"
            )


def key_signatures(approvals: Approvals) -> frozenset[str]:
    """Return the signatures by keys among ``approvals``."""
    return frozenset(one.signature for one in approvals if isinstance(one, KeyApproval))
