"""Whether a list has names in every language that the rules put on the ballot."""

from collections.abc import Iterable

from ballot.candidates import Candidate
from ballot.errors import Refused
from ballot.rules import Rules
from ballot.rules.languages import CHINESE, LANGUAGES


def missing_titles(rules: Rules, candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Return a sentence for each language of ``rules`` in which a project has no name."""
    listed = tuple(candidates)
    found = []
    for code in rules.languages:
        without = [one.number for one in listed if code != CHINESE and not one.titles.get(code)]
        if without:
            numbers = "、".join(map(str, without))
            name = LANGUAGES.get(code, code)
            found.append(f"第 {numbers} 号项目没有{name}名称，票面须有，请补充后再确定清单。")
    return tuple(found)


def require_titles(rules: Rules, candidates: Iterable[Candidate]) -> None:
    """Raise Refused unless every project has a name in every language of ``rules``."""
    missing = missing_titles(rules, candidates)
    if missing:
        raise Refused("".join(missing), code="languages.titles")
