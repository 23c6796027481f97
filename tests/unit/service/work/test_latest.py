"""What was made last is kept as long as it would come out the same."""

import pytest

from service.work.latest import Latest


async def test_a_value_is_made_anew_only_from_another_source() -> None:
    latest: Latest[str] = Latest()
    made: list[str] = []

    async def of(name: str, source: str) -> str:
        async def make() -> str:
            made.append(f"{name} from {source}")
            return made[-1]

        return await latest.of(name, source, make)

    found = [await of(*one) for one in ("aA", "aA", "bA", "aB", "bA", "aA")]
    assert made == ["a from A", "b from A", "a from B", "a from A"]
    assert found[1] == "a from A"
    assert found[4] == "b from A"


async def test_what_could_not_be_made_is_tried_again() -> None:
    latest: Latest[int] = Latest()

    async def breaks() -> int:
        raise RuntimeError("没有办成")

    async def works() -> int:
        return 7

    with pytest.raises(RuntimeError, match="没有办成"):
        await latest.of("a", 1, breaks)
    assert await latest.of("a", 1, works) == 7
