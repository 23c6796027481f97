"""The clauses of the 票决办法 that decide a case, quoted from the text that the rules make."""

from dataclasses import dataclass, field

from ballot.rules import Rules
from ballot.rules.text import Clause, clause_names, draft, measure_name, numbering_of
from service.rehearsal.scenarios.bodies import named


@dataclass(slots=True)
class Clauses:
    """The 票决办法 of the rehearsed session; a clause is found by a parameter that it states."""

    rules: Rules
    _clauses: dict[int, Clause] = field(init=False)
    _numbers: dict[str, int] = field(init=False)
    _told: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        text = draft(self.rules, named(self.rules))
        self._clauses = {one.number: one for one in text}
        self._numbers = dict(numbering_of(text))

    def quote(self, *parameters: str) -> str:
        """Return the clauses that state ``parameters``: word for word once, then by number."""
        numbers = sorted({self._numbers[one] for one in parameters})
        return "；".join(self._quoted(one) for one in numbers)

    def _quoted(self, number: int) -> str:
        named = f"{measure_name(self.rules)}{clause_names([number])}"
        if number in self._told:
            return f"{named}（见前）。"
        self._told.add(number)
        return f"{named}：“{self._clauses[number].text}”"

    def name(self, *parameters: str) -> str:
        """Return how the clauses that state ``parameters`` are cited, 票决办法第八条."""
        numbers = {self._numbers[one] for one in parameters}
        return f"{measure_name(self.rules)}{clause_names(numbers)}"
