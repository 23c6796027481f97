"""Every parameter's Chinese name and where its default comes from: one table for docs and pages.

Sources are named by statute and article; 惯例 is what published 办法 commonly say, 建议 is our own
proposal where no text was found.
"""

from dataclasses import dataclass

_ORGANIC = "地方组织法"
_ELECTION = "选举法"


@dataclass(frozen=True, slots=True)
class Term:
    """A parameter's name: ``identifier`` in files, ``chinese`` on paper, ``source`` of default."""

    identifier: str
    chinese: str
    source: str


TERMS: tuple[Term, ...] = (
    Term("body_type", "会议主体", "惯例：人民代表大会"),
    Term("result_verb", "结果用语", "惯例：随会议主体"),
    Term("roster_total", "全体代表人数", "签到截止时确定"),
    Term("roster_basis", "全体人数口径", "建议：实有代表"),
    Term("present", "实到人数", "会场清点"),
    Term("quorum_rule", "法定到会比例", f"{_ORGANIC}第十四条"),
    Term("seats", "应选项目数", "票决办法必须写明"),
    Term("candidates_n", "候选项目数", "票决办法必须写明"),
    Term("margin_min", "差额比例下限", f"建议：参照{_ELECTION}第三十一条的五分之一，只提示"),
    Term("proxy", "委托投票", "惯例：不得委托他人投票"),
    Term("assisted_writing", "代写", f"{_ELECTION}第四十条"),
    Term("recusal_check", "监票回避", f"参照{_ELECTION}第四十三条"),
    Term("languages", "票面文字", "惯例：汉文"),
    Term("ballot_mode", "表决模式", "惯例：赞成不超过应选数"),
    Term("choices", "选项", "代表法第二十三条"),
    Term("sheet_style", "票面样式", "建议：三格式样"),
    Term("mark_approve", "赞成符号", "惯例：○"),
    Term("mark_oppose", "反对符号", "惯例：×"),
    Term("mark_abstain", "弃权符号", "惯例：不作任何标记"),
    Term("ballot_order", "票面排序", "惯例：主席团确定的顺序"),
    Term("category_quota", "分类名额", "未见规定，默认不设"),
    Term("budget_cap", "资金上限", "未见规定，默认不设"),
    Term("blank_means", "空白含义", "惯例：空白为弃权"),
    Term("no_input_means", "未投处理", "建议：计入未收回"),
    Term("overvote", "多选处理", f"{_ELECTION}第四十四条"),
    Term("undervote", "少选处理", f"{_ELECTION}第四十四条"),
    Term("all_blank", "全空白票", "惯例：有效，全部弃权"),
    Term("adjudication", "疑问标记口径", "惯例：意图清楚的予以认定"),
    Term("item_illegible", "单项无法辨认", "惯例：该项无效，其余有效"),
    Term("all_illegible", "全票无法辨认", "惯例：该票无效"),
    Term("identifying_mark", "署名或者特殊记号", "惯例：该票无效"),
    Term("write_in", "另提项目", "惯例：不得另提"),
    Term("last_press", "改选规则", "GB 50799：以最后一次为准"),
    Term("returned_gt_issued", "收回多于发出", f"{_ELECTION}第四十四条"),
    Term("revote_by", "重新票决的决定者", "惯例：主席团"),
    Term("threshold", "通过线", f"{_ORGANIC}第二十五条"),
    Term("threshold_base", "通过线基数", f"{_ORGANIC}第二十五条"),
    Term("rank_by", "排序依据", f"{_ORGANIC}第二十九条"),
    Term("rank_points", "名次积分", "建议：第一名得应选数分，依次减一分"),
    Term("tie_rule", "末位并列", f"{_ORGANIC}第二十九条、{_ELECTION}第四十五条"),
    Term("runoff_threshold", "再次投票的通过线", f"{_ORGANIC}第二十九条"),
    Term("tie_again", "再次并列", "建议：由主席团决定"),
    Term("shortfall_action", "不足应选数", "惯例：由主席团决定"),
    Term("shortfall_pool", "另行票决的候选项目", f"{_ORGANIC}第二十九条"),
    Term("shortfall_threshold", "另行票决的通过线", f"{_ORGANIC}第二十五条"),
    Term("max_rounds", "最多轮次", "建议：三轮"),
    Term("channels", "投票渠道", "惯例：纸质票"),
    Term("min_channel", "每个渠道的最少人数", "建议：十人，防止少数人的意见外露"),
    Term("identity", "纸质票的标识", "建议：一票一识"),
    Term("scrutineers", "开票密钥与门限", "建议：三人保管，两人可开"),
    Term("display", "大屏模式", "建议：截止前不显示"),
    Term("publish_level", "公布内容", "建议：名单和赞成票数"),
    Term("publish_paper", "纸质票的公布内容", "建议：只公布合计"),
    Term("breakdown", "分组公布", "建议：不按代表团公布"),
    Term("smallest_group", "最小代表团人数", "按代表团公布时必须写明"),
    Term("result_order", "结果排序", "建议：报告单按得票，公告按票面"),
    Term("fallback", "设备故障", "惯例：改用人工计票"),
    Term("audit_sample", "抽样复核", "建议：百分之五，一百二十张以内全查"),
    Term("retention", "封存保管", "惯例：按归档范围和保管期限表"),
    Term("grades", "测评等次", "惯例：三档"),
    Term("grade_rule", "测评判定", "惯例：逐档过半数"),
    Term("grade_points", "等次分值", "惯例：满意100分、基本满意70分、不满意30分"),
    Term("grade_base", "测评基数", "惯例：全体组成人员"),
    Term("grade_boundary_inclusive", "半数边界", "建议：第一档含半数，第二档不含"),
    Term("dont_know", "不了解", "惯例：不计入有效票"),
    Term("dual_channel", "双渠道冲突", "建议：先封存者为准"),
    Term("grader_weights", "多主体权重", "默认不设"),
)

CHINESE: dict[str, str] = {term.identifier: term.chinese for term in TERMS}
