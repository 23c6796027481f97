"""The 票决办法 clause by clause, written from the parameters, so that text and engine agree.

`drafting` puts the clauses together (`ballot_clauses`, `result_clauses`, `hall_clauses`,
`evaluation_clauses` write them), `clause` is the value that the log keeps, `words` holds what each
kind of body calls things.
"""

from ballot.rules.text.clause import Clause, cite, clause_names, numbering_of
from ballot.rules.text.drafting import draft, numbering
from ballot.rules.text.facts import TextFacts
from ballot.rules.text.words import act_name, measure_name, words_of

__all__ = [
    "Clause",
    "TextFacts",
    "act_name",
    "cite",
    "clause_names",
    "draft",
    "measure_name",
    "numbering",
    "numbering_of",
    "words_of",
]
