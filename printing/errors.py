"""What can be wrong with something that is to be printed.

    PrintingError
     ├── FontDamaged    a committed font is not the file whose digest we wrote down
     ├── MissingGlyph   a character that the font cannot draw
     └── PaperRefused   figures that contradict each other, or text that does not fit

Every error carries a stable ``code`` for programs and a Chinese sentence for people.
"""


class PrintingError(Exception):
    """Root of everything that this package raises on purpose."""

    code = "printing"

    def __init__(self, sentence: str, *, code: str | None = None) -> None:
        """Keep ``sentence`` (Chinese, complete) and the ``code`` of one fact among several."""
        super().__init__(sentence)
        self.sentence = sentence
        if code is not None:
            self.code = code


class FontDamaged(PrintingError):
    """A font file differs from the one that was committed: nothing may be printed with it."""

    code = "printing.font-damaged"


class MissingGlyph(PrintingError):
    """A character has no glyph: it would print as an empty box, so nothing is printed."""

    code = "printing.missing-glyph"


class PaperRefused(PrintingError):
    """A paper was asked for from figures that contradict each other; no paper was made."""

    code = "printing.paper-refused"
