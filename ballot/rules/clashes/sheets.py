"""Clauses on one ballot: how it is filled in, what a mark and its absence mean, what voids it."""

from collections.abc import Callable

from ballot.rules.clashes.clash import Clash, on_paper, refusal, warning
from ballot.rules.parameters import Rules
from ballot.rules.values import Mark


def _shared(first: str, second: str) -> Callable[[Rules], bool]:
    """Two opinions share a symbol where only the symbol tells them apart: one cell per project."""

    def holds(rules: Rules) -> bool:
        marks: tuple[tuple[Mark, ...], ...] = (getattr(rules, first), getattr(rules, second))
        offered = {one.removeprefix("mark_") for one in (first, second)} <= set(rules.choices)
        alike = set(marks[0]) & set(marks[1])
        return on_paper(rules) and offered and rules.sheet_style == "A" and bool(alike)

    return holds


SHEETS: tuple[Clash, ...] = (
    refusal(
        "blank_approves_all",
        ("blank_means", "ballot_mode"),
        "“空白含义”为赞成时，空白票会赞成全部候选项目，与“表决模式”限定的赞成数不能并用。",
        lambda r: r.blank_means == "approve" and r.ballot_mode in {"at_most_k", "exactly_k"},
    ),
    refusal(
        "blank_approves_nothing",
        ("blank_means", "ballot_mode"),
        "“空白含义”为赞成只能用于逐项表决；“表决模式”为整体表决、排序表决和测评时，空白只能是弃权。",
        lambda r: (
            r.blank_means == "approve" and r.ballot_mode in {"whole_list", "ranked", "graded"}
        ),
    ),
    warning(
        "blank_reveals_dissent",
        ("blank_means",),
        "“空白含义”为赞成时，动笔的人就是不赞成的人，无记名难以保证，建议空白视为弃权。",
        lambda r: r.blank_means == "approve",
    ),
    refusal(
        "blank_approves_and_voids",
        ("blank_means", "all_blank"),
        "“空白含义”为赞成，而“全空白票”为无效，同一张空白票两条说法相反，请只留一条。",
        lambda r: r.blank_means == "approve" and r.all_blank == "void",
    ),
    warning(
        "blank_approves_and_abstains",
        ("blank_means", "mark_abstain"),
        "“空白含义”为赞成，“弃权符号”就不能是不作标记：空白的项目一律计为赞成，"
        "请把弃权符号改为涂满方格等。",
        lambda r: (
            r.blank_means == "approve" and "blank" in r.mark_abstain and "abstain" in r.choices
        ),
    ),
    refusal(
        "blank_as_mark",
        ("mark_approve", "mark_oppose", "blank_means"),
        "“赞成符号”“反对符号”不能是不作标记；没有标记的计为什么，由“空白含义”规定。",
        lambda r: "blank" in (*r.mark_approve, *r.mark_oppose),
    ),
    refusal(
        "same_mark_approve_oppose",
        ("mark_approve", "mark_oppose", "sheet_style"),
        "“票面样式”每项只有一个空格，“赞成符号”与“反对符号”相同就分不清意见，请改用不同的符号。",
        _shared("mark_approve", "mark_oppose"),
    ),
    refusal(
        "same_mark_approve_abstain",
        ("mark_approve", "mark_abstain", "sheet_style"),
        "“票面样式”每项只有一个空格，“赞成符号”与“弃权符号”相同就分不清意见，请改用不同的符号。",
        _shared("mark_approve", "mark_abstain"),
    ),
    refusal(
        "same_mark_oppose_abstain",
        ("mark_oppose", "mark_abstain", "sheet_style"),
        "“票面样式”每项只有一个空格，“反对符号”与“弃权符号”相同就分不清意见，请改用不同的符号。",
        _shared("mark_oppose", "mark_abstain"),
    ),
    refusal(
        "no_box_to_oppose",
        ("sheet_style", "choices"),
        "“票面样式”只有“选”格，填不出“选项”中的反对，请改用有反对格的样式，或者选项只设赞成。",
        lambda r: (
            on_paper(r)
            and r.sheet_style == "C"
            and "oppose" in r.choices
            and r.ballot_mode not in {"graded", "ranked"}
        ),
    ),
    refusal(
        "rank_boxes_without_ranks",
        ("sheet_style", "ballot_mode"),
        "“票面样式”每项一个序号格，只用于“表决模式”为排序表决的，请改用其他样式。",
        lambda r: on_paper(r) and r.sheet_style == "D" and r.ballot_mode != "ranked",
    ),
    warning(
        "ranks_without_rank_boxes",
        ("ballot_mode", "sheet_style"),
        "“表决模式”为排序表决的，“票面样式”应为每项一个序号格，否则次序无处可写。",
        lambda r: on_paper(r) and r.sheet_style != "D" and r.ballot_mode == "ranked",
    ),
    warning(
        "oppose_without_effect",
        ("ballot_mode", "choices"),
        "“表决模式”要求选满应选数时，“选项”中的反对不影响结果，建议选项只设赞成。",
        lambda r: r.ballot_mode == "exactly_k" and "oppose" in r.choices and r.rank_by == "approve",
    ),
    refusal(
        "exact_but_fewer_valid",
        ("ballot_mode", "undervote"),
        "“表决模式”要求选满应选数时，少选的票不能有效；“少选处理”应为无效。",
        lambda r: r.ballot_mode == "exactly_k" and r.undervote == "valid",
    ),
    refusal(
        "fewer_void_but_not_exact",
        ("ballot_mode", "undervote"),
        "“少选处理”为无效，只能与“表决模式”必须选满应选数并用。",
        lambda r: r.ballot_mode != "exactly_k" and r.undervote == "void",
    ),
    warning(
        "blank_valid_but_exact",
        ("all_blank", "ballot_mode"),
        "“表决模式”要求选满应选数时，空白票少于应选数而无效，“全空白票”写有效会引起误解，应改为无效。",
        lambda r: on_paper(r) and r.ballot_mode == "exactly_k" and r.all_blank == "valid_abstain",
    ),
    refusal(
        "no_way_to_approve",
        ("choices", "ballot_mode"),
        "“选项”中没有赞成，“表决模式”却要确定入选项目，请增加赞成。",
        lambda r: "approve" not in r.choices and r.ballot_mode not in {"graded", "ranked"},
    ),
    refusal(
        "dont_know_outside_evaluation",
        ("choices", "ballot_mode"),
        "“选项”中的不了解只用于“表决模式”为满意度测评的，票决请改用弃权。",
        lambda r: "dont_know" in r.choices and r.ballot_mode != "graded",
    ),
    warning(
        "abstain_not_offered",
        ("choices", "blank_means"),
        "“选项”中有反对而没有弃权，“空白含义”却仍把空白计为弃权，建议选项增加弃权。",
        lambda r: (
            "oppose" in r.choices
            and "abstain" not in r.choices
            and r.blank_means == "abstain"
            and r.ballot_mode not in {"graded", "ranked"}
        ),
    ),
    warning(
        "item_without_oppose",
        ("ballot_mode", "choices"),
        "“表决模式”为逐项表决或者整体表决时，“选项”中应有反对，否则不同意的人无从表示。",
        lambda r: r.ballot_mode in {"per_item", "whole_list"} and "oppose" not in r.choices,
    ),
    refusal(
        "item_voids_but_all_valid",
        ("item_illegible", "all_illegible"),
        "“单项无法辨认”使整张票无效，而“全票无法辨认”却有效，两条说法相反，请改为一致。",
        lambda r: r.item_illegible == "ballot_void" and r.all_illegible == "valid",
    ),
    refusal(
        "write_in_nowhere",
        ("write_in", "ballot_mode"),
        "“另提项目”只能用于在候选项目中选择的票；“表决模式”为整体表决、排序表决和测评时不能允许另提。",
        lambda r: r.write_in == "allowed" and r.ballot_mode in {"whole_list", "ranked", "graded"},
    ),
    refusal(
        "write_in_without_cost",
        ("write_in", "budget_cap"),
        "“另提项目”没有投资数，“资金上限”为硬性时无法判断是否超过，两条不能并用。",
        lambda r: r.write_in == "allowed" and r.budget_cap is not None and r.budget_cap.hard,
    ),
    warning(
        "write_in_shows_hand",
        ("write_in", "identifying_mark"),
        "“另提项目”要在票上写字，笔迹可能认出投票人，与“署名或者特殊记号”一条的用意相反，"
        "建议不得另提。",
        lambda r: r.write_in == "allowed" and r.identifying_mark == "ballot_void",
    ),
    refusal(
        "letters_without_script",
        ("ballot_order", "languages"),
        "“票面排序”按民族文字字母，“票面文字”却只有汉文，请增加该种文字或者改用笔画等次序。",
        lambda r: r.ballot_order == "alphabet" and r.languages == ("zh",),
    ),
    warning(
        "no_assistance",
        ("assisted_writing",),
        "“代写”为不得代写时，因残疾等原因不能写票的人无法投票，"
        "建议准许委托信任的人代写（选举法第四十条）。",
        lambda r: not r.assisted_writing,
    ),
)
