"""`piaojue scan` reads files and folders, tells people and programs, and keeps what was seen."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from msgspec.structs import replace

from ballot.canonical import canonical, digest
from ballot.definition import freeze
from ballot.reading import SheetReading
from service.cli.scan_english import REASONS
from service.cli.scanning import public_key
from service.errors import BadRequest
from tests.support.commands import piaojue
from tests.support.scanned import (
    Printed,
    PrivateSigner,
    definition_of,
    marked,
    pdf,
    png,
    printed,
    scanned,
    tiff,
)
from tests.support.spoilt import spoilt

CHOICES = {1: "approve", 2: "oppose"}


@pytest.fixture(scope="module")
def sheet() -> Printed:
    return printed(replace(definition_of(3, 2), practice=True, rehearsal=True), count=2)


@pytest.fixture(scope="module")
def folder(sheet: Printed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A definition with its key, a good scan and a folder of scans with a bad one."""
    folder = tmp_path_factory.mktemp("scan")
    (folder / "definition.json").write_bytes(freeze(sheet.definition)[0])
    signer = PrivateSigner()._key
    pem = signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "definition.json.key").write_bytes(pem)
    public = signer.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / "public.pem").write_bytes(public)
    first = scanned(marked(sheet, CHOICES))
    twice = marked(sheet, {1: "approve"}, at=1)
    second = scanned(marked(sheet, {1: "oppose"}, at=1) & twice)
    (folder / "good.pdf").write_bytes(pdf([first]))
    (folder / "all").mkdir()
    (folder / "all" / "a.pdf").write_bytes(pdf([first, second]))
    (folder / "all" / "b.pdf").write_bytes("不是扫描件".encode())
    (folder / "all" / ".hidden").write_bytes(b"")
    return folder


def scan(folder: Path, *words: object) -> tuple[int, str, str]:
    done = piaojue("scan", *words, "--definition", folder / "definition.json")
    return done.returncode, done.stdout, done.stderr


def test_the_json_is_a_list_of_pages_with_every_box(folder: Path, sheet: Printed) -> None:
    code, out, err = scan(folder, folder / "good.pdf", "--json")
    assert (code, err) == (0, "")
    (page,) = json.loads(out)
    assert page["file"] == str(folder / "good.pdf")
    assert (page["page"], page["status"], page["reason"]) == (1, "read", None)
    assert page["doubts"] == []
    assert page["identity"] == sheet.identities[0].hex()
    assert page["scale"] == pytest.approx(1.0, abs=0.005)
    assert [(row["project"], row["reading"]) for row in page["rows"]] == [
        (1, "approve"),
        (2, "oppose"),
        (3, "abstain"),
    ]
    boxes = page["rows"][0]["boxes"]
    assert {choice: one["class"] for choice, one in boxes.items()} == {
        "approve": "marked",
        "oppose": "blank",
        "abstain": "blank",
    }
    assert all(0 <= one["score"] <= 1 for one in boxes.values())


def test_a_folder_is_read_in_order_and_a_bad_file_is_named(folder: Path, tmp_path: Path) -> None:
    code, out, _ = scan(folder, folder / "all", "--json", "--key", folder / "public.pem")
    pages = json.loads(out)
    assert code == 1
    assert [(Path(one["file"]).name, one["page"], one["status"]) for one in pages] == [
        ("a.pdf", 1, "read"),
        ("a.pdf", 2, "read"),
        ("b.pdf", 0, "refused"),
    ]
    assert pages[1]["rows"][0]["reading"] == "doubtful"
    assert pages[2]["reason"].endswith("请用扫描仪存成这几种格式。")

    code, out, _ = scan(folder, folder / "all", "--out", tmp_path / "out")
    assert code == 1
    assert "第 1 页：第1项赞成；第2项反对；第3项弃权。" in out
    assert "第 2 页：第1项由监票人辨认；第2、3项弃权。" in out
    assert "共 2 页：读出 2 页，没读出 0 页，重复 0 页，空白 0 页。" in out
    assert f"另有 1 个文件没有读出（{folder / 'all' / 'b.pdf'}）。" in out
    assert "读出的是 2 张票，其中 1 张有疑问，由监票人辨认。" in out
    assert len(list((tmp_path / "out" / "pages").glob("*.jpg"))) == 2
    (crop,) = (tmp_path / "out" / "crops").iterdir()
    assert crop.name.endswith("-1.png")


