"""A file of cases for `piaojue decide`: {"id", "input"} or a list of them, and what is wrong in it.

Other keys beside "id" and "input" are remarks.
"""

import json
from collections.abc import Collection, Mapping

MOST = 1_000_000
"""No hall is larger; the limit keeps sums within what readers of JSON can carry."""
MOST_FEN = 2**53 - 1
MOST_SHOWN = 60
ABSENT = object()

Expected = tuple[str, str]
"""What a key should hold: in Chinese, in English."""
Given = Mapping[str, object]


class CaseFault(Exception):
    """A case that cannot be decided: which, at which key, what was found, what is expected."""

    def __init__(self, case: str, key: str, found: object, expected: Expected) -> None:
        """Keep the parts; ``found`` may be ABSENT."""
        super().__init__(case, key)
        self.case, self.key, self.found, self.expected = case, key, found, expected

    def sentence(self, language: str) -> str:
        """Return the fault as one sentence in ``language`` ("zh" or "en")."""
        if language == "en":
            found = "is missing" if self.found is ABSENT else f"is {shown(self.found)}"
            return f'Case {self.case}: "{self.key}" {found}; expected {self.expected[1]}.'
        found = "没有给出" if self.found is ABSENT else f"实际为 {shown(self.found)}"
        return f"案例 {self.case} 的“{self.key}”{found}，应为{self.expected[0]}。"


class NotJson(CaseFault):
    """A file in which no case can be found at all."""

    def sentence(self, language: str) -> str:
        """Return the fault as one sentence in ``language`` ("zh" or "en")."""
        if language == "en":
            return "The file is not JSON in UTF-8; please check brackets, quotes and encoding."
        return "这个文件不是 UTF-8 编码的 JSON，请检查括号、引号和编码。"


class Undecidable(CaseFault):
    """A case whose keys are each right, but not together; ``expected`` says why not."""

    def sentence(self, language: str) -> str:
        """Return the fault as one sentence in ``language`` ("zh" or "en")."""
        if language == "en":
            return f"Case {self.case}: {self.expected[1]}."
        return f"案例 {self.case}：{self.expected[0].removesuffix('。')}。"


def read_cases(data: bytes) -> list[tuple[str, dict[str, object]]]:
    """Return (id, input) of each case in the JSON ``data``: one case or a list of them.

    Raises CaseFault for what is not such a file.
    """
    try:
        value = json.loads(data.decode(), object_pairs_hook=_distinct)
        if rb"\u" in data:  # half a surrogate pair can only come from an escape, and is no text
            json.dumps(value, ensure_ascii=False).encode()
    except _RepeatedKey as error:
        key = error.key.encode(errors="replace").decode()
        raise CaseFault("?", key, key, ("不重复的键", "a key that stands once")) from error
    except (ValueError, RecursionError) as error:
        raise NotJson("?", "FILE", ABSENT, ("UTF-8 JSON 文件", "a UTF-8 JSON file")) from error
    cases = value if isinstance(value, list) else [value]
    return [_header(place, case) for place, case in enumerate(cases, start=1)]


def number(case: str, given: Given, key: str, *, least: int = 0, most: int = MOST) -> int:
    """Return the whole number at ``key``. Raises CaseFault if it is missing or not one."""
    return whole(case, key, given.get(key, ABSENT), least=least, most=most)


def whole(case: str, key: str, value: object, *, least: int = 0, most: int = MOST) -> int:
    """Return ``value`` if it is a whole number in its limits; raises CaseFault."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        expected = (f"{least} 至 {most} 的整数", f"a whole number from {least} to {most}")
        raise CaseFault(case, key, value, expected)
    return value


def text(case: str, key: str, value: object) -> str:
    """Return ``value`` if it is a text that is not empty; raises CaseFault."""
    if not isinstance(value, str) or not value:
        raise CaseFault(case, key, value, ("非空的文字", "a text that is not empty"))
    return value


def flag(case: str, given: Given, key: str) -> bool:
    """Return the answer at ``key``, false where there is none; raises CaseFault."""
    value = given.get(key, False)
    if not isinstance(value, bool):
        raise CaseFault(case, key, value, ("true 或 false", "true or false"))
    return value


def mapping(case: str, key: str, value: object) -> dict[str, object]:
    """Return ``value`` if it is an object; raises CaseFault."""
    if not isinstance(value, dict):
        raise CaseFault(case, key, value, ("对象", "an object"))
    return value


def one_of(words: Collection[str]) -> Expected:
    """Return (Chinese, English) for: one of ``words``."""
    return "、".join(words) + " 之一", "one of " + ", ".join(words)


def shown(value: object) -> str:
    """Return ``value`` as JSON, cut to what fits into a sentence."""
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= MOST_SHOWN else written[:MOST_SHOWN] + "…"


def _header(place: int, case: object) -> tuple[str, dict[str, object]]:
    if not isinstance(case, dict):
        raise CaseFault(
            f"#{place}", "#", case, ('对象 {"id", "input"}', 'an object {"id", "input"}')
        )
    name = text(f"#{place}", "id", case.get("id", ABSENT))
    return name, mapping(name, "input", case.get("input", ABSENT))


class _RepeatedKey(Exception):
    """A key that stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKey(next(key for key in keys if keys.count(key) > 1))
    return value
