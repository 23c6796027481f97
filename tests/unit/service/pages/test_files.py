"""The pages' programs are built from web/, and the list that a definition names covers them."""

import hashlib
import json
import re
import shutil
import subprocess
from base64 import b64encode
from gzip import compress
from pathlib import Path

import pytest

from service.pages.files import LIST, STATIC, VERIFIER, bundle

ROOT = Path(__file__).parents[4]
WEB = ROOT / "web"
KEY_LIST = "key.sha256"
VERIFIER_LIST = "verifier.sha256"


def listed(name: str) -> dict[str, str]:
    """Return what a list says: file -> SHA-256."""
    lines = (STATIC / name).read_text("utf-8").splitlines()
    return dict(reversed(line.split("  ", 1)) for line in lines)


LISTED = listed(LIST)
KEYS = listed(KEY_LIST)
"""The pages of keys, which are no part of what a tablet runs."""

KEPT = listed(VERIFIER_LIST)
"""The page that people keep, everything in one file."""

VOTING = ("tablet.html", "tablet.css", "tablet-start.js", "tablet.js", "tablet-worker.js")
BUDGET = 120_000
"""Bytes of what a voting tablet fetches, compressed."""

has_node = pytest.mark.skipif(
    shutil.which("node") is None or not (WEB / "node_modules/esbuild").is_dir(),
    reason="没有 node，或者还没有 make lint 装好 web/node_modules：网页程序没有重新生成来比较",
)


def test_the_list_names_every_file_with_its_digest() -> None:
    every = LISTED | KEYS | KEPT
    found = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in every}

    assert found == every
    assert not set(LISTED) & set(KEYS)
    assert list(KEPT) == [VERIFIER]
    assert bundle() == hashlib.sha256((STATIC / LIST).read_bytes()).hexdigest()


def test_the_list_leaves_out_nothing_that_a_page_or_program_loads() -> None:
    loaded = {
        name
        for each in LISTED
        for name in re.findall(r"/static/([\w.-]+)", (STATIC / each).read_text("utf-8"))
    }

    assert loaded <= set(LISTED)
    assert {"tablet-worker.js", "tablet-camera.js"} <= loaded


def test_the_list_of_the_key_pages_leaves_out_nothing_but_what_a_tablet_loads_too() -> None:
    loaded = {
        name
        for each in KEYS
        for name in re.findall(r"/static/([\w.-]+)", (STATIC / each).read_text("utf-8"))
    }

    assert loaded <= {*KEYS, *LISTED}
    assert "key-worker.js" in loaded


@pytest.mark.parametrize(
    ("page", "files"), [("tablet.html", 3), ("check.html", 3), ("key.html", 4)]
)
def test_a_page_states_what_its_files_must_be_and_runs_nothing_inline(
    page: str, files: int
) -> None:
    text = (STATIC / page).read_text("utf-8")
    stated = dict(re.findall(r'"/static/([\w.-]+)" integrity="sha256-([^"]+)"', text))

    for name, digest in stated.items():
        assert digest == b64encode(bytes.fromhex((LISTED | KEYS)[name])).decode()
    assert len(stated) == text.count("/static/") == files
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=|<style", text)


def test_the_page_that_people_keep_may_load_nothing_and_runs_what_its_policy_names() -> None:
    text = (STATIC / VERIFIER).read_text("utf-8")
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    script = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)

    assert [len(part) for part in (policy, script, style)] == [1, 1, 1]
    assert policy[0].split("; ") == [
        "default-src 'none'",
        f"script-src '{_named(script[0])}'",
        f"style-src '{_named(style[0])}'",
        "worker-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not re.search(r"\ssrc=|<link|\son\w+=\"|style=\"", text.replace(script[0], ""))


def _named(part: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(part.encode()).digest()).decode()}"


def test_what_a_tablet_fetches_is_within_its_budget() -> None:
    size = sum(len(compress((STATIC / name).read_bytes(), 9)) for name in VOTING)

    assert size < BUDGET


def test_no_module_of_the_pages_is_longer_than_300_lines() -> None:
    long = {
        file.name: count
        for file in (WEB / "src").rglob("*.ts")
        if (count := file.read_text("utf-8").count("\n")) > 300
    }

    assert long == {}


def test_the_lock_of_the_programs_names_no_place_to_get_them_from() -> None:
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]

    assert all("resolved" not in one for one in packages.values())
    assert all("integrity" in one for name, one in packages.items() if name)


@has_node
def test_the_same_sources_build_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=WEB, check=True)

    assert {one.name for one in tmp_path.iterdir()} == {
        *(*LISTED, LIST, *KEYS, KEY_LIST, *KEPT, VERIFIER_LIST)
    }
    for built in tmp_path.iterdir():
        assert built.read_bytes() == (STATIC / built.name).read_bytes(), built.name


@has_node
def test_the_program_computes_what_python_does(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", "--tests", str(tmp_path)], cwd=WEB, check=True)
    tests = [str(one) for one in sorted(tmp_path.glob("*.test.mjs"))]
    ran = subprocess.run(
        ["node", "--test", *tests], cwd=WEB, check=False, capture_output=True, text=True
    )

    assert ran.returncode == 0, ran.stdout
    assert re.search(r"^# pass [1-9]\d", ran.stdout, re.MULTILINE), ran.stdout
