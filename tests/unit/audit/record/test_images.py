"""A published image is grey pixels and nothing else; whatever else it is, is told."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import Malformed
from audit.record.images import size_of
from tests.support.published_session import chunk, grey

GOOD = grey("a sheet", (9, 5))


def test_a_good_image_has_its_size() -> None:
    assert size_of(GOOD) == (9, 5)


def head(**changed: int) -> bytes:
    said = {"depth": 8, "colour": 0, "packing": 0, "filter": 0, "interlace": 0} | changed
    old = GOOD[8:33]
    return GOOD.replace(old, chunk(b"IHDR", old[8:16] + bytes(said.values())))


def with_pixels(data: bytes) -> bytes:
    start = GOOD.index(b"IDAT") - 4
    return GOOD[:start] + chunk(b"IDAT", data) + GOOD[-12:]


ROWS = (b"\0" + b"x" * 9) * 5


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (b"", "不是 PNG"),
        (b"\xff\xd8 a JPEG", "不是 PNG"),
        (GOOD[:-1], "不完整"),
        (GOOD[:-12], "不完整"),
        (GOOD + b"\0", "不完整"),
        (GOOD + GOOD[-12:], "其他内容"),
        (GOOD[:40] + b"!" + GOOD[41:], "不完整"),
        (grey("a", extra=chunk(b"tIME", b"\x07\xea\1\x16\x09\x2a\0")), "其他内容"),
        (grey("a", extra=chunk(b"pHYs", b"\0" * 9)), "其他内容"),
        (head(colour=2), "灰度"),
        (head(depth=4), "灰度"),
        (head(interlace=1), "灰度"),
        (GOOD.replace(GOOD[8:33], chunk(b"IHDR", b"\0\1\0\0" * 2 + GOOD[24:29])), "尺寸"),
        (with_pixels(b"no deflate"), "读不出"),
        (with_pixels(zlib.compress(ROWS + b"!")), "不符"),
        (with_pixels(zlib.compress(ROWS[:-1])), "不符"),
        (with_pixels(zlib.compress(ROWS) + b"deputy 17"), "不符"),
        (with_pixels(zlib.compress(ROWS)[:-2]), "不符"),
        (with_pixels(zlib.compress(b"\0" * 10_000_000)), "不符"),
    ],
)
def test_any_other_form_is_refused(image: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        size_of(image)


def spliced(at: int, cut: int, more: bytes) -> bytes:
    return GOOD[:at] + more + GOOD[at + cut :]


@given(st.builds(spliced, st.integers(0, len(GOOD)), st.integers(0, 20), st.binary(max_size=20)))
def test_damage_is_refused_and_nothing_else_happens(image: bytes) -> None:
    if image == GOOD:
        assert size_of(image) == (9, 5)
        return
    with pytest.raises(Malformed):
        size_of(image)
