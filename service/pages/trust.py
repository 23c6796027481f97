"""How a tablet comes to trust this service: the root certificate of `piaojue serve --tls`.

The page itself is reached before anybody trusts it. What makes it safe is the comparison: the
fingerprint that the tablet shows while installing, with the one that the service printed when it
was started, on a screen that the operator stands before.
"""

from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from litestar import MediaType, Request, Response, Router, get
from litestar.di import NamedDependency

from service.api.access import PUBLIC
from service.certificates import DIRECTORY, ROOT
from service.certificates import spoken as in_groups
from service.errors import NoSuchThing
from service.house import House
from service.pages.speaking import filled, spoken

CERTIFICATE = "application/x-x509-ca-cert"
"""What makes Android, HarmonyOS and iPadOS offer to install it."""


@dataclass(frozen=True, slots=True)
class Root:
    """The root certificate as a tablet takes it (DER), and its SHA-256."""

    der: bytes
    fingerprint: str


def _root(house: House) -> Root | None:
    """Return the local root, None where this service does not issue its own certificates."""
    path = house.settings.data / DIRECTORY / ROOT
    if not path.is_file():
        return None
    found = x509.load_pem_x509_certificate(path.read_bytes())
    der = found.public_bytes(serialization.Encoding.DER)
    return Root(der=der, fingerprint=found.fingerprint(hashes.SHA256()).hex())


@get("/trust", opt=PUBLIC, media_type=MediaType.HTML)
async def trust(request: Request[Any, Any, Any], house: NamedDependency[House]) -> str:
    """Explain how to trust this service on a tablet, and what to compare."""
    root = _root(house)
    print_ = None if root is None else in_groups(root.fingerprint)
    return filled("trust.html", spoken(request), fingerprint=print_, here="/trust")


@get("/trust/root.crt", opt=PUBLIC)
async def root_certificate(house: NamedDependency[House]) -> Response[bytes]:
    """Return the root certificate. It is public; only its key signs."""
    root = _root(house)
    if root is None:
        raise NoSuchThing("本服务没有自己的根证书；证书由前面的代理提供，请向运维人员索取。")
    name = {"content-disposition": 'attachment; filename="piaojue-root.crt"'}
    return Response(root.der, media_type=CERTIFICATE, headers=name)


router = Router(path="/", route_handlers=[trust, root_certificate], include_in_schema=False)
