"""Whether a bundle fits what people counted: its own hand count, and what the box has left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ballot.refusals import WrongBatch
from ballot.state import Round
from service.office.bundles import Bundle
from service.scanning.joined import Joined

MOST_NAMED = 10
"""Pages that a sentence names."""

_SHORT = (
    "请把没有读出的票补扫一遍；确实读不出的，登记为人工辨认；编码说明不是本轮的票，登记为另放。"
)
_SHORT_ALIKE = (
    "各票编码相同，补扫会把读过的再计一次：请放弃这一捆，整捆重扫；"
    "确实读不出的，登记为人工辨认；编码说明不是本轮的票，登记为另放。"
)
_OVER = (
    "请先核对另放、人工辨认有没有多填，已经读出的不再填；再重新数这一捆："
    "数错的，放弃这一捆，按重新数得的张数登记、重扫；"
    "没有编码的票扫了两遍会算成两张，也请放弃这一捆，整捆重扫。"
)
_OVER_ALIKE = (
    "各票编码相同，扫了两遍的会算成两张：请放弃这一捆，重新数过，整捆重扫；"
    "另放、人工辨认多填了的，改正以后再入账。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """What people found in a bundle beside what was read; see `service.scanning.bundles.enter`."""

    foreign: int
    by_hand: int


def left_in_box(current: Round) -> int | None:
    """Return how many sheets of the box are in no standing bundle; None before it was counted."""
    if current.box_counted is None:
        return None
    return current.box_counted - sum(one.declared for one in current.live)


def check_box(current: Round, declared: int) -> None:
    """Raise WrongBatch for a bundle of more sheets than the box has left, as far as is known."""
    left = left_in_box(current)
    if left is None or declared <= left:
        return
    entered = sum(one.declared for one in current.live)
    raise WrongBatch(
        f"票箱清点 {current.box_counted} 张，各捆已经入账 {entered} 张，"
        f"没有入账的只有 {max(left, 0)} 张，这一捆 {declared} 张，多 {declared - left} 张。"
        "请重新数这一捆；没有数错的，查前面各捆的张数（数错的，撤回那一捆重新清点、重扫），"
        "或者由监票人重新清点票箱并登记。"
    )


def check_foreign(bundle: Bundle, joined: Joined, aside: SetAside, *, alike: bool) -> None:
    """Raise WrongBatch for more foreign sheets than their codes tell: the others need a ruling."""
    most = len(joined.strangers)
    if aside.foreign <= most:
        return
    missed = "有票没有读出的，放弃这一捆，整捆重扫。" if alike else "有票没有读出的，补扫一遍。"
    raise WrongBatch(
        f"第 {bundle.number} 捆登记另放 {aside.foreign} 张，"
        f"而由编码认出不是本轮的只有 {most} 张{_scanned_again(joined.strangers)}。"
        f"请核对手里另放的票，按票的张数填，不按扫描的页数填；{missed}"
        "没有编码、编码读不出和复印的票，不能由一人另放：请登记为人工辨认，"
        "由两名监票人和总监票人对照纸质票，认定为“不是本次印制的票”。"
    )


def _scanned_again(strangers: Mapping[str, Sequence[int]]) -> str:
    """Return which pages show one foreign sheet, the first of them."""
    several = [places for places in strangers.values() if len(places) > 1]
    told = [f"扫描第 {'、'.join(map(str, places))} 页是同一张" for places in several]
    listed = "；".join(told[:MOST_NAMED])
    return f"（{listed}：两面印的、扫了两遍的只算一张）" if listed else ""


def check_gap(bundle: Bundle, joined: Joined, aside: SetAside, *, alike: bool) -> None:
    """Raise WrongBatch with all that is known of the gap between hand count and scan.

    ``alike``: all sheets bear one code, and what is scanned again counts again.
    """
    read_, foreign, by_hand = len(joined.sheets), aside.foreign, aside.by_hand
    found = read_ + foreign + by_hand
    short = bundle.declared - found
    if not short:
        return
    if short > 0:
        gap, advice = f"少 {short} 张", _SHORT_ALIKE if alike else _SHORT
    else:
        gap, advice = f"多 {-short} 张", _OVER_ALIKE if alike else _OVER
    raise WrongBatch(
        f"第 {bundle.number} 捆人工清点 {bundle.declared} 张，读出 {read_} 张，"
        f"另放 {foreign} 张，人工辨认 {by_hand} 张，{gap}。{listed(joined.told)}{advice}"
    )


def check_elsewhere(joined: Joined) -> None:
    """Raise WrongBatch for sheets that a standing bundle has already, with where they lie here."""
    if not joined.elsewhere:
        return
    raise WrongBatch(
        f"这一捆里有 {len(joined.elsewhere)} 张票在别的捆读过，同一张票只能计一次。"
        f"{listed(joined.elsewhere)}"
        "请查明是重复扫描还是复印的票：放错了捆的，放弃这一捆，取出来放回原捆，重新数、重扫；"
        "复印的取出来不扫，登记为人工辨认，认定为“不是本次印制的票”。"
    )


def listed(told: Sequence[tuple[int, str]]) -> str:
    """Return the first places with their reasons, and how many more there are."""
    rest = len(told) - MOST_NAMED
    places = "".join(f"扫描第 {place} 页：{reason}" for place, reason in told[:MOST_NAMED])
    return places + (f"另有 {rest} 页。" if rest > 0 else "")
