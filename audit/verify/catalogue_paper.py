"""The chapter S of the numbered list: scanned paper."""

from audit.verify.checks import Check

_READER = "whoever runs the scanner, with the operator"
_OFFICE = "the operator together with the officers whose keys sign"
_KEEPER = "whoever keeps the evidence"
_LOG = "the operator, with the log key"

_EVIDENCE = ("E-05", "F-01")
_SHEETS = ("S-03", "S-04")

SHEETS = (
    Check(
        "S-01",
        "登记的版面就是按清单排出的版面",
        "Every printed layout follows from the list and a format",
        "record-format 6; ballot.sheet",
        _LOG,
        ("D-01",),
    ),
    Check(
        "S-02",
        "票面标识的集合与印制时登记的一致，张数相符",
        "Every commitment opens to as many identities as sheets were printed",
        "record-format 10; ballot.identity",
        _KEEPER,
        _EVIDENCE,
    ),
    Check(
        "S-03",
        "每张票的读票记录齐全，与日志中的摘要一致",
        "Every digest of a bundle opens to a reading of the written form",
        "record-format 10; ballot.reading",
        _KEEPER,
        _EVIDENCE,
    ),
    Check(
        "S-04",
        "读的都是本轮的票，项目和意见是票面所有的",
        "Every reading is of this round, its list and the rows of its sheets",
        "ballot.reading; counting.paper_form",
        _READER,
        ("S-03", "D-01"),
    ),
    Check(
        "S-05",
        "每一项的读票与各格的标记一致",
        "A row is read as its boxes are marked",
        "counting.doubts",
        _READER,
        _SHEETS,
    ),
    Check(
        "S-06",
        "疑问票与日志登记的一致，按票决办法有疑问的没有漏下",
        "The sheets in doubt are those that the log names, the doubts of the rules among them",
        "rules of the session; counting.doubts",
        _READER,
        _SHEETS,
    ),
    Check(
        "S-07",
        "每份认定齐全，与日志中的摘要一致，说的是那一张票",
        "Every digest of a ruling opens to a ruling on the sheet that the log names",
        "record-format 10; ballot.reading",
        _KEEPER,
        _EVIDENCE,
    ),
    Check(
        "S-08",
        "每份认定有两名监票人的意见，并且合乎票决办法",
        "Two scrutineers gave views, and every ruling is what the rules make of its rows",
        "rules of the session; counting.paper",
        _OFFICE,
        ("S-07", "D-01"),
    ),
    Check(
        "S-09",
        "同一标识的票只计一次",
        "Each identity counts once over the bundles that stand",
        "counting.paper",
        _READER,
        ("S-03", "S-07"),
    ),
    Check(
        "S-10",
        "计入的票都是本次印制的，标识不可读的经过认定",
        "Sheets that count were printed; where no code can be read, people ruled",
        "ballot.identity",
        _READER,
        ("S-02", "S-03", "S-07"),
    ),
    Check(
        "S-11",
        "按读票和认定重新计票，合计与日志一致",
        "The totals in the log are what readings and rulings add up to",
        "rules of the session; counting.paper",
        _LOG,
        ("S-04", "S-06", "S-08"),
    ),
    Check(
        "S-12",
        "每张票的图像都在证据包中",
        "The images of all sheets are there",
        "record-format 10",
        _KEEPER,
        ("S-03",),
    ),
    Check(
        "S-13",
        "每一捆的合计与其中各张票一致",
        "The totals of each bundle are what its sheets add up to, and there are no others",
        "record-format 10; counting.paper",
        _KEEPER,
        ("S-04", "S-08"),
    ),
    Check(
        "S-14",
        "公布的图像除灰度像素外没有其他内容，逐项的大小相同",
        "Published images are grey pixels and nothing else; crops are all of one size",
        "record-format 6; audit.record.images",
        _LOG,
        ("R-06", "R-07", "F-01"),
    ),
    Check(
        "S-15",
        "纸质票已经公布完；整张公布的，各张票合计与计票结果相符",
        "What is published of the paper is whole; published sheets add up to the count",
        "rules of the session; counting.publication",
        _LOG,
        ("F-01", "D-01"),
    ),
    Check(
        "S-16",
        "公布和不公布的票与读票和认定一致",
        "What is shown and what is withheld follow from readings and rulings",
        "rules of the session; counting.publication",
        _LOG,
        ("S-11",),
    ),
)
