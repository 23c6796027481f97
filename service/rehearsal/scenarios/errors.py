"""Why a case is not played, or not to its end."""

from service.errors import ServiceError


class NotPlayable(ServiceError):
    """The session's own rules do not lead to the case; the sentence names the clause."""

    code = "rehearse.not_playable"


class Broken(ServiceError):
    """The service did otherwise than it must: a fault that technicians have to look at."""

    code = "rehearse.broken"

    def __init__(self, what: str) -> None:
        """Say what was otherwise."""
        super().__init__(f"演练中断：{what}，请报告技术人员。")
