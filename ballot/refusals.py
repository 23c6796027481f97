"""The facts by which an act is refused; each has a stable code and says what to do."""

from ballot.errors import Refused


class NotCreated(Refused):
    """The log does not begin with ``election_created``, or has two of them."""

    code = "election.not_created"


class NoSuchRound(Refused):
    """The act names a round that does not exist."""

    code = "round.unknown"


class WrongStage(Refused):
    """The round is at a stage that does not allow the act."""

    code = "stage.wrong"


class WrongFigures(Refused):
    """The figures of an act contradict what is already booked."""

    code = "figures.wrong"


class WrongList(Refused):
    """Candidates or seats are not those that the rules or the earlier round give."""

    code = "list.wrong"


class MissingSignature(Refused):
    """A required person has not signed, or on paper where only a key will do."""

    code = "approval.missing"


class SamePerson(Refused):
    """Two of the required signatures come from one key."""

    code = "approval.same_person"


class UsedSignature(Refused):
    """A signature that made an act before is put under the same act again."""

    code = "approval.used"


class UnknownOfficer(Refused):
    """Somebody signed who was not appointed to that role."""

    code = "approval.unknown_officer"


class WrongOfficers(Refused):
    """The list of officers cannot be right."""

    code = "officers.wrong"


class NoQuorum(Refused):
    """Too few deputies are present (地方组织法 Art. 14, or the rules' own line)."""

    code = "quorum.missing"


class KeysNotReady(Refused):
    """The election key is missing or a holder has not proven it."""

    code = "keys.not_ready"


class WrongCeremony(Refused):
    """A message of the key ceremony is out of turn or does not fit."""

    code = "ceremony.wrong"


class CardSpent(Refused):
    """The credential has already cast a ballot in this round."""

    code = "card.spent"


class CardVoid(Refused):
    """The credential was voided or cancelled."""

    code = "card.void"


class WrongOrder(Refused):
    """Ballots do not follow ``closed`` in ascending order of hash."""

    code = "ballots.order"


class AlreadyDone(Refused):
    """The act was done before and is not done twice."""

    code = "act.already_done"


class NotYet(Refused):
    """Something that must come first is missing."""

    code = "act.not_yet"


class MustBeVoid(Refused):
    """More came back than went out: the round is void (选举法 Art. 44 by analogy)."""

    code = "round.must_be_void"


class BooksDiffer(Refused):
    """An identity between the round's books does not hold; no outcome, so no announcement."""

    code = "books.wrong"


class NotTheirs(Refused):
    """主席团 decided something that the rules do not leave to them, or more than they leave."""

    code = "presidium.wrong"


class WrongLot(Refused):
    """The lot was drawn where there is none to draw, or the seed chooses others."""

    code = "lot.wrong"


class WrongCourse(Refused):
    """This round does not follow from the rounds before it under the rules."""

    code = "round.not_following"


class WrongStanding(Refused):
    """What is announced is not what the rounds so far have chosen."""

    code = "announcement.wrong"


class DifferentEntries(Refused):
    """The two tellers' figures differ."""

    code = "hand_count.different"


class WrongPrinting(Refused):
    """Sheets with codes were printed without what makes them readable, or with a used key."""

    code = "printing.wrong"


class WrongBatch(Refused):
    """The figures or digests of a bundle that was read do not fit each other or the round."""

    code = "batch.wrong"


class WrongRuling(Refused):
    """Something was ruled on that is no sheet of a standing bundle, or out of order."""

    code = "ruling.wrong"


class WrongSample(Refused):
    """The sample of sheets is not the one that the rules and the log give."""

    code = "sample.wrong"


class PaperIncomplete(Refused):
    """Sheets are missing, too many, or not decided: the paper has no total yet."""

    code = "paper.incomplete"


class CountedOtherwise(Refused):
    """This round's paper is counted the other way: by machine, or by hand."""

    code = "paper.other_way"


class WrongPublication(Refused):
    """What is made public of the paper is not what rules and count give, or says too much."""

    code = "publication.wrong"


class OldEntry(Refused):
    """A teller's entry is not the one after that teller's last: an earlier one put in again."""

    code = "hand_count.old_entry"
