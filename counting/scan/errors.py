"""Why a file or a page is not read.

    ScanError                 (a CountingError)
     ├── UnreadableFile       the whole file: no scan at all, broken, encrypted, too large
     └── RefusedPage          one page: black and white, blank, another vote's, mirrored, …

The sentence says what is wrong and what to do; the reader puts file and page before it.
"""

from counting.errors import CountingError


class ScanError(CountingError):
    """Root of what reading a scan refuses."""

    code = "scan"

    def __init__(self, sentence: str, *, code: str | None = None) -> None:
        """Keep the ``sentence`` and, where one class has several facts, its ``code``."""
        super().__init__(sentence)
        if code is not None:
            self.code = code


class UnreadableFile(ScanError):
    """A file of which no page can be had."""

    code = "scan.file"


class RefusedPage(ScanError):
    """A page that is set aside; the others go on."""

    code = "scan.page"
