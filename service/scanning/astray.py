"""What lies about a copier's folder and is never read: scans in subfolders, and links.

A subfolder may be a job that is still being copied, old scans that somebody put away, or a drive's
bin: nothing is taken out of it, and people are told.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

OWN = ("processing", "done", "refused")
"""The folders that are ours."""
KINDS = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"})
_SYSTEM = (".", "~", "#", "@", "$")
"""How names begin that systems give to what is theirs: bins, previews, locks."""
_MOST_LOOKED = 200
"""Folders that are looked into below one: the watch looks every second, and drives are slow."""
_MOST_NAMED = 10

_FOLDERS = (
    "子文件夹里的扫描件没有读：{}。系统只读扫描文件夹本身里的文件。请把它们移到扫描文件夹里，"
    "或者在“分捆读票”网页上选这些文件；复印机能设的，请设为不按任务另建文件夹。"
)
_LINKS = "链接不读：{}。请把文件本身放进扫描文件夹。"


def astray(root: Path) -> list[str]:
    """Return a sentence for each way in which scans at ``root`` lie where they are not read."""
    there = sorted(one for one in root.iterdir() if not one.name.startswith(_SYSTEM))
    links = [one.name for one in there if one.is_symlink() and _kind(one.name)]
    folders = [one.name for one in there if _subfolder(one) and any(_scans(one))]
    told = ((_FOLDERS, folders), (_LINKS, links))
    return [sentence.format(_named(names)) for sentence, names in told if names]


def _subfolder(path: Path) -> bool:
    return path.name not in OWN and not path.is_symlink() and path.is_dir()


def _scans(folder: Path) -> Iterator[str]:
    """Yield the scans below ``folder``, as far as it is looked into; links are not followed."""
    for _, folders, files in islice(os.walk(folder), _MOST_LOOKED):
        folders[:] = [one for one in folders if not one.startswith(_SYSTEM)]
        yield from (one for one in files if _kind(one) and not one.startswith(_SYSTEM))


def _kind(name: str) -> bool:
    return Path(name).suffix.lower() in KINDS


def _named(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
