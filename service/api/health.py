"""Whether the service is up."""

from litestar import Router, get
from litestar.di import NamedDependency

from service.api.access import PUBLIC
from service.house import House


@get("/health", opt=PUBLIC)
async def health(house: NamedDependency[House]) -> dict[str, str]:
    """Answer once the stores can be read."""
    await house.ledger.elections()
    return {"status": "ok"}


router = Router(path="/api", route_handlers=[health], tags=["运行"])
