"""What the framework finds wrong with a request, in Chinese: which field, and what it should be."""

import re
from typing import Any, Final

_MOST_NAMED: Final = 5
_SHOWN: Final = 60
"""Characters of what a caller sent that are sent back."""
_TYPES: Final = {
    "int": "整数",
    "float": "数字",
    "str": "文字",
    "bool": "true 或 false",
    "array": "列表",
    "object": "对象",
    "null": "空值",
}
_LIMITS: Final = {">=": "不小于", "<=": "不大于", ">": "大于", "<": "小于"}
_ENOUGH: Final = {">=": "至少", "<=": "至多"}
_TYPE = r"`([\w |]+)`"


def sentence_of(extra: Any) -> str:
    """Return what ``extra`` of a ValidationException says, "" where it says nothing."""
    found = [one for one in extra if isinstance(one, dict)] if isinstance(extra, list) else []
    told = "；".join(map(_fault, found[:_MOST_NAMED]))
    more = f"；另有 {len(found) - _MOST_NAMED} 处" if len(found) > _MOST_NAMED else ""
    return f"请求的内容不符合要求：{told}{more}。请改正后重试。" if told else ""


def _fault(one: dict[str, Any]) -> str:
    """Return which field, named as the caller named it, and what is wrong with it."""
    key, message = str(one.get("key", "")), str(one.get("message", ""))
    within = "" if key in {"", "data"} else _shown(key)
    named = re.match(r"Object (missing required|contains unknown) field `(.*)`", message)
    if named:
        field = _shown(f"{within}.{named[2]}" if within else named[2])
        return f"缺少 {field}" if named[1].startswith("missing") else f"{field} 不是这里的字段"
    return f"{within or '请求的内容'}{' ' if within else ''}{_wanted(message)}"


def _wanted(message: str) -> str:
    """Return what a value should be; that it is not of use where the reason is another one."""
    if found := re.match(rf"Expected {_TYPE} of length ([<>]=) (\d+)", message):
        unit = "项" if found[1] == "array" else "个字"
        return f"应有{_ENOUGH[found[2]]} {found[3]} {unit}"
    if found := re.match(rf"Expected {_TYPE} ([<>]=?) (-?[\d.]+)", message):
        return f"应为{_LIMITS[found[2]]} {found[3]} 的{_types(found[1])}"
    if found := re.match(rf"Expected {_TYPE}, got {_TYPE}", message):
        return f"应为{_types(found[1])}，不是{_types(found[2])}"
    if found := re.match(r"Invalid enum value (.*)", message):
        return f"不能是 {_shown(found[1])}"
    return "的写法不对"


def _types(names: str) -> str:
    return "或者".join(_TYPES.get(one, one) for one in names.split(" | "))


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
