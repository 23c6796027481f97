"""The 票决办法 clause by clause, written from the parameters, so that text and engine agree.

`drafting` puts the clauses together in the order of `structure` (`ballot_clauses`,
`result_clauses`, `hall_clauses`, `evaluation_clauses` write them; `wording_1` writes those of older
logs), `clause` is the value that the log keeps, `words` holds what each kind of body calls things.
`splitting`, `comparing` and `contradicting` read a text that was worded by hand; `passing` is the
guard of the log.
"""

from ballot.rules.text.clause import Clause, cite, clause_names, numbering_of
from ballot.rules.text.comparing import EDITED, Comparison, compare, passed_text
from ballot.rules.text.drafting import WORDINGS, UnknownWording, draft, numbering
from ballot.rules.text.facts import WORDING, TextFacts
from ballot.rules.text.passing import TextDiffers, require_as_written
from ballot.rules.text.splitting import split
from ballot.rules.text.words import act_name, measure_name, words_of

__all__ = [
    "EDITED",
    "WORDING",
    "WORDINGS",
    "Clause",
    "Comparison",
    "TextDiffers",
    "TextFacts",
    "UnknownWording",
    "act_name",
    "cite",
    "clause_names",
    "compare",
    "draft",
    "measure_name",
    "numbering",
    "numbering_of",
    "passed_text",
    "require_as_written",
    "split",
    "words_of",
]
