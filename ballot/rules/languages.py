"""票面文字: the languages that may stand beside Chinese on ballots and announcements.

选举法 Art. 23, by analogy: where an autonomous area has a script in common use, it is used too.
"""

from types import MappingProxyType

from ballot.rules.parameters import Rules

CHINESE = "zh"
LANGUAGES = MappingProxyType(
    {
        "zh": "汉文",
        "bo": "藏文",
        "ii": "彝文",
        "kk": "哈萨克文",
        "ko": "朝鲜文",
        "ky": "柯尔克孜文",
        "mn": "蒙古文",
        "ug": "维吾尔文",
        "za": "壮文",
    }
)
"""ISO 639-1 codes (``mn`` is the traditional script, written downwards) and their names."""


def language_faults(rules: Rules) -> tuple[str, ...]:
    """Return a sentence for each fault of ``rules.languages``: Chinese first, each once, known."""
    given = rules.languages
    known = "、".join(f"{code}（{name}）" for code, name in LANGUAGES.items())
    faults = [
        f"票面文字中的“{code}”不是可用的文字，可用的有：{known}。"
        for code in given
        if code not in LANGUAGES
    ]
    if given[:1] != (CHINESE,):
        faults.append("票面文字须以汉文（zh）为第一种，其后写同时使用的文字。")
    if len(set(given)) < len(given):
        faults.append("票面文字有重复，同一种文字只写一次。")
    return tuple(faults)
