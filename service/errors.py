"""What goes wrong in the service itself; each error has its HTTP status and a Chinese sentence."""


class ServiceError(Exception):
    """Root of everything that the service raises on purpose."""

    code = "service"
    status = 400

    def __init__(self, sentence: str, *, code: str | None = None) -> None:
        """Keep the Chinese ``sentence`` and, where one class has several facts, its ``code``."""
        super().__init__(sentence)
        self.sentence = sentence
        if code is not None:
            self.code = code


class KeyUnusable(ServiceError):
    """A key file is missing, damaged or cannot be written."""

    code = "key.unusable"
    status = 503


class NoSuchThing(ServiceError):
    """The object, paper or act asked for does not exist (yet)."""

    code = "not_found"
    status = 404


class BadRequest(ServiceError):
    """The request is not what the route takes."""

    code = "request.malformed"
    status = 400


class Undeclared(ServiceError):
    """A route does not say who may use it; the service refuses to start."""

    code = "route.undeclared"
    status = 500


class WrongMedia(ServiceError):
    """The body is not declared as what the route takes."""

    code = "request.media_type"
    status = 415


class NotCounted(ServiceError):
    """The round is closed and its log has no ballot of this card."""

    code = "ballot.not_counted"
    status = 409


class UnknownCard(ServiceError):
    """The credential is in no list of this round."""

    code = "card.unknown"
    status = 403


class Busy(ServiceError):
    """As many as can be served at once are being served."""

    code = "service.busy"
    status = 503
