"""``piaojue rehearse``: a whole election headless, or an awkward case, by the real service."""

import argparse
import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec

from ballot.results import Losing
from ballot.rules import Rules, parse_rules
from counting.losing import losing_sentences
from service.cli.decide import STATUSES
from service.cli.practise import ALL, play
from service.cli.progress import progress_on
from service.errors import BadRequest
from service.reasons import unreadable
from service.rehearsal import township
from service.rehearsal.ballots import Ballots, read_ballots
from service.rehearsal.run import BadPlan, Rehearsal, rehearse
from service.rehearsal.scenarios.catalogue import SCENARIOS
from service.rehearsal.scenarios.playing import Practice

GROUPS = ("Ed25519", "BELENIOS-2048")


def add_parser(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "rehearse",
        help="演练：用一份选票文件完整走一次票决，或者走一遍特殊情形，留下记录包和全部文书",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--ballots", type=Path, help="选票 CSV：每行一张票")
    what.add_argument(
        "--scenario",
        choices=(*SCENARIOS, ALL),
        help="演练一种特殊情形（选票由程序虚构），all 为全部；按 --rules 的票决办法办到底",
    )
    parser.add_argument(
        "--seats", type=int, help="应选项目数；演练特殊情形时默认取规则文件所写，没写的取 3"
    )
    parser.add_argument("--rules", type=Path, help="规则文件（JSON）")
    parser.add_argument(
        "--paper-share",
        type=float,
        help="纸质票所占比例，0 至 1，默认 0；演练特殊情形时默认平板不超过 12 人",
    )
    parser.add_argument(
        "--roster",
        type=int,
        help="全体代表人数，默认等于票数；演练特殊情形时默认取规则文件所写或者 57",
    )
    parser.add_argument(
        "--scrutineers",
        help="开启所需人数/密钥持有人数，默认 2/3；演练特殊情形时默认取规则文件所写",
    )
    parser.add_argument("--group", choices=GROUPS, default="Ed25519", help="密码群")
    parser.add_argument(
        "--scan",
        action="store_true",
        help="纸质票印成带识别码的票，由程序虚构笔迹、扫描读票、认定疑问票；默认由两名计票人登记",
    )
    parser.add_argument("--seed", type=int, help="次序和渠道分配的随机种子")
    parser.add_argument("--runoff", type=Path, help="再次票决的选票 CSV，只与 --ballots 同用")
    parser.add_argument("--out", type=Path, required=True, help="结果目录")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Play the rehearsal; 0 once everything is written."""
    if args.scenario is not None:
        return play(args.scenario, _practice(args), as_json=args.json)
    asked = _asked(args)
    outcome = asyncio.run(rehearse(asked, progress_on(sys.stderr)))
    if args.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        _tell(outcome, asked.out)
    return 0


def _practice(args: argparse.Namespace) -> Practice:
    if args.runoff is not None:
        raise BadPlan("--runoff 只与 --ballots 同用；特殊情形的选票由程序虚构。")
    rules = Rules(channels=("paper", "tablet")) if args.rules is None else _rules(args.rules)
    seats = args.seats or rules.seats
    if rules.seats not in {None, seats}:
        raise BadPlan(f"规则文件写明应选 {rules.seats} 项，与 --seats {seats} 不符。")
    written = f"{rules.scrutineers.threshold}/{rules.scrutineers.keys}"
    threshold, trustees = _holders(args.scrutineers or written)
    held = msgspec.structs.replace(rules.scrutineers, keys=trustees, threshold=threshold)
    return Practice(
        rules=msgspec.structs.replace(rules, seats=seats, scrutineers=held),
        roster=args.roster or rules.roster_total or township.ROSTER,
        paper_share=None if args.paper_share is None else _share(args.paper_share),
        threshold=threshold,
        trustees=trustees,
        group=args.group,
        seed=args.seed,
        scan=args.scan,
        out=args.out,
    )


def _asked(args: argparse.Namespace) -> Rehearsal:
    if args.seats is None:
        raise BadPlan("--ballots 须同时写明 --seats。")
    ballots = read_ballots(_read(args.ballots))
    runoff = None if args.runoff is None else read_ballots(_read(args.runoff))
    rules = Rules() if args.rules is None else _rules(args.rules)
    threshold, trustees = _holders(args.scrutineers or "2/3")
    if args.seats < 1:
        raise BadPlan("--seats 应为正整数。")
    return Rehearsal(
        ballots=ballots,
        runoff=runoff,
        rules=rules,
        seats=args.seats,
        paper_share=_share(args.paper_share or 0.0),
        roster=_roster(args.roster, rules, ballots),
        threshold=threshold,
        trustees=trustees,
        group=args.group,
        seed=args.seed,
        scan=args.scan,
        out=args.out,
    )


def _rules(path: Path) -> Rules:
    return parse_rules(_read(path))


def _share(asked: float) -> float:
    if not 0 <= asked <= 1:
        raise BadPlan("--paper-share 应在 0 与 1 之间。")
    return asked


def _holders(asked: str) -> tuple[int, int]:
    """Return how many open the sum, and how many hold keys."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})", asked)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise BadPlan("--scrutineers 应写成“开启所需人数/持有人数”，如 2/3。")
    return int(found[1]), int(found[2])


def _roster(asked: int | None, rules: Rules, ballots: Ballots) -> int:
    return next(one for one in (asked, rules.roster_total, len(ballots.rows)) if one is not None)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadRequest(unreadable(path, error), code="file.unreadable") from error


def _tell(outcome: Any, out: Path) -> None:
    elected = "、".join(map(str, outcome["elected"])) or "无"
    print(f"演练完成。{STATUSES[outcome['status']][0]}，入选项目 {elected}。")
    for one in outcome["decisions"]:
        if one["step"] in {"tie", "shortfall"}:
            print(one["sentence"])
    losing = msgspec.convert(outcome.get("not_elected", ()), tuple[Losing, ...])
    for sentence in losing_sentences(losing):
        print(sentence)
    print(f"记录包 {out / 'record.zip'}，文书在 {out / 'papers'}。")
    print(f"复核：piaojue verify {out / 'record.zip'}")
