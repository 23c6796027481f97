/** Every sentence of the offline verifier about what it found, in Chinese. */

type Part = string | number;

const ROLES: { [role: string]: string } = {
  clerk: "秘书处工作人员",
  presider: "执行主席",
  chief_scrutineer: "总监票人",
  scrutineer: "监票人",
  teller: "计票人",
};
const CHANNELS: { [channel: string]: string } = {
  paper: "纸质票",
  tablet: "平板票",
  hands: "举手",
};

const role = (name: Part): string => ROLES[name] ?? `${name}`;
const act = (place: Part, event: Part): string => `第 ${place} 条（${event}）`;
const ballot = (round: Part, digest: Part): string => `第 ${round} 轮封票 ${digest}…`;

/** Where an identity fails: a channel, a channel and a project, or all channels. */
function where(place: Part): string {
  const [channel = "", number] = `${place}`.split(" ");
  const named = channel === "" ? "全部渠道" : (CHANNELS[channel] ?? channel);
  return number === undefined ? named : `${named}第 ${number} 号项目`;
}

/** A sentence within a sentence: what was wrong with the part that is named before it. */
function inner(key: Part, parts: Part[]): string {
  return (sentences[key as keyof Sentences] as (...parts: Part[]) => string)(...parts);
}

export const sentences = {
  broken: () => "记录的内容与规定的形式不符，这一项查到一半就查不下去了。",
  notText: () => "内容不是 UTF-8 文本。",
  notJson: () => "内容不是 JSON。",
  notCanonical: () => "内容不是规范 JSON。",
  formWrong: (place: Part) => `内容的形式不对（${place === "" ? "整体" : place}）。`,
  eventUnknown: () => "这一条不是已知的事件。",
  sealed: (code: Part) => `封票或密钥的内容不成立（${code}）。`,

  containerSize: () => "不是记录包：文件太短或超过 4 GB。",
  containerEnd: () =>
    "文件末尾没有压缩包目录，或者目录的位置、个数不对：文件可能被截断、加长或拼接。",
  containerLimit: () => "压缩包目录过大。",
  containerDirectory: () => "压缩包目录不完整。",
  containerName: () => "压缩包内的文件名不合格式。",
  containerCompressed: (name: Part) => `“${name}”被压缩或加密；记录包内的文件一律原样存放。`,
  containerLink: (name: Part) => `“${name}”是链接或目录，不是普通文件。`,
  containerEntry: (name: Part) => `“${name}”的目录项不是规定的写法。`,
  containerHeader: (name: Part) => `“${name}”的文件头与目录不一致。`,
  containerGap: () => "文件之间或目录之后夹有多余的内容，请重新获取文件。",
  filesFound: (count: Part) => `共 ${count} 个文件。`,
  fileAbsent: (name: Part) => `记录包中没有“${name}”。`,
  nameUnknown: (name: Part) => `“${name}”不是记录包中应有的文件名。`,
  fileTooLarge: (name: Part, size: Part, limit: Part) =>
    `“${name}”有 ${size} 字节，超过上限 ${limit}。`,
  logTooLarge: (size: Part, limit: Part) => `日志有 ${size} 字节，超过上限 ${limit}。`,
  fileTwice: (name: Part) => `“${name}”出现不止一次。`,
  filesOutOfOrder: () => "文件没有按名称排列，或者清单不在最后。",
  logHas: (size: Part) => `日志共 ${size} 条。`,
  listedAbsent: (name: Part) => `清单列有“${name}”，记录包中没有。`,
  notListed: (name: Part) => `记录包中有“${name}”，清单没有列出。`,
  digestWrong: (name: Part) => `“${name}”的内容与清单中的摘要不符。`,
  checksumWrong: (name: Part) => `“${name}”的内容与压缩包中的校验和不符。`,
  objectMisnamed: (name: Part) => `“${name}”的名称不是其内容的摘要。`,
  objectAbsent: (name: Part) => `日志提到“${name}”，记录包中没有。`,
  objectUnnamed: (name: Part) => `“${name}”在日志中没有提到。`,
  objectOther: (name: Part) => `对象 ${name}… 的内容与名称不符。`,
  otherElection: (one: Part, other: Part) => `清单写的是票决 ${one}，日志是票决 ${other}。`,
  archiveAbsent: (name: Part) => `缺少封票档案“${name}”。`,
  archiveUnknown: (name: Part) => `封票档案“${name}”不属于任何一轮。`,
  paperAbsent: (name: Part) => `缺少已出具的文书“${name}”。`,
  paperUnknown: (name: Part) => `“${name}”没有登记为出具的文书。`,
  paperOther: (name: Part) => `“${name}”与出具时登记的摘要不符。`,

  logTooLong: (size: Part) => `清单称日志有 ${size} 条，文件中放不下这么多。`,
  tileAbsent: (name: Part) => `缺少日志文件“${name}”。`,
  tileTooMany: (name: Part, size: Part) => `日志文件“${name}”多余：${size} 条日志没有这一块。`,
  tileDiffers: (name: Part) => `“${name}”中的散列与日志各条不符。`,
  bundleTorn: (name: Part) => `“${name}”的内容与条数不符，文件被截断或被加长。`,
  entriesRead: (count: Part) => `读出 ${count} 条。`,
  entryWrong: (place: Part, key: Part, ...parts: Part[]) => `第 ${place} 条：${inner(key, parts)}`,
  logFirst: () => "日志的第一条不是建立票决，或者没有可用的票决编号。",
  createdAgain: (place: Part) => `第 ${place} 条又建立了一次票决。`,
  noteForm: () => "签名文件不是规定的写法，可能被截断或被改动。",
  noteUnsigned: (name: Part) => `没有“${name}”的签名。`,
  noteBadSignature: (name: Part) =>
    `“${name}”的签名与文件内容不符：文件被改动过，或者签名是伪造的。`,
  checkpointForm: () => "检查点应依次写日志名称、条数、根散列各一行。",
  checkpointAt: (size: Part) => `检查点为 ${size} 条。`,
  checkpointOther: (one: Part, other: Part) => `检查点属于“${one}”，不是“${other}”。`,
  witnesses: (names: Part) => `另有见证签名（未核对）：${names}。`,
  sizeDiffers: (one: Part, other: Part) => `检查点为 ${one} 条，日志为 ${other} 条。`,
  rootDiffers: () => "由日志各条算出的根散列与检查点不符：日志被改动过。",
  timeWrong: (place: Part, minute: Part) => `第 ${place} 条：“${minute}”不是一个时间。`,

  signatureUsed: (place: Part, event: Part) => `${act(place, event)}用了以前用过的签名。`,
  officerUnknown: (place: Part, event: Part) =>
    `${act(place, event)}的签名人不在名单之内、没有登记密钥，或者不是应由他签的。`,
  samePerson: (place: Part, event: Part) =>
    `${act(place, event)}须由不同的人签名，有两个出自同一人。`,
  keyNeeded: (place: Part, event: Part) =>
    `${act(place, event)}须用已登记的密钥签名，不能用签字页。`,
  signatureMissing: (place: Part, event: Part, who: Part, count: Part, have: Part) =>
    `${act(place, event)}须有${role(who)}签名 ${count} 份，现有 ${have} 份。`,
  urnOrder: (place: Part) => `第 ${place} 条的封票没有在截止时一次入账，或者没有按摘要由小到大。`,
  cardTwice: (place: Part) => `第 ${place} 条的投票卡在本轮已经投过票。`,
  cardDead: (place: Part) => `第 ${place} 条的投票卡已经作废。`,
  cardDiesTwice: (place: Part) => `第 ${place} 条作废的投票卡中有已经作废的。`,

  noList: () => "还没有冻结清单",
  numberTwice: () => "候选项目的序号有重复。",
  definitionWrong: (round: Part, key: Part, ...parts: Part[]) =>
    `第 ${round} 轮的票决定义：${inner(key, parts)}`,
  definitionDiffers: (round: Part, field: Part) =>
    `第 ${round} 轮的票决定义中“${field}”与日志不一致。`,
  projectChanged: (round: Part, number: Part) =>
    `第 ${round} 轮的 ${number} 号项目与上一轮的不是同一内容。`,
  orderWrong: (by: Part) => `清单不是票决办法规定的次序（${by}），或者没有从 1 起连续编号。`,
  orderUnchecked: (by: Part) => `项目排列的次序（${by}）本页没有核对。`,
  summaryTooMany: (name: Part) => `“${name}”多余：日志所到的阶段与此不符。`,
  summaryAbsent: (name: Part) => `缺少“${name}”：日志所到的阶段与此不符。`,
  summaryOther: (name: Part) => `“${name}”与日志最后计出结果的一轮不一致。`,

  noKey: () => "没有生成选举密钥",
  ballotsWithoutKey: () => "有平板票，却没有生成选举密钥。",
  keyShape: (people: Part, threshold: Part) =>
    `密钥文件不是 ${people} 人中 ${threshold} 人开启的密钥，与日志登记的人数不符。`,
  messageAbsent: (holder: Part) => `日志中没有 ${holder} 号持有人应提交的内容。`,
  holderFault: (holder: Part, code: Part) => `${holder} 号持有人提交的内容不成立（${code}）。`,
  documentOther: () => "密钥文件与各持有人在日志中提交的内容不符。",
  keyOther: () => "日志中的选举公钥不是由密钥文件算出的那一个：有人另有一把钥匙。",
  certificateCode: (holder: Part) => `${holder} 号持有人核对的证书代码与证书不符。`,
  keyCode: (holder: Part) => `${holder} 号持有人核对的密钥代码与密钥文件不符。`,

  noTablets: () => "没有平板票",
  noCards: () => "没有印制投票卡",
  ballotsWithoutCards: () => "有平板票，却没有印制投票卡。",
  listForm: (round: Part) => `第 ${round} 轮的凭据名册没有按规定排列和书写，或者有重复。`,
  listLength: (round: Part, count: Part, printed: Part) =>
    `第 ${round} 轮的凭据名册有 ${count} 个凭据，投票卡印制了 ${printed} 张。`,
  listStrange: (round: Part, count: Part) =>
    `第 ${round} 轮的凭据名册中有 ${count} 个不是群中的公钥。`,
  deadUnknown: (round: Part, count: Part) =>
    `第 ${round} 轮作废的凭据中有 ${count} 个不在名册之内。`,
  archiveForm: (what: Part) => `封票档案不是规定的形式（${what}）。`,
  archiveWrong: (round: Part, key: Part, ...parts: Part[]) =>
    `第 ${round} 轮：${inner(key, parts)}`,
  archiveTime: (round: Part) => `第 ${round} 轮封票档案的时间不是截止时间。`,
  archiveElection: (round: Part) => `第 ${round} 轮的封票定义不是由票决定义和选举公钥得出的。`,
  archiveTrustees: (round: Part) => `第 ${round} 轮封票档案中的密钥文件不是日志所登记的。`,
  archiveList: (round: Part) => `第 ${round} 轮封票档案中的凭据名册不是印卡时登记的。`,
  archiveBallots: (round: Part, lost: Part, more: Part) =>
    `第 ${round} 轮封票档案与日志不符：缺 ${lost} 张，多 ${more} 张，或次序不同。`,
  cardUnknown: (round: Part, digest: Part) => `${ballot(round, digest)}的凭据不在名册之内。`,
  cardOther: (round: Part, digest: Part) =>
    `${ballot(round, digest)}由另一个凭据签名，与日志登记的不同。`,
  ballotWrong: (round: Part, digest: Part, code: Part) =>
    `${ballot(round, digest)}：形式、证明或者签名不成立（${code}）。`,
  ballotExclusive: (round: Part, digest: Part, code: Part) =>
    `${ballot(round, digest)}：互斥证明不成立（${code}）。`,
  ballotsChecked: (count: Part) => `核对了 ${count} 张封票。`,

  notOpened: () => "没有开启过平板票的合计",
  productOther: (round: Part) =>
    `第 ${round} 轮的加密合计与封票之积不符：有封票被漏计、多计或合计被改动。`,
  archiveTally: (round: Part) => `第 ${round} 轮封票档案中的合计、张数或权重与日志不符。`,
  archivePartials: (round: Part) => `第 ${round} 轮封票档案中的部分解密与日志不符。`,
  decryptionWrong: (round: Part, holder: Part, code: Part) =>
    `第 ${round} 轮 ${holder} 号持有人的部分解密不成立（${code}）。`,
  openingWrong: (round: Part, code: Part) => `第 ${round} 轮的合计打不开（${code}）。`,
  resultOther: (round: Part, sums: Part) =>
    `第 ${round} 轮封票档案中的结果不是解密所得的 ${sums}。`,
  tabletsOther: (round: Part) => `第 ${round} 轮日志中的平板票合计与解密所得不符。`,
  noTotals: () => "还没有合计",
  paperOtherTotals: (round: Part) =>
    `第 ${round} 轮日志中的合计与两名计票人核对一致的、或者读票所得的数字不符。`,
  tabletsUnopened: (round: Part) => `第 ${round} 轮有平板票合计，却没有开启过平板票。`,

  noOutcome: () => "还没有计出结果",
  modeUnknown: (what: Part) => `本页不会计算这种票决办法（${what}），请用 piaojue verify`,
  identityFails: (round: Part, place: Part, name: Part, left: Part, right: Part) =>
    `第 ${round} 轮${where(place)}：${name} 不成立，前者 ${left}，后者 ${right}，勾稽不符。`,
  outcomeBlocked: (round: Part) => `第 ${round} 轮：勾稽不符，不能作出结果。`,
  noQuorum: (needed: Part, present: Part) => `法定须有 ${needed} 名到会，实到 ${present} 名。`,
  unequalProjects: () => "各渠道的项目不一致或者有重复，不能合计。",
  outcomeDiffers: (round: Part, field: Part) =>
    `第 ${round} 轮：日志中的结果与重新计算的不一致（${field}）。`,
  outcomeIs: (round: Part, status: Part) => `第 ${round} 轮的结果为 ${status}。`,
  sentencesUnchecked: () => "数字都重新计算过；写明依据哪一条的文字没有核对。",

  signaturesChecked: (count: Part) => `核对了 ${count} 个密钥签名。`,
  signedByHand: (count: Part) => `另有 ${count} 处在纸上签字，程序不能核对，请查验签字原件。`,
  officersLate: (place: Part) =>
    `第 ${place} 条在清单确定或者密钥生成开始以后更换了监票人、计票人名单，请核对是否经会议通过。`,
  pageForKey: (place: Part, event: Part, who: Part, holder: Part) =>
    `${act(place, event)}：${role(who)} ${holder} 号登记有密钥，却以纸上签字页代替，请向本人核实。`,
  signatureWrong: (place: Part, who: Part, holder: Part) =>
    `第 ${place} 条中${role(who)} ${holder} 号的签名与内容不符。`,
  notCertified: () => "还没有人签字确认",
  certifiedOn: (round: Part, key: Part, ...parts: Part[]) =>
    `第 ${round} 轮签字所附的检查点：${inner(key, parts)}`,
  certifiedElsewhere: (round: Part) => `第 ${round} 轮签字所附的检查点属于另一份日志。`,
  certifiedWhen: (round: Part, size: Part) =>
    `第 ${round} 轮签字所附的检查点有 ${size} 条，不含所签字的结果，或者晚于签字。`,
  certifiedOther: (round: Part, size: Part) =>
    `第 ${round} 轮签字所附的检查点与本日志前 ${size} 条不符：签字的人看到的是另一份日志。`,
  noPapers: () => "还没有出具文书",

  nothingToCompare: () => "没有给出比对依据",
  digitsForm: () => "比对依据应为 64 位或 16 位十六进制数字，请照签字的纸重新输入。",
  definitionUnexpected: () => "票决定义与所给的摘要不符：这份记录不是您签过字的那次票决。",
  logKeyUnexpected: () => "日志公钥与所给的不符：这份记录不是出自那台服务器的日志。",
  logShortened: (seen: Part, here: Part) =>
    `所给的检查点有 ${seen} 条，本日志只有 ${here} 条：有内容被删去。`,
  logRewritten: (seen: Part) => `本日志前 ${seen} 条与所给的检查点不符：日志被改写过。`,

  onlyProgram: () => "本页不查这一项，请用 piaojue verify",
  needsFirst: (numbers: Part) => `须先通过 ${numbers}`,
  nothingThere: (numbers: Part) => `没有可查的内容（见 ${numbers}）`,
};

/** The same keys in every language. */
export type Sentences = { [key in keyof typeof sentences]: (...parts: never[]) => string };
