"""The order of the key ceremony. What the messages say is checked by ``ballot.sealed``."""

from ballot.events import CeremonyStarted, ElectionKey, KeyContribution, KeysProven
from ballot.events.base import PaperApproval
from ballot.folding.guards import check_approval, key_signatures, officer
from ballot.refusals import (
    AlreadyDone,
    MissingSignature,
    UnknownOfficer,
    UsedSignature,
    WrongCeremony,
    WrongStage,
)
from ballot.state import Ceremony, Election

BINDING_TRUSTEES, BINDING_THRESHOLD = 3, 2
"""A binding round needs at least 2 of at least 3 holders (design: rounds and stages)."""

BEFORE = {
    "commitment": "certificate",
    "contribution": "commitment",
    "verification": "contribution",
}


def ceremony_started(election: Election, event: CeremonyStarted) -> None:
    """Begin, or begin again; possible until the first round opens."""
    if len(election.rounds) > 1 or election.current.stage not in {"drafting", "listed", "ready"}:
        raise WrongStage("投票开始以后不能再更换选举密钥。")
    if not 1 <= event.threshold <= event.trustees:
        raise WrongCeremony("开启所需人数须在 1 和密钥持有人数之间。")
    small = event.trustees < BINDING_TRUSTEES or event.threshold < BINDING_THRESHOLD
    if small and not election.facts.rehearsal:
        raise WrongCeremony(
            f"正式票决至少须有 {BINDING_TRUSTEES} 名密钥持有人，"
            f"其中 {BINDING_THRESHOLD} 名以上到场才能开启。"
        )
    ruled = election.rules.scrutineers
    asked = (event.trustees, event.threshold)
    if asked != (ruled.keys, ruled.threshold) and not election.facts.rehearsal:
        raise WrongCeremony(
            f"票决办法规定由 {ruled.keys} 人持有密钥、{ruled.threshold} 人到场开启，"
            f"这里是 {event.trustees} 人、{event.threshold} 人。"
        )
    election.ceremony = Ceremony(trustees=event.trustees, threshold=event.threshold)


def _ceremony(election: Election) -> Ceremony:
    if election.ceremony is None:
        raise WrongCeremony("密钥生成还没有开始，请先由秘书处开始。")
    return election.ceremony


def _complete(ceremony: Ceremony, step: str) -> bool:
    return all((step, one + 1) in ceremony.messages for one in range(ceremony.trustees))


def key_contribution(election: Election, event: KeyContribution) -> None:
    """Take one message per holder and step, each step only after the one before is complete."""
    ceremony = _ceremony(election)
    if event.index > ceremony.trustees:
        raise WrongCeremony(f"密钥持有人只有 {ceremony.trustees} 名，没有 {event.index} 号。")
    if (event.step == "single") != (ceremony.trustees == 1):
        raise WrongCeremony("这一步不属于本次密钥生成的方式。")
    before = BEFORE.get(event.step)
    if before is not None and not _complete(ceremony, before):
        raise WrongCeremony("还有持有人没有完成上一步，请等所有人完成。")
    if (event.step, event.index) in ceremony.messages:
        raise AlreadyDone(f"{event.index} 号持有人已经完成这一步；要重做请重新开始密钥生成。")
    _check_holder(election, event)
    _check_code(ceremony, event)
    election.signatures |= key_signatures((event.approval,))
    ceremony.messages[event.step, event.index] = event.payload


def _check_holder(election: Election, event: KeyContribution | KeysProven) -> None:
    """Only the scrutineer ``index`` speaks as holder ``index``, by an enrolled key, and once."""
    approval = event.approval
    if (approval.role, approval.holder) != ("scrutineer", event.index):
        raise UnknownOfficer(f"{event.index} 号密钥的内容须由监票人 {event.index} 号本人签名。")
    who = officer(election, approval.role, approval.holder)
    if isinstance(approval, PaperApproval) or who.key is None:
        raise MissingSignature("密钥持有人须用已登记的签名密钥签名，不能以纸质签字页代替。")
    if key_signatures((approval,)) & election.signatures:
        # Whoever writes the log could else begin again and repeat a ceremony that was given up.
        raise UsedSignature(
            "这个签名已经用于先前的密钥生成，不能再用；请持有人重新生成、重新签名。"
        )
    check_approval(election, event, approval)


def _check_code(ceremony: Ceremony, event: KeyContribution) -> None:
    """The code over the certificates is confirmed with the second message, by all the same."""
    if (event.step == "commitment") != bool(event.code):
        raise WrongCeremony("核对码须在交换证书以后、提交承诺之前当众核对一次。")
    if event.step == "commitment":
        if ceremony.code not in {"", event.code}:
            raise WrongCeremony(
                "核对码与其他持有人的不一致，有人看到的不是同一份名册，请停止并重做。"
            )
        ceremony.code = event.code


def election_key(election: Election, event: ElectionKey) -> None:
    """Fix the key once every holder has contributed."""
    ceremony = _ceremony(election)
    last = "single" if ceremony.trustees == 1 else "verification"
    if not _complete(ceremony, last):
        raise WrongCeremony("还有持有人没有完成密钥生成。")
    if ceremony.public_key is not None:
        raise AlreadyDone("选举公钥已经生成；要重做请重新开始密钥生成。")
    ceremony.document, ceremony.public_key = event.trustees, event.public_key
    ceremony.code = ""


def keys_proven(election: Election, event: KeysProven) -> None:
    """Book that holder ``index`` can use the saved key, and saw the same code as the others."""
    ceremony = _ceremony(election)
    if ceremony.public_key is None:
        raise WrongCeremony("选举公钥还没有生成。")
    if event.index > ceremony.trustees or event.index in ceremony.proven:
        raise AlreadyDone(f"{event.index} 号持有人不存在或者已经验证过。")
    if not event.code or ceremony.code not in {"", event.code}:
        raise WrongCeremony("核对码与其他持有人的不一致，请停止并重新开始密钥生成。")
    _check_holder(election, event)
    election.signatures |= key_signatures((event.approval,))
    ceremony.code = event.code
    ceremony.proven.add(event.index)
