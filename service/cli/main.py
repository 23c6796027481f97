"""``piaojue``: one command line for everything; each command is imported when it is called."""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import NoReturn

MISUSED, INTERRUPTED = 2, 130


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module that declares and runs it, and what it does, in two languages."""

    module: str
    zh: str
    en: str


COMMANDS: dict[str, Command] = {
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
    "print": Command("printing", "印制投票卡", "print voting cards"),
    "scrutineer": Command("scrutineer", "监票人：密钥、核对、解密、签字", "a scrutineer's part"),
    "verify": Command("verify", "复核记录包或封票档案", "verify a record or an archive"),
    "export": Command("export", "从记录包取出文书", "documents from a record"),
    "accounts": Command("accounts", "账号：设管理员，停用，重置口令", "accounts on the server"),
    "backup": Command("backup", "备份（投票中也可进行）", "back up, also while voting runs"),
    "restore": Command("restore", "从备份恢复", "restore a backup"),
    "doctor": Command("doctor", "检查数据，重建投影", "check the data, rebuild projections"),
}


class Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the words of a call."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence and exit with 2."""
        sys.stderr.write(f"用法不对：{_chinese(message)}。详见 {self.prog} --help。\n")
        raise SystemExit(MISUSED)


_WORDS = (
    ("the following arguments are required: ", "缺少参数 "),
    ("unrecognized arguments: ", "不认识的参数 "),
    ("expected one argument", "须跟一个值"),
    ("expected at least one argument", "至少须跟一个值"),
    ("invalid choice: ", "不能是 "),
    ("choose from", "可用的有"),
    ("invalid int value: ", "应为整数，不是 "),
    ("invalid float value: ", "应为数字，不是 "),
    ("argument ", "参数 "),
)


def _chinese(message: str) -> str:
    for english, chinese in _WORDS:
        message = message.replace(english, chinese)
    return message


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 does not hold, 2 cannot be done."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = next((one for one in words if not one.startswith("-")), None)
    if name not in COMMANDS or words[0] != name:
        return _top(words)
    parser = Parser(prog="piaojue")
    commands = parser.add_subparsers(parser_class=Parser, required=True)
    importlib.import_module(f"service.cli.{COMMANDS[name].module}").add_parser(commands)
    args = parser.parse_args(words)
    return _guarded(args)


def _guarded(args: argparse.Namespace) -> int:
    # Told to stop is stopped by hand: whatever the command started must be ended with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away; nothing more to say, and nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        sys.stderr.write(f"{sentence}\n")
        return MISUSED
    return code


def _sentence(error: BaseException) -> str | None:
    """Return what an error of ours says, also from within a group; None for a fault of ours."""
    if isinstance(error, BaseExceptionGroup):
        found = [one for one in map(_sentence, error.exceptions) if one is not None]
        return found[0] if found else None
    sentence = getattr(error, "sentence", None)
    return str(sentence) if sentence is not None else None


def _top(words: list[str]) -> int:
    english = "en" in words
    parser = Parser(
        prog="piaojue",
        description="民生实事项目人大代表票决" if not english else "Verifiable voting",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(
            f"  {name:<12}{one.en if english else one.zh}" for name, one in COMMANDS.items()
        ),
        usage="piaojue COMMAND …",
    )
    parser.add_argument("--version", action="version", version=f"piaojue {version('piaojue')}")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    _, rest = parser.parse_known_args(words)
    if rest:
        parser.error(f"没有“{rest[0]}”这个命令，可用的有 {'、'.join(COMMANDS)}")
    parser.print_help()
    return 0 if words else MISUSED


if __name__ == "__main__":
    sys.exit(main())
