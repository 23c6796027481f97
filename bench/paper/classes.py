"""The classes of damage and of scans, each a function from a marked page to what the reader gets.

A class has three steps: what the printer did (before the marks), what befell the paper, and how it
was scanned. Each step takes the page and a generator, and the same generator state gives the same
page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bench.paper import capture, folds, wear
from bench.paper.capture import Camera, Scan, photographed, scanned, some_scan
from bench.paper.picture import Picture, Rng, blurred

Step = Callable[[Picture, Rng], Picture]


@dataclass(frozen=True, slots=True)
class Damage:
    """One class. ``px_mm``: how fine the page is before the scan, above the scan's own.

    ``plain``: an ordinary scan of an unharmed sheet, read without a loss.
    """

    name: str
    capture: Step
    worn: tuple[Step, ...] = ()
    printed: tuple[Step, ...] = ()
    px_mm: float = 9.5
    plain: bool = False
    refused: bool = False


def _scan(dpi: float) -> Step:
    return lambda page, rng: scanned(page, some_scan(rng, dpi), rng)


office = _scan(200)


def _clean(page: Picture, rng: Rng) -> Picture:
    return scanned(page, Scan(dpi=300, noise=0, blur=0, quality=100, ink=0, white=255), rng)


def _upside(page: Picture, rng: Rng) -> Picture:
    return scanned(page, replace(some_scan(rng), quarter_turns=2), rng)


def _rot90(page: Picture, rng: Rng) -> Picture:
    turns = int(rng.choice([1, 3]))
    return scanned(page, replace(some_scan(rng), quarter_turns=turns), rng)


def _scale94(page: Picture, rng: Rng) -> Picture:
    zoom = float(rng.uniform(0.93, 0.96))
    return scanned(page, replace(some_scan(rng), zoom=(zoom, zoom)), rng)


def _scale_aniso(page: Picture, rng: Rng) -> Picture:
    zoom = (float(rng.uniform(0.95, 1.0)), float(rng.uniform(0.95, 1.0)))
    return scanned(page, replace(some_scan(rng), zoom=zoom), rng)


def _crop(page: Picture, rng: Rng) -> Picture:
    away = rng.uniform(3, 7, 2) * rng.choice([-1, 1], 2)
    scan = replace(some_scan(rng), skew=float(rng.normal(0, 0.2)))
    return scanned(page, replace(scan, offset=(float(away[0]), float(away[1]))), rng)


def _skew5(page: Picture, rng: Rng) -> Picture:
    skew = float(rng.uniform(3.5, 5.5) * rng.choice([-1, 1]))
    return scanned(page, replace(some_scan(rng), skew=skew), rng)


def _noise(page: Picture, rng: Rng) -> Picture:
    scan = replace(some_scan(rng), noise=float(rng.uniform(11, 20)), quality=88)
    return capture.salted(scanned(page, scan, rng), float(rng.uniform(0.001, 0.008)), rng)


def _blur(page: Picture, rng: Rng) -> Picture:
    return scanned(page, replace(some_scan(rng), blur=float(rng.uniform(0.16, 0.28))), rng)


def _jpeg(page: Picture, rng: Rng) -> Picture:
    return scanned(page, replace(some_scan(rng), quality=int(rng.integers(14, 32))), rng)


def _lowcontrast(page: Picture, rng: Rng) -> Picture:
    low = float(rng.uniform(60, 120))
    scan = replace(some_scan(rng), ink=low, white=low + float(rng.uniform(65, 115)))
    return scanned(page, scan, rng)


def _shadow(page: Picture, rng: Rng) -> Picture:
    return scanned(capture.shadow(page, rng), some_scan(rng), rng)


def _glare(page: Picture, rng: Rng) -> Picture:
    return scanned(capture.glare(page, rng), some_scan(rng), rng)


def _streak(page: Picture, rng: Rng) -> Picture:
    """Streaks lie along the scanner's feed, whatever the page's own skew."""
    scan = some_scan(rng)
    seen = capture.streak(scanned(page, replace(scan, noise=0, quality=100), rng), rng)
    return capture.stored(capture.noisy(seen, scan.noise, rng), scan.quality)


def _combo(page: Picture, rng: Rng) -> Picture:
    skew = float(rng.uniform(3, 4.2) * rng.choice([-1, 1]))
    return scanned(page, replace(some_scan(rng, 150), skew=skew), rng)


def _persp(page: Picture, rng: Rng) -> Picture:
    return photographed(page, Camera(tilt=0.045, light=0.1, noise=2.5, blur=0.05), rng)


def _curl(page: Picture, rng: Rng) -> Picture:
    return photographed(folds.curled(page, rng), Camera(tilt=0.025, light=0.15, noise=3), rng)


def _phone(page: Picture, rng: Rng) -> Picture:
    turn = float(rng.normal(0, 3))
    px_mm = float(rng.uniform(7, 9))
    camera = Camera(tilt=0.05, turn=turn, px_mm=px_mm, light=0.35, noise=5, quality=80)
    return photographed(page, camera, rng)


def _phone_hard(page: Picture, rng: Rng) -> Picture:
    page = capture.shadow(folds.curled(page, rng) if rng.random() < 0.4 else page, rng)
    camera = Camera(
        tilt=0.07,
        turn=float(rng.normal(0, 8)),
        px_mm=float(rng.uniform(6, 7.5)),
        light=0.4,
        blur=float(rng.uniform(0.08, 0.16)),
        motion=float(rng.uniform(0.1, 0.4)),
        noise=8,
        quality=65,
    )
    return photographed(page, camera, rng)


def _one_bit(low: float, high: float, dpi: float) -> Step:
    def step(page: Picture, rng: Rng) -> Picture:
        scan = replace(some_scan(rng, dpi), colour=False, quality=100)
        return capture.one_bit(scanned(page, scan, rng), float(rng.uniform(low, high)))

    return step


def _softened(page: Picture, rng: Rng) -> Picture:
    """Toner spreads a little: no print has the edges of its file."""
    return page.showing(blurred(page.pixels, float(rng.uniform(0.02, 0.05)) * page.px_mm))


def _dogear(page: Picture, rng: Rng) -> Picture:
    return wear.dogear(page, rng)


_ALL = (
    Damage("clean300", _clean, px_mm=300 / 25.4, plain=True),
    Damage("scan300", _scan(300), px_mm=300 / 25.4, plain=True),
    Damage("scan200", office, plain=True),
    Damage("scan150", _scan(150), plain=True),
    Damage("scan100", _scan(100), plain=True),
    Damage("upside", _upside, plain=True),
    Damage("rot90", _rot90, plain=True),
    Damage("scale94", _scale94, plain=True),
    Damage("scale_aniso", _scale_aniso, plain=True),
    Damage("crop", _crop, plain=True),
    Damage("skew5", _skew5),
    Damage("noise", _noise),
    Damage("blur", _blur),
    Damage("jpeg", _jpeg),
    Damage("faded", office, printed=(wear.faded,)),
    Damage("lowcontrast", _lowcontrast),
    Damage("shadow", _shadow),
    Damage("glare", _glare),
    Damage("torn", office, (wear.torn,)),
    Damage("holes", office, (wear.holes,)),
    Damage("notes", office, (wear.notes,)),
    Damage("feed", lambda page, rng: office(folds.feed(page, rng), rng)),
    Damage("fold1", office, (folds.one_fold,)),
    Damage("coffee", office, (wear.coffee,)),
    Damage("stamp", office, (wear.stamp,)),
    Damage("dogear", office, (_dogear,)),
    Damage("fold2", office, (folds.two_folds,)),
    Damage("crumple", office, (folds.crumple,)),
    Damage("streak", _streak),
    Damage("combo", _combo, (folds.one_fold, wear.coffee), (wear.faded,)),
    Damage("bleed", office, (wear.bleed,)),
    Damage("persp", _persp),
    Damage("curl", _curl),
    Damage("phone", _phone),
    Damage("phone_hard", _phone_hard),
    Damage("bw200", _one_bit(115, 145, 200), refused=True),
    Damage("bw150_dark", _one_bit(185, 215, 150), refused=True),
    Damage("bw200_light", _one_bit(70, 100, 200), refused=True),
)
CLASSES: dict[str, Damage] = {one.name: one for one in _ALL}


def printed(page: Picture, damage: Damage, rng: Rng) -> Picture:
    """Return the sheet as it comes out of the printer, before anybody marks it."""
    for step in (_softened, *damage.printed):
        page = step(page, rng)
    return page.showing(np.ascontiguousarray(page.pixels).copy())


def delivered(page: Picture, damage: Damage, rng: Rng) -> Picture:
    """Return the marked sheet as the scanner or the camera delivers it."""
    for step in damage.worn:
        page = step(page, rng)
    return damage.capture(page, rng)
