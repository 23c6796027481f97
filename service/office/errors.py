"""What the office refuses, and why.

    OfficeError
     ├── Unfit                 a value that cannot be taken as it is          (400)
     │    └── Unreadable       an uploaded file that is not a table           (400)
     ├── NotSignedIn           no session or token, or an expired one         (401)
     ├── WrongLogin            name and password do not belong together       (401)
     ├── NotAllowed            the role or the scope is missing               (403)
     ├── NotFound              no such account, draft, deputy or act          (404)
     ├── Conflict              somebody was there first                       (409)
     ├── TooManyAttempts       wait before the next login                     (429)
     └── Unavailable           the private tables cannot be used              (503)
          └── SchemaTooNew     they were written by a newer program

Every error carries a stable ``code``, a Chinese sentence for people and, for the HTTP edge,
the ``status`` in brackets.
"""


class OfficeError(Exception):
    """Root of everything that this package raises on purpose."""

    code = "office"
    status = 400

    def __init__(self, sentence: str, *, code: str | None = None) -> None:
        """Keep ``sentence`` (Chinese, complete) and, if one class has several facts, ``code``."""
        super().__init__(sentence)
        self.sentence = sentence
        if code is not None:
            self.code = code


class Unfit(OfficeError):
    """A value that cannot be taken as it is."""

    code = "office.unfit"


class Unreadable(Unfit):
    """An uploaded file that is not a table which this program reads."""

    code = "file.unreadable"


class NotSignedIn(OfficeError):
    """No session or token was shown, or it is unknown, ended or expired."""

    code = "session.none"
    status = 401


class WrongLogin(OfficeError):
    """Name and password do not belong together; which of them is wrong stays unsaid."""

    code = "login.wrong"
    status = 401


class NotAllowed(OfficeError):
    """The account lacks the role, or the token the scope, for this act."""

    code = "access.denied"
    status = 403


class NotFound(OfficeError):
    """There is no such account, draft, deputy or act."""

    code = "office.not-found"
    status = 404


class Conflict(OfficeError):
    """The name is taken, the draft has changed, the act is already approved or done."""

    code = "office.conflict"
    status = 409


class TooManyAttempts(OfficeError):
    """Too many logins for this name or from this place; ``retry_after`` is in seconds."""

    code = "login.too-many"
    status = 429

    def __init__(self, retry_after: int) -> None:
        """Say how long to wait, in whole minutes for people and seconds for programs."""
        super().__init__(
            f"登录尝试过多，请在 {-(-retry_after // 60)} 分钟后再试，或请管理员重置口令。"
        )
        self.retry_after = retry_after


class Unavailable(OfficeError):
    """The private tables cannot be read or written; nothing was done."""

    code = "office.unavailable"
    status = 503


class SchemaTooNew(Unavailable):
    """The private tables were written by a newer program."""

    code = "office.schema-too-new"
