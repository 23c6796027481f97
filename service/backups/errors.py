"""What goes wrong with a backup.

ServiceError
 ├── Unwritable      the disk does not take the file                       (wrong place)
 ├── NothingHere     there is no service's data where it was looked for    (wrong place)
 ├── InTheWay        the file, the directory or the database is not free   (wrong place)
 └── Unfit           the backup was looked at and must not be gone on from
      ├── Unreadable    it is damaged, or no backup of this kind
      ├── TooNew        a newer program wrote it
      ├── Behind        its log is older than a checkpoint that was shown
      └── OtherLog      its log is not the one that a checkpoint names
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
