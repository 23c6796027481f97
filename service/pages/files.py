"""The files of the pages' own, and the one digest that stands for the voting page's program."""

import hashlib
from pathlib import Path

from litestar import Response

from ballot.canonical import Digest
from service.errors import NoSuchThing

STATIC = Path(__file__).parent / "static"
LIST = "tablet.sha256"
"""Names every file that a tablet runs with its SHA-256, in the form of sha256sum."""

VERIFIER = "verifier.html"
"""The offline verifier, everything in one file; ``verifier.sha256`` beside it has its digest."""

MEDIA = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".sha256": "text/plain",
}


def file_of(name: str) -> Response[bytes]:
    """Answer with a file of ``static/``. Raises NoSuchThing."""
    path = STATIC / Path(name).name
    if path.suffix not in MEDIA or not path.is_file():
        raise NoSuchThing("没有这个文件。")
    return Response(path.read_bytes(), media_type=MEDIA[path.suffix])


def bundle() -> Digest:
    """Return the SHA-256 of the list: what a definition names as its ``bundle``."""
    return Digest(hashlib.sha256((STATIC / LIST).read_bytes()).hexdigest())
