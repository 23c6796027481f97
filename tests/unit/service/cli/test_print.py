"""`piaojue print` makes sheets and cards of a practice definition without a service."""

import errno
import json
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ballot.canonical import digest
from ballot.definition import freeze
from ballot.identity import CODE_BYTES, read_code, read_small_code
from ballot.sheet import Format, layout_of
from service.cli import define
from service.cli.main import main
from service.cli.practice import practice
from service.durable import replace_file
from tests.support.commands import piaojue as as_a_process
from tests.support.printed import codes_in, scanned
from tests.support.printed import practice as definition_of

Called = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def piaojue(capsys: pytest.CaptureFixture[str]) -> Called:
    """Run a command in this process: a start of its own for each of them takes seconds."""

    def called(*words: object) -> "subprocess.CompletedProcess[str]":
        code = main([*map(str, words)])
        told = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, told.out, told.err)

    return called


@pytest.fixture
def defined(tmp_path: Path, piaojue: Called) -> Path:
    """A practice definition and its key, as `piaojue define` writes them."""
    listed = tmp_path / "list.csv"
    listed.write_text("序号,项目名称,投资（万元）\n1,修路,120\n2,架桥,80\n3,䶮口公园,45\n", "utf-8")
    out = tmp_path / "definition.json"
    done = piaojue("define", "--candidates", listed, "--seats", 2, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def test_what_the_rows_have_no_room_for_is_said(tmp_path: Path, piaojue: Called) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "definition.json"
    long = "改造管网十八公里，惠及六千二百户，" * 60
    listed.write_text(f"序号,项目名称,主要内容\n1,修路,{long}\n2,架桥,{long}\n", "utf-8")
    assert piaojue("define", "--candidates", listed, "--seats", 1, "--out", out).returncode == 0
    words = ("print", "ballots", "--definition", out, "--count", 1, "--out")
    assert "没有印主要内容" in piaojue(*words, tmp_path / "one.pdf").stdout
    told = json.loads(piaojue(*words, tmp_path / "two.pdf", "--json").stdout)
    assert told["left_out"] == ["主要内容"]


def test_sheets_bear_signed_codes_and_the_geometry_names_them(
    defined: Path, tmp_path: Path, piaojue: Called
) -> None:
    pdf, geometry = tmp_path / "ballots.pdf", tmp_path / "geometry.json"
    done = piaojue(
        *("print", "ballots", "--definition", defined, "--count", 3),
        *("--out", pdf, "--geometry", geometry),
    )

    assert done.returncode == 0, done.stderr
    assert "3 张" in done.stdout
    assert "100%" in done.stdout
    assert stat.S_IMODE(pdf.stat().st_mode) == 0o600
    given = practice(defined, None)
    shown = json.loads(geometry.read_bytes())
    sides = shown["sheets"]
    assert [one["pdf_page"] for one in sides] == [1, 2, 3]
    for side, image in zip(sides, scanned(pdf.read_bytes()), strict=True):
        code, small = sorted(codes_in(image), key=len, reverse=True)
        read = read_code(code, given.name, given.key.public_key)
        assert read.identity.hex() == side["identity"]
        assert read_small_code(small, given.name) == (1, read.identity)
    assert len({one["identity"] for one in sides}) == 3
    [page] = layout_of(given.definition, Format()).pages
    assert [(one["project"], one["choice"]) for one in sides[0]["boxes"]] == [
        (box.project, box.choice) for box in page.boxes
    ]


def test_paper_orientation_and_size_of_type_are_taken(
    defined: Path, tmp_path: Path, piaojue: Called
) -> None:
    pdf = tmp_path / "ballots.pdf"
    done = piaojue(
        *("print", "ballots", "--definition", defined, "--count", 1, "--out", pdf, "--json"),
        *("--paper", "A3", "--landscape", "--large"),
    )

    assert json.loads(done.stdout) == {"sheets": 1, "sides": 1, "out": str(pdf), "left_out": []}
    with pdfium.PdfDocument(pdf) as document:
        assert document[0].get_size() == pytest.approx((1190.55, 841.89), abs=0.01)
    [image] = scanned(pdf.read_bytes())
    code = next(one for one in codes_in(image) if len(one) == CODE_BYTES)
    assert code[1] == Format(paper="A3", landscape=True, large=True).byte


def test_a_binding_definition_is_refused(tmp_path: Path, piaojue: Called) -> None:
    binding = tmp_path / "binding.json"
    binding.write_bytes(freeze(definition_of(practice=False))[0])
    pdf = tmp_path / "ballots.pdf"
    for kind in ("ballots", "cards"):
        done = piaojue("print", kind, "--definition", binding, "--count", 1, "--out", pdf)

        assert done.returncode == 2
        assert "正式票决的定义" in done.stderr
        assert not pdf.exists()


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n", b"\xff\xfe"])
def test_a_file_that_is_no_key_is_refused(
    defined: Path, tmp_path: Path, content: bytes, piaojue: Called
) -> None:
    key, pdf = tmp_path / "other.key", tmp_path / "ballots.pdf"
    key.write_bytes(content)
    done = piaojue(
        *("print", "ballots", "--definition", defined, "--count", 1, "--out", pdf, "--key", key)
    )

    assert done.returncode == 2
    assert "不是签票密钥" in done.stderr
    assert not pdf.exists()


def test_a_key_of_another_kind_is_refused(defined: Path, tmp_path: Path, piaojue: Called) -> None:
    key, pdf = tmp_path / "other.key", tmp_path / "ballots.pdf"
    key.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    done = piaojue(
        *("print", "ballots", "--definition", defined, "--count", 1, "--out", pdf, "--key", key)
    )

    assert done.returncode == 2
    assert "不是 piaojue define 写的签票密钥" in done.stderr


def test_a_missing_key_is_named(defined: Path, tmp_path: Path, piaojue: Called) -> None:
    defined.with_name("definition.json.key").unlink()
    done = piaojue(
        *("print", "ballots", "--definition", defined, "--count", 1, "--out", tmp_path / "b.pdf")
    )

    assert done.returncode == 2
    assert "definition.json.key" in done.stderr


@pytest.mark.parametrize("count", [0, 5001])
def test_a_count_out_of_range_is_refused(
    defined: Path, tmp_path: Path, count: int, piaojue: Called
) -> None:
    for kind in ("ballots", "cards"):
        done = piaojue(
            *("print", kind, "--definition", defined, "--count", count, "--out", tmp_path / "b.pdf")
        )

        assert done.returncode == 2
        assert "--count 应在 1 与 5000 之间" in done.stderr


def test_no_file_is_overwritten(defined: Path, tmp_path: Path, piaojue: Called) -> None:
    there, new = tmp_path / "there", tmp_path / "new.pdf"
    there.write_text("kept")
    for words in (
        ("ballots", "--definition", defined, "--count", 1, "--out", there),
        ("ballots", "--definition", defined, "--count", 1, "--out", new, "--geometry", there),
        ("ballots", "--definition", defined, "--count", 1, "--out", new, "--geometry", new),
        ("cards", "--definition", defined, "--count", 1, "--out", there),
        ("calibration", "--out", there),
    ):
        done = piaojue("print", *words)

        assert done.returncode == 2
        assert "换一个" in done.stderr
    assert there.read_text() == "kept"
    assert not new.exists()


def test_nothing_is_left_where_one_of_the_files_cannot_be_written(
    defined: Path, tmp_path: Path, piaojue: Called
) -> None:
    before = set(tmp_path.iterdir())
    words = ("print", "ballots", "--definition", defined, "--count", 1)
    out = ("--out", tmp_path / "y.pdf")
    done = piaojue(*words, *out, "--geometry", tmp_path / "nodir" / "x.json")
    assert (done.returncode, "所在的文件夹不存在" in done.stderr) == (2, True)
    assert set(tmp_path.iterdir()) == before
    assert piaojue(*words, *out, "--geometry", tmp_path / "x.json").returncode == 0


def test_a_definition_that_cannot_be_written_leaves_no_key(
    tmp_path: Path, piaojue: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.csv").write_text("序号,项目名称\n1,修路\n2,架桥\n", "utf-8")
    words = ("define", "--candidates", tmp_path / "list.csv", "--seats", 1)
    out = tmp_path / "definition.json"

    def full(path: Path, data: bytes, mode: int) -> None:
        if path == out:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        replace_file(path, data, mode)

    with monkeypatch.context() as broken:
        broken.setattr(define, "replace_file", full)
        done = piaojue(*words, "--out", out)
    assert (done.returncode, "磁盘已满" in done.stderr) == (2, True)
    assert [one.name for one in tmp_path.iterdir()] == ["list.csv"]
    assert piaojue(*words, "--out", out).returncode == 0


def test_practice_cards_are_printed_without_a_service(
    defined: Path, tmp_path: Path, piaojue: Called
) -> None:
    pdf = tmp_path / "cards.pdf"
    done = piaojue("print", "cards", "--definition", defined, "--count", 9, "--out", pdf)

    assert done.returncode == 0, done.stderr
    assert "没有登记，不能用来投票" in done.stdout
    with pdfium.PdfDocument(pdf) as document:
        first, second = (page.get_textpage().get_text_range() for page in document)
    assert (first + second).count("演练") >= 9
    assert "日志公钥" not in first
    assert digest(defined.read_bytes())[:4] in first


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "须有以下参数之一"),
        (("--server", "http://127.0.0.1:1"), "--election"),
        (("--server", "http://127.0.0.1:1", "--definition", "x"), "不能同时用"),
    ],
)
def test_cards_come_from_a_service_or_from_a_definition(
    tmp_path: Path, words: tuple[str, ...], told: str, piaojue: Called
) -> None:
    done = piaojue("print", "cards", "--count", 1, "--out", tmp_path / "cards.pdf", *words)

    assert done.returncode == 2
    assert told in done.stderr