def test_each_spoilt_file_has_one_sentence_and_the_rest_is_read(
    folder: Path, sheet: Printed, tmp_path: Path
) -> None:
    one, two = (scanned(marked(sheet, CHOICES, at=at)) for at in (0, 1))
    foreign = printed(definition_of(4, 2))
    files = spoilt(one, two, scanned(marked(foreign, CHOICES)))
    files["99.png"] = (png(np.ascontiguousarray(one[::-1, ::-1])), "")
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
    code, out, err = scan(folder, tmp_path, "--json")
    pages = json.loads(out)
    assert (code, err) == (1, "")
    assert {Path(one["file"]).name: one["code"] or "" for one in pages} == {
        name: told for name, (_, told) in files.items()
    }
    for one in pages[:-1]:
        assert one["reason"].startswith(one["file"])
        assert one["reason"].endswith("。")


def test_readings_are_kept_under_their_digests(folder: Path, tmp_path: Path) -> None:
    scan(folder, folder / "good.pdf", "--out", tmp_path)
    (path,) = (tmp_path / "readings").iterdir()
    raw = path.read_bytes()
    reading = msgspec.json.decode(raw, type=SheetReading)
    assert path.stem == digest(raw) == digest(canonical(reading))
    assert reading.doubts == ()
    (image,) = (tmp_path / "pages").iterdir()
    assert reading.pages[0].image == image.stem == digest(image.read_bytes())


def test_names_modes_and_times_tell_nobody_how_the_sheets_lay(folder: Path, tmp_path: Path) -> None:
    scan(folder, folder / "all", "--out", tmp_path / "out")
    kept = [one for one in (tmp_path / "out").rglob("*") if one.is_file()]
    assert {one.parent.name for one in kept} == {"readings", "pages", "crops"}
    assert {one.stat().st_mode & 0o777 for one in kept} == {0o600}
    assert len({one.stat().st_mtime_ns for one in kept}) == 1


def test_of_two_scans_the_clearer_counts_and_a_copy_and_its_sheet_are_doubtful(
    folder: Path, sheet: Printed, tmp_path: Path
) -> None:
    faint = scanned(marked(sheet, CHOICES, ink=205))
    (tmp_path / "twice.pdf").write_bytes(pdf([faint, scanned(marked(sheet, CHOICES))]))
    scan(folder, tmp_path / "twice.pdf", "--out", tmp_path / "twice")
    (clear,) = _readings(tmp_path / "twice")
    assert (clear.doubts, clear.rows[0].reading) == ((), "approve")

    copy = scanned(marked(sheet, {1: "oppose"}))
    (tmp_path / "copy.pdf").write_bytes(pdf([scanned(marked(sheet, CHOICES)), copy]))
    code, out, _ = scan(folder, tmp_path / "copy.pdf", "--out", tmp_path / "copy")
    assert code == 1
    assert "可能有复印的票" in out
    assert [one.doubts for one in _readings(tmp_path / "copy")] == [("copied",), ("copied",)]
    assert len(list((tmp_path / "copy" / "pages").iterdir())) == 2


def _readings(out: Path) -> list[SheetReading]:
    return [
        msgspec.json.decode(one.read_bytes(), type=SheetReading)
        for one in (out / "readings").iterdir()
    ]


def test_why_people_look_at_a_sheet_is_said_where_its_rows_do_not_tell(
    folder: Path, sheet: Printed, tmp_path: Path
) -> None:
    chosen = dict.fromkeys((1, 2, 3), "approve")  # of which two may be
    (tmp_path / "over.pdf").write_bytes(pdf([scanned(marked(sheet, chosen))]))
    code, out, _ = scan(folder, tmp_path / "over.pdf")
    assert (code, "第 1 页：这张票多选，由监票人认定。" in out) == (0, True)
    code, out, _ = scan(folder, tmp_path / "over.pdf", "--lang", "en")
    assert "page 1: people decide on the sheet: too many chosen" in out
    assert "page 1: approve 1, 2, 3" in out
    code, out, err = scan(folder, tmp_path / "over.pdf", "--json")
    assert (code, json.loads(out)[0]["doubts"]) == (0, [])
    assert "第 1 页：这张票多选，由监票人认定。" in err


