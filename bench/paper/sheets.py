"""Real sheets to spoil: definitions of every style, printed to PDF, drawn as pictures.

The pages are those that `printing.ballots` makes; identities and the signing key are those of a
practice run and come from the seed.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pypdfium2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot.candidates import Candidate
from ballot.canonical import Digest
from ballot.definition import Definition, freeze
from ballot.print_run import SheetCodes, draw_run
from ballot.rules import Rules
from ballot.sheet import Format, SheetKind, SheetLayout, SheetPage, kind_of, layout_of
from bench.paper.picture import Picture
from printing.ballots import ballots_pdf

_POINTS_PER_MM = 72 / 25.4
_NAMES = (
    "新建城北农贸市场及停车场",
    "老旧小区加装电梯补助（第二批）",
    "乡镇卫生院远程诊疗设备更新",
    "县城内涝点整治",
    "农村生活污水治理二期工程",
    "中小学校午休躺睡条件改善",
    "“四好农村路”提档升级 35 公里",
    "社区老年食堂与日间照料中心",
)
_PARTICULARS = (
    "改造提升农贸市场一处，新建停车位一百二十个，配套排水、消防和电子秤追溯设施，年底前投入使用。",
    "对十六个老旧小区的电梯、管网、路灯、监控和无障碍设施分批更新，惠及居民三千二百余户。",
    "购置远程诊疗终端和移动影像设备，为六个卫生院配齐人员，群众在家门口看专家门诊。",
)
GRADES = ("满意", "基本满意", "不满意", "不了解")


@dataclass(frozen=True, slots=True)
class Issue:
    """One round's sheets: what is printed on them and how their codes are verified."""

    name: str
    definition: Definition
    digest: Digest
    layout: SheetLayout
    key: Ed25519PrivateKey

    @property
    def kind(self) -> SheetKind:
        """The style."""
        return kind_of(self.definition.rules)

    @property
    def public_key(self) -> str:
        """The key that verifies the codes, 64 hex digits."""
        return self.key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """Return the signature over ``message``, 128 hex digits (`ballot.signing.Signer`)."""
        return self.key.sign(message).hex()


def _issue(
    name: str, projects: int, sheet: Format, particulars: tuple[str, ...] = ("",), **rules: Any
) -> Issue:
    definition = Definition(
        election="bench",
        round=1,
        kind="first",
        title="民生实事项目",
        session="第三届人民代表大会第五次会议",
        body="某县人民代表大会",
        rules=msgspec.convert(rules, Rules),
        group="Ed25519",
        seats=projects,
        threshold="majority",
        candidates=tuple(
            Candidate(
                number=at + 1,
                name=_NAMES[at % len(_NAMES)],
                content=particulars[at % len(particulars)],
            )
            for at in range(projects)
        ),
        rehearsal=False,
    )
    key = Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b"."))
    return Issue(name, definition, freeze(definition)[1], layout_of(definition, sheet), key)


def issues() -> dict[str, Issue]:
    """Return the rounds of the bench: every style, and the other formats."""
    plain = Format()
    four = {"grades": GRADES[:3], "choices": ["approve", "oppose", "dont_know"]}
    made = (
        _issue("B", 20, plain),
        _issue("B text", 14, plain, _PARTICULARS),
        _issue("B large", 12, Format(large=True)),
        _issue("B landscape", 6, Format(landscape=True)),
        _issue("B A3", 24, Format(paper="A3")),
        _issue("B short", 4, plain),
        _issue("C", 20, plain, sheet_style="C"),
        _issue("C short", 4, plain, sheet_style="C"),
        _issue("graded", 18, plain, ballot_mode="graded", **four),
        _issue("A", 16, plain, sheet_style="A", mark_abstain=["√"]),
    )
    return {one.name: one for one in made}


SHARES = {
    "B": 0.4,
    "B text": 0.16,
    "B large": 0.06,
    "B landscape": 0.04,
    "B A3": 0.02,
    "C": 0.16,
    "graded": 0.16,
}
"""How often each round's sheets are met in the bench of marks; short lists only if asked for."""


def some_codes(issue: Issue, rng: np.random.Generator) -> tuple[SheetCodes, bytes]:
    """Return the codes of one sheet and its identity, drawn from ``rng``."""
    identity = rng.bytes(16)
    run = draw_run(
        issue.layout,
        issue.digest,
        identity="unique",
        count=1,
        signer=issue,
        entropy=lambda _length: identity,
    )
    return run.sheets[0], identity


def draw_page(issue: Issue, codes: SheetCodes, page: SheetPage, px_mm: float) -> Picture:
    """Return ``page`` of the printed sheet with those codes, unmarked, as the PDF shows it."""
    pdf = pypdfium2.PdfDocument(ballots_pdf(issue.definition, issue.layout, [codes]))
    try:
        bitmap = pdf[page.number - 1].render(scale=px_mm / _POINTS_PER_MM)
        pixels = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3]).copy()
    finally:
        pdf.close()
    middles = np.array([(box.x + box.w / 2, box.y + box.h / 2) for box in page.boxes])
    # The page is stretched to whole pixels, and the first one's middle lies half a pixel inside.
    stretched = np.array(pixels.shape[1::-1]) / issue.layout.size
    return Picture(pixels, px_mm, middles * stretched - 0.5)
