"""What the system refuses is told in Chinese, whatever command meets it."""

import errno
import os
import re
from pathlib import Path

import pytest

from service.reasons import reason, unreadable, unwritable
from tests.support.commands import piaojue

ENGLISH = re.compile(r"No such|Is a |Not a |[Pp]ermission|denied|Errno|directory")


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, 9999])
def test_every_number_has_a_chinese_reason(number: int) -> None:
    said = reason(OSError(number, os.strerror(number)))
    assert said
    assert not ENGLISH.search(said)


def test_an_error_without_a_number_is_told_too() -> None:
    assert reason(OSError("somewhere deep")) == "系统没有说明原因"


def test_english_is_the_systems_own() -> None:
    error = OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    assert unreadable("x.zip", error, "en") == "Cannot read x.zip: No such file or directory."
    assert unreadable("x.zip", error) == "不能读取文件 x.zip：文件或目录不存在。"


def test_what_cannot_be_written_is_told_with_what_to_do() -> None:
    told = {
        errno.ENOENT: "不能写 a.pdf：它所在的文件夹不存在，请先建立，或者换一个地方。",
        errno.EEXIST: "不能写 a.pdf：已经存在，请换一个还不存在的文件名。",
        errno.EROFS: "不能写 a.pdf：磁盘是只读的，请换一个地方。",
    }
    assert {one: unwritable("a.pdf", OSError(one, "")) for one in told} == told
    error = OSError(errno.EROFS, os.strerror(errno.EROFS))
    assert unwritable("a.pdf", error, "en") == "Cannot write a.pdf: Read-only file system."


@pytest.mark.parametrize(
    "words",
    [
        ["verify", "{}"],
        ["decide", "{}"],
        ["lint-rules", "{}"],
        ["export", "papers", "{}", "--out", "{}.out"],
        ["define", "--candidates", "{}", "--seats", "1", "--out", "{}.out"],
        ["rehearse", "--ballots", "{}", "--seats", "1", "--out", "{}.out"],
        ["accounts", "list", "--data", "{}"],
        ["scrutineer", "check", "--server", "http://127.0.0.1:9", "--key", "{}"],
    ],
    ids=lambda words: words[0],
)
def test_a_file_that_is_not_there_is_one_chinese_sentence(words: list[str], tmp_path: Path) -> None:
    gone = str(tmp_path / "无此文件")
    done = piaojue(*(word.format(gone) for word in words))

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not ENGLISH.search(done.stderr)
    assert list(tmp_path.iterdir()) == []
