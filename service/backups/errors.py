"""What goes wrong with a backup: no place for it, or a file that must not be gone on from.

NothingHere, InTheWay and Unwritable speak of the place. ``Unfit`` is the root of what was found in
the backup itself: it cannot be read (Unreadable), a newer program wrote it (TooNew), its log is
older than a checkpoint that was shown (Behind), or is not the log of that checkpoint (OtherLog).
"""

from service.errors import ServiceError


class Unwritable(ServiceError):
    """The disk does not take what is to be written."""

    code = "backup.unwritable"


class NothingHere(ServiceError):
    """There is nothing to back up."""

    code = "backup.nothing_here"


class InTheWay(ServiceError):
    """Something stands where a backup or a restored service is to go."""

    code = "backup.in_the_way"


class Unfit(ServiceError):
    """The backup must not be gone on from."""

    code = "backup.unfit"


class Unreadable(Unfit):
    """The file is damaged, was changed, or is no backup."""

    code = "backup.unreadable"


class TooNew(Unfit):
    """A newer program wrote the file."""

    code = "backup.too_new"


class Behind(Unfit):
    """The log has fewer entries than a checkpoint of it."""

    code = "log.behind"


class OtherLog(Unfit):
    """The log is not the one of which a checkpoint speaks."""

    code = "log.other"
