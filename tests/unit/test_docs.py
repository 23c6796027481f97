"""The documents say what is true: commands, options, routes, events, checks, figures, links."""

import csv
import json
import re
import shlex
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import msgspec
import pytest

from audit.fingerprints import NAMES
from audit.verify.archive_list import ARCHIVE_CHECKS
from audit.verify.catalogue import CHECKS
from audit.verify.checks import Report
from audit.verify.expectations import Expectations, digits_of
from audit.verify.record import verify_record
from ballot.canonical import canonical
from ballot.events import Event
from ballot.events.listing import Officer
from ballot.rules import parse_rules
from ballot.state import Election
from service.api import bodies, paper_bodies
from service.api.access import Access, declared
from service.app import create_app
from service.cli.main import COMMANDS, main
from service.commands.acts import ActName, needed
from service.rehearsal import township
from service.rehearsal.demo import PAPER_SHARE
from service.rehearsal.plan import split
from service.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXAMPLE = DOCS / "example"
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("deploy/*.md")])
MANUALS = [DOCS / f"{name}.md" for name in ("secretariat", "scrutineers", "deputies", "auditors")]


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


# Commands


def commands(text: str) -> Iterator[list[str]]:
    """Every ``piaojue …`` of a page: a line of a block, or code within a sentence."""
    inline = re.findall(r"`((?:\.venv/bin/)?piaojue [^`\n]+)`", text)
    lines = re.findall(r"^[ \t]*((?:\.venv/bin/)?piaojue [^\n`]+)$", text, re.MULTILINE)
    for found in [*inline, *lines]:
        yield shlex.split(found.replace("…", " "), comments=True)[1:]


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*words, "--help"]) == 0
    return capsys.readouterr().out


def test_every_command_of_the_readme_is_a_make_target() -> None:
    asked = set(re.findall(r"^make ([a-z0-9-]+)", read(README), re.MULTILINE))
    assert {"demo", "test"} <= asked
    targets = set(re.findall(r"^([a-z0-9-]+):.*##", read(ROOT / "Makefile"), re.MULTILINE))
    assert asked <= targets


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_piaojue_command_exists_with_its_options(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in commands(read(page)):
        command, *rest = words
        if command.startswith("--"):
            continue
        assert command in COMMANDS, words
        options = [one.partition("=")[0] for one in rest if one.startswith("--") and one != "--"]
        if not options and (not rest or rest == ["--help"]):
            continue
        help_text = told([command], capsys)
        if rest and re.search(rf"^    {re.escape(rest[0])}\b", help_text, re.MULTILINE):
            help_text += told([command, rest[0]], capsys)
        for option in options:
            assert re.search(rf"{re.escape(option)}\b", help_text), (command, option)


def test_a_command_that_does_not_exist_would_be_found() -> None:
    assert list(commands("see `piaojue fly --high`\n\n```\npiaojue verify a.zip --json\n```")) == [
        ["fly", "--high"],
        ["verify", "a.zip", "--json"],
    ]
    assert "fly" not in COMMANDS


# Links


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if not target.startswith(("http://", "https://", "#", "mailto:")):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_every_document_is_in_the_index() -> None:
    listed = set(re.findall(r"\]\(([^)#\s]+)", read(DOCS / "index.md")))
    assert {one.name for one in DOCS.glob("*.md")} - {"index.md"} <= listed


# Events, routes, checks


def table(page: Path, name: str) -> list[list[str]]:
    """The cells of the rows between ``<!-- name -->`` and ``<!-- end of name -->``."""
    part = read(page).split(f"<!-- {name} -->")[1].split(f"<!-- end of {name} -->")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in rows[2:]]


def test_the_architecture_lists_exactly_the_events_there_are() -> None:
    rows = table(DOCS / "architecture.md", "events")
    listed = [row[0].strip("`") for row in rows if row[0].startswith("`")]
    tags = [str(one.__struct_config__.tag) for one in get_args(Event)]
    assert listed == tags


