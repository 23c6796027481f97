"""Every parameter's Chinese name, what it decides and where its default comes from.

One table for documents, pages and sentences. Sources are named by statute and article; 惯例 is
what published 办法 commonly say, 建议 is our own proposal where no text was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_ORGANIC = "地方组织法"
_ELECTION = "选举法"


@dataclass(frozen=True, slots=True)
class Term:
    """A parameter: ``identifier`` in files, ``chinese`` on paper, ``source`` of its default.

    ``decides`` completes the sentence 这一条决定…… in Chinese, without a full stop.
    """

    identifier: str
    chinese: str
    source: str
    decides: str


TERMS: tuple[Term, ...] = (
    Term("body_type", "会议主体", "惯例：人民代表大会", "由谁票决，文书怎样称呼"),
    Term("result_verb", "结果用语", "惯例：随会议主体", "公告中“票决产生”等用语"),
    Term("roster_total", "全体代表人数", "签到截止时确定", "应到人数，即全体的人数"),
    Term("roster_basis", "全体人数口径", "建议：实有代表", "出缺的名额是否算在全体人数内"),
    Term("present", "实到人数", "会场清点", "出席会议的人数"),
    Term("quorum_rule", "法定到会比例", f"{_ORGANIC}第十四条", "到会多少人才能票决"),
    Term("seats", "应选项目数", "票决办法必须写明", "票决产生几个项目"),
    Term("candidates_n", "候选项目数", "票决办法必须写明", "从几个候选项目中产生"),
    Term(
        "margin_min",
        "差额比例下限",
        f"建议：参照{_ELECTION}第三十一条的五分之一，只提示",
        "差额低于多少时提示",
    ),
    Term("proxy", "委托投票", "惯例：不得委托他人投票", "缺席的人能否委托他人投票"),
    Term("assisted_writing", "代写", f"{_ELECTION}第四十条", "不便写票的人能否请人代写"),
    Term("recusal_check", "监票回避", f"参照{_ELECTION}第四十三条", "有利害关系的人能否监票、计票"),
    Term("languages", "票面文字", "惯例：汉文", "票面和公告同时使用哪些文字"),
    Term("ballot_mode", "表决模式", "惯例：赞成不超过应选数", "一张票怎样表决各个项目"),
    Term("choices", "选项", "代表法第二十三条", "对一个项目可以表示哪些意见"),
    Term("sheet_style", "票面样式", "建议：三格式样", "纸质票上每个项目后印什么格"),
    Term("mark_approve", "赞成符号", "惯例：○", "纸质票上赞成怎样画"),
    Term("mark_oppose", "反对符号", "惯例：×", "纸质票上反对怎样画"),
    Term("mark_abstain", "弃权符号", "惯例：不作任何标记", "纸质票上弃权怎样画"),
    Term("ballot_order", "票面排序", "惯例：主席团确定的顺序", "候选项目在票上的次序"),
    Term("category_quota", "分类名额", "未见规定，默认不设", "某一类别产生几个项目"),
    Term("budget_cap", "资金上限", "未见规定，默认不设", "入选项目的投资合计上限"),
    Term("blank_means", "空白含义", "惯例：空白为弃权", "没有标记的项目计为什么"),
    Term("no_input_means", "未投处理", "建议：计入未收回", "领了投票卡而没有投票的怎样计"),
    Term("overvote", "多选处理", f"{_ELECTION}第四十四条", "赞成多于应选数的票是否有效"),
    Term("undervote", "少选处理", f"{_ELECTION}第四十四条", "赞成少于应选数的票是否有效"),
    Term("all_blank", "全空白票", "惯例：有效，全部弃权", "一个标记也没有的票是否有效"),
    Term("adjudication", "疑问标记口径", "惯例：意图清楚的予以认定", "符号不合规定的怎样认定"),
    Term("item_illegible", "单项无法辨认", "惯例：该项无效，其余有效", "一个项目看不清怎样计"),
    Term("all_illegible", "全票无法辨认", "惯例：该票无效", "各项都看不清的票是否有效"),
    Term("identifying_mark", "署名或者特殊记号", "惯例：该票无效", "写有姓名、记号的票是否有效"),
    Term("write_in", "另提项目", "惯例：不得另提", "能否在票上另写项目"),
    Term("last_press", "改选规则", "GB 50799：以最后一次为准", "平板上改动选择以哪一次为准"),
    Term("returned_gt_issued", "收回多于发出", f"{_ELECTION}第四十四条", "收回的票多了怎么办"),
    Term("revote_by", "重新票决的决定者", "惯例：主席团", "票决无效后由谁决定重新票决"),
    Term("threshold", "通过线", f"{_ORGANIC}第二十五条", "赞成多少才能入选"),
    Term("threshold_base", "通过线基数", f"{_ORGANIC}第二十五条", "通过线以多少人或者票为基数"),
    Term("rank_by", "排序依据", f"{_ORGANIC}第二十九条", "通过的项目按什么排先后"),
    Term("rank_points", "名次积分", "建议：第一名得应选数分，依次减一分", "排在第几名得几分"),
    Term(
        "tie_rule",
        "末位并列",
        f"{_ORGANIC}第二十九条、{_ELECTION}第四十五条",
        "末位票数相等不能确定时怎么办",
    ),
    Term("runoff_threshold", "再次投票的通过线", f"{_ORGANIC}第二十九条", "再次投票赞成多少才入选"),
    Term("tie_again", "再次并列", "建议：由主席团决定", "再次投票仍然相等时怎么办"),
    Term("shortfall_action", "不足应选数", "惯例：由主席团决定", "通过的项目不够时怎么办"),
    Term("shortfall_pool", "另行票决的候选项目", f"{_ORGANIC}第二十九条", "另行票决时票决哪些项目"),
    Term(
        "shortfall_threshold",
        "另行票决的通过线",
        f"{_ORGANIC}第二十五条",
        "另行票决赞成多少才能入选",
    ),
    Term("max_rounds", "最多轮次", "建议：三轮", "一次票决最多投几轮，无效的轮次不算"),
    Term("channels", "投票渠道", "惯例：纸质票", "用纸质票还是平板"),
    Term(
        "min_channel",
        "每个渠道的最少人数",
        "建议：十人，防止少数人的意见外露",
        "一个渠道至少有多少人才开票",
    ),
    Term("identity", "纸质票的标识", "建议：一票一识", "怎样认出不是本次印制的票"),
    Term("scrutineers", "监票人和密钥", "建议：三人保管，两人可开", "几人监票，几人一起才能开票"),
    Term("display", "大屏模式", "建议：宣布以前不显示", "大屏什么时候显示票数"),
    Term("publish_level", "公布内容", "建议：名单和赞成票数", "公告写到多细"),
    Term("publish_paper", "纸质票的公布内容", "建议：只公布合计", "记录包中有没有票面图像"),
    Term("breakdown", "分组公布", "建议：不按代表团公布", "是否按代表团公布票数"),
    Term("smallest_group", "最小代表团人数", "按代表团公布时必须写明", "人数最少的代表团有几人"),
    Term("result_order", "结果排序", "建议：报告单按得票，公告按票面", "文书中项目的次序"),
    Term("fallback", "设备故障", "惯例：改用人工计票", "设备不能用时怎样继续"),
    Term(
        "audit_sample",
        "抽样复核",
        "建议：百分之五，一百二十张以内全查",
        "抽多少纸质票与读票记录核对",
    ),
    Term("retention", "封存保管", "惯例：按归档范围和保管期限表", "票决材料保管多久"),
    Term("grades", "测评等次", "惯例：三档", "测评分哪几档，由高到低"),
    Term("grade_rule", "测评判定", "惯例：逐档过半数", "怎样由票数得出等次"),
    Term("grade_points", "等次分值", "惯例：满意100分、基本满意70分、不满意30分", "每一档几分"),
    Term("grade_base", "测评基数", "惯例：全体组成人员", "等次和满意率以什么为基数"),
    Term(
        "grade_boundary_inclusive",
        "半数边界",
        "建议：第一档含半数，第二档不含",
        "恰好半数时是否达到该档",
    ),
    Term("dont_know", "不了解", "惯例：不计入有效票", "选“不了解”的是否计入基数"),
    Term("dual_channel", "双渠道冲突", "建议：先封存者为准", "一人从两个渠道交来时以哪个为准"),
    Term("grader_weights", "多主体权重", "默认不设", "几类测评人员各占多少权重"),
)

CHINESE: dict[str, str] = {term.identifier: term.chinese for term in TERMS}

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "threshold.fraction": "分数",
        "margin_min.ratio": "比例",
        "margin_min.base": "分母",
        "scrutineers.keys": "密钥保管人数",
        "scrutineers.threshold": "开票所需人数",
        "scrutineers.appointed": "监票人数",
        "audit_sample.ratio": "比例",
        "audit_sample.all_up_to": "全查张数",
        "budget_cap.amount": "金额",
        "budget_cap.hard": "是否硬性",
    }
)
"""The parts of those parameters that have several, by their path."""


def chinese_of(path: str) -> str:
    """Return the Chinese name of a parameter or a part of one: "监票人和密钥的监票人数".

    ``path`` is as in a fault: ``seats``, ``scrutineers.keys``, ``choices[1]``,
    ``category_quota.道路``. An unknown parameter has no name: its own spelling is returned.
    """
    plain = path.split("[", 1)[0]
    identifier, _, part = plain.partition(".")
    name = CHINESE.get(identifier, identifier)
    if not part:
        return name
    return f"{name}的{PARTS.get(plain, f'“{part}”')}"
