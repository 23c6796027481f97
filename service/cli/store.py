"""The options that say where a service keeps its data, the same for every command on a server."""

import argparse
from pathlib import Path

from service.environment import DATA, DATABASE, settings_here
from service.settings import Settings


def add_store(parser: argparse.ArgumentParser) -> None:
    """Add ``--data`` and ``--database`` to ``parser``."""
    here = settings_here()
    parser.add_argument(
        "--data",
        type=Path,
        default=here.data,
        metavar="DIR",
        help=f"数据目录，默认 ${DATA}，没有则为 data",
    )
    parser.add_argument(
        "--database",
        default=here.database,
        metavar="URL",
        help=f"PostgreSQL 地址，默认 ${DATABASE}，没有则用 DIR 里的 SQLite",
    )


def settings_of(args: argparse.Namespace) -> Settings:
    """Return where the data lies, after the options that ``add_store`` added."""
    return Settings(data=args.data, database=args.database)
