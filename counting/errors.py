"""What can be wrong with totals, and with what reads them.

    CountingError
     ├── UnequalCandidates    channels or tellers do not list the same projects
     ├── DoesNotReconcile     an identity of the count fails
     ├── TellersDisagree      two hand counts differ in at least one cell
     ├── WrongGrades          等次 of totals, rules or groups that do not fit each other
     ├── WrongQuota           the categories have more seats than there are
     ├── Undecided            a sheet that only people can decide on has no ruling
     ├── NotOnTheSheet        a reading or ruling says what this round's sheets do not ask
     ├── RulingContradicts    a ruling is not what the rules make of its own rows
     ├── WrongViews           views that a ruling says were changed, and nobody can have changed so
     ├── ReadTwice            one identity stands in two readings that would both count
     └── WeightsDamaged       the file that the reader of symbols learned is not the published one

Every error carries a stable ``code`` for programs and a Chinese sentence for people.
"""


class CountingError(Exception):
    """Root of everything that this package raises on purpose."""

    code = "counting"

    def __init__(self, sentence: str) -> None:
        """Keep ``sentence`` (Chinese, complete) beside the exception's text."""
        super().__init__(sentence)
        self.sentence = sentence


class UnequalCandidates(CountingError):
    """The totals to be joined or compared do not list the same projects, each once."""

    code = "counting.unequal_candidates"


class DoesNotReconcile(CountingError):
    """At least one identity of the count does not hold."""

    code = "counting.does_not_reconcile"


class TellersDisagree(CountingError):
    """Two independent hand counts differ in at least one cell."""

    code = "counting.tellers_disagree"


class WrongGrades(CountingError):
    """Grades of totals, of the rules or of several groups do not fit each other."""

    code = "counting.wrong_grades"


class WrongQuota(CountingError):
    """The categories have more seats than there are to give."""

    code = "counting.wrong_quota"


class Undecided(CountingError):
    """A sheet is doubtful, or invalid in the machine's eyes, and nobody has ruled on it."""

    code = "counting.undecided"


class NotOnTheSheet(CountingError):
    """Rows or opinions are not those that the sheets of the round have."""

    code = "counting.not_on_the_sheet"


class RulingContradicts(CountingError):
    """The ruling says valid or void, and the rules say otherwise of the rows it names."""

    code = "counting.ruling_contradicts"


class WrongViews(CountingError):
    """The former views of a ruling are not those of its scrutineers before they changed them."""

    code = "counting.wrong_views"


class ReadTwice(CountingError):
    """Two readings that would both count bear the same identity."""

    code = "counting.read_twice"


class WeightsDamaged(CountingError):
    """The weights of the reader of symbols are not those that the package was published with."""

    code = "counting.weights_damaged"
