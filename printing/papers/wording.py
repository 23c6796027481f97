"""Words that several papers share, and the sentence with which a paper is refused."""

from collections.abc import Mapping, Sequence
from itertools import chain

from ballot.money import in_wan
from ballot.rules.text.words import WORDS
from printing.errors import PaperRefused
from printing.papers.content import Block, Note, Paragraph, Signatures
from printing.papers.values import Channel, Project, Session, Signatory, Signers

CHANNEL_NAMES: dict[Channel, str] = {
    "paper": "纸质票",
    "tablet": "平板票",
    "phone_qr": "手机票",
    "hands": "举手表决",
}

_ROUND_PREFIXES = {
    "first": "",
    "runoff": "再次",
    "fill": "另行",
    "revote": "重新",
    "re_evaluation": "再次",
}


def vote_name(session: Session) -> str:
    """Name the act: a congress decides by vote (票决), a street assembly chooses (票选)."""
    return "满意度测评" if session.evaluation else WORDS[session.body].vote


def round_name(session: Session) -> str:
    """Name the vote of this round: 票决, 再次票决, 另行票决, 重新票决, 再次测评."""
    prefix = _ROUND_PREFIXES[session.round]
    return f"{prefix}测评" if prefix and session.evaluation else prefix + vote_name(session)


def revote(session: Session, *, at_once: bool) -> str:
    """Say what follows a void vote: 由主席团决定重新票决, or 即行重新票决."""
    again = "重新测评" if session.evaluation else f"重新{vote_name(session)}"
    return f"即行{again}" if at_once else f"由{session.presidium}决定{again}"


def verb(session: Session) -> str:
    """Say what a vote does with projects: 票决产生, 票选推荐."""
    return session.verb or WORDS[session.body].verb


def notice(session: Session) -> str:
    """Name the form in which the result is made public: 公告, 通报."""
    return WORDS[session.body].notice


def under(session: Session, clause: str) -> str:
    """Cite the rules and, where it is known, the clause: 根据票决办法第六条."""
    return f"根据{vote_name(session)}办法{clause}"


def subtitle(session: Session) -> Note:
    """Say under the title what was voted on: （青禾县2026年民生实事项目票决）."""
    return Note(f"（{session.subject}{round_name(session)}）")


def require(holds: bool, sentence: str) -> None:  # noqa: FBT001 -- reads as an assertion
    """Raise PaperRefused with ``sentence`` unless the figures agree."""
    if not holds:
        raise PaperRefused(sentence)


def counts(where: str, figures: Mapping[str, int]) -> None:
    """Refuse a figure below zero; ``figures`` are named as people call them."""
    for name, figure in figures.items():
        require(figure >= 0, f"{where}的“{name}”是 {figure}，不能是负数，请核对。")


def signatures(role: str, people: tuple[Signatory, ...]) -> list[Block]:
    """Give a line to everybody who signs by hand and name those who signed with a key."""
    by_key = [person.name for person in people if not person.by_hand]
    by_hand = tuple(person.name for person in people if person.by_hand)
    blocks: list[Block] = []
    if by_hand or not people:
        blocks.append(Signatures(role, by_hand))
    if by_key:
        blocks.append(Paragraph(f"{role}{'、'.join(by_key)}已用本人密钥签署，签署内容见记录包。"))
    return blocks


def counting_signatures(signers: Signers) -> list[Block]:
    """Everybody who answers for a count, in the order in which they sign."""
    return [
        *signatures("计票人", signers.tellers),
        *signatures("监票人", signers.scrutineers),
        *signatures("总监票人", signers.chief),
    ]


def titled(project: Project, beside: str = "") -> str:
    """Write a project's name, ``beside`` after it, and under it the names in other languages."""
    return "\n".join((project.name + beside, *project.titles))


def spaced(name: str) -> str:
    """Put a full-width space into a name of two characters, as lists of names do."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name  # noqa: PLR2004


def signed(number: int) -> str:
    """Write a difference with a full-width sign: －1, 0, ＋1."""
    return f"{'－' if number < 0 else '＋'}{abs(number):,}" if number else "0"


def money(fen: int) -> str:
    """Write an amount as papers do: 2,860万元, exact to the 分."""
    whole, _, rest = in_wan(fen).partition(".")
    return f"{int(whole):,}{'.' if rest else ''}{rest}万元"


_SHORTEST_RUN = 3
"""Numbers that follow one upon the other, from which on only the first and the last are named."""


def in_runs(numbers: Sequence[int]) -> str:
    """Return ``numbers`` as a text names them: 1至4、7、9."""
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    named = (
        [f"{run[0]}至{run[-1]}"] if len(run) >= _SHORTEST_RUN else map(str, run) for run in runs
    )
    return "、".join(chain.from_iterable(named))
