"""``piaojue scan --again``: kept readings under other limits, box by box."""

import argparse
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ballot.errors import Malformed
from ballot.reading import SheetReading, read_reading
from counting.scan.again import Judged, judged_again, limits_of
from service.errors import BadRequest
from service.reasons import unreadable

_LARGEST = 1_000_000
"""Bytes of a reading: 500 projects with all that was measured have less."""


def again(args: argparse.Namespace) -> int:
    """Tell which boxes other limits would judge otherwise; 0, or 2 for wrong usage."""
    try:
        limits = limits_of(_changed(args.again))
        readings = list(_readings(args.files))
    except OSError as error:
        print(unreadable(error.filename, error, args.lang), file=sys.stderr)
        return 2
    if not readings:
        raise BadRequest("没有读票记录：请指明 --out 写下的 readings 文件夹，或者 evidence.zip。")
    boxes, changed = 0, []
    for name, reading in readings:
        for one in judged_again(reading, limits):
            boxes += 1
            if one.ours != one.others:
                changed.append((name, one))
    _tell(args, len(readings), boxes, changed)
    return 0


def _changed(path: Path) -> dict[str, object]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    except msgspec.DecodeError as error:
        raise BadRequest(f'{path} 不是界限文件：须为 JSON，例如 {{"blank_ink": 10}}。') from error


def _readings(paths: Iterable[Path]) -> Iterator[tuple[str, SheetReading]]:
    """Yield the readings in files, folders and evidence, by name. Raises OSError."""
    for path in paths:
        if path.is_dir():
            yield from _readings(sorted(path.glob("*.json")))
        elif zipfile.is_zipfile(path):
            yield from _evidence(path)
        else:
            try:
                yield path.stem, msgspec.json.decode(path.read_bytes(), type=SheetReading)
            except msgspec.DecodeError as error:
                raise BadRequest(f"{path} 不是读票记录。") from error


def _evidence(path: Path) -> Iterator[tuple[str, SheetReading]]:
    """Yield the readings among the objects of an evidence.zip; nothing else of it is looked at."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if not member.filename.startswith("objects/") or member.file_size > _LARGEST:
                continue
            try:
                yield member.filename.removeprefix("objects/"), read_reading(archive.read(member))
            except Malformed:
                continue


def _tell(
    args: argparse.Namespace, sheets: int, boxes: int, changed: Iterable[tuple[str, Judged]]
) -> None:
    rows = [
        {
            "reading": name,
            "project": one.project,
            "choice": one.choice,
            "kept": one.kept,
            "limits": one.ours,
            "again": one.others,
        }
        for name, one in changed
    ]
    if args.json:
        print(json.dumps({"readings": sheets, "boxes": boxes, "changed": rows}))
        return
    english = args.lang == "en"
    for row in rows:
        told = "{reading}… item {project} {choice}: {limits} -> {again} (kept: {kept})"
        zh = "{reading}… 第 {project} 项 {choice}：{limits} 改为 {again}（当时记为 {kept}）"
        print((told if english else zh).format(**row | {"reading": str(row["reading"])[:16]}))
    if english:
        print(f"{sheets} readings, {boxes} boxes, {len(rows)} judged otherwise")
    else:
        print(f"读票记录 {sheets} 份，方框 {boxes} 个，界限改动后判断不同的 {len(rows)} 个。")
