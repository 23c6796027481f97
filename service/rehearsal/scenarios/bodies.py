"""The invented session of each kind of body, and in whose words the account speaks."""

from ballot.rules import Rules
from ballot.rules.text import TextFacts, act_name, words_of
from ballot.rules.values import BodyType
from service.rehearsal import township

_PLACES: dict[BodyType, tuple[str, str, str]] = {
    "npc_congress": ("青禾镇", township.SESSION, township.BODY),
    "standing_committee": (
        "青禾县",
        "青禾县第十八届人民代表大会常务委员会第三十次会议",
        "青禾县人民代表大会常务委员会",
    ),
    "street_assembly": ("青禾街道", "青禾街道居民议事会第五次会议", "青禾街道居民议事会"),
}


def named(rules: Rules) -> TextFacts:
    """Return title, session and body, all invented."""
    place, session, body = _PLACES[rules.body_type]
    title = f"{place}2026年民生实事项目{act_name(rules)}"
    return TextFacts(title=title, session=session, body=body)


def vocabulary(rules: Rules) -> dict[str, str]:
    """Return what the words of a 人民代表大会, in which the cases are told, are in this body."""
    if rules.body_type == "npc_congress":
        return {}
    words = words_of(rules)
    return {
        "全体代表": words.everybody,
        "各代表团": words.groups,
        "代表": words.members,
        "主席团": words.leaders,
        "执行主席": words.presider,
        "法定人数": "规定人数",
        "票决": words.vote,
        "公告": words.notice,
    }
