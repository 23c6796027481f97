"""``piaojue``: one command line for everything; each command is imported when it is called."""

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Final

from service.cli.parser import MISUSED, PARSERS, Parser
from service.file_names import shown_name
from service.reasons import reason

INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141
"""As a shell tells it of a program that SIGPIPE ends; 1 would say that something does not hold."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module that declares and runs it, and what it does, in two languages."""

    module: str
    zh: str
    en: str


COMMANDS: Final[dict[str, Command]] = {
    "serve": Command("serve", "启动服务", "run the service"),
    "demo": Command(
        "demo", "用虚构数据走完一次乡镇票决，并留下服务供查看", "play a township session, serve it"
    ),
    "rehearse": Command(
        "rehearse", "演练：用一份选票文件完整走一次票决", "a whole election headless"
    ),
    "define": Command("define", "由清单生成演练用的票决定义", "a practice definition from a list"),
    "decide": Command("decide", "由规则和合计数得出结果", "rules and totals in, outcome out"),
    "lint-rules": Command("lint", "检查规则有无矛盾和缺条款", "check a rules file"),
    "print": Command("printing", "印制票决票和投票卡", "print paper ballots and voting cards"),
    "scan": Command("scan", "读扫描的票", "read scanned sheets"),
    "scrutineer": Command("scrutineer", "监票人：密钥、核对、解密、签字", "a scrutineer's part"),
    "verify": Command("verify", "复核记录包或封票档案", "verify a record or an archive"),
    "export": Command("export", "从记录包取出文书、电子表格", "documents from a record"),
    "accounts": Command("accounts", "账号：设管理员，停用，重置口令", "accounts on the server"),
    "backup": Command("backup", "备份（投票中也可进行）", "back up, also while voting runs"),
    "restore": Command("restore", "从备份恢复", "restore a backup"),
    "doctor": Command("doctor", "检查数据，重建投影", "check the data, rebuild projections"),
}

_TEXTS: Final = {
    "zh": (
        "民生实事项目人大代表票决：从候选项目到任何人都能复核的结果。",
        "[--lang zh|en] 命令 …",
        "语言，默认 zh",
        "显示版本",
        "命令（每个命令都有 --help）：",
        "没有“{}”这个命令，可用的有 {}",
    ),
    "en": (
        "Verifiable voting on local projects: from the list to a result that anyone can verify.",
        "[--lang zh|en] COMMAND ...",
        "language, zh by default",
        "show the version",
        "commands (each has --help):",
        "there is no command {}; there are {}",
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 does not hold, 2 cannot be done."""
    words = list(sys.argv[1:] if argv is None else argv)
    language = _language(words)
    # Told to stop is stopped by hand: whatever the command started must be ended with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = _called(words, language)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n" if language == "en" else "已中断。\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away; nothing more to say, and nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        sentence = _sentence(error, language)
        if sentence is None:
            raise
        for line in sentence.split("\n"):
            sys.stderr.write(f"{shown_name(line)}\n")
        return MISUSED
    return code


def _called(words: list[str], language: str) -> int:
    overall = overall_parser(language)
    at = _command_at(words)
    try:
        overall.parse_args(words[:at])
        if at == len(words):
            overall.print_help()
            return 0 if words else MISUSED
        name, rest = words[at], words[at + 1 :]
        if name not in COMMANDS:
            overall.error(_TEXTS[language][-1].format(name, ", ".join(COMMANDS)))
        if language != "zh" and "--lang" not in " ".join(rest):
            rest += ["--lang", language]
        args = command_parser(name, language).parse_args(rest)
    except SystemExit as end:  # argparse has said what there was to say
        return int(end.code or 0)
    code: int = args.run(args)
    return code


def overall_parser(language: str) -> Parser:
    """Return the parser of what stands before a command; it imports no command."""
    described, usage, lang, shown, listed, _ = _TEXTS[language]
    table = "\n".join(f"  {name:<12}{getattr(one, language)}" for name, one in COMMANDS.items())
    parser = PARSERS[language](
        prog="piaojue",
        usage=f"piaojue {usage}",
        description=described,
        epilog=f"{listed}\n{table}",
    )
    parser.add_argument(
        "--version", action="version", version=f"piaojue {version('piaojue')}", help=shown
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help=lang)
    return parser


def command_parser(name: str, language: str) -> Parser:
    """Return the parser of one command, whose module is imported for it."""
    commands = PARSERS[language](prog="piaojue").add_subparsers(parser_class=PARSERS[language])
    importlib.import_module(f"service.cli.{COMMANDS[name].module}").add_parser(commands)
    return commands.choices[name]


def _language(words: Sequence[str]) -> str:
    english = "--lang=en" in words or ("--lang", "en") in pairwise(words)
    return "en" if english else "zh"


def _command_at(words: Sequence[str]) -> int:
    """Return where the first word stands that is no option and no option's value."""
    for at, word in enumerate(words):
        if not word.startswith("-") and words[max(at - 1, 0)] != "--lang":
            return at
    return len(words)


def _sentence(error: BaseException, language: str) -> str | None:
    """Return what an error of ours says, also from within a group; None for a fault of ours."""
    if isinstance(error, BaseExceptionGroup):
        found = [_sentence(one, language) for one in error.exceptions]
        return next((one for one in found if one is not None), None)
    if isinstance(error, OSError) and error.filename is not None:
        told = "Cannot use {}: {}." if language == "en" else "不能使用 {}：{}。"
        return told.format(error.filename, error.strerror if language == "en" else reason(error))
    sentence = getattr(error, "sentence", None)
    if language == "en":
        sentence = getattr(error, "english", sentence)
    return str(sentence) if sentence is not None else None


if __name__ == "__main__":
    sys.exit(main())
