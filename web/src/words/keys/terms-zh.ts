/** The names of acts, fields and roles, and a sentence for every fault, in Chinese. */

export const acts: { [event: string]: string } = {
  list_frozen: "确定清单",
  definition_withdrawn: "撤回清单",
  opened: "开始投票",
  closed: "截止投票",
  paper_frozen: "封定纸质票",
  opening_authorised: "批准开启平板合计",
  round_voided: "宣布本轮无效",
  fallback_declared: "登记设备故障",
  presidium_decided: "登记主席团的决定",
  lot_drawn: "登记抽签结果",
  batch_withdrawn: "撤回一捆读票",
  sample_drawn: "抽取复核的票",
  sheets_adjudicated: "认定疑问票",
  certified: "确认结果",
  announced: "公布结果",
  hand_count_entered: "登记计票数",
};

/** What signing brings about, for acts after which there is no way back. */
export const meaning: { [event: string]: string } = {
  list_frozen: "签名以后，候选项目和规则不能再改，票按它来印。",
  opened: "签名齐全以后，开始收票；选举密钥从此不能更换。",
  closed: "签名齐全以后，不再收票，不能恢复投票。",
  paper_frozen: "签名齐全以后，纸质票的计票数不能再改。",
  opening_authorised: "签名以后，密钥持有人可以开启本轮平板票的合计。",
  round_voided: "签名齐全以后，本轮不算数，平板票的合计永不开启。",
  certified: "签名表示：您核对过这个结果，以后由您负责。",
};

export const fields: { [field: string]: string } = {
  at: "提出时间",
  definition: "清单和规则的摘要（SHA-256）",
  candidates: "候选项目序号",
  seats: "应选数",
  reason: "理由",
  ground: "情形",
  clause: "依据的条款",
  device: "设备",
  readings: "已读张数",
  matter: "事项",
  projects: "项目序号",
  text: "原文",
  seed: "种子",
  chosen: "入选项目序号",
  batch: "捆号",
  count: "张数",
  outcome: "计票结果的摘要（SHA-256）",
  checkpoint: "日志检查点",
  level: "公布内容",
  order_seed: "排序种子",
  entry: "第几次登记",
  teller: "计票人",
};

export const statuses: { [status: string]: string } = {
  final: "票决完成",
  tie_at_cutoff: "末位票数相等",
  shortfall: "不足应选数",
  no_quorum: "不足法定人数",
  issue_exceeds_present: "发出多于实到，须先收回多发的票",
  void_returned_gt_issued: "收回多于发出，本次票决无效，须重新票决",
  integrity_error_sum_gt_valid_x_k: "赞成合计超过有效票与应选数之积，计票有误，不得宣布",
  integrity_error: "勾稽不符，计票有误，不得宣布",
  undecided_second_tie: "再次票数相等",
};

export const roles: { [role: string]: string } = {
  clerk: "秘书处工作人员",
  presider: "执行主席",
  chief_scrutineer: "总监票人",
  scrutineer: "监票人",
  teller: "计票人",
};

/** What everybody does whom a check fails. */
export const STOP = "请停止操作，不要再试，立即报告总监票人。";

