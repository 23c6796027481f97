"""How a sheet is marked, in the words of the 票决办法 and of the 说明 on the sheet.

One place for both: a deputy must not read one thing in the text that was passed and another on the
sheet in his hand.
"""

from collections.abc import Iterator

from ballot.rules.marks import marks_named, prescribed
from ballot.rules.parameters import Rules
from ballot.rules.text.writing import listed
from ballot.rules.values import Choice, Mark

CHOICES: dict[Choice, str] = {
    "approve": "赞成",
    "oppose": "反对",
    "abstain": "弃权",
    "dont_know": "不了解",
}
OPINIONS: tuple[Choice, ...] = ("approve", "oppose", "abstain")
_MARKS: dict[Mark, str] = {
    "○": "画“○”",
    "√": "画“√”",
    "×": "画“×”",
    "fill": "涂满方格",
    "blank": "不作任何标记",
}


def drawn(marks: tuple[Mark, ...]) -> str:
    """Return ``marks`` as a sentence names them: 画“√”或者涂满方格."""
    return listed(tuple(_MARKS[mark] for mark in marks))


def by_symbol(rules: Rules) -> str:
    """Return how opinions are marked in the one box of a project, and what an empty one is."""
    ways = [f"{CHOICES[one]}的，{drawn(marks_named(one, rules))}" for one in _offered(rules)]
    said = "abstain" in rules.choices and "blank" in rules.mark_abstain
    if not said or rules.blank_means != "abstain":
        ways.append(_unmarked(rules))
    return "；".join(ways)


def by_box(rules: Rules) -> str:
    """Return how opinions are marked where each has its box, and what empty boxes count as."""
    if _offered(rules) == ("approve",):
        return one_box(rules, CHOICES["approve"])
    ways = {drawn(prescribed(choice, rules)) for choice in _offered(rules)}
    if len(ways) == 1:
        return f"在选定的一格内{ways.pop()}；{_all_empty(rules)}"
    return "；".join(_each_box(rules))


def one_box(rules: Rules, heading: str) -> str:
    """Return how the one box ``heading`` is marked that only approves."""
    way = drawn(prescribed("approve", rules))
    return f"{CHOICES['approve']}的，在“{heading}”格内{way}；{_unmarked(rules)}"


def _unmarked(rules: Rules) -> str:
    return f"不作标记的，视为{CHOICES[rules.blank_means]}"


def _offered(rules: Rules) -> tuple[Choice, ...]:
    return tuple(one for one in OPINIONS if one in rules.choices)


def _each_box(rules: Rules) -> Iterator[str]:
    offered = _offered(rules)
    for choice in offered:
        name = CHOICES[choice]
        also = choice == "abstain" == rules.blank_means
        way = drawn(prescribed(choice, rules))
        yield f"{name}的，在“{name}”格内{way}" + ("，或者各格都不作标记" if also else "")
    if rules.blank_means not in offered or rules.blank_means != "abstain":
        yield _all_empty(rules)


def _all_empty(rules: Rules) -> str:
    return f"各格都{_unmarked(rules)}"