def test_the_sides_that_were_not_scanned_are_named(folder: Path, tmp_path: Path) -> None:
    long = printed(replace(definition_of(60, 2), practice=True, rehearsal=True), count=1)
    sides = len(long.layout.pages)
    assert sides > 2
    path = tmp_path / "definition.json"
    path.write_bytes(freeze(long.definition)[0])
    (tmp_path / "one.pdf").write_bytes(pdf([scanned(long.page())]))
    words = ("scan", tmp_path / "one.pdf", "--definition", path, "--key", folder / "public.pem")
    lost = "、".join(map(str, range(2, sides + 1)))
    assert f"第 1 页：这张票缺第 {lost} 面，由监票人认定。" in piaojue(*words).stdout
    assert f"missing (no side {lost.replace('、', ', ')})" in piaojue(*words, "--lang", "en").stdout


def test_a_key_that_fits_no_sheet_is_told_as_one_of_another_definition(
    folder: Path, tmp_path: Path
) -> None:
    other = Ed25519PrivateKey.generate()
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "other.key").write_bytes(pem)
    told = f"没有一张票的签名与密钥 {tmp_path / 'other.key'} 相符：它多半是另一份定义的签票密钥。"
    code, out, _ = scan(folder, folder / "good.pdf", "--key", tmp_path / "other.key")
    assert (code, told in out) == (1, True)
    code, out, err = scan(folder, folder / "good.pdf", "--key", tmp_path / "other.key", "--json")
    assert (code, told in err, len(json.loads(out))) == (1, True, 1)


def test_a_file_that_is_no_definition_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "c12.csv").write_text("序号,项目名称\n")
    done = piaojue("scan", folder / "good.pdf", "--definition", tmp_path / "c12.csv", "--key", "k")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{tmp_path / 'c12.csv'}：这不是票决定义文件")


