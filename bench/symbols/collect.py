"""Crops of real boxes, cut out of scans of style A sheets and sorted by what the reader sees.

    python -m bench.symbols.collect --definition DEFINITION [--key KEY] [--out crops] FILE...

Writes OUT/<label>/<file>-<page>-<project>.png. The label is the network's opinion and no truth:
people look through the five folders and move what lies in the wrong one before anything is trained
or evaluated on it. A crop that is there already stays as it is, wherever people moved it.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import cv2

from ballot.definition import read_definition
from ballot.errors import BallotError
from bench.symbols.sheet import LABELS
from counting.errors import CountingError
from counting.scan.drawn import Crop, classify, crop_of
from counting.scan.image import PageImage
from counting.scan.page import Reader, boxes_seen, reader_for
from counting.scan.source import Portion, Source, pages, portions
from counting.scan.windows import windows_of
from service.cli.scanning import public_key
from service.errors import ServiceError


def main() -> int:
    """Collect the crops; 1 if a page could not be read, 2 for wrong usage."""
    options = _options()
    try:
        definition = read_definition(options.definition.read_bytes())
        key = public_key(
            options.key or options.definition.with_name(f"{options.definition.name}.key")
        )
    except (OSError, BallotError, ServiceError) as error:
        print(error, file=sys.stderr)
        return 2
    if definition.rules.sheet_style != "A":
        print("只有 A 式的票要认符号，这份定义是别的样式。", file=sys.stderr)
        return 2
    reader, counts, failed = reader_for(definition, key), dict.fromkeys(LABELS, 0), 0
    there = {one.name for one in options.out.glob("*/*.png")}
    for found in (one for path in options.files for one in _pages(path, reader)):
        if isinstance(found, str):
            print(found, file=sys.stderr)
            failed += 1
            continue
        for name, label, crop in found:
            if name not in there:
                _write(options.out / label / name, crop)
                counts[label] += 1
    told = "，".join(f"{label} {count}" for label, count in counts.items())
    print(f"{options.out}：新增 {told}。")
    print("请逐个文件夹看过，把放错的移到对的文件夹，再运行 make symbols。")
    return 1 if failed else 0


Named = tuple[str, str, Crop]
"""Of a box: the name of its file, the label that the network gives it, the crop."""


def _pages(path: Path, reader: Reader) -> Iterator[list[Named] | str]:
    """Yield the crops of each page, or why there are none."""
    source = Source(str(path), partial(path.open, "rb"))
    try:
        for portion in portions(source, 1):
            with source.open() as file:
                yield _page(next(pages(file, portion.first, portion.end)), reader, path, portion)
    except (OSError, CountingError) as error:
        yield f"{path}：{error}"


def _page(
    decode: Callable[[], PageImage], reader: Reader, path: Path, portion: Portion
) -> list[Named] | str:
    number = portion.first + 1
    try:
        return list(_of_page(decode(), reader, f"{path.stem}-{number}"))
    except (CountingError, BallotError) as error:
        return f"{path} 第 {number} 页：{error}"


def _of_page(image: PageImage, reader: Reader, sheet: str) -> Iterator[Named]:
    region, frames, placement = boxes_seen(image, reader)
    boxes = placement.page.boxes
    crops = [crop_of(one) for one in windows_of(region, boxes, frames.offset)]
    for box, crop, drawn in zip(boxes, crops, classify(crops), strict=True):
        yield f"{sheet}-{box.project}.png", drawn.seen, crop


def _write(path: Path, crop: Crop) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), crop)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--definition", type=Path, required=True)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--out", type=Path, default=Path("crops"))
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
