"""What a body calls its members, its leaders and its vote: one vocabulary for text and papers."""

from dataclasses import dataclass

from ballot.rules.parameters import Rules
from ballot.rules.values import BodyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a kind of body.

    ``members`` 代表; ``everybody`` 全体代表 (the base of a line); ``leaders`` decide what the text
    leaves to them; ``presider`` reads the result out; ``secretariat`` runs the day; ``groups`` are
    where members deliberate; ``vote`` is the act; ``verb`` the default of ``result_verb``;
    ``adopted_by`` passes the text; ``notice`` is the form in which the result is made public and
    ``issuer`` who does so; ``host`` conducts the vote.
    """

    members: str
    everybody: str
    leaders: str
    presider: str
    secretariat: str
    groups: str
    vote: str
    verb: str
    adopted_by: str
    notice: str
    issuer: str
    host: str


WORDS: dict[BodyType, Words] = {
    "npc_congress": Words(
        members="代表",
        everybody="全体代表",
        leaders="主席团",
        presider="大会执行主席",
        secretariat="大会秘书处",
        groups="各代表团",
        vote="票决",
        verb="票决产生",
        adopted_by="大会全体会议",
        notice="公告",
        issuer="主席团",
        host="主席团",
    ),
    "standing_committee": Words(
        members="常务委员会组成人员",
        everybody="常务委员会全体组成人员",
        leaders="主任会议",
        presider="会议主持人",
        secretariat="常务委员会办事机构",
        groups="分组会议",
        vote="票决",
        verb="票决产生",
        adopted_by="常务委员会全体会议",
        notice="公告",
        issuer="常务委员会",
        host="常务委员会主任或者其委托的副主任",
    ),
    "street_assembly": Words(
        members="议事代表",
        everybody="全体议事代表",
        leaders="街道人大工委",
        presider="会议主持人",
        secretariat="街道人大工委",
        groups="各议事小组",
        vote="票选",
        verb="票选产生",
        adopted_by="全体会议",
        notice="通报",
        issuer="街道人大工委",
        host="街道人大工委",
    ),
}


def words_of(rules: Rules) -> Words:
    """Return the words of the body of ``rules``."""
    return WORDS[rules.body_type]


def act_name(rules: Rules) -> str:
    """Return what the members do: 票决, 票选, 满意度测评."""
    return "满意度测评" if rules.ballot_mode == "graded" else words_of(rules).vote


def measure_name(rules: Rules) -> str:
    """Return what the session calls its text: 票决办法, 票选办法, 满意度测评办法."""
    return f"{act_name(rules)}办法"
