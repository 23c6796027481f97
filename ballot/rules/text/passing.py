"""What the log accepts as the passed text of an election: the fold's and the verifier's guard."""

from collections.abc import Iterator, Sequence

from ballot.errors import Refused
from ballot.rules.parameters import Rules
from ballot.rules.text.clause import Clause
from ballot.rules.text.drafting import WORDINGS, draft
from ballot.rules.text.facts import TextFacts
from ballot.rules.text.numerals import chinese


class TextDiffers(Refused):
    """A clause claims to be what the parameters say, and is not; or a clause is missing."""

    code = "text.differs"


def require_as_written(clauses: Sequence[Clause], rules: Rules, facts: TextFacts) -> None:
    """Raise TextDiffers unless every clause is the generated one or is marked ``edited``.

    ``facts`` are those of the same `election_created`. No text at all is allowed: older logs and
    practice runs have none. What an edited clause says is not judged here, nor is a text in a
    wording that this program does not have: whoever reads it is told (check F-11).
    """
    wrong = next(differences(clauses, rules, facts), None)
    if wrong is not None:
        raise TextDiffers(wrong)


def differences(clauses: Sequence[Clause], rules: Rules, facts: TextFacts) -> Iterator[str]:
    """Yield a sentence for each clause that is not what it claims to be."""
    if not clauses or facts.wording not in WORDINGS:
        return
    generated = draft(rules, facts)
    for place, clause in enumerate(clauses, start=1):
        if clause.number != place:
            yield f"票决办法第{chinese(place)}条的编号写作 {clause.number}，应逐条连续编号。"
        if not any(_is(clause, one) for one in generated) and not _added(clause):
            yield (
                f"票决办法第{chinese(place)}条与规则参数写出的条文不同，又没有注明经人工修改，"
                "请改用原条文或者注明。"
            )
    for one in generated:
        times = sum(1 for clause in clauses if clause.parameters == one.parameters)
        if one.parameters and times != 1:
            yield (
                f"规则参数写出的第{chinese(one.number)}条在票决办法中出现 {times} 次，应为一次。"
            )


def _is(clause: Clause, generated: Clause) -> bool:
    """The same clause: word for word, or the place of it, marked as worded by hand."""
    same = (clause.parameters, clause.repeats) == (generated.parameters, generated.repeats)
    return same and (clause.edited or clause.text == generated.text)


def _added(clause: Clause) -> bool:
    return clause.edited and not clause.parameters and not clause.repeats
