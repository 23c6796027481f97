"""Nothing heavy is begun while anybody votes: the processors are theirs."""

from service.errors import Busy
from service.house import House


async def require_quiet(house: House) -> None:
    """Raise Busy if a round of any election on this service is open."""
    for one in await house.ledger.elections():
        state = (await house.ledger.head(one)).state
        if state.current.stage == "open":
            raise Busy(f"“{state.facts.title}”正在投票，截止以后再进行演练和复核，以免影响投票。")
