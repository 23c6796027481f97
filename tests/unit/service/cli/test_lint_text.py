"""`lint-rules --draft` and `--text`: the clerk's way from rules to a text and back."""

import io
import json
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from docx import Document

from service.cli.main import main

RULES = {"seats": 7, "candidates_n": 9, "roster_total": 57}
NAMES = (
    *("--title", "青禾镇2026年民生实事项目票决"),
    *("--session", "青禾镇第十九届人民代表大会第五次会议"),
    *("--body", "青禾镇人民代表大会"),
)


class Caller:
    """Calls the command on rules that lie in a directory."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def file(self, name: str, content: object) -> str:
        path = self.folder / name
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        path.write_bytes(raw)
        return str(path)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = main(["lint-rules", *words])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err


@pytest.fixture
def lint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(tmp_path, capsys)


@pytest.fixture
def rules(lint: Caller) -> str:
    return lint.file("rules.json", RULES)


@pytest.fixture
def drafted(lint: Caller, rules: str) -> Path:
    """The Word file of the draft."""
    assert lint(rules, "--draft", str(lint.folder / "draft"), *NAMES)[0] == 0
    return lint.folder / "draft" / "measure-draft.docx"


def edited(docx: Path, before: str, after: str) -> bytes:
    document = Document(str(docx))
    found = [one for one in document.paragraphs if before in one.text]
    assert found
    for one in found:
        one.text = one.text.replace(before, after)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_the_draft_of_the_rules_is_written_as_word_file_and_pdf(drafted: Path) -> None:
    lines = [one.text for one in Document(str(drafted)).paragraphs]
    with pdfium.PdfDocument(str(drafted.with_suffix(".pdf"))) as document:
        printed = "".join(page.get_textpage().get_text_range() for page in document)

    assert "票决办法（草案）" in lines
    assert any(line.startswith("七、") and "取前7项" in line for line in lines)
    assert "青禾镇2026年民生实事项目" in lines
    assert "票决办法（草案）" in printed


def test_a_draft_on_which_somebody_may_have_worked_is_not_overwritten(
    lint: Caller, rules: str, drafted: Path
) -> None:
    drafted.write_bytes(b"worked on")

    code, out, err = lint(rules, "--draft", str(drafted.parent))

    assert (code, out) == (2, "")
    assert "已经存在" in err
    assert drafted.read_bytes() == b"worked on"


def test_rules_that_contradict_themselves_get_no_draft(lint: Caller) -> None:
    folder = lint.folder / "draft"

    code, out, err = lint(lint.file("bad.json", {"proxy": True}), "--draft", str(folder))

    assert code == 1
    assert "[不能采用]" in out
    assert "没有写出草案" in err
    assert not folder.exists()


def test_the_draft_follows_the_template_that_the_rules_adopt(lint: Caller, rules: str) -> None:
    template = lint.file(
        "template.json", {"name": "市范本", "issuer": "市人大", "defaults": {"max_rounds": 2}}
    )

    lint(rules, "--template", template, "--draft", str(lint.folder / "draft"))

    document = Document(str(lint.folder / "draft" / "measure-draft.docx"))
    assert any("最多进行2轮" in one.text for one in document.paragraphs)


def test_the_draft_as_written_is_found_to_be_the_same(
    lint: Caller, rules: str, drafted: Path
) -> None:
    code, out, _ = lint(rules, "--text", str(drafted), *NAMES)

    assert code == 0
    assert "[文字一致]" in out
    assert "[人工修改]" not in out


def test_a_contradiction_is_refused_with_its_clause(
    lint: Caller, rules: str, drafted: Path
) -> None:
    text = lint.file("edited.docx", edited(drafted, "全体代表过半数赞成", "实到代表过半数赞成"))

    code, out, _ = lint(rules, "--text", text, *NAMES)

    assert code == 1
    assert "票决办法第七条与参数“通过线基数（threshold_base）”不一致" in out
    assert "[人工修改]" not in out


def test_a_harmless_edit_is_marked_as_not_checked(lint: Caller, rules: str, drafted: Path) -> None:
    text = lint.file("edited.docx", edited(drafted, "取前7项。", "取前七项。结果当场宣布。"))

    code, out, _ = lint(rules, "--text", text, *NAMES)
    report = json.loads(lint(rules, "--text", text, *NAMES, "--json")[1])

    assert code == 0
    assert "[人工修改] 第七条：本条经人工修改，未经机器核对。" in out
    assert [one["number"] for one in report["text"]["clauses"] if one.get("edited")] == [7]
    assert report["text"]["contradictions"] == []


def test_a_text_may_be_a_plain_file(lint: Caller, rules: str, drafted: Path) -> None:
    lines = "\n".join(one.text for one in Document(str(drafted)).paragraphs)
    good = lint.file("text.txt", lines.encode())
    bad = lint.file("bad.txt", lines.replace("最多进行3轮", "最多进行5轮").encode("utf-8-sig"))

    assert lint(rules, "--text", good, *NAMES)[0] == 0
    code, out, _ = lint(rules, "--text", bad, *NAMES)
    assert code == 1
    assert "第九条" in out


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", "没有条款".encode(), "一、甲".encode("gb18030"), b"PK\x03\x04", b"\xd0\xcf"],
)
def test_what_is_no_text_is_a_sentence(lint: Caller, rules: str, content: bytes) -> None:
    code, out, err = lint(rules, "--text", lint.file("text", content))

    assert (code, out) == (2, "")
    assert err.endswith("。\n")


@pytest.mark.parametrize(
    "content", [[{"id": "a", "rules": {}}], {"name": "范本", "issuer": "市人大", "limits": {}}]
)
def test_lists_and_templates_have_no_text(lint: Caller, content: object) -> None:
    code, out, err = lint(lint.file("list.json", content), "--draft", str(lint.folder / "draft"))

    assert (code, out) == (2, "")
    assert "只用于一份规则文件" in err


def test_a_text_that_is_not_there_is_a_sentence(lint: Caller, rules: str) -> None:
    code, out, err = lint(rules, "--text", "/nowhere/text.docx")

    assert (code, out) == (2, "")
    assert "不能读取文件 /nowhere/text.docx" in err
