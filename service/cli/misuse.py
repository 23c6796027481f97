"""Wrong usage that is told in the language of the command."""

from service.errors import BadRequest


class Misuse(BadRequest):
    """A wrong call, with its sentence in ``english`` beside the Chinese one."""

    def __init__(self, sentence: str, english: str) -> None:
        """Keep both sentences."""
        super().__init__(sentence)
        self.english = english