WORDS = {
    "clerk": "clerk",
    "presider": "presider",
    "chief": "chief_scrutineer",
    "one scrutineer": "scrutineer",
    "two scrutineers": "scrutineer",
    "every scrutineer": "scrutineer",
}


def test_the_architecture_names_the_signers_that_an_act_needs() -> None:
    rows = {row[0].strip("`"): row[2] for row in table(DOCS / "architecture.md", "events")}
    officers = (Officer(role="scrutineer", number=1, key=None),)
    for act in get_args(ActName):
        said = {WORDS[one.strip()] for one in rows[act].split(",")}
        assert said == set(needed(Election(officers=officers), act)), act


ELECTION, ROUND = "/api/elections/{election}", "/api/elections/{election}/rounds/{number}"
MEMBERS = "auditor, chief_scrutineer, clerk, presider, scrutineer, teller"


def whole(route: str) -> str:
    """A route of the documents with ``E`` and ``R`` written out."""
    return re.sub(r"^E(?=/|$)", ELECTION, re.sub(r"^R(?=/|$)", ROUND, route))


@cache
def routes() -> dict[tuple[str, str], Access]:
    app = create_app(Settings(data=ROOT / "build" / "never-opened"))
    return {
        (method, re.sub(r":\w+\}", "}", path)): access
        for method, path, access in declared(app)
        if method != "HEAD"
    }


def who(access: Access) -> set[str]:
    if access.public:
        return {"public"}
    if access.fresh:
        return {"fresh"}
    scope = {access.scope} if access.scope else set()
    return set(access.roles) | scope or {"signed in"}


def test_the_architecture_lists_exactly_the_routes_and_who_may_use_them() -> None:
    listed = {}
    for route, people, _ in table(DOCS / "architecture.md", "routes"):
        method, path = re.fullmatch(r"(\w+) `([^`]+)`", route).groups()  # type: ignore[union-attr]  # else the row is malformed
        spelled = people.replace("监", "chief_scrutineer, scrutineer").replace("members", MEMBERS)
        listed[method, whole(path)] = set(spelled.split(", "))
    assert listed == {key: who(access) for key, access in routes().items()}


@pytest.mark.parametrize("page", [*MANUALS, DOCS / "trust.md", DOCS / "operator.md"], ids=named)
def test_every_route_of_a_manual_exists(page: Path) -> None:
    for method, path in re.findall(r"`(GET|POST) ([^`\s]+)`", read(page)):
        assert any(
            method == known and re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", route), whole(path))
            for known, route in routes()
        ), path


BODIES: dict[str, type[bodies.Body]] = {
    "R/acts": bodies.NewAct,
    "R/sheets": bodies.Printed,
    "R/attendance": bodies.Attendance,
    "R/issued": bodies.TokensIssued,
    "R/bundles": paper_bodies.NewBundle,
    "R/leftover": bodies.Leftover,
    "R/assisted/counted": bodies.AssistedBallots,
    "E/rounds": bodies.NewRound,
    "E/ceremony": bodies.Ceremony,
}


def test_every_request_shown_in_a_manual_is_one_that_the_service_reads() -> None:
    seen = set()
    for page in MANUALS:
        shown = re.findall(r"`POST (\S+?)`，\s*`(\{[^`]*\})`", read(page))
        for route, body in shown:
            msgspec.json.decode(body, type=BODIES[route])
            seen.add(route)
    assert seen == set(BODIES)


def test_the_files_shown_in_the_manual_are_what_the_service_reads() -> None:
    blocks = re.findall(r"```json\n(.*?)```", read(DOCS / "secretariat.md"), re.DOTALL)
    election, rules, people = blocks
    asked = msgspec.json.decode(election, type=bodies.NewElection)
    assert parse_rules(msgspec.json.encode(asked.rules)).channels == ("paper",)
    assert parse_rules(rules.encode()).seats == 7
    assert msgspec.json.decode(people, type=bodies.NamedOfficers).chief.name == "陆承远"