/** Faults found here or told by the service, by code. */
export const faults: { [code: string]: string } = {
  "key.passphrase": "密钥口令不对，或者文件已经损坏。请再输一遍，注意大小写。",
  "key.mismatch": `密钥文件里的私钥与公钥不是一对。${STOP}`,
  "safe.form": "这不是监票人的密钥文件，或者已经损坏。请选以 .key 结尾、您自己存的那一个。",
  "safe.box": `密钥文件的内容已经损坏，或者被人换过，不能使用。${STOP}`,
  "safe.other":
    "选的不是刚才存的文件：里面没有最新的内容。请选刚才存的那一个；没有存上的，再按一次“存密钥文件”。",
  "safe.log_key": `服务给出的日志公钥与您的密钥文件先前记下的不同。${STOP}`,
  "worker.unsaved": "密钥文件还没有存好、读回，不能往下做。请先存好。",
  "worker.has_share":
    "您已经有这次票决的密钥分片，服务却要求重新生成。只有秘书处当众宣布重新开始，才可以作废原来的分片。",
  "worker.lost": "这一页的程序出了故障。请刷新本页，用密钥文件继续，不会丢失。",
  "worker.out_of_turn": "次序不对。请刷新本页，用密钥文件继续，不会丢失。",
  "keys.code": `核对码不一致。${STOP}`,
  "sealed.bad_share": "有一位监票人发来的密钥分片与其承诺不符。请报告总监票人，重新开始密钥生成。",
  "sealed.share": "有一份密钥分片解不开。请报告总监票人，重新开始密钥生成。",
  "sealed.rushing": `有人没有按次序公布，或者公布的不是先前承诺的。${STOP}`,
  "sealed.copied": `两位监票人交来的内容相同，有人冒充。${STOP}`,
  "sealed.not_a_member":
    "这次密钥生成里没有您手里这把密钥。请核对是不是选错了密钥文件；没有选错的，报告总监票人。",
  "sealed.reloading": "存的密钥文件解不开试开的数据，不能用。请报告总监票人，重新生成。",
  "sealed.second_tally": `您的密钥已为本轮开过另一个合计，不能再开第二个：两个合计相减会露出个人的票。${STOP}`,
  "sealed.too_few_ballots": "平板票太少，单独开启会暴露个人的选择，不能开启。请报告总监票人。",
  "sealed.unknown_credential": `有一张票的卡不在本轮公布的名单中，或者已经作废。${STOP}`,
  "sealed.second_ballot": `同一张投票卡有两张票。${STOP}`,
  "log.checkpoint": `服务给出的日志检查点，签名不对。${STOP}`,
  "log.root": `服务给出的日志与检查点不符：有人改过、删过或者添过。${STOP}`,
  "log.key": `日志里的公钥与您先前记下的不同。${STOP}`,
  "log.tally": `服务登记的合计，与本机用全部选票算出的不同。不能开启。${STOP}`,
  "log.second_tally": `日志里为本轮登记了两个合计。${STOP}`,
  "log.object": `服务给出的内容与日志中的摘要不符。${STOP}`,
  "log.cast": `日志里有票在截止以前入账、重复入账，或者开启以后才入账。${STOP}`,
  "log.signature": `日志里有一项没有应有的签名，或者签名不对。${STOP}`,
  "log.void": "这一轮已经宣布无效，平板票的合计永不开启。",
  "log.unauthorised": "总监票人还没有签名批准开启，请等一等。",
  "log.early": `日志里的批准早于截止或者封定纸质票。${STOP}`,
  "log.stage": "这一轮现在不在可以开启的阶段。",
  "log.incomplete": "日志里没有本轮的清单、选举公钥或者投票卡，没有平板票可以开启。",
  "act.not_yet": "还不到时候，请等一等。",
  "form.differ": "两遍输入的不同，请重新输入。",
  "form.short": "密钥口令至少要有 8 个字符。",
  "form.file": "请先选文件。",
  "form.other": "这个文件是另一个人的，或者是另一把签名密钥。请选您自己的密钥文件。",
  "form.code": "请输入八位数字。",
  "form.read": "请先逐项核对，再在“我已逐项核对”前打勾。",
  "key.none": "您还没有登记签名密钥，请先打开密钥页登记。",
  "key.no_share": "这个密钥文件里没有您在这次票决中的选举密钥，请选另一个文件。",
  "paper.no": "口令不对，或者这张纸不是您在这次票决中的备份。",
  "service.unreachable": "服务没有应答。请检查网络，再按一次。",
  "statement.other": `要签的内容与显示的不是同一份，请不要签名。${STOP}`,
  "outcome.other": `要签的结果与服务显示的结果不是同一份，请不要签名。${STOP}`,
};

/** Words that an act's fields may hold. */
export const values: { [word: string]: string } = {
  returned_gt_issued: "收回的票多于发出的票",
  urn_lost: "票箱数据损坏",
  keys_lost: "密钥持有人不足",
  below_min_channel: "平板票太少",
  devices_failed: "设备故障",
  scanner: "扫描仪",
  tablets: "平板",
  network: "网络",
  tie: "票数相等",
  second_tie: "再次投票又票数相等",
  shortfall: "不足应选数",
  revote: "重新票决",
  names: "入选名单",
  names_approve: "入选名单和赞成票数",
  full: "全部项目的各项票数",
};
