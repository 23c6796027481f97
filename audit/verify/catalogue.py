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
)

_HOLDERS = "as many key holders as the threshold, together with the operator"

KEYS = (
    Check(
        "K-01",
        "密钥文件成立，人数与日志一致",
        "The trustees' document holds and is of the booked shape",
        "sealed-ballots; Pedersen 1991",
        _LOG,
        _OBJECTS,
    ),
    Check(
        "K-02",
        "各持有人的证书、承诺、系数成立，先承诺后公布",
        "Certificates, commitments and contributions hold; revealed as committed to",
        "sealed-ballots",
        _LOG,
        _LEGAL,
    ),
    Check(
        "K-03",
        "密钥文件由各持有人提交的内容组成，别无他物",
        "The document is made of the holders' messages and of nothing else",
        "sealed-ballots",
        _LOG,
        ("K-01", "K-02"),
    ),
    Check(
        "K-04",
        "选举公钥由密钥文件得出",
        "The election key follows from the document",
        "sealed-ballots",
        _LOG,
        ("K-01",),
    ),
    Check(
        "K-05",
        "当众核对的两次代码与证书、密钥文件一致",
        "The codes read aloud are those of certificates and document",
        "sealed-ballots",
        "the operator and the holder who confirmed another code",
        ("K-01", "K-02"),
    ),
    Check(
        "K-06",
        "每位持有人证明能用所保存的密钥",
        "Every holder proved to be able to use the saved key",
        "sealed-ballots",
        _LOG,
        ("K-01",),
    ),
)

_BALLOTS = ("B-01", "B-05", "D-01", "K-04")

BALLOTS = (
    Check(
        "B-01",
        "八份凭据名册排列有序、无重复，个数与印制的投票卡相同",
        "The eight lists of credentials are sorted, distinct, as long as cards were printed",
        "casting; record-format 6",
        "the operator and whoever prints the cards",
        _OBJECTS,
    ),
    Check(
        "B-02",
        "作废的凭据都在名册之内",
        "Only cards of the deck were voided or cancelled",
        "casting, step 6",
        _LOG,
        ("B-01",),
    ),
    Check(
        "B-03",
        "封票档案形式严格合规，时间为截止时间",
        "Every archive is of the exact form and bears the time of the close",
        "Belenios v1; record-format 7",
        _PACKER,
        ("R-09",),
    ),
    Check(
        "B-04",
        "档案中的封票定义、密钥文件、凭据名册由日志得出",
        "Election, trustees and credentials of the archive follow from the log",
        "record-format 7",
        _PACKER,
        ("B-01", "B-03", "D-01", "K-04"),
    ),
    Check(
        "B-05",
        "档案中的封票与日志登记的逐张相同",
        "The archive holds exactly the ballots of the log, in their order",
        "record-format 7",
        _PACKER,
        ("B-03",),
    ),
    Check(
        "B-06",
        "每张封票的凭据在本轮名册之内",
        "Every credential that cast a ballot is in the round's list",
        "casting",
        _LOG,
        ("B-01", "R-09"),
    ),
    Check(
        "B-07",
        "每张封票的合格证明和签名成立",
        "The proofs and the signature of every ballot hold",
        "Belenios v1, ballots",
        "the operator and whoever holds a card",
        _BALLOTS,
    ),
    Check(
        "B-08",
        "每张封票的互斥证明成立：没有项目既赞成又反对",
        "No project is both approved and opposed",
        "sealed-ballots, exclusivity",
        "the operator and whoever holds a card",
        _BALLOTS,
    ),
    Check(
        "B-09",
        "日志登记的凭据就是签署封票的凭据",
        "Every ballot is booked on the credential that signed it",
        "record-format 7",
        _LOG,
        _BALLOTS,
    ),
)

TOTALS = (
    Check(
        "T-01",
        "加密合计等于日志中全部封票之积",
        "The encrypted tally is the product of the ballots of the log",
        "Belenios v1, tally",
        _LOG,
        ("B-07", "B-08"),
    ),
    Check(
        "T-02",
        "档案中的合计、张数、部分解密与日志一致",
        "Tally, number and decryptions in the archive are those of the log",
        "record-format 7",
        _PACKER,
        ("B-03", "R-06", "R-07"),
    ),
    Check(
        "T-03",
        "每份部分解密的格式证明成立",
        "The format's own proofs of every partial decryption hold",
        "Belenios v1, decryption",
        "a key holder",
        ("B-04",),
    ),
    Check(
        "T-04",
        "每份部分解密的强证明成立",
        "The strong proofs of every partial decryption hold",
        "sealed-ballots, strong decryption proofs",
        "a key holder, with the last ballot and the tablets",
        ("B-04",),
    ),
    Check(
        "T-05",
        "各份部分解密相互一致，开出的数字与档案一致",
        "All decryptions agree and open what the archive says",
        "sealed-ballots; Belenios v1, result",
        _HOLDERS,
        ("T-03",),
    ),
    Check(
        "T-06",
        "日志中的平板票合计就是开出的数字",
        "The tablets' totals in the log are the opened sums",
        "counting.opening",
        _LOG,
        ("T-05",),
    ),
    Check(
        "T-07",
        "每个渠道的合计都有来源：两人核对一致的计票，或者开启的合计",
        "Every channel's totals have a source: two tellers, or an opened sum",
        "counting.books",
        _LOG,
        _LEGAL,
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
        ("O-01",),
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
)
