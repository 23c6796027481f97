"""`piaojue serve` as a process: where it listens, what it refuses, what it writes, how it ends."""

import asyncio
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from watchfiles import watch

from service.rehearsal.staff import first_administrator
from service.scanning.folder import NOTICE
from service.server import free_port
from service.settings import Settings
from tests.support.commands import ROOT, piaojue
from tests.support.postgres import Cluster

PATIENCE = 60
"""Seconds in which a process starts or ends, on a busy machine."""


@contextmanager
def serving(data: Path, *words: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Run the command in a group of its own; yield it with its port once it says it serves."""
    port = free_port()
    command = [sys.executable, "-m", "service.cli.main", "serve", "--data", str(data)]
    child = subprocess.Popen(
        [*command, "--port", str(port), "--workers", "1", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert child.stdout is not None
        assert re.match("服务已启动|Serving at", child.stdout.readline())
        yield child, port
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate(timeout=PATIENCE)


def client(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}")


def told_to_stop(child: "subprocess.Popen[str]", number: int = signal.SIGTERM) -> str:
    """Stop the child and return what else it wrote."""
    child.send_signal(number)
    child.wait(PATIENCE)
    assert child.stdout is not None
    # Not communicate(): it would pass over what was read ahead with the first line.
    return child.stdout.read()


def test_it_says_how_to_make_the_first_administrator_until_there_is_one(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with serving(settings.data) as (child, _):
        assert "accounts add --role administrator" in told_to_stop(child)
    asyncio.run(first_administrator(settings))
    with serving(settings.data) as (child, _):
        assert "accounts add" not in told_to_stop(child)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop_and_logs_no_request(
    tmp_path: Path, number: int
) -> None:
    with serving(tmp_path / "data") as (child, port), client(port) as http:
        assert http.get("/api/health").json() == {"status": "ok"}
        assert http.get("/api/nothing/here").status_code == 404
        assert http.post("/api/elections/none/rounds/1/ballots", json={}).status_code >= 400
        # The connection stays open and idle: it must not keep the service from ending.
        rest = told_to_stop(child, number)

    assert child.returncode == 0
    assert len(rest.splitlines()) == 1
    assert "accounts add" in rest


def test_it_can_be_stopped_while_it_starts(tmp_path: Path) -> None:
    """Told when it has just imported a module it ends, and what it made can be used again."""
    for module in ("service.cli.parser", "litestar", "granian.server.embed", "aiosqlite.core"):
        # Python itself ends as interrupted where no handler of ours is reached.
        assert stopped_at(module, tmp_path / "data") in {0, 130, -signal.SIGTERM, -signal.SIGINT}
    with serving(tmp_path / "data") as (second, _):
        told_to_stop(second)
    assert second.returncode == 0


def stopped_at(module: str, data: Path) -> int:
    """Start a service, stop it once it has imported ``module``, and return its exit code."""
    with subprocess.Popen(
        [
            *(sys.executable, "-X", "importtime", "-m", "service.cli.main", "serve"),
            *("--data", str(data), "--port", str(free_port())),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        assert any(line.rpartition("|")[2].strip() == module for line in child.stderr)
        child.terminate()
        try:
            child.communicate(timeout=PATIENCE)
        finally:
            child.kill()
    return child.returncode


def test_it_watches_the_folder_of_a_copier(tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    nowhere = piaojue("serve", "--data", tmp_path / "data", "--scans", scans)
    assert nowhere.returncode == 2
    assert "不是可以读写的目录" in nowhere.stderr

    scans.mkdir()
    with serving(tmp_path / "data", "--scans", str(scans)) as (child, _):
        (scans / "a.pdf").write_bytes(b"%PDF-1.7 %%EOF")
        deadline = time.monotonic() + PATIENCE
        for _ in watch(scans, rust_timeout=200, yield_on_timeout=True, recursive=False):
            if (scans / NOTICE).exists() or time.monotonic() > deadline:
                break
        told_to_stop(child)

    assert child.returncode == 0
    assert "请先人工清点一捆票" in (scans / NOTICE).read_text(encoding="utf-8-sig")


def test_it_deletes_the_scans_that_a_crash_left(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as (child, _):
        told_to_stop(child)
    left = data / "scan-s0352zqo"
    left.mkdir(mode=0o700)
    (left / "pages").write_bytes(b"%PDF-1.7 ballots in the order of the scan")
    told = piaojue("doctor", "--data", data)
    assert told.returncode == 1
    assert str(left) in told.stdout
    assert "请启动一次服务" in told.stdout

    with serving(data) as (child, _):
        assert not left.exists()
        told_to_stop(child)
    assert piaojue("doctor", "--data", data).returncode == 0


def test_killed_it_leaves_nobody_at_the_port(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (child, port):
        child.kill()
        child.wait(PATIENCE)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    with serving(tmp_path / "data") as (child, _):
        told_to_stop(child)


def test_a_taken_port_and_a_taken_file_are_refused_with_a_sentence(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (_, port):
        same_port = piaojue("serve", "--data", tmp_path / "other", "--port", port)
        same_data = piaojue("serve", "--data", tmp_path / "data", "--port", free_port())

    assert (same_port.returncode, same_data.returncode) == (2, 2)
    assert same_port.stderr.startswith(f"端口 {port} 已被占用")
    assert same_data.stderr.startswith("数据文件 ledger.db 正在使用。")
    assert len(same_port.stderr.splitlines()) == len(same_data.stderr.splitlines()) == 1
    assert not (tmp_path / "other").exists()


def test_two_services_run_on_one_postgresql(tmp_path: Path, cluster: Cluster) -> None:
    database = ("--database", cluster.new_database())
    with (
        serving(tmp_path / "data", *database) as (first, _),
        serving(tmp_path / "data", *database) as (second, port),
    ):
        assert httpx.get(f"http://127.0.0.1:{port}/api/health").is_success
        told_to_stop(first)
        assert httpx.get(f"http://127.0.0.1:{port}/api/health").is_success
        told_to_stop(second)
    assert (first.returncode, second.returncode) == (0, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--database", "mysql://localhost/x"], "postgresql://"),
        (["--database", "postgresql://piaojue:hidden@127.0.0.1:1/x"], "数据库"),
        (["--host", "203.0.113.7"], "203.0.113.7"),
        (["--host", "no.such.host.invalid"], "no.such.host.invalid"),
    ],
    ids=["another database", "no database", "another address", "no address"],
)
def test_what_cannot_be_served_is_a_sentence(tmp_path: Path, words: list[str], said: str) -> None:
    answer = piaojue("serve", "--data", tmp_path / "data", "--port", free_port(), *words)

    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "hidden" not in answer.stderr
    assert "服务已启动" not in answer.stdout


def test_a_data_directory_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    answer = piaojue("serve", "--data", tmp_path / "file" / "data", "--port", free_port())

    assert answer.returncode == 2
    assert len(answer.stderr.splitlines()) == 1


def test_with_tls_a_tablet_that_has_the_root_reaches_it(tmp_path: Path) -> None:
    with serving(tmp_path / "data", "--tls") as (child, port):
        root = tmp_path / "data" / "tls" / "root.pem"
        address, trusting = f"https://localhost:{port}/api/health", ssl.create_default_context()
        with pytest.raises(httpx.ConnectError):
            httpx.get(address, verify=trusting)
        trusting.load_verify_locations(root)
        assert httpx.get(address, verify=trusting).json() == {"status": "ok"}
        page = httpx.get(f"https://localhost:{port}/trust", verify=trusting).text
        offered = httpx.get(f"https://localhost:{port}/trust/root.crt", verify=trusting)
        rest = told_to_stop(child)

    assert str(root) in rest
    printed = re.search(r"(?m)^([0-9A-F]{2}:){31}[0-9A-F]{2}$", rest)
    assert printed
    assert printed[0] in page
    assert f":{port}/trust" in rest
    assert offered.content == ssl.PEM_cert_to_DER_cert(root.read_text())
    assert offered.headers["content-type"] == "application/x-x509-ca-cert"
