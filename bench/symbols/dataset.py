"""Crops in numbers, made on all processors, and real ones from folders."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from bench.symbols import hand, page
from bench.symbols.sheet import LABELS
from counting.scan.drawn import CROP_HEIGHT, CROP_WIDTH

Crops = npt.NDArray[np.uint8]
"""N x 40 x 48."""
Make = Callable[[int, int], tuple[Crops, str, str]]
"""From a seed and a place to one crop, its label, its kind."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Crops with what they show: an index into LABELS and the kind of mark.

    ``sheets`` names the sheet of each real crop: one writer's crops belong together.
    """

    crops: Crops
    labels: npt.NDArray[np.int64]
    kinds: tuple[str, ...]
    sheets: tuple[str, ...] = ()


def of_hand(seed: int, place: int) -> tuple[Crops, str, str]:
    """Return one crop of generator A."""
    random = np.random.default_rng([seed, place])
    drawing = hand.drawing(random)
    return page.crop(random, drawing), drawing.label, drawing.kind


def made(make: Make, seed: int, size: int, processes: int) -> Labelled:
    """Return ``size`` crops, the same for the same ``seed`` whatever the number of processes."""
    with multiprocessing.Pool(processes, cv2.setNumThreads, (1,)) as pool:
        rows = pool.starmap(make, zip(repeat(seed, size), range(size), strict=True), 256)
    crops, labels, kinds = zip(*rows, strict=True)
    indices = np.array([LABELS.index(label) for label in labels])
    return Labelled(crops=np.stack(crops), labels=indices, kinds=kinds)


def real(folder: Path) -> Labelled:
    """Return the crops of ``folder``/<label>/<sheet>-<box>.png; no folder holds none."""
    files = [(label, file) for label in LABELS for file in sorted(folder.glob(f"{label}/*.png"))]
    crops = np.zeros((len(files), CROP_HEIGHT, CROP_WIDTH), np.uint8)
    for at, (_, file) in enumerate(files):
        picture = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
        if picture is None or picture.shape != (CROP_HEIGHT, CROP_WIDTH):
            raise ValueError(f"{file}：不是 {CROP_WIDTH}×{CROP_HEIGHT} 的灰度 PNG，请重新裁切。")
        crops[at] = picture
    return Labelled(
        crops=crops,
        labels=np.array([LABELS.index(label) for label, _ in files], np.int64),
        kinds=tuple(f"real {label}" for label, _ in files),
        sheets=tuple(file.stem.rpartition("-")[0] or file.stem for _, file in files),
    )


def held_out(labelled: Labelled) -> npt.NDArray[np.bool_]:
    """Return which real crops are kept for evaluation: all those of every fifth sheet by name."""
    kept = set(sorted(set(labelled.sheets))[::5])
    return np.array([one in kept for one in labelled.sheets], bool)


def part(labelled: Labelled, chosen: npt.NDArray[np.bool_]) -> Labelled:
    """Return the ``chosen`` crops."""
    kinds = tuple(kind for kind, here in zip(labelled.kinds, chosen.tolist(), strict=True) if here)
    return Labelled(crops=labelled.crops[chosen], labels=labelled.labels[chosen], kinds=kinds)