def test_the_auditors_manual_explains_every_family_of_checks_and_no_other() -> None:
    text = read(DOCS / "auditors.md")
    explained = set(re.findall(r"^\| ([A-Z]) \S+ \|", text, re.MULTILINE))
    checks = [*CHECKS, *ARCHIVE_CHECKS]
    assert explained == {one.id[0] for one in checks}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_check_that_a_document_names_exists(page: Path) -> None:
    known = {one.id for one in [*CHECKS, *ARCHIVE_CHECKS]}
    assert set(re.findall(r"\b[RLFDKBTOCPESA]-\d\d\b", read(page))) <= known


# The picture


def test_the_picture_is_drawn_here_and_names_real_events() -> None:
    text = read(DOCS / "log.svg")
    words = " ".join(ET.fromstring(text).itertext())  # noqa: S314  our own file
    tags = {str(one.__struct_config__.tag) for one in get_args(Event)}
    events = {one for one in re.findall(r"[a-z]+_[a-z_]+", words) if one != "to"}
    assert {"list_frozen", "ballot_cast"} <= events <= tags
    assert not re.search(r"href|url\((?!#)|<script", text)


# The demonstration


def test_the_readme_says_how_many_vote_in_the_demonstration() -> None:
    parts = split(township.ballots(), township.rules(), township.SEATS, PAPER_SHARE, seed=2026)
    said = re.search(
        r"plays (\d+) deputies, (\d+) of them on paper and (\d+) on tablets", read(README)
    )
    assert said is not None
    assert [int(one) for one in said.groups()] == [
        township.PRESENT,
        len(parts.paper),
        len(parts.tablet),
    ]


# The example


@cache
def report() -> Report:
    with (EXAMPLE / "record.zip").open("rb") as file:
        return verify_record(file)


def test_the_example_verifies() -> None:
    assert report().holds, report().failed
    assert not report().anchored
    assert report().rehearsal


def test_the_example_has_the_fingerprints_that_its_page_states() -> None:
    prints = report().fingerprints
    assert prints is not None
    rows = re.findall(
        r"^\| (\S+) [a-z ]+ \| `([0-9a-f ]+)` \|", read(EXAMPLE / "README.md"), re.MULTILINE
    )
    assert dict(rows) == {NAMES[key]: getattr(prints, key) for key in NAMES}


def test_the_example_fails_with_another_fingerprint() -> None:
    with (EXAMPLE / "record.zip").open("rb") as file:
        wrong = Expectations(definition=digits_of("0000 0000 0000 0000"))
        assert "E-01" in verify_record(file, expectations=wrong).failed


def test_the_outcome_of_the_example_is_the_one_stated() -> None:
    stated = json.loads(read(EXAMPLE / "outcome.json"))
    with zipfile.ZipFile(EXAMPLE / "record.zip") as record:
        assert record.read("outcome.json") == canonical(stated)
    page = read(EXAMPLE / "README.md")
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (入选)? ?\|", page, re.MULTILINE)
    assert [tuple(map(int, row[:4])) for row in rows] == [
        (one["number"], one["approve"], one["oppose"], one["abstain"]) for one in stated["counts"]
    ]
    assert [int(row[0]) for row in rows if row[4]] == stated["elected"]
    assert (stated["status"], stated["threshold"]) == ("final", 7)


def test_the_ballots_of_the_example_add_up_to_its_outcome() -> None:
    header, *rows = csv.reader(read(EXAMPLE / "ballots.csv").splitlines())
    counts = json.loads(read(EXAMPLE / "outcome.json"))["counts"]
    for column, (number, count) in enumerate(zip(header, counts, strict=True)):
        marks = [row[column] for row in rows]
        assert int(number) == count["number"]
        assert marks.count("1") == count["approve"]
        assert marks.count("-1") == count["oppose"]


def test_the_example_is_small() -> None:
    assert sum(one.stat().st_size for one in EXAMPLE.iterdir()) < 1_500_000
