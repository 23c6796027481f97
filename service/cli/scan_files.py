"""The files that ``piaojue scan`` is given, and what lies beside them and is not read."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from service.cli.misuse import Misuse
from service.file_names import shown_name

_MOST_NAMED: Final = 10
"""Of what is not read in a folder: one line, however many there are."""


def files_of(paths: Iterable[Path], language: str) -> list[Path]:
    """Return the files named and those in the folders named, in the order of their names.

    What else a folder holds is named on the error output, but for hidden names, which file
    managers leave behind. Raises OSError for a path that does not exist, Misuse for a folder
    without a file.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += _inside(path, language)
        else:
            path.stat()
            found.append(path)
    return found


def _inside(folder: Path, language: str) -> list[Path]:
    names = sorted(one for one in folder.iterdir() if not one.name.startswith("."))
    files = [one for one in names if one.is_file()]
    others = [one for one in names if one not in set(files)]
    if others:
        print(_left(folder, others, language), file=sys.stderr)
    if not files:
        name = shown_name(folder)
        raise Misuse(f"文件夹 {name} 里没有文件。", f"There is no file in {name}.")
    return files


def _left(folder: Path, others: Sequence[Path], language: str) -> str:
    """Say what of ``folder`` is not read."""
    named = [_named(one, language) for one in others[:_MOST_NAMED]]
    more = len(others) > len(named)
    if language == "en":
        listed = ", ".join(named) + (", …" if more else "")
        return f"Not read in {shown_name(folder)} ({len(others)}): {listed}."
    listed = "、".join(named) + ("等" if more else "")
    return (
        f"文件夹 {shown_name(folder)} 里另有 {len(others)} 个没有读：{listed}。"
        "子文件夹里有扫描件的，请另行指明。"
    )


def _named(path: Path, language: str) -> str:
    if path.is_dir():
        kind = ("文件夹", "folder")
    elif path.is_symlink() and not path.exists():
        kind = ("链接的文件不存在", "link to nothing")
    else:
        kind = ("不是普通文件", "no regular file")
    name = shown_name(path.name)
    return f"{name} ({kind[1]})" if language == "en" else f"{name}（{kind[0]}）"
