"""The pages of whoever holds a key: made, kept and used on the own device, never here.

Both addresses are one file that is the same for everybody; which 票决 it is about, the program
reads from the address, and everything that it shows it asks of the interface.
"""

from litestar import Response, Router, get
from litestar.params import FromPath

from service.api.access import PUBLIC
from service.pages.files import file_of

PAGE = "key.html"


@get("/key", opt=PUBLIC)
async def mine() -> Response[bytes]:
    """Return the page on which a person makes a signing key and finds the own sessions."""
    return file_of(PAGE)


@get("/key/{election:str}", opt=PUBLIC)
async def key(election: FromPath[str]) -> Response[bytes]:
    """Return the page on which officers of ``election`` make, prove and use their keys."""
    del election
    return file_of(PAGE)


router = Router(path="/", route_handlers=[mine, key], include_in_schema=False)
