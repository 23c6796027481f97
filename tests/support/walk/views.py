"""What the service should show, and what should lie in the tables, made from the books alone."""

from typing import Any

from ballot.rules import Rules
from tests.support.walk.books import HOLDERS, OPENERS, Books, Pile, Sheet

STAGES = {
    "drafting": "起草",
    "listed": "清单已定",
    "ready": "票已备",
    "open": "投票中",
    "closed": "已截止",
    "counted": "已计票",
    "certified": "已确认",
    "announced": "已公告",
    "void": "无效",
}
STEPS = ("certificate", "commitment", "contribution", "verification")


def pile(tokens: Pile) -> dict[str, int]:
    return {
        "printed": tokens.printed,
        "issued": tokens.issued,
        "replaced": tokens.replaced,
        "archived": tokens.archived,
        "left_over": tokens.left_over,
    }


def election(books: Books) -> dict[str, Any]:
    """The whole view for people who work on it, its rounds and keys apart."""
    return {
        "rehearsal": books.rehearsal,
        "cards_printed": books.deck,
        "size": books.size,
        "ceremony": ceremony(books),
    }


def ceremony(books: Books) -> dict[str, Any] | None:
    if books.generation is None:
        return None
    holders = range(1, HOLDERS + 1)
    done = sorted(f"{step}:{one}" for step in STEPS for one in holders) if books.made else []
    return {
        "trustees": HOLDERS,
        "threshold": OPENERS,
        "done": done,
        "proven": sorted(books.proven),
    }


def sheet(one: Sheet) -> dict[str, Any]:
    """One round for people who work on it, its outcome apart."""
    roster, present = one.people or (None, None)
    return {
        "round": one.number,
        "kind": one.kind,
        "stage": one.stage,
        "stage_name": STAGES[one.stage],
        "definition": one.definition,
        "candidates": one.candidates,
        "seats": one.seats,
        "roster_total": roster,
        "present": present,
        "destroyed": one.dead_sheets,
        "paper": pile(one.paper),
        "tablet": pile(one.tablet),
        "cast": None if one.stage in {"open", "ready"} else len(one.cast),
        "box_counted": one.box,
        "cards_in_box": one.cards_in_box,
        "tellers_done": len(one.entries),
        "hand_count_agreed": one.count is not None,
        "paper_frozen": one.frozen,
        "opening_authorised": one.authorised,
        "encrypted_tally": one.product,
        "partials": sorted(one.opened_by),
        "presidium": "".join(one.said.values()) or None,
        "papers": sorted(one.papers),
    }


def result(one: Sheet) -> dict[str, Any] | None:
    """What an outcome must say at least."""
    found = one.result
    if found is None:
        return None
    return {
        "elected": sorted(found.elected),
        "tied": sorted(found.tied),
        "seats_left": found.seats_left,
        "vacant": found.vacant,
        "status": status(one),
    }


def status(one: Sheet) -> str:
    found = one.result
    assert found is not None
    if found.tied:
        return "undecided_second_tie" if one.contest == "runoff" else "tie_at_cutoff"
    return "shortfall" if found.vacant else "final"


def public(one: Sheet, rules: Rules) -> dict[str, Any]:
    """One round for everybody."""
    told = one.stage == "announced" and one.result is not None
    shown: dict[str, Any] = {
        "round": one.number,
        "kind": one.kind,
        "stage": one.stage,
        "stage_name": STAGES[one.stage],
        "definition": one.definition,
        "seats": one.seats,
        "elected": set(one.chosen) if told else None,
    }
    if told and rules.publish_level == "names_approve":
        shown["approve"] = {str(number) for number in one.chosen}
    if told and rules.publish_level == "full":
        shown["counts"] = set(one.candidates)
    return shown


def undone(books: Books, *, by_hand: bool) -> set[str]:
    """The verifier's checks that have nothing to look at yet; ``by_hand``: pages were signed."""
    sheets = books.sheets
    archived = any(one.cast or one.product for one in sheets)
    there = {
        "D-01 D-02 D-03 D-04": books.lists,
        "K-01 K-02 K-03 K-04 K-05 K-06": books.made,
        "B-01 B-02": books.deck,
        "R-09 B-03 B-05": archived,
        "B-04 B-06 B-07 B-08 B-09": archived and books.deck,
        "T-01 T-03 T-04": any(one.product for one in sheets),
        "T-02 T-05 T-06": any(one.product and one.result for one in sheets),
        "T-07 O-01 O-02 O-03": any(one.result for one in sheets),
        "C-02": any(one.stage in {"certified", "announced"} for one in sheets),
        "P-01": any(one.papers for one in sheets),
        "D-05 E-01": False,
        "E-06": by_hand,
        " ".join(f"S-{number:02}" for number in range(1, 17)): False,
    }
    return {number for numbers, fact in there.items() if not fact for number in numbers.split()}
