"""``piaojue print``: paper ballots, voting cards, and the page that checks a printer."""

from typing import Any

from service.cli import print_ballots, print_calibration, print_cards


def add_parser(subparsers: Any) -> None:
    """Declare the command and what it prints."""
    parser = subparsers.add_parser("print", help="印制票决票、投票卡和打印机校准页")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind in (print_ballots, print_cards, print_calibration):
        kind.add_parser(kinds)
