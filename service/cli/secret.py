"""A password or a passphrase: typed on a terminal, else from a file or the environment."""

import getpass
import os
import sys
from pathlib import Path

from service.errors import BadRequest


def secret(what: str, option: str, file: Path | None, variable: str, *, twice: bool = False) -> str:
    """Return the secret called ``what``: the first line of ``file``, else ``variable``, else typed.

    ``twice`` asks a person to type it again. Raises BadRequest where there is none, OSError for a
    file that cannot be read.
    """
    found = os.environ.get(variable, "") if file is None else _first_line(file)
    if not found and file is None and sys.stdin.isatty():
        found = getpass.getpass(f"{what}：")
        if twice and getpass.getpass(f"再输一遍{what}：") != found:
            raise BadRequest(f"两次输入的{what}不同。")
    if not found:
        raise BadRequest(f"没有{what}：请在终端输入，或者用 {option} FILE 或环境变量 {variable}。")
    return found


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{file} 不是 UTF-8 文本，读不出口令。") from error
