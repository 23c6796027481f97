"""`piaojue lint-rules`: what a 票决办法 says against itself, and what it does not say.

It reads a rules file, a template, or many rules files in one list, and prints the presets.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from ballot.errors import Malformed, Refused
from ballot.rules.faults import Misread
from ballot.rules.parsing import read_document, read_object
from ballot.rules.presets import NAMED, PRESETS
from ballot.rules.report import (
    CaseReport,
    Report,
    TextReport,
    cases_of,
    is_template,
    report_on_cases,
    report_on_file,
    rules_of,
)
from ballot.rules.template_file import read_template
from ballot.rules.templates import chain
from ballot.rules.text import EDITED
from ballot.rules.text.numerals import chinese
from service.reasons import unreadable

MOST = 1 << 28
"""Bytes of a list of cases; ten thousand full rules files are a tenth of it."""
_SEVERITY = {
    "zh": {
        "refusal": "不能采用",
        "warning": "请注意",
        "outside": "超出范本",
        "inside": "与范本不同",
        "edited": "人工修改",
        "same": "文字一致",
        "written": "已写出",
    },
    "en": {
        "refusal": "refused",
        "warning": "warning",
        "outside": "outside",
        "inside": "differs",
        "edited": "edited",
        "same": "same",
        "written": "written",
    },
}
_CLEAN = {"zh": "没有矛盾，也没有缺条款。", "en": "No contradiction."}
_SAME = "各条与规则参数写出的条文一致。"
_NAMES = {"title": "票决名称", "session": "会议名称", "body": "会议主体全称"}
_NOT_DRAFTED = {
    "zh": "规则有不能采用的，没有写出草案；请改正后再写。",
    "en": "The rules are refused, so no draft was written.",
}
_ONE_ONLY = "--draft、--text 只用于一份规则文件，不用于范本和列表。"
_FAULTY = {"zh": "有 {} 份规则有误，详见各份的说明。", "en": "{} rules files are faulty."}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to ``subparsers``."""
    parser = subparsers.add_parser(
        "lint-rules",
        help="检查规则文件",
        description="检查票决办法的规则有无矛盾和缺条款；与上级范本比较；写出《票决办法（草案）》；\n"
        "核对改过文字的票决办法；列出现成的规则文件。",
    )
    parser.add_argument(
        "file",
        metavar="FILE.json",
        nargs="?",
        help='规则文件、范本文件，或者 [{"id", "rules"}, …] 的列表',
    )
    parser.add_argument(
        "--template",
        action="append",
        default=[],
        metavar="FILE",
        help="采用的上级范本；有几级就写几次，最上级在前",
    )
    parser.add_argument(
        "--draft",
        metavar="DIR",
        help="把规则写成《票决办法（草案）》，放进这个目录（measure-draft.docx、.pdf）",
    )
    parser.add_argument(
        "--text",
        metavar="FILE",
        help="把改过文字的票决办法（.docx 或者 UTF-8 文本）与规则逐条核对",
    )
    for name, chinese_name in _NAMES.items():
        parser.add_argument(
            f"--{name}", default="", metavar="TEXT", help=f"条文里的{chinese_name}，不写的留空"
        )
    parser.add_argument("--preset", metavar="NAME", help="打印一份现成的规则文件，可以在它上面修改")
    parser.add_argument("--presets", action="store_true", help="列出有哪些现成的规则文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every finding on the file and its text, or a preset; write the draft.

    Returns 0 where nothing is refused (warnings may stand), 1 where something is, 2 for what is
    not a rules file.
    """
    if args.presets:
        print(_presets(as_json=args.json))
        return 0
    if args.preset is not None:
        return _preset(args.preset)
    if args.file is None:
        return _misused("缺少规则文件；也可以用 --preset、--presets。")
    try:
        files = [Path(one).read_bytes() for one in (*args.template, args.file)]
        text = None if args.text is None else Path(args.text).read_bytes()
    except OSError as error:
        return _misused(unreadable(error.filename, error, args.lang))
    try:
        return _linted(files, text, args)
    except (Malformed, Refused) as error:
        return _misused(error.sentence)


def _misused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _presets(*, as_json: bool) -> str:
    if as_json:
        return msgspec.json.encode(PRESETS).decode()
    return "\n".join(f"{one.name:<22}{one.chinese}：{one.about}" for one in PRESETS)


def _preset(name: str) -> int:
    if name not in NAMED:
        return _misused(f"没有“{name}”这一份，现成的规则文件有：{'、'.join(NAMED)}。")
    print(NAMED[name].file, end="")
    return 0


def _linted(files: Sequence[bytes], text: bytes | None, args: argparse.Namespace) -> int:
    """Lint the last of ``files`` under the others. Raises Malformed, and Refused for a widening."""
    *templates, data = files
    read = [read_template(one) for one in templates]
    template = chain(read)
    cases = cases_of(read_document(data, MOST))
    of_text = text is not None or args.draft is not None
    if cases is not None:
        return (
            _misused(_ONE_ONLY) if of_text else _told_cases(report_on_cases(cases, template), args)
        )
    given = read_object(data)
    whole = of_text or template is not None or is_template(given)
    if of_text and is_template(given):
        return _misused(_ONE_ONLY)
    report = report_on_file(given, template)
    if of_text and not report.faults:
        from service.cli.lint_text import with_text  # noqa: PLC0415 -- loads the paper's libraries

        report = with_text(report, rules_of(given, template), read, text, args)
    return _told(report, args, whole=whole)


def _told(report: Report, args: argparse.Namespace, *, whole: bool) -> int:
    """Print the report on one file; as JSON its findings alone, or the ``whole`` of it."""
    if args.json:
        shown = report if whole or report.faults else report.findings
        print(msgspec.json.encode(shown).decode())
    if report.faults:
        return _misused(Misread(report.faults).sentence)
    if not args.json:
        print(_text(report, args.lang))
    if args.draft is not None and not getattr(report, "papers", ()):
        print(_NOT_DRAFTED[args.lang], file=sys.stderr)
    return int(report.refused)


def _told_cases(reports: Sequence[CaseReport], args: argparse.Namespace) -> int:
    if args.json:
        print(msgspec.json.encode(reports).decode())
    else:
        print("\n".join(f"{one.id}\n{_text(one, args.lang)}" for one in reports))
    faulty = sum(1 for one in reports if one.faults)
    if faulty:
        return _misused(_FAULTY[args.lang].format(faulty))
    return int(any(one.refused for one in reports))


def _text(report: Report, language: str) -> str:
    return "\n".join(_lines(report, language)) or _CLEAN[language]


def _lines(report: Report, language: str) -> Iterator[str]:
    named = _SEVERITY[language]
    for fault in report.faults:
        yield f"[{named['refusal']}] {fault.sentence}。"
    for one in report.deviations:
        yield f"[{named['outside' if one.outside else 'inside']}] {one.sentence}"
    for finding in report.findings:
        codes = f"{finding.code}: {', '.join(finding.identifiers)}: " if language == "en" else ""
        yield f"[{named[finding.severity]}] {codes}{finding.sentence}"
    if isinstance(report, TextReport):
        yield from _text_lines(report, named)


def _text_lines(report: TextReport, named: dict[str, str]) -> Iterator[str]:
    """Yield what there is to say about the text; a contradiction names its clause already."""
    for paper in report.papers:
        yield f"[{named['written']}] {paper}"
    if report.text is None:
        return
    contradicted = {one.number for one in report.text.contradictions}
    for one in report.text.contradictions:
        yield f"[{named['refusal']}] {one.sentence}"
    for clause in report.text.edited:
        if clause.number not in contradicted:
            yield f"[{named['edited']}] 第{chinese(clause.number)}条：{EDITED}。"
    if not (contradicted or report.text.edited):
        yield f"[{named['same']}] {_SAME}"
