"""`piaojue lint-rules FILE`: what a 票决办法 says against itself, and what it does not say."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ballot.errors import Malformed
from ballot.rules.lint import Finding, findings
from ballot.rules.parsing import read_object, rules_from
from service.reasons import unreadable

_SEVERITY = {
    "zh": {"refusal": "不能采用", "warning": "请注意"},
    "en": {"refusal": "refused", "warning": "warning"},
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to ``subparsers``."""
    parser = subparsers.add_parser(
        "lint-rules", help="检查规则文件", description="检查票决办法的规则有无矛盾和缺条款。"
    )
    parser.add_argument("file", metavar="FILE.json", help="规则文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every finding on the rules file.

    Returns 0 where nothing is refused (warnings may stand), 1 where something is, 2 for a file
    that is not a rules file.
    """
    try:
        given = read_object(Path(args.file).read_bytes())
        found = findings(rules_from(given), frozenset(given))
    except OSError as error:
        print(unreadable(args.file, error, args.lang), file=sys.stderr)
        return 2
    except Malformed as error:
        print(error.sentence, file=sys.stderr)
        return 2
    print(msgspec.json.encode(found).decode() if args.json else _text(found, args.lang))
    return int(any(finding.severity == "refusal" for finding in found))


def _text(found: Sequence[Finding], language: str) -> str:
    if not found:
        return "No contradiction." if language == "en" else "没有矛盾，也没有缺条款。"
    if language == "en":
        lines = (f"{one.code}: {', '.join(one.identifiers)}: {one.sentence}" for one in found)
    else:
        lines = (one.sentence for one in found)
    named = _SEVERITY[language]
    return "\n".join(
        f"[{named[one.severity]}] {line}" for one, line in zip(found, lines, strict=True)
    )
