from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from printing.errors import PaperRefused
from printing.papers import render, sealing_list
from printing.papers.content import Table
from printing.papers.values import Sealing


def test_the_worked_example_lists_everything_once(sealing: Sealing) -> None:
    [table] = [block for block in sealing_list(sealing).blocks if isinstance(block, Table)]

    assert [[cell.text for cell in row] for row in table.body] == [
        ["1", "有效票", "224", "张", ""],
        ["2", "无效票", "3", "张", ""],
        ["3", "剩余作废票", "22", "张", ""],
        ["4", "计票结果报告单", "1", "份", ""],
        ["5", "疑问票认定记录", "1", "份", ""],
        ["6", "签到册", "1", "册", ""],
        ["7", "电子记录包", "1", "份", "U盘一个"],
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"valid": 225}, "有效225张、无效3张、收回227张"),
        ({"returned": 229, "valid": 226}, "发出228张不相符"),
        ({"printed": 251}, "印制251张"),
        ({"left_over": -1}, "“剩余作废票”是 -1"),
        ({"record_digest": "9F86"}, "64位十六进制"),
        ({"sealed_by": ()}, "没有写明封存人"),
    ],
)
def test_what_does_not_add_up_is_not_sealed(
    sealing: Sealing, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(PaperRefused, match=said):
        sealing_list(replace(sealing, **change))


def test_the_page_carries_the_whole_digest_and_every_signatory(
    sealing: Sealing, pages: Callable[[bytes], list[str]]
) -> None:
    [page] = pages(render(sealing_list(sealing)).pdf)

    assert page.count(sealing.record_digest) == 1
    for name in ("陆承远", "王岚", "刘志成", "唐文"):
        assert page.count(name) == 1
