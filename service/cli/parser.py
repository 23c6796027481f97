"""argparse that speaks Chinese, and says in one sentence what is wrong with the words of a call."""

import argparse
import re
import sys
from typing import Any, Final, NoReturn

from service.file_names import shown_name

MISUSED: Final = 2
"""The exit code for wrong usage or input."""

WIDTH: Final = 96
"""Columns of a help text, the same on every terminal, so that docs/cli.md is what one sees."""

_HELP = {"zh": "显示本说明", "en": "show this help"}
_TITLES = {"zh": ("参数", "选项"), "en": ("arguments", "options")}
_USAGE = {"zh": "用法：", "en": "usage: "}
_WRONG = {
    "zh": "用法不对：{}。详见 {} --help。\n",
    "en": "Wrong usage: {}. See {} --help.\n",
}
_CHINESE = (
    (r"the following arguments are required: ", "缺少参数 "),
    (r"one of the arguments (.+) is required", r"须有以下参数之一：\1"),
    (r"unrecognized arguments: ", "不认识的参数 "),
    (r"expected one argument", "须跟一个值"),
    (r"expected at least one argument", "至少须跟一个值"),
    (r"expected (\d+) arguments", r"须跟 \1 个值"),
    (r"ignored explicit argument ", "不能跟值 "),
    (r"not allowed with argument ", "不能同时用 "),
    (r"invalid choice: (.+) \(choose from (.+)\)", r"不能是 \1，可用的有 \2"),
    (r"invalid int value: ", "应为整数，不是 "),
    (r"invalid float value: ", "应为数字，不是 "),
    (r"invalid (\w+) value: ", "值不合用："),
    (r"argument ", "参数 "),
)


class Parser(argparse.ArgumentParser):
    """A parser in ``language``; it knows no abbreviations, because scripts outlive options."""

    language = "zh"

    def __init__(self, **settings: Any) -> None:
        """Take the settings of ArgumentParser."""
        settings.setdefault("formatter_class", Formatter)
        settings.setdefault("allow_abbrev", False)
        super().__init__(**settings, add_help=False)
        self._positionals.title, self._optionals.title = _TITLES[self.language]
        self.add_argument("-h", "--help", action="help", help=_HELP[self.language])

    def error(self, message: str) -> NoReturn:
        """Print the sentence and exit with MISUSED."""
        told = _chinese(message) if self.language == "zh" else message
        sys.stderr.write(_WRONG[self.language].format(shown_name(told), self.prog))
        raise SystemExit(MISUSED)

    def format_help(self) -> str:
        """Return the help with the usage announced in the parser's language."""
        return super().format_help().replace("usage: ", _USAGE[self.language], 1)


class EnglishParser(Parser):
    """The same in English."""

    language = "en"


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Lays out a help text in WIDTH columns."""

    def __init__(self, prog: str, **settings: Any) -> None:
        """Take the settings of HelpFormatter; the width is ours."""
        super().__init__(prog, **(settings | {"width": WIDTH, "max_help_position": 30}))


PARSERS: Final[dict[str, type[Parser]]] = {"zh": Parser, "en": EnglishParser}


def _chinese(message: str) -> str:
    for english, chinese in _CHINESE:
        message = re.sub(english, chinese, message)
    return message
