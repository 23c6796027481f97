/** Everything that the pages say, in Chinese. */

const refusals: { [code: string]: string } = {
  "card.unknown": "这不是本轮票决的投票卡。请核对是不是本次会议的卡，或者找监票人换卡。",
  "card.void": "这张投票卡已经作废，不能投票。请找监票人换卡。",
  "card.spent":
    "这张投票卡已经投过票，一张卡只能投一次。如果您没有投过，请保留这张卡，立即报告监票人。",
  "ballot.burnt": "这张票已经用于检验，不能再投。投票卡仍然有效，请重新填写。",
  "ballot.not_counted": "投票已经截止，您的票没有收到，没有计入。请报告监票人。",
  "stage.wrong": "现在不在投票时间内，没有收票。请听从主持人安排。",
  "round.unknown": "没有这一轮票决。请工作人员核对这台平板打开的地址。",
  "election.unknown": "没有这次票决。请工作人员核对这台平板打开的地址。",
  "keys.not_ready": "本轮没有准备平板投票。请使用纸质票，或者询问工作人员。",
  "act.not_yet": "本轮清单还没有确定，请稍候。",
};

export const zh = {
  tag: "zh-Hans",
  other: "English",
  rehearsal: "演练 · 投出的票不具有效力",
  opening: "正在打开票决……",
  tryAgain: "重试",
  startAgain: "重新开始",
  elsewhere: "换一场票决",

  refusals,
  refused: (sentence: string) => sentence || "服务没有接受，请报告工作人员。",
  offline: "连不上服务。请等一会儿再试；一直不好，请举手叫工作人员检查网络。",
  untrusted:
    "服务给出的票决内容没有通过核对，这台平板不能投票。请立即报告总监票人，换用其他平板或者纸质票。",
  broken: "这一页的程序出了故障，请按“重新开始”。如果再次出现，请换一台平板。您的卡没有被使用。",
  insecure:
    "这个地址不是加密连接（https），不能投票。请工作人员用 piaojue serve --tls 启动服务，用 https 开头的地址打开。",
  lowBattery: "这台平板电量不足两成，没有接电源。请换一台，或者请工作人员接上电源。",

  startTitle: "请扫描投票卡",
  cleared:
    "这台平板很久没有操作，或者休眠过，刚才的内容已经清除。还没有投票的，请重新扫描投票卡，从头填写。",
  startHow: "把卡上的方码对准扫码器或者摄像头；扫不上，就在下面输入卡上的四组字符。",
  camera: "用摄像头扫码",
  cameraStop: "停止摄像头",
  cameraOn: "摄像头已打开，请把卡上的方码放在画面中间。",
  cameraNone: "这台平板的摄像头不能用（没有摄像头，或者没有允许使用）。请输入卡上的四组字符。",
  notACard: "扫到的不是投票卡，或者没有读完整。请再扫一次，或者输入四组字符。",
  typed: "输入卡上的代码",
  group: (number: number) => `第 ${number} 组`,
  groupRight: (number: number) => `第 ${number} 组正确`,
  groupWrong: (number: number) => `第 ${number} 组有误，请对照卡片核对这一组。`,
  groupShort: (number: number) => `第 ${number} 组应有 5 个字符。`,
  go: "开始投票",
  checking: "正在查这张卡……",
  notOpen: "投票还没有开始。开始以后，这里会自动变为可以投票。",
  closedNow: "本轮投票已经截止，不再收票。",
  prints: "核对指纹",
  printsHow: "这三组字符应与投票卡上印的一致；不一致，请不要投票，立即报告监票人。",
  printDefinition: "票决定义",
  printKey: "选举公钥",
  printLog: "日志公钥",

  chooseTitle: (session: string) => `${session}票决票`,
  chosen: (count: number, most: number) => `已赞成 ${count} / 最多 ${most}`,
  chosenExactly: (count: number, exactly: number) => `已赞成 ${count} / 须赞成 ${exactly}`,
  rated: (count: number, all: number) => `已评价 ${count} / 共 ${all} 项`,
  wholeSaid: (mark: string) => `对全部项目：${mark}`,
  wholeAsk: "对以上全部项目",
  full: (most: number) =>
    `最多赞成 ${most} 项，已经赞成 ${most} 项，这一项没有记上。要赞成这一项，请先把另一项改掉。`,
  short: (exactly: number, count: number) =>
    `须赞成 ${exactly} 项，现在赞成 ${count} 项，请补足后再核对。`,
  investment: "投资",
  wan: (text: string) => `${text} 万元`,
  department: "责任单位",
  place: "地点",
  content: "内容",
  readAll: "看全文",
  marks: { approve: "赞成", oppose: "反对", abstain: "弃权" },
  notChosen: "不选",
  nothingMarked: "未选（按弃权计）",
  review: "核对我的选择",

  reviewTitle: "请核对您的选择",
  reviewCount: (mark: string, count: number) => `${mark} ${count} 项`,
  allBlank: "您没有选择任何一项，全部按弃权计。",
  none: "没有",
  sealing: "正在封票，请稍候……",
  sealed: "票已封好",
  sealCode: "封票码",
  sealCodeHow: "封票码只代表这张封好的票，看不出您选了什么。要检验的，请先记下前四组。",
  cast: "投票",
  back: "返回修改",
  challenge: "检验（不投，打开看）",
  challengeHow:
    "怀疑平板封错了，可以先检验：这张票打开给另一台设备看，随即作废不计票，您的卡仍可投票。",

  casting: "正在投票，请不要离开……",
  castingLong: "大家同时投票时，可能要等几十秒。",
  lostTitle: "网络断了，您的票没有丢",
  lost: (times: number) =>
    `封好的票还在这台平板里，已经重试 ${times} 次，正在继续。请不要关闭这一页。`,
  lostHelp:
    "等了很久还不好，请举手叫工作人员。换一台平板时，先扫您的卡：显示“已投”，就是投上了，不用再投；显示可以投，就重新投。",
  again: "现在重试",

  doneTitle: "已经投票",
  done: "您的票已经收进票箱。",
  receiptRight: "回执已核对：服务的签名正确。",
  receiptWrong:
    "您的票服务已经收下，但回执没有通过核对。请不要离开，立即报告总监票人，并记下查询码。",
  tracker: "查询码",
  trackerHow: "想留就抄下；不抄也不影响。截止以后凭它可以查这张票在不在，查不出选了什么。",
  dropCard: "请把投票卡投进收卡箱。",
  finish: "完成",
  lingers: "一分钟以后本页自动清除。",
  linger: "还在抄，再等一分钟",

  spentTitle: "这张卡：已投",
  spent: "这张卡已经投过票，票在票箱里，不用再投。如果您没有投过，请保留这张卡，立即报告监票人。",
  voidTitle: "这张卡：作废",
  sorryTitle: "现在不能投票",

  challengeTitle: "检验：这张票已作废，不会计票",
  challengeSteps:
    "请用另一台设备打开下面的地址，扫描方码（或者输入代码），看到的选择和封票码应与您的完全一致。不一致，请立即报告总监票人，停用这台平板。",
  challengeCode: "输入用的代码",
  challengeBack: "检验完了，重新填票",
  burning: "正在请服务作废这张票……",

  idleTitle: "您还在吗？",
  idle: (seconds: number) => `没有操作。${seconds} 秒以后清除本页，回到开头；还没有投的票不保留。`,
  stay: "我还在，继续",
  help: "请人帮忙",
  helpTitle: "请工作人员前来",
  helpHow: "您的选择已经遮住。请举手。工作人员离开以后，请自己按“继续”，回到原来的地方。",
  resume: "继续",

  assistedTitle: "请人代写",
  assistedHow:
    "因残疾等原因不能自己填写的，可以请信任的人代写。代写人按您的意思填，念给您听；两个人都确认以后才能投票。谁请人代写、代写的是哪一张，都不记录。",
  assistedOn: "请人代写",
  assistedOffHow: "现在是代写。不用代写的，可以改为自己填写，已经填的还在。",
  assistedOff: "不用代写，自己填写",
  assistedNow: "正在代写：请代写人只按代表本人的意思填。",
  assistedOnward: "请两个人确认",
  assistedConfirm: "代写：请两个人确认",
  assistedRead: "请代写人把下面的选择一项一项念给代表听，再由两个人各自确认。",
  assistedDeputy: "代表本人：念的就是我的选择。",
  assistedSecond: "代写人：我按代表的意思填写，没有改动，不对别人说。",
  deputyMissing: "还没有投票：请代表本人先确认。念的与本人的意思不同，请按“返回修改”。",
  secondMissing: "还没有投票：请代写人也确认。",
  assistedTell: "请代写人告诉监票人：代写一张。不用说是谁的。",

  checkTitle: "检验封票",
  checkHow: "本页是第二台设备：扫描投票平板上的方码，或者输入那里的代码。",
  checkTyped: "输入代码",
  checkGo: "检验",
  checking2: "正在重算……",
  checkWrong: (group: number) => `代码第 ${group} 组有误，请核对这一组。`,
  checkNone: "这不是检验用的代码，请重新扫描，或者核对后再输入。",
  checkFound: "这张封票真正的内容",
  checkCode: "封票码应与投票平板上的一致",
  checkBurnt: "服务已确认：这张票已作废，不会计票。",
  checkCast: "服务说这张票已经投进票箱。请立即报告总监票人。",
  checkCompare:
    "封票码和每一项都与投票平板一致，检验通过。有一处不一致，请立即报告总监票人，停用那台平板。",
  checkAgain: "再检验一张",
};

export type Words = typeof zh;
