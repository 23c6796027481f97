"""The numbered list of everything that is checked on a record. The numbers never change meaning.

R container, L log, F fold, D definition, K keys, B sealed ballots, T tally, O outcome,
C signatures, P papers, E what the caller knows from elsewhere, S scanned paper. Bare archives have
a list of their own, A, in ``audit.verify.archive``.

The rows of R, L and F stand in ``catalogue_log``, those of K, B and T in ``catalogue_sealed``,
those of S in ``catalogue_paper``. A row: number, title, title in English, source, who must
misbehave to break it, needs.
"""

from audit.verify.catalogue_log import CONTAINER, FOLD, LOG, WHOLE
from audit.verify.catalogue_paper import SHEETS
from audit.verify.catalogue_sealed import BALLOTS, KEYS, TOTALS
from audit.verify.checks import Check

_PACKER = "whoever packs the record"
_LOG = "the operator, with the log key"
_OFFICE = "the operator together with the officers whose keys sign"

_NAMES = ("R-02",)
_EVENTS = ("L-03", "L-04")
_LEGAL = ("F-01",)

_OBJECTS = ("R-06", "R-07", *_LEGAL)

DEFINITION = (
    Check(
        "D-01",
        "每一轮冻结的票决定义是规范 JSON",
        "The object behind every frozen list is a canonical definition",
        "record-format 6, RFC 8785",
        _LOG,
        _OBJECTS,
    ),
    Check(
        "D-02",
        "票决定义与日志中的清单、应选数、通过线、办法一致",
        "Definition and log say the same of list, seats, line and rules",
        "record-format 6",
        _OFFICE,
        ("D-01",),
    ),
    Check(
        "D-03",
        "definition.json、outcome.json 与日志一致",
        "definition.json and outcome.json say what the log says",
        "record-format 8",
        _PACKER,
        ("D-01",),
    ),
    Check(
        "D-04",
        "清单能按票决办法票决：分类名额、资金、各种文字的名称",
        "The list can be voted on under its rules: quotas, money, names in every language",
        "ballot.fitness",
        _OFFICE,
        ("D-01",),
    ),
    Check(
        "D-05",
        "规则没有超出所采用的上级范本，与范本不同之处逐条列出",
        "The rules keep within the templates they adopted; where they differ is listed",
        "record-format 6; ballot.rules.templates",
        _LOG,
        _OBJECTS,
    ),
)

OUTCOME = (
    Check(
        "O-01",
        "各轮计票数据勾稽相符",
        "The books of every counted round reconcile",
        "counting.reconciliation",
        _OFFICE,
        _EVENTS,
    ),
    Check(
        "O-02",
        "按票决办法重新计算，结果与日志一致",
        "The outcome is the one that the rules give",
        "rules of the session; counting.outcome",
        _LOG,
        ("O-01", "D-01"),
    ),
    Check(
        "O-03",
        "几组测评合成的结果按权重重新计算一致",
        "The joint result of several rating groups is what their weights make of it",
        "rules of the session; counting.evaluation_groups",
        _LOG,
        ("O-02", "R-07"),
    ),
)

SIGNATURES = (
    Check(
        "C-01",
        "每个密钥签名与内容、签字人相符",
        "Every signature by a key verifies",
        "RFC 8032; ballot.signing",
        _LOG,
        _EVENTS,
    ),
    Check(
        "C-02",
        "签字确认时所见的日志是本日志的前一段",
        "The certified checkpoint is signed and a prefix of this log",
        "RFC 6962 2.1.2",
        _LOG,
        _LEGAL,
    ),
)

PAPERS = (
    Check(
        "P-01",
        "已出具的文书齐全，与登记的摘要一致",
        "The issued papers are there with their digests, and no other",
        "record-format 9",
        _PACKER,
        (*_NAMES, *_LEGAL),
    ),
)

ANCHORS = (
    Check(
        "E-01",
        "票决定义与您手中的摘要一致",
        "The definition is the one the caller expects",
        "--expect-definition",
        "everybody in the record's chain",
        _LEGAL,
    ),
    Check(
        "E-02",
        "日志公钥与您手中的一致",
        "The log key is the one the caller expects",
        "--expect-log-key",
        "everybody in the record's chain",
        _EVENTS,
    ),
    Check(
        "E-03",
        "日志是您手中检查点的延续",
        "The log continues the one the caller saw",
        "--expect-checkpoint; RFC 6962 2.1.2",
        _LOG,
        _EVENTS,
    ),
    Check(
        "E-04",
        "证据包与记录包登记的一致",
        "The evidence is the file that the record names",
        "--evidence",
        "whoever keeps the evidence",
        ("R-03",),
    ),
    Check(
        "E-05",
        "证据包形式合规，内容完整",
        "The evidence is of the written form and intact",
        "record-format 10",
        "whoever keeps the evidence",
        _EVENTS,
    ),
    Check(
        "E-06",
        "纸上签字页都在证据包中",
        "Every page signed by hand is in the evidence",
        "record-format 10",
        _OFFICE,
        ("E-05",),
    ),
)

CHECKS: tuple[Check, ...] = (
    *CONTAINER,
    *LOG,
    *FOLD,
    *WHOLE,
    *DEFINITION,
    *KEYS,
    *BALLOTS,
    *TOTALS,
    *OUTCOME,
    *SIGNATURES,
    *PAPERS,
    *ANCHORS,
    *SHEETS,
)

CHAPTERS = "RLFDKBTOCPES"
"""The order in which a report shows the chapters."""
