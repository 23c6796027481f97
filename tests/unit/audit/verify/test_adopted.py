"""D-05: what a reader of a record learns of the templates that the rules adopted."""

import io

from audit.verify.checks import Report, Result
from audit.verify.record import verify_record
from tests.support.bad_records.adopted import COUNTY, adopting
from tests.support.bad_records.registry import hand
from tests.support.forging import Forger
from tests.support.session import CITY


def check(forger: Forger) -> tuple[Report, Result]:
    report = verify_record(io.BytesIO(forger.record()))
    return report, next(one for one in report.results if one.id == "D-05")


def test_a_log_from_before_there_were_templates_holds_and_says_so() -> None:
    report, found = check(hand())

    assert report.holds
    assert (found.status, found.reason) == ("absent", "这次票决没有采用上级范本")


def test_templates_are_named_and_every_difference_is_listed() -> None:
    report, found = check(adopting(CITY, COUNTY))

    assert report.holds
    assert found.status == "ok"
    assert found.remarks == (
        "采用青禾市人民代表大会常务委员会《民生实事项目票决规则范本》。",
        "采用青禾县人民代表大会常务委员会《民生实事项目票决规则范本》。",
        (
            "公布内容（publish_level）：范本规定“全部项目的各项票数”，"
            "规则写的是“入选名单和赞成票数”，在范本允许的范围内。"
        ),
    )


def test_the_fault_names_the_parameter_and_both_values() -> None:
    outside = CITY.limits | {"max_rounds": type(CITY.limits["seats"])(range=(1, 2))}
    report, found = check(adopting(type(CITY)(name="范本", issuer="市人大", limits=outside)))

    assert report.failed == ("D-05",)
    assert found.faults == (
        "最多轮次（max_rounds）：范本规定“1 至 2”，规则写的是“3轮”，超出范本，请改正。",
    )
