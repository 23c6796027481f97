"""A request that does not fit is told in Chinese: which field, and what it should be."""

from typing import Any

import pytest
from litestar import post
from litestar.params import JSONBody
from litestar.testing import create_test_client

from service.api.malformed import sentence_of
from service.api.paper_bodies import BundleDiscard, NewBundle, NewPrint, Opinions
from service.api.problems import HANDLERS


@post("/bundle")
async def bundle(data: JSONBody[NewBundle]) -> None:
    """Take a bundle."""
    del data


@post("/discard")
async def discard(data: JSONBody[BundleDiscard]) -> None:
    """Take a reason."""
    del data


@post("/print")
async def print_(data: JSONBody[NewPrint]) -> None:
    """Take a printing."""
    del data


@post("/view")
async def view(data: JSONBody[Opinions]) -> None:
    """Take a view."""
    del data


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/bundle", {"declared": 0}, "declared 应为不小于 1 的整数"),
        ("/bundle", {"declared": "五"}, "declared 应为整数，不是文字"),
        ("/bundle", {}, "缺少 declared"),
        ("/bundle", {"declared": 1, "count": 2}, "count 不是这里的字段"),
        ("/bundle", [], "请求的内容应为对象，不是列表"),
        ("/discard", {"reason": "长" * 2001}, "reason 应有至多 2000 个字"),
        ("/print", {"count": 1, "paper": "A5"}, "paper 不能是 'A5'"),
        ("/view", {"rows": [{"project": 1}]}, "缺少 rows[0].reading"),
        (
            "/view",
            {"rows": [{"project": -5, "reading": "x"}]},
            "rows[0].project 应为不小于 0 的整数",
        ),
        ("/view", {"rows": [], "void": ""}, "void 应有至少 1 个字"),
    ],
)
def test_the_field_and_its_fault_are_named(path: str, body: Any, told: str) -> None:
    handlers = [bundle, discard, print_, view]
    with create_test_client(handlers, exception_handlers=HANDLERS) as client:
        found = client.post(path, json=body)
    assert found.status_code == 400
    assert found.json()["code"] == "request.malformed"
    assert found.json()["title"] == f"请求的内容不符合要求：{told}。请改正后重试。"


def test_what_nobody_foresaw_is_told_without_english_and_not_without_bound() -> None:
    faults = [{"message": "Something else", "key": "x" * 99}] * 7
    told = sentence_of(faults)
    assert f"{'x' * 60}… 的写法不对" in told
    assert "；另有 2 处。" in told
    assert sentence_of(None) == sentence_of([]) == ""
