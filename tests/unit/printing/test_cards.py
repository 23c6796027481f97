from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
import zxingcpp
from msgspec.structs import replace

from printing.cards import Card, CardFace, _titles, cards_pdf
from printing.errors import MissingGlyph, PaperRefused

DPI = 150
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture
def face() -> CardFace:
    return CardFace(
        congress="青禾县第十八届人民代表大会第四次会议",
        subject="青禾县2026年民生实事项目票决",
        definition="3f2a 91c4 07de b5a8",
        log_key="8b16 e2f0 4a7c 13d9",
    )


def card(seed: int) -> Card:
    groups = tuple(
        "".join(ALPHABET[(seed * 7 + group * 11 + place * 5) % 32] for place in range(5))
        for group in range(4)
    )
    first, second, third, fourth = groups
    return Card(qr_text="PJ1:" + "".join(groups), groups=(first, second, third, fourth))


def codes_of(pdf: bytes) -> list[list[str]]:
    """The codes of every page, upper left first, as a scanner reads them at 150 dpi."""
    with pdfium.PdfDocument(pdf) as document:
        return [
            [
                found.text
                for found in sorted(
                    zxingcpp.read_barcodes(page.render(scale=DPI / 72).to_pil()),
                    key=lambda found: (
                        round(found.position.top_left.y / DPI),
                        found.position.top_left.x,
                    ),
                )
            ]
            for page in document
        ]


def test_every_code_reads_back_from_the_rendered_page_in_the_order_given(face: CardFace) -> None:
    cards = [card(seed) for seed in range(11)]

    first, second = codes_of(cards_pdf(face, cards))

    assert first == [made.qr_text for made in cards[:8]]
    assert second == [made.qr_text for made in cards[8:]]


def test_the_groups_are_printed_once_each_under_their_code(
    face: CardFace, pages: Callable[[bytes], list[str]]
) -> None:
    made = card(5)

    [page] = pages(cards_pdf(face, [made]))

    for group in made.groups:
        assert page.count(group) == 1


def test_a_card_says_what_to_do_and_what_not(
    face: CardFace, pages: Callable[[bytes], list[str]]
) -> None:
    [page] = pages(cards_pdf(face, [card(1)]))

    for text in (
        "投票卡",
        "青禾县第十八届人民代表大会第四次会议",
        "青禾县2026年民生实事项目票决",
        "请勿书写姓名",
        "沿线向内对折",
        "定义3f2a91c407deb5a8",
        "日志公钥8b16e2f04a7c13d9",
    ):
        assert text in page
    assert "选举公钥" not in page
    assert "演练" not in page


def test_the_election_key_is_printed_where_it_is_known(
    face: CardFace, pages: Callable[[bytes], list[str]]
) -> None:
    [page] = pages(cards_pdf(replace(face, election_key="c0de 77a1 5e2b 9d34"), [card(1)]))

    assert "选举公钥c0de77a15e2b9d34" in page


def test_every_card_of_a_rehearsal_is_marked(
    face: CardFace, pages: Callable[[bytes], list[str]]
) -> None:
    printed = "".join(pages(cards_pdf(replace(face, rehearsal=True), [card(n) for n in range(9)])))

    assert printed.count("演练") == printed.count("投票卡") == 9


def test_nothing_but_the_secret_tells_one_card_from_another(
    face: CardFace, pages: Callable[[bytes], list[str]]
) -> None:
    """Neither a number nor a page: take the secrets away and all cards and pages are alike."""
    cards = [card(seed) for seed in range(24)]
    stripped = []
    for place, page in enumerate(pages(cards_pdf(face, cards))):
        text = page
        for made in cards[place * 8 : place * 8 + 8]:
            for group in made.groups:
                text = text.replace(group, "", 1)
        stripped.append(text)

    assert stripped[0] == stripped[1] == stripped[2]
    assert stripped[0].count("请勿书写姓名") == 8


def test_the_same_cards_give_the_same_bytes(face: CardFace) -> None:
    cards = [card(seed) for seed in range(3)]

    assert cards_pdf(face, cards) == cards_pdf(face, cards)


def test_a_card_does_not_show_its_secret_in_a_log() -> None:
    assert repr(card(1)) == "Card(…)"


def test_the_code_lies_clear_of_the_fold_and_of_the_neighbours(face: CardFace) -> None:
    """Four modules of quiet zone on every side: nothing dark within them."""
    long = replace(face, congress="新疆维吾尔自治区巴音郭楞蒙古自治州和静县" + face.congress)
    pdf = cards_pdf(long, [card(n) for n in range(8)])
    with pdfium.PdfDocument(pdf) as document:
        image = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    for found in zxingcpp.read_barcodes(image):
        corners = found.position
        left, top = corners.top_left.x, corners.top_left.y
        right, bottom = corners.bottom_right.x, corners.bottom_right.y
        quiet = round((right - left) / 25 * 3.5)
        for strip in (
            (left - quiet, top - quiet, left - 2, bottom + quiet),
            (right + 2, top - quiet, right + quiet, bottom + quiet),
            (left - quiet, bottom + 2, right + quiet, bottom + quiet),
            (left - quiet, top - quiet, right + quiet, top - 2),
        ):
            assert image.crop(strip).getextrema()[0] > 200


def test_a_title_a_little_too_long_is_only_a_little_smaller(face: CardFace) -> None:
    """28 characters are too wide in 9 pt, and once went down to 7 pt."""
    kind, lines = _titles(replace(face, congress="青禾县" * 3 + face.congress))

    assert kind.size >= 8.5
    assert len(lines) == 2


def test_titles_that_do_not_fit_are_refused(face: CardFace) -> None:
    with pytest.raises(PaperRefused, match="太长，投票卡上印不下"):
        cards_pdf(replace(face, congress="青禾县人民代表大会" * 12), [card(1)])


def test_a_group_that_does_not_fit_is_refused(face: CardFace) -> None:
    long = Card(qr_text="PJ1:X", groups=("W" * 8, "A", "B", "C"))

    with pytest.raises(PaperRefused, match="一组字符太长"):
        cards_pdf(face, [long])


def test_no_cards_are_refused(face: CardFace) -> None:
    with pytest.raises(PaperRefused, match="没有要印的投票卡"):
        cards_pdf(face, [])


def test_a_title_without_glyphs_is_refused(face: CardFace) -> None:
    with pytest.raises(MissingGlyph, match="投票卡票面"):
        cards_pdf(replace(face, subject="票决\U0001f600"), [card(1)])
