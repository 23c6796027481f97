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
    cases_of,
    chain,
    is_template,
    report_on,
    report_on_cases,
    report_on_template,
)
from ballot.rules.template_file import read_template
from service.reasons import unreadable

MOST = 1 << 28
"""Bytes of a list of cases; ten thousand full rules files are a tenth of it."""
_SEVERITY = {
    "zh": {
        "refusal": "不能采用",
        "warning": "请注意",
        "outside": "超出范本",
        "inside": "与范本不同",
    },
    "en": {"refusal": "refused", "warning": "warning", "outside": "outside", "inside": "differs"},
}
_CLEAN = {"zh": "没有矛盾，也没有缺条款。", "en": "No contradiction."}
_FAULTY = {"zh": "有 {} 份规则有误，详见各份的说明。", "en": "{} rules files are faulty."}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to ``subparsers``."""
    parser = subparsers.add_parser(
        "lint-rules",
        help="检查规则文件",
        description="检查票决办法的规则有无矛盾和缺条款；与上级范本比较；列出现成的规则文件。",
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
    parser.add_argument("--preset", metavar="NAME", help="打印一份现成的规则文件，可以在它上面修改")
    parser.add_argument("--presets", action="store_true", help="列出有哪些现成的规则文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every finding on the file, or a preset.

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
    except OSError as error:
        return _misused(unreadable(error.filename, error, args.lang))
    try:
        return _linted(files, args)
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


def _linted(files: Sequence[bytes], args: argparse.Namespace) -> int:
    """Lint the last of ``files`` under the others. Raises Malformed, and Refused for a widening."""
    *templates, data = files
    template = chain([read_template(one) for one in templates])
    cases = cases_of(read_document(data, MOST))
    if cases is not None:
        return _told_cases(report_on_cases(cases, template), args)
    given = read_object(data)
    if is_template(given):
        return _told(report_on_template(given, template), args, whole=True)
    return _told(report_on(given, template), args, whole=template is not None)


def _told(report: Report, args: argparse.Namespace, *, whole: bool) -> int:
    """Print the report on one file; as JSON its findings alone, or the ``whole`` of it."""
    if args.json:
        shown = report if whole or report.faults else report.findings
        print(msgspec.json.encode(shown).decode())
    if report.faults:
        return _misused(Misread(report.faults).sentence)
    if not args.json:
        print(_text(report, args.lang))
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
