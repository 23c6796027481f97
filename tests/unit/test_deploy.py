"""The county's deployment holds what deploy/README.md promises, as far as files can say."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
CADDYFILE = (ROOT / "deploy/Caddyfile").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SERVICES = ("app", "db", "proxy")


@pytest.fixture(scope="module")
def compose() -> Any:
    return YAML(typ="safe").load(COMPOSE.read_text("utf-8"))


def against_the_schema(file: Path) -> subprocess.CompletedProcess[str]:
    schema = ("--builtin-schema", "vendor.compose-spec")
    command = [sys.executable, "-m", "check_jsonschema", *schema, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_compose_file_satisfies_the_specifications_schema() -> None:
    answer = against_the_schema(COMPOSE)

    assert answer.returncode == 0, answer.stdout


def test_the_schema_would_notice_a_misspelt_key(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text("utf-8").replace("healthcheck:", "healthchek:"), "utf-8")

    assert against_the_schema(wrong).returncode == 1


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_can_write_to_its_root_or_gain_privileges(compose: Any, service: str) -> None:
    definition = compose["services"][service]

    assert definition["read_only"] is True
    assert definition["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in definition["security_opt"]
    assert not definition.get("privileged", False)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_says_when_it_is_well(compose: Any, service: str) -> None:
    assert compose["services"][service]["healthcheck"]["test"][0] == "CMD"


def test_only_the_proxy_can_be_reached_from_outside(compose: Any) -> None:
    published = [name for name in SERVICES if "ports" in compose["services"][name]]
    outside = [name for name in SERVICES if "outside" in compose["services"][name]["networks"]]

    assert published == outside == ["proxy"]
    assert compose["networks"]["inside"]["internal"] is True


def test_each_service_waits_for_the_one_behind_it(compose: Any) -> None:
    for service, behind in (("proxy", "app"), ("app", "db")):
        waits = compose["services"][service]["depends_on"]
        assert waits == {behind: {"condition": "service_healthy"}}


def test_the_database_password_comes_from_a_secret_only(compose: Any) -> None:
    secret = compose["secrets"]["db_password"]["file"]
    text = COMPOSE.read_text("utf-8")

    assert compose["services"]["db"]["environment"]["POSTGRES_PASSWORD_FILE"].startswith("/run/")
    assert "POSTGRES_PASSWORD:" not in text
    assert not re.search(r"postgresql://\w+:\w", text)
    assert (ROOT / secret).parent.joinpath(".gitignore").read_text("utf-8").startswith("*\n")


def test_the_database_loses_no_commit_and_logs_no_statement(compose: Any) -> None:
    settings = set(compose["services"]["db"]["command"])

    assert {"synchronous_commit=on", "fsync=on", "full_page_writes=on"} <= settings
    assert {"log_statement=none", "log_min_error_statement=panic"} <= settings


def directives() -> Iterator[str]:
    for line in CADDYFILE.splitlines():
        code = line.split("#")[0].strip()
        if code:
            yield code


def test_the_proxy_speaks_tls_of_its_own_authority() -> None:
    assert "tls internal" in set(directives())


def test_the_proxy_keeps_no_access_log_and_no_failed_request() -> None:
    logging = [code for code in directives() if re.match(r"(access_)?log\b", code)]

    assert logging == ["log default {"]
    assert "exclude http.log.error http.handlers.reverse_proxy" in set(directives())


@pytest.mark.parametrize(
    ("path", "casting"),
    [
        ("/api/elections/abc/ballots", True),
        ("/api/elections/abc/rounds/1/ballots", True),
        ("/api/elections/abc/ballots/tracker", True),
        ("/api/elections/abc/rounds/1/booth", True),
        ("/api/elections/abc/rounds/1/challenges", True),
        ("/api/elections/abc/rounds/1/cards/status", True),
        ("/api/elections/abc/rounds/1/inclusion", True),
        ("/api/elections/abc/rounds/1/cards/voided", False),
        ("/api/elections/abc/ballotsheets", False),
        ("/api/accounts", False),
    ],
)
def test_the_proxy_knows_the_casting_routes(path: str, casting: bool) -> None:  # noqa: FBT001 a table's column
    (pattern,) = [code.split()[-1] for code in directives() if code.startswith("@casting")]

    assert bool(re.search(pattern, path)) is casting


def test_the_proxy_withholds_the_tablets_address_when_casting() -> None:
    _, block = CADDYFILE.split("handle @casting {")
    casting = block.split("handle {")[0]

    for header in ("X-Forwarded-For", "X-Real-IP", "User-Agent"):
        assert f"header_up -{header}" in casting


def test_the_image_installs_locked_dependencies_and_runs_unprivileged() -> None:
    installs = re.findall(r"pip install (.*)", DOCKERFILE)

    assert installs
    for install in installs:
        assert "--require-hashes" in install or "--no-deps --no-build-isolation" in install
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE) == ["piaojue"]


def test_the_image_copies_every_package() -> None:
    copied = set(re.findall(r"^COPY (\w+) ", DOCKERFILE, re.MULTILINE))

    assert copied == {"ballot", "counting", "audit", "printing", "service"}
