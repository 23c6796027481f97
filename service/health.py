"""Whether everything that a service keeps is there, whole, and closed to others."""

import asyncio
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from ballot.state import Election
from service.backups.errors import NothingHere
from service.errors import KeyUnusable
from service.keys import KeyStore
from service.ledger import Ledger
from service.ledger.examination import Examination, Fault, examine
from service.ledger.ledger import store_of
from service.office import examination as office
from service.office.errors import OfficeError
from service.office.store import office_url
from service.scanning.put_down import left_over
from service.settings import Settings
from service.sheet_keys import FILES, is_dead, is_foreign, needed

LEAST_FREE = 500_000_000
"""Bytes: several sessions; below, a cast may soon be refused."""

OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


async def examined(settings: Settings) -> Examination:
    """Return what is there and everything that is wrong. Raises NothingHere, UnknownStore."""
    _must_be_there(settings)
    found = await asyncio.to_thread(examine, store_of(settings.ledger_url))
    found.faults += await _office(settings)
    data = settings.data
    found.faults += [*_keys(data, found), *_modes(data), *_scans(data), *_space(data)]
    return found


async def _office(settings: Settings) -> list[Fault]:
    try:
        await office.examine(office_url(settings.data, settings.database))
    except OfficeError as error:
        return [Fault(error.code, error.sentence)]
    return []


def _must_be_there(settings: Settings) -> None:
    """Refuse a place where no service ever ran: looking must not create one."""
    if not settings.data.is_dir():
        raise NothingHere(f"没有数据目录 {settings.data}，请核对 --data。")


async def rebuild(settings: Settings) -> None:
    """Make all projections anew from the logs. Raises AlreadyOpen while a service runs."""
    _must_be_there(settings)
    ledger = await Ledger.open(settings.ledger_url)
    try:
        for election in await ledger.elections():
            await ledger.rebuild(election)
    finally:
        await ledger.close()


def _keys(data: Path, found: Examination) -> Iterator[Fault]:
    if found.logs and not (data / "keys").is_dir():
        yield Fault("key.unusable", "缺少 keys 目录，请从备份恢复其中的日志密钥。")
        return
    for election, log in found.logs.items():
        try:
            key = KeyStore(data / "keys").load(election)
        except KeyUnusable as error:
            yield Fault(error.code, error.sentence)
            continue
        if key.public_key != log.state.facts.log_key:
            sentence = f"keys 里的密钥不是票决 {election} 的日志密钥，请从备份恢复。"
            yield Fault("key.mismatch", sentence)
    if not found.logs:
        return
    states = {election: log.state for election, log in found.logs.items()}
    yield from _sheet_keys(KeyStore(data / "keys", "sheet"), states)


def _sheet_keys(keys: KeyStore, states: Mapping[str, Election]) -> Iterator[Fault]:
    """Yield what is wrong with the keys of rounds: dead ones that are there, live ones that not."""
    for name in keys.names():
        if is_dead(name, states):
            yield Fault(
                "key.not_retired",
                f"keys 里还有已经截止或者无效的一轮的印票密钥 {name}{FILES}，"
                "请启动一次服务，由服务删除；用它还能印出分不清真假的票。",
            )
    for name in needed(states):
        try:
            key = keys.load(name)
        except KeyUnusable as error:
            yield Fault(error.code, f"{error.sentence}没有它，本轮不能再加印票。")
            continue
        if is_foreign(name, key.public_key, states):
            yield Fault("key.mismatch", f"密钥 {name}{FILES} 不是印票所用的，请从备份恢复。")


def _modes(data: Path) -> Iterator[Fault]:
    secrets = [*(data / "keys").glob("*"), *(data / "tls").glob("*.key")]
    for path in [data, *data.glob("*.db"), data / "keys", *secrets]:
        if path.exists() and path.stat().st_mode & OPEN_TO_OTHERS:
            mode = "700" if path.is_dir() else "600"
            sentence = f"{path} 对其他用户开放，请运行 chmod {mode} {path}。"
            yield Fault("file.open_to_others", sentence)


def _scans(data: Path) -> Iterator[Fault]:
    for folder in left_over(data):
        yield Fault(
            "scan.left_over",
            f"{folder} 是读票中断时留下的扫描件，有按扫描次序的票面图像。"
            "请启动一次服务，由服务删除；已经读入的各页不受影响，没有读完的文件请重新上传。",
        )


def _space(data: Path) -> Iterator[Fault]:
    free = shutil.disk_usage(data).free
    if free < LEAST_FREE:
        sentence = f"磁盘只剩 {free // 1_000_000} MB，写满后将不能收票，请腾出空间。"
        yield Fault("disk.low", sentence)
