"""``piaojue define``: a practice definition from a list, to try printing and scanning with."""

import argparse
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from audit.fingerprints import short_digest
from ballot.candidates import Candidate, read_candidates
from ballot.canonical import Digest
from ballot.definition import MOST_CANDIDATES, Definition, freeze
from ballot.fitness import require_fit
from ballot.importing.faults import Faults
from ballot.languages import require_titles
from ballot.order import arranged
from ballot.rules import Rules, parse_rules
from ballot.rules.lint import require_sound
from service.durable import PRIVATE, replace_file
from service.errors import BadRequest, ServiceError
from service.file_names import shown_name
from service.office.reading import read_sheets
from service.reasons import unwritable

READABLE = 0o644

CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories that no title has; unassigned ones may be rare characters of a newer list."""


class FaultyList(ServiceError):
    """The list has faults; the sentence names all of them."""

    code = "import.faults"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "define",
        help="由清单生成演练用的票决定义",
        description="由候选项目清单生成演练用的票决定义，旁边是演练用的签票密钥（加 .key）。\n"
        "演练用的定义印有“演练”字样，不能用于正式票决。",
    )
    parser.add_argument(
        "--candidates",
        type=Path,
        required=True,
        metavar="FILE",
        help="候选项目清单（.xlsx、.xls、.csv）",
    )
    parser.add_argument("--seats", type=int, required=True, metavar="K", help="应选项目数")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="规则文件（JSON）")
    parser.add_argument("--order-seed", metavar="TEXT", help="票面随机排序时，当众抽取的种子")
    parser.add_argument("--title", default="演练民生实事项目票决", metavar="TEXT", help="票决名称")
    parser.add_argument("--session", default="演练会议", metavar="TEXT", help="会议名称")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="定义文件，如 definition.json"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the definition and its key; 0 once both are on the disk."""
    key = args.out.with_name(f"{args.out.name}.key")
    for path in (args.out, key):
        if path.exists():
            raise BadRequest(f"{path} 已经存在，不覆盖任何文件，请换一个名字。")
    candidates, notes = _candidates(args.candidates)
    raw, name = freeze(_definition(args, candidates))
    # The key first: a definition without its key is of no use, a key without one does no harm.
    try:
        replace_file(key, _practice_key(), PRIVATE)
        replace_file(args.out, raw, READABLE)
    except OSError as error:
        # Neither was there before; a key that is left would stop the corrected command.
        with suppress(OSError):
            key.unlink(missing_ok=True)
        raise BadRequest(unwritable(error.filename, error, args.lang)) from error
    for note in notes:
        print(note, file=sys.stderr)
    _tell(args, name, len(candidates))
    return 0


def _tell(args: argparse.Namespace, name: Digest, candidates: int) -> None:
    short = short_digest(name)
    if args.json:
        told = {"definition": name, "fingerprint": short, "candidates": candidates}
        print(msgspec.json.encode(told).decode())
    elif args.lang == "en":
        print(f"Practice definition of {candidates} projects: {shown_name(args.out)}")
        print(f"SHA-256 {name}", f"fingerprint {short}", sep="\n")
    else:
        print(
            f"演练用的票决定义已写入 {shown_name(args.out)}："
            f"候选项目 {candidates} 项，应选 {args.seats} 项。"
        )
        print(f"摘要 {name}", f"指纹 {short}", sep="\n")


def _candidates(path: Path) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    read = read_candidates(read_sheets(path.read_bytes(), path.name), MOST_CANDIDATES)
    if isinstance(read, Faults):
        told = [f"清单中有 {len(read.faults)} 处需要改正："]
        raise FaultyList("\n".join([*told, *(one.sentence for one in read.faults)]))
    return read.values, read.notes


def _definition(args: argparse.Namespace, candidates: tuple[Candidate, ...]) -> Definition:
    rules = Rules() if args.rules is None else parse_rules(args.rules.read_bytes())
    if not 1 <= args.seats <= len(candidates):
        raise BadRequest(
            f"应选 {args.seats} 项，候选 {len(candidates)} 项：应选数须在 1 与候选数之间。"
        )
    if rules.seats not in {None, args.seats}:
        raise BadRequest(f"规则文件写明应选 {rules.seats} 项，与 --seats {args.seats} 不符。")
    if rules.ballot_mode in {"whole_list", "graded"} and args.seats != len(candidates):
        raise BadRequest(
            f"整体表决或者测评的，全部候选项目一并表决：清单有 {len(candidates)} 项，"
            f"--seats 写的是 {args.seats}，请写 --seats {len(candidates)}。"
        )
    rules = msgspec.structs.replace(rules, seats=args.seats)
    require_sound(rules)
    if CONTROLS & {unicodedata.category(one) for one in args.title + args.session}:
        raise BadRequest("--title 和 --session 不能换行，也不能有控制字符。")
    try:
        definition = msgspec.convert(_plain(args, rules, candidates), Definition)
    except msgspec.ValidationError as error:
        raise BadRequest("--title 和 --session 不能为空，也不能过长。") from error
    require_fit(definition)
    return definition


def _plain(
    args: argparse.Namespace, rules: Rules, candidates: tuple[Candidate, ...]
) -> dict[str, object]:
    """Return the fields; conversion checks the texts as a reader of the definition would."""
    election = os.urandom(10).hex()
    by = rules.ballot_order
    listed = arranged(candidates, by, election=election, seed=args.order_seed)
    require_titles(rules, listed)
    return {
        "election": election,
        "round": 1,
        "kind": "first",
        "title": args.title,
        "session": args.session,
        "body": "演练人民代表大会",
        "rules": rules,
        "group": "Ed25519",
        "seats": args.seats,
        "threshold": rules.threshold,
        "candidates": listed,
        "order_seed": args.order_seed if by == "random_once" else None,
        "rehearsal": True,
        "practice": True,
    }


def _practice_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