def test_the_calibration_page_is_written(tmp_path: Path, piaojue: Called) -> None:
    pdf = tmp_path / "calibration.pdf"
    done = piaojue("print", "calibration", "--paper", "A3", "--out", pdf)

    assert done.returncode == 0, done.stderr
    with pdfium.PdfDocument(pdf) as document:
        assert document[0].get_size() == pytest.approx((841.89, 1190.55), abs=0.01)


def test_cards_without_a_terminal_or_a_password_are_one_sentence(tmp_path: Path) -> None:
    words = ("--server", "http://127.0.0.1:1", "--election", "e", "--name", "张三")
    done = as_a_process("print", "cards", "--count", 1, "--out", tmp_path / "c.pdf", *words)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--password-file FILE 或环境变量 PIAOJUE_PASSWORD" in done.stderr
    missing = ("--password-file", tmp_path / "nowhere")
    done = as_a_process("print", "cards", "--count", 1, "--out", tmp_path / "c", *words, *missing)
    assert done.returncode == 2
    assert "nowhere：文件或目录不存在。" in done.stderr


def test_the_key_of_another_definition_is_refused(
    defined: Path, tmp_path: Path, piaojue: Called
) -> None:
    listed, pdf = tmp_path / "list.csv", tmp_path / "ballots.pdf"
    other, key = tmp_path / "other.json", tmp_path / "other.json.key"
    assert piaojue("define", "--candidates", listed, "--seats", 1, "--out", other).returncode == 0
    words = ("print", "ballots", "--definition", defined, "--count", 1, "--out", pdf, "--key", key)
    own = tmp_path / "definition.json.key"
    for _ in ("with the right one beside", "without"):
        done = piaojue(*words)

        assert done.returncode == 2
        assert f"{key} 不是 {defined} 的签票密钥" in done.stderr
        assert not pdf.exists()
        own.unlink(missing_ok=True)


