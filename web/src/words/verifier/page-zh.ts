/** Everything that the offline verifier's own page says, in Chinese. */

export const page = {
  tag: "zh-Hans",
  other: "English",
  title: "离线复核",
  lead: "用一份记录包，自己复核一次票决：日志、签名、封票、合计和结果。",
  offline: "本页只是一个文件，不联网：可以断开网络再用。选的文件留在这台电脑上，不发给任何人。",
  file: "记录包（record.zip）",
  fileHow: "选一个文件，或者把它拖到这里。证据包不要放在这里。",
  chosen: (name: string) => `已选：${name}`,
  compare: "与签字的纸、自己保存的检查点核对（可以不填）",
  compareHow:
    "指纹抄自公告、计票结果报告单或者投票卡：四组，每组四个字符。填了就多查 E-01、E-02、E-03。",
  definition: "票决定义的指纹",
  logKey: "日志公钥的指纹",
  checkpoint: "保存过的检查点文件",
  start: "开始复核",
  again: "另选一份",
  noFile: "请先选一份记录包。",
  running: "正在复核……",
  runningAt: (number: string, title: string) => `正在查 ${number}：${title}`,
  counting: (done: number, all: number) => `已核对封票 ${done} 张，共 ${all} 张`,
  noWorker:
    "这个浏览器不让本地文件在后台运行程序，不能复核。请换用新版的 Chrome、Edge、Firefox 或者 Safari，或者用命令行 piaojue verify。",
  stopped:
    "复核中断：文件读不下去了，可能被移走或者改动。请重新选择文件；如果再次出现，请用命令行 piaojue verify。",

  failedTitle: (count: number) => `有 ${count} 项不通过`,
  failedHow: "先看编号最靠前的一项，后面的往往是它引起的。在查明以前，不要相信下面的结果。",
  passedTitle: "查过的各项都通过",
  passedHow: (ok: number, unknown: number) =>
    `${ok} 项通过。另有 ${unknown} 项本页不查或者不能查，列在下面，请用命令行 piaojue verify 查全。`,
  itself:
    "这只说明记录前后一致。有人可以用自己的密钥从头伪造一份一致的记录，所以一定要把下面的指纹与签字的纸逐字核对。",
  anchored: "与您给出的依据核对过：见 E-01、E-02、E-03。",
  rules: "本页不重放全部规则（F-01）：各步的次序、人数、捆数等是否合规，只有 piaojue verify 能查。",
  rehearsal: "演练 · 结果不具有效力",

  chapters: {
    R: "记录包",
    L: "日志",
    F: "规则",
    D: "定义",
    K: "密钥",
    B: "封票",
    T: "合计",
    O: "结果",
    C: "签字",
    P: "文书",
    E: "外来依据",
    S: "读票",
  } as { [letter: string]: string },
  checks: "逐项结论",
  verdicts: {
    ok: "通过",
    failed: "不通过",
    blocked: "未检查",
    absent: "未检查",
    unknown: "未检查",
  },
  more: (count: number) => `……另有 ${count} 处`,

  outcome: "记录中的结果",
  outcomeFailed: "记录中的结果（有检查不通过，不可信）",
  round: (number: number) => `第 ${number} 轮`,
  stages: {
    drafting: "起草",
    listed: "清单已定",
    ready: "票已备",
    open: "投票中",
    closed: "已截止",
    counted: "已计票",
    certified: "已确认",
    announced: "已公告",
    void: "无效",
  } as { [stage: string]: string },
  noOutcome: "记录中还没有结果。",
  line: (needed: number) => `通过线：赞成 ${needed} 票`,
  tied: (numbers: string) => `票数相等、还没有确定的：${numbers} 号`,
  vacant: (count: number) => `空缺 ${count} 项`,
  number: "序号",
  project: "项目",
  approve: "赞成",
  oppose: "反对",
  abstain: "弃权",
  illegible: "辨认不清",
  grades: "各等次",
  elected: "入选",
  yes: "入选",

  prints: "四个指纹",
  printsHow: "与公告、计票结果报告单上签了字的逐字核对。检查点晚于签字的，会与纸上的不同。",
  printDefinition: "票决定义",
  printElectionKey: "选举公钥",
  printLogKey: "日志公钥",
  printCheckpoint: "日志检查点",
  noTablets: "本次未使用平板",

  tracker: "查自己的平板票",
  trackerHow:
    "输入回执上的查询码（43 个字符，大小写有别），看这张票在不在记录里。查询码不离开这台电脑。",
  trackerLabel: "查询码",
  trackerGo: "查询",
  trackerForm: "查询码应为 43 个字符，请照回执重新输入，注意大小写。",
  trackerAbsent:
    "记录里没有这张票。请先核对输入；如果回执属于这次票决，请保留回执，报告总监票人和审计员：有回执而不入账，说明有人出了差错。",
  trackerUnreadable: "这份记录的日志读不出来，不能查。",
  trackerFound: (round: number, place: number, size: number) =>
    `这张票在记录里：第 ${round} 轮，日志第 ${place} 条（共 ${size} 条）。`,
  trackerCovered: "由这一条和旁边的散列值算出的根，与签了名的检查点相同。",
  trackerUncovered: "由这一条算出的根与检查点不同：日志被改动过，见 L-07。",
  trackerCounted: (passed: boolean): string =>
    passed
      ? "T-01 通过：加密合计正是全部封票之积，这张票计在内。"
      : "T-01 没有通过或者没有查：不能说这张票计在合计之内。",
  trackerProof: "这一条的原文和证明",
  leafHash: "这一条的散列值",
  path: "旁边的散列值，由下到上",
};

export type PageWords = typeof page;
