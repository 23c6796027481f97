"""Acts and events in plain words."""

from collections.abc import Mapping

from service.commands.acts import ActName
from service.pages.words import Said, said

ACTS: Mapping[ActName, Said] = {
    "list_frozen": said("确定清单"),
    "definition_withdrawn": said("撤回清单"),
    "opened": said("开始投票"),
    "closed": said("截止投票"),
    "paper_frozen": said("封定纸质票"),
    "opening_authorised": said("批准开启平板合计"),
    "round_voided": said("宣布本轮无效"),
    "fallback_declared": said("登记设备故障"),
    "presidium_decided": said("登记主席团的决定"),
    "lot_drawn": said("登记抽签结果"),
    "batch_withdrawn": said("撤回一捆读票"),
    "sample_drawn": said("抽取复核的票"),
    "sheets_adjudicated": said("认定疑问票"),
    "certified": said("确认结果"),
    "announced": said("公布结果"),
}

FIELDS: Mapping[str, Said] = {
    "at": said("提出时间"),
    "round": said("轮次"),
    "definition": said("清单和规则的摘要（SHA-256）"),
    "candidates": said("候选项目序号"),
    "seats": said("应选数"),
    "reason": said("理由"),
    "ground": said("情形"),
    "clause": said("依据的条款"),
    "device": said("设备"),
    "readings": said("已读张数"),
    "matter": said("事项"),
    "projects": said("项目序号"),
    "text": said("原文"),
    "seed": said("种子"),
    "chosen": said("入选项目序号"),
    "batch": said("捆号"),
    "count": said("张数"),
    "outcome": said("计票结果的摘要（SHA-256）"),
    "checkpoint": said("日志检查点"),
    "level": said("公布内容"),
}
"""Names of what an act says, as the page and the sheet for signatures show it."""

WORDS: Mapping[str, Said] = {
    "returned_gt_issued": said("收回的票多于发出的票"),
    "urn_lost": said("票箱数据损坏"),
    "keys_lost": said("密钥持有人不足"),
    "below_min_channel": said("平板票太少"),
    "devices_failed": said("设备故障"),
    "scanner": said("扫描仪"),
    "tablets": said("平板"),
    "network": said("网络"),
    "tie": said("票数相等"),
    "second_tie": said("再次投票又票数相等"),
    "shortfall": said("不足应选数"),
    "revote": said("重新票决"),
    "names": said("入选名单"),
    "names_approve": said("入选名单和赞成票数"),
    "full": said("全部项目的各项票数"),
}
"""Words that an act's fields may hold."""
