from collections.abc import Callable

import pytest
from msgspec.structs import replace

from printing.errors import PaperRefused
from printing.papers import issue_report, render
from printing.papers.content import Paragraph, Table
from printing.papers.values import Issue


def sentence(facts: Issue) -> str:
    paper = issue_report(facts)
    return next(block.text for block in paper.blocks if isinstance(block, Paragraph))


def changed(facts: Issue, place: int = 0, **figures: int) -> Issue:
    channels = list(facts.channels)
    channels[place] = replace(channels[place], **figures)
    return replace(facts, channels=tuple(channels))


def test_the_worked_example_stands(issue: Issue) -> None:
    expected = "发出228张，收回227张，收回票数少于发出票数，根据票决办法第六条，本次票决有效。"

    assert sentence(issue) == expected


def test_as_many_back_as_handed_out_is_valid(issue: Issue) -> None:
    assert "收回票数等于发出票数" in sentence(changed(issue, returned=228))


def test_one_more_than_handed_out_makes_the_vote_void(issue: Issue) -> None:
    text = sentence(changed(issue, returned=229))

    assert "收回票数多于发出票数" in text
    assert text.endswith("本次票决无效，由主席团决定重新票决。")


def test_a_void_vote_is_followed_as_the_rules_say(issue: Issue) -> None:
    at_once = replace(changed(issue, returned=229), at_once=True)
    rated = replace(changed(issue, returned=229), session=replace(issue.session, evaluation=True))

    assert sentence(at_once).endswith("本次票决无效，即行重新票决。")
    assert sentence(rated).endswith("本次满意度测评无效，由主席团决定重新测评。")


def test_an_excess_in_one_channel_is_void_though_the_total_is_not(mixed_issue: Issue) -> None:
    text = sentence(changed(mixed_issue, 1, returned=79, issued=78))

    assert "收回票数等于发出票数" in text
    assert "其中平板票收回多于发出" in text
    assert "本次票决无效" in text


def test_channels_are_told_apart_and_added_up(mixed_issue: Issue) -> None:
    text = sentence(mixed_issue)

    assert text.startswith(
        "发出228张，收回227张（其中纸质票发出150张，收回149张；平板票发出78张，收回78张），"
    )


def test_what_did_not_happen_has_no_line(issue: Issue) -> None:
    [table] = [block for block in issue_report(issue).blocks if isinstance(block, Table)]
    labels = [cell.text for row in table.body for cell in row]

    assert "换发" not in labels
    assert labels == [
        "印制", "250", "发出", "228",
        "剩余（当场作废）", "22", "收回", "227",
        "未收回", "1", "差额（收回－发出）", "－1",
    ]  # fmt: skip


def test_ballots_filled_in_by_others_are_told_as_figures_where_there_were_any(
    mixed_issue: Issue,
) -> None:
    def told(facts: Issue) -> list[str]:
        blocks = issue_report(facts).blocks
        return [one.text for one in blocks if isinstance(one, Paragraph) and "代写" in one.text]

    assert told(mixed_issue) == []
    assert told(changed(mixed_issue, 1, assisted=1)) == [
        "请人代写的平板票1张，由监票人登记张数，不登记是谁。"
    ]
    assert told(changed(changed(mixed_issue, 0, assisted=2), 1, assisted=1)) == [
        "请人代写的纸质票2张、平板票1张，由监票人登记张数，不登记是谁。"
    ]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"assisted": 229}, "纸质票代写229张，多于发出的228张"),
        ({"printed": 251}, "纸质票印制251张，与发出、换发、存档、剩余之和250张不相等"),
        ({"left_over": 21}, "之和249张不相等"),
        ({"replaced": 1}, "之和251张不相等"),
        ({"archived": 3}, "之和253张不相等"),
        ({"issued": 229, "left_over": 21}, "发出229张多于实到228名"),
        ({"returned": -1}, "“收回”是 -1"),
    ],
)
def test_contradicting_figures_make_no_report(
    issue: Issue, figures: dict[str, int], said: str
) -> None:
    with pytest.raises(PaperRefused, match=said):
        issue_report(changed(issue, **figures))


def test_one_channel_twice_makes_no_report(issue: Issue) -> None:
    with pytest.raises(PaperRefused, match="出现了两次"):
        issue_report(replace(issue, channels=issue.channels * 2))


def test_no_channel_makes_no_report(issue: Issue) -> None:
    with pytest.raises(PaperRefused, match="没有任何票种"):
        issue_report(replace(issue, channels=()))


def test_the_page_names_everybody_who_signs_once(
    issue: Issue, pages: Callable[[bytes], list[str]]
) -> None:
    [page] = pages(render(issue_report(issue)).pdf)

    for name in ("王岚", "刘志成", "宋梅", "赵立冬", "蒋云飞", "陆承远"):
        assert page.count(name) == 1
    assert page.count("250") == 1
