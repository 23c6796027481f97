"""The house keeps its own rules: layers, sizes, locks, words, generated pages."""

import ast
import csv
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGES = ("ballot", "counting", "audit", "printing", "service")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK, IMAGE_LOCK = "requirements.lock", "deploy/requirements.lock"
FORBIDDEN = {
    # Spelt apart, so that this file does not hold what it looks for.
    "the host of a package registry": re.compile(
        "|".join(
            ("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(org|com)", "crates" + r"\.io")
        )
    ),
    "a path of one machine": re.compile(r"(?<![\w.*])/(?:work|root|home|opt|Users)/[\w.]"),
}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def modules() -> list[Path]:
    return sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


def tracked_texts() -> Iterator[tuple[str, str]]:
    # The tree may belong to another user than the one who runs the tests.
    listing = run("git", "-c", f"safe.directory={ROOT}", "ls-files", "-z")
    assert listing.returncode == 0, listing.stderr
    for name in filter(None, listing.stdout.split("\0")):
        file = ROOT / name
        data = file.read_bytes() if file.is_file() else b"\0"
        if b"\0" not in data:
            yield name, data.decode("utf-8")


def pins(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line) for line in lines)
    return {canonicalize_name(match[1]): match[2] for match in found if match}


def test_the_layer_contracts_hold() -> None:
    answer = run(
        sys.executable, "-c", "from importlinter.cli import lint_imports_command as l; l()"
    )

    assert answer.returncode == 0, answer.stdout


def test_below_service_nothing_opens_a_file_or_reads_the_clock() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in modules()
        if file.relative_to(ROOT).parts[0] != "service"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and is_worldly(node)
    ]

    assert found == []


def is_worldly(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id="open" | "print" | "input"):
            return True
        case ast.Attribute(attr="now" | "today" | "utcnow"):
            return True
    return False


def test_the_contracts_name_every_package() -> None:
    contracts = PROJECT["tool"]["importlinter"]

    assert tuple(contracts["root_packages"]) == PACKAGES
    assert tuple(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES


def test_no_module_is_longer_than_400_lines() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in modules()
        if (count := file.read_text("utf-8").count("\n")) > 400
    }

    assert long == {}


def test_no_module_is_named_by_what_it_is_not() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common"}

    assert [str(file) for file in modules() if vague & {file.stem, file.parent.name}] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_names(what: str) -> None:
    found = [
        f"{name}: {match[0]}"
        for name, text in tracked_texts()
        for match in FORBIDDEN[what].finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("the host of a package registry", "https://files.python" + "hosted.org/packages"),
        ("a path of one machine", "open('/" + "home/someone/x')"),
        ("a path of one machine", "/" + "root/.cache"),
    ],
)
def test_the_search_for_forbidden_words_finds_them(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


def test_a_path_inside_the_tree_is_not_taken_for_one_of_a_machine() -> None:
    assert not FORBIDDEN["a path of one machine"].search("service/work/pool.py and ../home/x")


def declared(*extras: str) -> list[Requirement]:
    project = PROJECT["project"]
    listed = list(project["dependencies"])
    for extra in extras:
        listed += project["optional-dependencies"][extra]
    return [Requirement(text) for text in listed]


@pytest.mark.parametrize(("lock", "extras"), [(LOCK, ("build", "test")), (IMAGE_LOCK, ("build",))])
def test_the_locks_satisfy_what_is_declared(lock: str, extras: tuple[str, ...]) -> None:
    pinned = pins(lock)

    for requirement in declared(*extras):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_the_image_gets_the_versions_that_the_tests_saw() -> None:
    assert pins(IMAGE_LOCK).items() <= pins(LOCK).items()


@pytest.mark.parametrize("lock", [LOCK, IMAGE_LOCK])
def test_every_pin_carries_its_hashes_and_no_place_to_get_it_from(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    for block in re.split(r"\n(?=[A-Za-z])", text):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block[:60]
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_every_package_of_the_image_has_its_licence_stated() -> None:
    stated = (ROOT / "THIRD-PARTY-LICENSES.md").read_text("utf-8")

    assert [name for name in pins(IMAGE_LOCK) if f"\n| {name} | " not in stated] == []


def test_scripts_of_others_are_the_ones_whose_digests_are_stated() -> None:
    """The pages load nothing from elsewhere, so what lies here is what runs in the browser."""
    stated = (ROOT / "THIRD-PARTY-LICENSES.md").read_text("utf-8")
    rows = re.findall(
        r"^\| `(service/pages/static/[^`]+)` .*`([0-9a-f]{64})` \|$", stated, re.MULTILINE
    )

    assert [path for path, _ in rows] == ["service/pages/static/htmx-2.0.11.min.js"]
    for path, digest in rows:
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest


def test_the_licence_is_the_whole_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")

    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_glossary_page_is_what_the_table_says() -> None:
    answer = run(sys.executable, "docs/make_glossary.py", "--check")

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("column", ["chinese", "identifier"])
def test_the_glossary_has_one_word_for_one_thing(column: str) -> None:
    with (ROOT / "docs/glossary.csv").open(encoding="utf-8", newline="") as file:
        words = [row[column] for row in csv.DictReader(file)]

    assert len(words) == len(set(words))


def test_every_link_between_the_documents_leads_somewhere() -> None:
    broken = [
        f"{name}: {target}"
        for name, text in tracked_texts()
        if name.endswith(".md")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
        if not (ROOT / name).parent.joinpath(target).exists()
    ]

    assert broken == []


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (declared_phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    listed = re.findall(
        r"^make (\S+)", run("make", "--no-print-directory", "help").stdout, re.MULTILINE
    )

    assert listed
    assert sorted(listed) == sorted(declared_phony.split())


def test_every_script_that_the_makefile_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"\$\(PY\) (\w+/\w+\.py)", makefile))

    assert [script for script in named if not (ROOT / script).is_file()] == []


@pytest.mark.parametrize("script", [".ci/run", ".ci/venv", ".ci/python"])
def test_the_shell_scripts_parse_and_may_be_run(script: str) -> None:
    assert run("bash", "-n", script).returncode == 0
    assert (ROOT / script).stat().st_mode & 0o111