def test_two_scans_are_not_kept_in_one_folder(folder: Path, tmp_path: Path) -> None:
    assert scan(folder, folder / "good.pdf", "--out", tmp_path)[0] == 0
    kept = {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*")}
    code, out, err = scan(folder, folder / "all", "--out", tmp_path)
    assert (code, out) == (2, "")
    assert "已有另一次扫描的结果" in err
    assert {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*")} == kept


def test_a_reader_that_goes_away_is_no_page_that_was_not_read(folder: Path) -> None:
    words = ("scan", str(folder / "good.pdf"), "--definition", str(folder / "definition.json"))
    gone, end = os.pipe()
    os.close(gone)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "service.cli.main", *words],
            stdout=end,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(end)
    assert (done.returncode, done.stderr) == (141, "")


def test_kept_readings_are_judged_again_under_other_limits(folder: Path, tmp_path: Path) -> None:
    scan(folder, folder / "good.pdf", "--out", tmp_path)
    (tmp_path / "same.json").write_text('{"marked_ink": 50}')
    (tmp_path / "other.json").write_text('{"marked_ink": 990}')
    done = piaojue("scan", "--again", tmp_path / "same.json", tmp_path / "readings")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "读票记录 1 份，方框 9 个，界限改动后判断不同的 0 个。\n"

    evidence = tmp_path / "evidence.zip"
    (kept,) = (tmp_path / "readings").iterdir()
    with zipfile.ZipFile(evidence, "w") as archive:
        archive.writestr("objects/" + "a" * 64, bytes(32) + kept.read_bytes())
        archive.writestr("objects/" + "b" * 64, b"a picture")
    done = piaojue("scan", "--again", tmp_path / "other.json", evidence, "--json")
    told = json.loads(done.stdout)
    assert (told["readings"], told["boxes"]) == (1, 9)
    assert [(one["project"], one["choice"], one["kept"]) for one in told["changed"]] == [
        (1, "approve", "marked"),
        (2, "oppose", "marked"),
    ]
    assert {one["again"] for one in told["changed"]} == {"doubtful"}


@pytest.mark.parametrize(
    ("limits", "what", "sentence"),
    [
        ('{"marked_inc": 5}', "readings", "没有名为 marked_inc 的界限"),
        ('{"marked_ink": 0.5}', "readings", "须为整数"),
        ("[]", "readings", "不是界限文件"),
        ("{}", "limits.json", "不是读票记录"),
        ("{}", "empty", "没有读票记录"),
        ("{}", "nowhere", "nowhere"),
    ],
)
def test_wrong_limits_and_what_is_no_reading_are_one_sentence(
    limits: str, what: str, sentence: str, tmp_path: Path
) -> None:
    for name in ("readings", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "limits.json").write_text(limits)
    done = piaojue("scan", "--again", tmp_path / "limits.json", tmp_path / what)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_scans_are_read_with_a_definition(folder: Path) -> None:
    done = piaojue("scan", folder / "good.pdf")
    assert (done.returncode, done.stderr) == (2, "请用 --definition 指明票决定义文件。\n")


@pytest.mark.parametrize("workers", [1, 2])
def test_what_libraries_write_stays_off_the_terminal(
    folder: Path, sheet: Printed, tmp_path: Path, workers: int
) -> None:
    whole = bytearray(tiff([scanned(sheet.page())], compression="tiff_adobe_deflate"))
    for at in range(len(whole) // 3, len(whole) // 2, 13):
        whole[at] ^= 0x5A
    (tmp_path / "broken.tif").write_bytes(bytes(whole))
    code, out, err = scan(folder, tmp_path, "--key", folder / "public.pem", "--workers", workers)
    assert (code, err) == (1, "")
    assert "图像数据不完整或者损坏" in out


def test_several_processes_read_what_one_reads(folder: Path) -> None:
    one = scan(folder, folder / "all", "--json", "--workers", 1)
    two = scan(folder, folder / "all", "--json", "--workers", 2)
    assert one == two


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["missing.pdf"], "missing.pdf"),
        (["good.pdf", "--workers", "0"], "--workers 至少为 1。"),
        (["good.pdf", "--key", "nowhere.key"], "找不到签票密钥"),
        (["good.pdf", "--key", "good.pdf"], "不是签票密钥"),
        (["empty"], "里没有文件。"),
        (["good.pdf", "--out", "good.pdf"], "不能写 "),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    words: list[str], sentence: str, folder: Path
) -> None:
    (folder / "empty").mkdir(exist_ok=True)
    paths = [folder / one if one[0] not in "-0" else one for one in words]
    code, out, err = scan(folder, *paths)
    assert (code, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1
    code, out, err = scan(folder, *paths, "--lang", "en")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert not re.search(r"[\u4e00-\u9fff]", err)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = X25519PrivateKey.generate()
    path = tmp_path / "key.pem"
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(BadRequest, match="Ed25519"):
        public_key(path)
    own = Ed25519PrivateKey.generate()
    path.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert public_key(path) == own.public_key().public_bytes_raw().hex()


def test_help_loads_no_images() -> None:
    program = (
        "import sys; from service.cli.main import main; main(['scan', '--help']);"
        "print([one for one in ('cv2', 'numpy', 'PIL', 'pypdfium2') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_page_scanned_twice_is_counted_as_repeated_and_is_no_fault(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "again.pdf").write_bytes((folder / "good.pdf").read_bytes())
    code, out, _ = scan(folder, folder / "good.pdf", tmp_path / "again.pdf")
    assert code == 0
    named = f"{tmp_path / 'again.pdf'} 第 1 页"
    assert f"共 2 页：读出 1 页，没读出 0 页，重复 1 页（{named}），空白 0 页。" in out
    assert "读出的是 1 张票，其中 0 张有疑问" in out
    code, out, _ = scan(folder, folder / "good.pdf", tmp_path / "again.pdf", "--json")
    assert (code, [one["code"] for one in json.loads(out)]) == (0, [None, "scan.repeated"])


def test_the_page_that_bears_the_same_code_is_named_by_its_file(
    folder: Path, sheet: Printed, tmp_path: Path
) -> None:
    blank = scanned(marked(sheet, {}, at=1))
    (tmp_path / "a.pdf").write_bytes(pdf([blank, scanned(marked(sheet, CHOICES))]))
    (tmp_path / "b.pdf").write_bytes(pdf([scanned(marked(sheet, {1: "oppose"}))]))
    code, out, _ = scan(folder, tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert code == 1
    a, b = f"{tmp_path / 'a.pdf'} 第 2 页", f"{tmp_path / 'b.pdf'} 第 1 页"
    assert f"{a}：编码与 {b}相同而所画不同" in out
    assert f"{b}：编码与 {a}相同而所画不同" in out


def test_a_copy_and_a_sheet_scanned_again_add_up_to_the_pages(
    folder: Path, sheet: Printed, tmp_path: Path
) -> None:
    one, copy = (scanned(marked(sheet, marks)) for marks in (CHOICES, {1: "oppose"}))
    path = tmp_path / "票.pdf"
    path.write_bytes(pdf([one, copy, scanned(marked(sheet, CHOICES), seed=7), one[:50, :50] * 0]))
    code, out, _ = scan(folder, path)
    assert code == 1
    assert f"{path} 第 3 页：与{path} 第 1 页是同一张票" in out
    told = f"没读出 1 页（{path} 第 4 页），重复 1 页（{path} 第 3 页），空白 0 页。"
    assert "共 4 页：读出 2 页，" in out
    assert out.endswith(f"{told}读出的是 2 张票，其中 2 张有疑问，由监票人辨认。\n")
    code, out, _ = scan(folder, path, "--lang", "en")
    told = f"4 pages: 2 read, 1 not read ({path} page 4), 1 repeated ({path} page 3), 0 blank"
    assert out.endswith(f"{told}; 2 sheets, 2 of them for people\n")


STRANGE = os.fsdecode("票\n\x1b[31m".encode() + "架桥".encode("gbk") + b".pdf")
SHOWN = "票\\n\\x1b[31m\\xbc\\xdc\\xc7\\xc5.pdf"


def test_names_that_are_no_text_are_escaped_and_stop_no_batch(folder: Path, tmp_path: Path) -> None:
    (tmp_path / STRANGE).write_bytes(b"no scan")
    (tmp_path / "好.pdf").write_bytes((folder / "good.pdf").read_bytes())
    key = ("--key", folder / "public.pem")
    code, out, err = scan(folder, tmp_path, *key, "--json")
    assert (code, err) == (1, "")
    first, second = json.loads(out)
    assert (second["file"], second["status"]) == (f"{tmp_path}/{SHOWN}", "refused")
    assert second["reason"].startswith(f"{tmp_path}/{SHOWN}：")
    assert (first["file"], first["status"]) == (f"{tmp_path}/好.pdf", "read")
    code, out, _ = scan(folder, tmp_path, *key)
    assert (code, out.count("\n")) == (1, 3)
    assert f"{tmp_path}/{SHOWN}：" in out
    code, _, err = scan(folder, tmp_path / f"no {STRANGE}")
    assert (code, err) == (2, f"不能读取文件 {tmp_path}/no {SHOWN}：文件或目录不存在。\n")


def test_what_a_folder_holds_beside_files_is_named_as_not_read(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "good.pdf").write_bytes((folder / "good.pdf").read_bytes())
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    code, out, err = scan(folder, tmp_path, "--json")
    assert (code, [one["status"] for one in json.loads(out)]) == (0, ["read"])
    named = "gone.pdf（链接的文件不存在）、pipe（不是普通文件）、sub（文件夹）。"
    assert err.startswith(f"文件夹 {tmp_path} 里另有 3 个没有读：{named}")
    assert err.count("\n") == 1


def test_every_reason_of_the_table_in_the_manual_has_its_english() -> None:
    manual = Path("docs/scanning.md").read_text(encoding="utf-8").partition("## 3.")[0]
    named = set(re.findall(r"`((?:scan|sheet)\.\w+)`", manual))
    assert named == set(REASONS)


def test_in_english_pages_are_refused_in_english(
    folder: Path, sheet: Printed, tmp_path: Path
) -> None:
    blank = scanned(marked(sheet, {}))
    coarse = np.ascontiguousarray(scanned(marked(sheet, CHOICES, at=1))[::2, ::2])
    (tmp_path / "a.pdf").write_bytes(pdf([scanned(marked(sheet, CHOICES)), blank]))
    (tmp_path / "b.png").write_bytes(png(coarse))
    (tmp_path / "c.pdf").write_bytes(b"no scan")
    (tmp_path / "d.png").write_bytes(png(coarse))
    code, out, err = scan(folder, tmp_path, "--key", folder / "public.pem", "--lang", "en")
    assert (code, err) == (1, "")
    assert f"a.pdf page 1: the code of {tmp_path}/a.pdf page 2 with other marks" in out
    assert "b.png page 1: only 100 dpi" in out
    assert "c.pdf: neither PDF" in out
    assert f"d.png page 1: the same sheet as {tmp_path}/b.png page 1, counted once" in out
    assert not re.search(r"[\u4e00-\u9fff]", out.replace(str(tmp_path), ""))
