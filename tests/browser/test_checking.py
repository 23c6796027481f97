"""检验: a second device shows what the tablet really sealed."""

from collections.abc import Callable

from ballot import card
from ballot.sealed import Mark, plaintext
from ballot.sealed.opening import draft_of_seed
from service.client import voter
from tests.support import tablets
from tests.support.browsers import Tablet

Draw = Callable[[], int]
TYPED = "[...document.querySelectorAll('details .code span')].map((e) => e.textContent).join(' ')"


async def opened_ballot(tablet: Tablet, drawn: int) -> tuple[str, str]:
    """Choose, review, press 检验; return the seal code and the code of the opening."""
    await tablet.chooses(drawn)
    await tablet.mark(1, "赞成")
    await tablet.mark(2, "反对")
    await tablet.review()
    code = await tablet.code()
    await tablet.page.get_by_role("button", name="检验").click()
    await tablet.page.locator(".symbol").wait_for()
    assert await tablet.code() == code
    return code, str(await tablet.page.evaluate(TYPED))


async def second_device(tablet: Tablet) -> Tablet:
    page = await tablet.page.context.new_page()
    await page.goto(tablets.checking_page(tablet.session))
    await page.locator("#opening").wait_for()
    return Tablet(page=page, session=tablet.session, faults=tablet.faults)


async def test_the_second_device_shows_the_choices_and_the_same_code(
    tablet: Tablet, cards: Draw
) -> None:
    code, opening = await opened_ballot(tablet, cards())
    second = await second_device(tablet)
    await second.page.locator("#opening").fill(opening.lower())
    await second.page.get_by_role("button", name="检验", exact=True).click()
    await second.heading("这张封票真正的内容")

    assert await second.code() == code
    assert await second.page.get_by_text("服务已确认：这张票已作废").is_visible()
    approved = second.page.locator(".said").filter(has_text="赞成 1 项")
    assert "老旧小区供水管网改造" in await approved.inner_text()
    assert await second.violations() == []


async def test_browser_and_python_make_the_same_draft(tablet: Tablet, cards: Draw) -> None:
    """With the randomness fixed, the hash of the whole draft, proofs included, is the same."""
    booth = await voter.enter(tablet.session.hall.public, tablet.session.id, 1)
    credential, seed = tablet.session.credential(cards()), bytes(range(100, 116))
    marks: list[Mark] = ["approve", "oppose", *(["abstain"] * 10)]
    made = draft_of_seed(booth.sealed, credential, plaintext(booth.sealed.questions, marks), seed)
    digits = [1, 2, *([0] * 10), *spelt(int.from_bytes(seed, "big"), 26)]
    digits += spelt(int(credential, 16), len(f"{int(credential, 16):b}") // 5 + 1)
    second = await second_device(tablet)
    await second.page.locator("#opening").fill(
        "PJ2:" + card._spell([*digits, card._check(digits, 0)])
    )
    await second.page.get_by_role("button", name="检验", exact=True).click()
    await second.heading("这张封票真正的内容")

    assert await second.code() == made.hash


def spelt(number: int, length: int) -> list[int]:
    """Return the base-32 digits of a number, the most significant first."""
    return [number >> 5 * (length - 1 - at) & 31 for at in range(length)]


async def test_a_burnt_ballot_leaves_the_card_good(tablet: Tablet, cards: Draw) -> None:
    await opened_ballot(tablet, cards())
    await tablet.page.get_by_role("button", name="检验完了，重新填票").click()
    assert await tablet.page.locator("input:checked").count() == 0
    await tablet.mark(3, "赞成")
    await tablet.review()
    await tablet.cast()

    await tablet.heading("已经投票")


async def test_a_tablet_that_sealed_something_else_shows_another_code(
    tablet: Tablet, cards: Draw
) -> None:
    """The opening of a lying tablet says what the deputy chose, and gives another seal code."""
    code, opening = await opened_ballot(tablet, cards())
    groups = opening.split(" ")
    first = groups[0]
    assert first.startswith("12")  # 赞成, 反对
    second = await second_device(tablet)
    await second.page.locator("#opening").fill("11" + opening[2:])
    await second.page.get_by_role("button", name="检验", exact=True).click()
    await second.page.get_by_text("代码第 1 组有误").wait_for()
    lie = [1, 1, *(card._ALPHABET.index(each) for each in first[2:4])]
    groups[0] = card._spell([*lie, card._check(lie, 1)])
    await second.page.locator("#opening").fill(" ".join(groups))
    await second.page.get_by_role("button", name="检验", exact=True).click()
    await second.heading("这张封票真正的内容")

    assert await second.code() != code
