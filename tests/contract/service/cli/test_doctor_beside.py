"""`piaojue doctor` beside a running service, and where there never was one."""

from pathlib import Path

from service.health import examined
from service.settings import Settings
from tests.support.commands import piaojue
from tests.support.hall import town_at
from tests.support.postgres import Cluster


async def test_a_running_service_is_examined_but_not_rebuilt_under_its_feet(
    tmp_path: Path,
) -> None:
    async with town_at(tmp_path / "data") as town:
        session = await town.session("cast")
        found = await examined(Settings(data=tmp_path / "data"))
        refused = piaojue("doctor", "--data", tmp_path / "data", "--rebuild")
        await session.until("closed")

    assert found.faults == []
    assert refused.returncode == 2
    assert "正在使用" in refused.stderr


async def test_a_running_service_on_postgresql_is_examined_too(
    tmp_path: Path, cluster: Cluster
) -> None:
    database = cluster.new_database()
    async with town_at(tmp_path / "data", database=database) as town:
        done, still_open = await town.session("announced"), await town.session("cast")
        found = await examined(Settings(data=tmp_path / "data", database=database))

    assert found.faults == []
    assert set(found.logs) == {done.id, still_open.id}
    assert found.objects > 0


def test_a_place_where_no_service_was_is_not_made_one(tmp_path: Path) -> None:
    answer = piaojue("doctor", "--data", tmp_path / "nowhere")
    (tmp_path / "empty").mkdir(mode=0o700)
    empty = piaojue("doctor", "--data", tmp_path / "empty")

    assert answer.returncode == 2
    assert answer.stderr == f"没有数据目录 {tmp_path / 'nowhere'}，请核对 --data。\n"
    assert not (tmp_path / "nowhere").exists()
    assert empty.returncode == 1
    assert list((tmp_path / "empty").iterdir()) == []
