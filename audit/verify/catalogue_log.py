"""The chapters R, L and F of the numbered list: container, log, fold."""

from audit.verify.checks import Check

_CARRIER = "anyone who can change the file"
_PACKER = "whoever packs the record"
_LOG = "the operator, with the log key"

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
        "检查点是规定形式的签名文件",
        "The checkpoint is a signed note of the form of a checkpoint",
        "c2sp.org/tlog-checkpoint",
        _PACKER,
        _FILES,
    ),
    Check(
        "L-06",
        "检查点属于本日志，由日志公钥签名",
        "The checkpoint is of this log and signed by its own key",
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
    Check(
        "L-09",
        "日志中的时间都是历法中的时刻",
        "Every minute in the log is one of the calendar",
        "record-format 1",
        _LOG,
        ("L-03",),
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
    Check(
        "F-03",
        "封票在截止时一次入账，按摘要由小到大",
        "The urn was emptied at the close, at once, in ascending order of hash",
        "casting, step 4; ballot.fold",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-04",
        "一张投票卡在一轮中只投一票",
        "No card votes twice in a round",
        "casting, step 4; ballot.fold",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-05",
        "作废的投票卡没有投票",
        "No voided or cancelled card votes",
        "casting, step 6; ballot.fold",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-06",
        "抽签确定的项目由当众公布的签号算出",
        "The lot chooses whom its seed gives, among the tied alone, where the rules draw lots",
        "rules of the session; ballot.lot, SHA-256",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-07",
        "主席团只就票决办法留给它的事项作决定，并且不多不少",
        "The presidium decides what the rules leave to it, and fills exactly the open seats",
        "rules of the session; ballot.folding.deciding",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-08",
        "每一轮按票决办法由前几轮而来",
        "Every further round follows from those before it: kind, projects, seats, line",
        "rules of the session; ballot.course",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-09",
        "宣布的正是到这一轮为止确定的项目",
        "What is announced is what the rounds so far have chosen",
        "ballot.course",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-10",
        "设备故障按票决办法处理",
        "Failed devices lead where the rules say, and nowhere else",
        "rules of the session; ballot.folding.failing",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-11",
        "登记的票决办法逐条与规则参数写出的条文一致，经人工修改的条文均已注明",
        "Every clause of the passed text is what the rules make, or is marked as edited",
        "ballot.rules.text",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-12",
        "每一捆读出的票与人工清点的张数相符，没有一张入账两次",
        "Every bundle has the sheets that people had counted, none of them twice",
        "ballot.folding.reading",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-13",
        "认定和抽样的都是现有各捆中的票",
        "Rulings and sample are about sheets of the bundles that stand",
        "rules of the session; ballot.folding.reading, ballot.sampling",
        _LOG,
        _EVENTS,
    ),
    Check(
        "F-14",
        "纸质票只按一种方式计票，票箱中的票全部读出，疑问票全部认定",
        "The paper was counted one way, from all sheets of the box, every doubt decided",
        "ballot.folding.reading",
        _LOG,
        _EVENTS,
    ),
)

WHOLE = (
    Check(
        "R-07",
        "日志提到的公开对象齐全",
        "Every public object that the log names is there",
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
    Check(
        "R-10",
        "没有日志未提到的对象",
        "There is no object that the log does not name",
        "record-format 6",
        _PACKER,
        (*_NAMES, *_EVENTS),
    ),
)
