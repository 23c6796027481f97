"""Reading scanned sheets on all processors, and telling what was read."""

import argparse
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from ballot.definition import DEFINITION_LIMIT, Definition, read_definition
from ballot.errors import Malformed
from counting.scan import Source, read_files
from printing.ballots import specimen
from service.cli.misuse import Misuse
from service.cli.scan_files import files_of
from service.cli.scan_output import Output
from service.file_names import shown_name
from service.reasons import unreadable, unwritable
from service.work.contained import Contained

_STDERR = 2
"""Where libraries in C write, whatever Python calls its stream."""


def scan(args: argparse.Namespace) -> int:
    """Read all pages; 0 if each was read, 1 if one was refused, 2 for wrong usage."""
    try:
        definition = _definition(args.definition)
        named = args.key or args.definition.with_name(f"{args.definition.name}.key")
        key = public_key(named)
        files = files_of(args.files, args.lang)
    except OSError as error:
        print(unreadable(error.filename, error, args.lang), file=sys.stderr)
        return 2
    try:
        output = Output(args, definition, shown_name(named))
    except OSError as error:
        print(unwritable(args.out, error, args.lang), file=sys.stderr)
        return 2
    if args.workers is not None and args.workers < 1:
        raise Misuse("--workers 至少为 1。", "--workers must be at least 1.")
    sources = tuple(Source(shown_name(path), partial(_opened, path)) for path in files)
    with _silent_libraries(), Contained(args.workers or os.cpu_count() or 1) as each:
        read = read_files(sources, definition, key, each, specimen, keep=args.out is not None)
        return output.tell(read)


@contextmanager
def _silent_libraries() -> Iterator[None]:
    """Keep what image libraries write to the terminal off it: each page has its own sentence."""
    told = sys.stderr
    told.flush()
    kept = os.dup(_STDERR)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), _STDERR)
    try:
        with (
            warnings.catch_warnings(),
            os.fdopen(kept, "w", encoding="utf-8", closefd=False) as ours,
        ):
            warnings.simplefilter("ignore")
            if told is sys.__stderr__:
                sys.stderr = ours
            yield
    finally:
        sys.stderr = told
        os.dup2(kept, _STDERR)
        os.close(kept)


def public_key(path: Path) -> str:
    """Return the public key (hex) in a PEM file that holds either part of it.

    Raises Misuse for a file that is missing or no such key.
    """
    if not path.is_file():
        raise Misuse(
            f"找不到签票密钥 {path}：它由 piaojue define 写在定义旁边，或者用 --key 指明。",
            f"There is no key {path}: piaojue define writes it beside the definition, or name it "
            "with --key.",
        )
    data = path.read_bytes()
    try:
        private = b"PRIVATE" in data
        key = load_pem_private_key(data, password=None) if private else load_pem_public_key(data)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Misuse(
            f"{path} 不是签票密钥，或者已经损坏。", f"{path} is no signing key, or is damaged."
        ) from error
    if isinstance(key, Ed25519PrivateKey):
        key = key.public_key()
    if not isinstance(key, Ed25519PublicKey):
        raise Misuse(f"{path} 不是签票密钥（Ed25519）。", f"{path} is no signing key (Ed25519).")
    return key.public_bytes_raw().hex()


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _definition(path: Path) -> Definition:
    """Return the definition in ``path``. Raises OSError, Misuse that names the file."""
    with path.open("rb") as file:
        raw = file.read(DEFINITION_LIMIT + 1)
    try:
        return read_definition(raw)
    except Malformed as error:
        raise Misuse(
            f"{path}：{error.sentence}",
            f"{path} is no definition of a vote, or was changed since it was written.",
        ) from error
