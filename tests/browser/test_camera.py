"""A card held to the tablet's camera, by a browser without a reader of its own for QR symbols."""

from collections.abc import Callable
from pathlib import Path

import qrcode
from PIL import Image
from playwright.async_api import async_playwright

from tests.support import tablets
from tests.support.browsers import PORTRAIT, Tablet, launched
from tests.support.hall import Session

Draw = Callable[[], int]


def film(text: str, path: Path) -> None:
    """Write a film (Motion JPEG) of a card that lies a little askew, not filling the picture."""
    code = qrcode.make(text, border=4).convert("L").resize((260, 260))
    frame = Image.new("L", (640, 480), 180)
    frame.paste(code.rotate(8, expand=True, fillcolor=180), (170, 90))
    with path.open("wb") as file:
        for _ in range(2):
            frame.convert("RGB").save(file, "JPEG", quality=80)


async def test_the_camera_reads_a_card(poll: Session, cards: Draw, tmp_path: Path) -> None:
    film(tablets.scanned(poll, cards()), tmp_path / "card.mjpeg")
    seen = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'card.mjpeg'}",
    )
    async with async_playwright() as playwright:
        browser = await launched(playwright, *seen)
        tablet = Tablet(page=await browser.new_page(viewport=PORTRAIT), session=poll)
        tablet.watch()
        await tablet.open()
        await tablet.page.get_by_role("button", name="用摄像头扫码").click()
        await tablet.page.locator(".projects").wait_for()
        await browser.close()

    assert tablet.faults == []


async def test_without_a_camera_the_page_says_to_type(tablet: Tablet) -> None:
    await tablet.page.get_by_role("button", name="用摄像头扫码").click()

    await tablet.page.get_by_text("这台平板的摄像头不能用").wait_for()
