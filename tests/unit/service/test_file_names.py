"""Names of files are shown as they are, or escaped where they cannot be."""

import json
import os

import pytest

from service.file_names import shown_name


@pytest.mark.parametrize(
    "name", ["扫描/第一捆.pdf", "ᠮᠣᠩᠭᠣᠯ.png", "C:\\scan\\1.tif", "\U00020ce1.png"]
)
def test_a_name_of_text_is_shown_as_it_is(name: str) -> None:
    assert shown_name(name) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (os.fsdecode("桥".encode("gbk") + b".png"), "\\xc7\\xc5.png"),
        ("a\nb\r\x1b[2J\x9b.png", "a\\nb\\r\\x1b[2J\\x9b.png"),
        ("gnp.\u202e1.pdf", "gnp.\\u202e1.pdf"),
        ("a\\x1b\x1b", "a\\\\x1b\\x1b"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_cannot_be_shown_is_escaped(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    json.dumps(shown_name(name), ensure_ascii=False).encode()
