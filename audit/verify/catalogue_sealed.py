"""The chapters K, B and T of the numbered list: keys, sealed ballots, totals."""

from audit.verify.checks import Check

_PACKER = "whoever packs the record"
_LOG = "the operator, with the log key"
_LEGAL = ("F-01",)
_OBJECTS = ("R-06", "R-07", *_LEGAL)
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