def test_a_key_that_cannot_be_compared_is_used_with_a_warning(
    defined: Path, tmp_path: Path, piaojue: Called
) -> None:
    own, moved = tmp_path / "definition.json.key", tmp_path / "kept.key"
    words = ("print", "ballots", "--definition", defined, "--count", 1, "--key", moved, "--out")
    moved.write_bytes(own.read_bytes())
    assert piaojue(*words, tmp_path / "one.pdf").stderr == ""
    own.unlink()
    done = piaojue(*words, tmp_path / "two.pdf")
    assert done.returncode == 0
    assert "无从核对" in done.stderr


@pytest.mark.usefixtures("defined")
def test_no_sheets_are_printed_where_nobody_votes_on_paper(tmp_path: Path, piaojue: Called) -> None:
    (tmp_path / "rules.json").write_text('{"channels": ["tablet"]}')
    out, pdf = tmp_path / "tablet.json", tmp_path / "ballots.pdf"
    listed = ("--candidates", tmp_path / "list.csv", "--rules", tmp_path / "rules.json")
    assert piaojue("define", *listed, "--seats", 1, "--out", out).returncode == 0
    done = piaojue("print", "ballots", "--definition", out, "--count", 1, "--out", pdf)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "投票渠道没有纸质票" in done.stderr
    assert not pdf.exists()


def test_where_nothing_can_be_written_is_told_as_what_it_is(
    tmp_path: Path, piaojue: Called
) -> None:
    done = piaojue("print", "calibration", "--out", tmp_path / "no" / "c.pdf")

    assert done.returncode == 2
    assert f"不能写 {tmp_path}/no/c.pdf：它所在的文件夹不存在" in done.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7", "不是票决定义文件（不是 JSON）"),
        (b'{"piaojue":"definition-2"}', "票决定义文件“piaojue”处的内容"),
        (b"[1]", "票决定义文件其中的内容"),
    ],
)
def test_what_is_no_definition_is_told_in_chinese(
    tmp_path: Path, content: bytes, told: str, piaojue: Called
) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(content)
    done = piaojue("print", "cards", "--definition", path, "--count", 1, "--out", tmp_path / "c")
    assert done.returncode == 2
    assert told in done.stderr
    assert "malformed" not in done.stderr
    assert "Expected" not in done.stderr


def test_a_definition_that_was_edited_is_told_what_to_do(defined: Path, piaojue: Called) -> None:
    defined.write_bytes(defined.read_bytes() + b"\n")
    pdf = defined.with_name("c.pdf")
    done = piaojue("print", "cards", "--definition", defined, "--count", 1, "--out", pdf)
    assert done.returncode == 2
    assert "重新排过版，请用原来的文件" in done.stderr
