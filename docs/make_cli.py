"""Write cli.md from what `piaojue --help` and the help of every command say.

Usage: python docs/make_cli.py [--check]
"""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from service.cli.main import COMMANDS, command_parser, overall_parser
from tests.support.generated import settle

PAGE = Path(__file__).parent / "cli.md"
HEAD = """\
# The command line

Every command has `--help`, speaks Chinese by default (`--lang en`), and exits with 0 on success,
1 when the thing checked does not hold, 2 on wrong usage or input, with a sentence on standard
error; 130 when it was interrupted, 141 when whoever read its output went away.

<!-- Written by docs/make_cli.py from the commands themselves: run `make docs`. -->
"""


def page() -> str:
    """Return the page as it should be."""
    # What the machine's own environment says would stand in the help as a default.
    for name in [one for one in os.environ if one.startswith("PIAOJUE_")]:
        del os.environ[name]
    parts = [HEAD, _section("piaojue", overall_parser("zh"), 2)]
    for name in COMMANDS:
        for words, parser, depth in _all(f"piaojue {name}", command_parser(name, "zh"), 2):
            parts.append(_section(words, parser, depth))
    return "\n".join(parts)


def _all(
    words: str, parser: argparse.ArgumentParser, depth: int
) -> Iterator[tuple[str, argparse.ArgumentParser, int]]:
    yield words, parser, depth
    for action in parser._actions:  # noqa: SLF001  (argparse offers no other way to its parts)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, one in action.choices.items():
                yield from _all(f"{words} {name}", one, depth + 1)


def _section(words: str, parser: argparse.ArgumentParser, depth: int) -> str:
    return f"{'#' * depth} `{words}`\n\n```text\n{parser.format_help()}```\n"


def main() -> int:
    """Write, or with --check say whether that is needed."""
    return settle({PAGE: page}, "make docs")


if __name__ == "__main__":
    raise SystemExit(main())
