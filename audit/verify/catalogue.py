"""The numbered list of everything that is checked on a record. The numbers never change meaning.

R container, L log, F fold, D definition, K keys, B sealed ballots, T tally, O outcome,
C signatures, P papers, E what the caller knows from elsewhere. Bare archives have a list of their
own, A, in ``audit.verify.archive``.

A row: number, title, title in English, source, who must misbehave to break it, needs.
"""

from audit.verify.checks import Check

_CARRIER = "anyone who can change the file"
_PACKER = "whoever packs the record"
_LOG = "the operator, with the log key"
_OFFICE = "the operator together with the officers whose keys sign"

_NAMES = ("R-02",)
_FILES = ("R-02", "R-03")
_EVENTS = ("L-03", "L-04")
_LEGAL = ("F-01",)

CONTAINER = (
    Check(
        "R-01",
        "记录包是规定形式的文件，没有截断、拼接、压缩、链接",
        "The file is a container of the one allowed form",
        "record-format 2",
        _CARRIER,
    ),
    Check(
        "R-02",
        "文件名、大小、次序合规，没有重名和越界路径",
        "Names, sizes and order of the files are allowed; none occurs twice",
        "record-format 3",
        _CARRIER,
        ("R-01",),
    ),
    Check(
        "R-03",
        "清单是规范 JSON，版本可识别",
        "The manifest is canonical JSON of a known version",
        "record-format 4, RFC 8785",
        _CARRIER,
        ("R-01",),
    ),
    Check(
        "R-04",
        "文件与清单一一对应，不多不少",
        "The files are exactly those of the manifest",
        "record-format 4",
        _CARRIER,
        _FILES,
    ),
    Check(
        "R-05",
        "每个文件的内容与清单中的摘要一致",
        "Every file has the digest of the manifest",
        "record-format 4, FIPS 180-4",
        _CARRIER,
        _FILES,
    ),
    Check(
        "R-06",
        "对象的名称就是其内容的摘要",
        "Every object is named by its own digest",
        "record-format 6",
        _PACKER,
        _NAMES,
    ),
)

LOG = (
    Check(
        "L-01",
        "日志文件齐全，没有多余的",
        "The tiles are exactly those of a log of this size",
        "record-format 5, c2sp.org/tlog-tiles",
        _PACKER,
        _FILES,
    ),
    Check(
        "L-02",
        "日志能逐条读出",
        "The entry bundles can be taken apart",
        "c2sp.org/tlog-tiles",
        _PACKER,
        ("L-01",),
    ),
    Check(
        "L-03",
        "每条日志是一个已知事件的规范 JSON",
        "Every entry is the canonical form of a known event",
        "record-format 5, RFC 8785",
        _LOG,
        ("L-02",),
    ),
    Check(
        "L-04",
        "日志以建立票决开头，只建立一次，载明日志公钥",
        "The log begins with election_created, once, and names its key",
        "record-format 5",
        _LOG,
        ("L-03",),
    ),
    Check(
        "L-05",
        "检查点是本次票决日志的签名文件",
        "The checkpoint is a signed note about this log",
        "c2sp.org/tlog-checkpoint",
        _PACKER,
        _FILES,
    ),
    Check(
        "L-06",
        "检查点由日志公钥签名",
        "The log's own key signed the checkpoint",
        "c2sp.org/signed-note, RFC 8032",
        _PACKER,
        ("L-04", "L-05"),
    ),
    Check(
        "L-07",
        "由各条日志算出的根散列与检查点一致",
        "Size and root of the checkpoint are those of the entries",
        "RFC 6962 2.1",
        _PACKER,
        ("L-02", "L-05"),
    ),
    Check(
        "L-08",
        "散列文件与各条日志一致",
        "The hash tiles are those of the entries",
        "c2sp.org/tlog-tiles",
        _PACKER,
        ("L-02",),
    ),
)

FOLD = (
    Check(
        "F-01",
        "每个事件在其时其位都合规则",
        "The rules allow every event in its place",
        "rules of the session; ballot.fold",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-02",
        "须有两人以上签名的，签名齐全、不同人、各有其职",
        "Acts of several people carry the approvals of different appointed people",
        "rules of the session; ballot.fold",
        _LOG,
        _EVENTS,
    ),
)

WHOLE = (
    Check(
        "R-07",
        "日志提到的公开对象齐全，没有多余的",
        "The objects are exactly those that the log names",
        "record-format 6",
        _PACKER,
        (*_NAMES, *_EVENTS),
    ),
    Check(
        "R-08",
        "清单与日志是同一次票决",
        "Manifest and log are of the same election",
        "record-format 4",
        _PACKER,
        ("R-03", *_EVENTS),
    ),
    Check(
        "R-09",
        "封票档案与有封票的各轮一一对应",
        "There is exactly one archive for each round with sealed ballots",
        "record-format 7",
        _PACKER,
        (*_NAMES, *_LEGAL),
    ),
)

DEFINITION = (
    Check(
        "D-01",
        "每一轮冻结的票决定义是规范 JSON",
        "The object behind every frozen list is a canonical definition",
        "record-format 6, RFC 8785",
        _LOG,
        ("R-07", "R-06", *_LEGAL),
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
)

OUTCOME = (
    Check(
        "O-01",
        "各轮计票数据勾稽相符",
        "The books of every counted round reconcile",
        "counting.reconciliation",
        _OFFICE,
        _LEGAL,
    ),
    Check(
        "O-02",
        "按票决办法重新计算，结果与日志一致",
        "The outcome is the one that the rules give",
        "rules of the session; counting.outcome",
        _LOG,
        _LEGAL,
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
    *OUTCOME,
    *SIGNATURES,
    *PAPERS,
    *ANCHORS,
)
