"""排序票决: what each rank on a ballot is worth."""

from ballot.rules import Rules


def points_of_ranks(rules: Rules, seats: int) -> tuple[int, ...]:
    """Return the points of rank 1, 2, … K where ``seats`` (K) are to be chosen.

    The rules name them (``rank_points``; ranks behind the named ones earn nothing), or the first
    rank earns K points, the next one less, the last one.
    """
    if rules.rank_points is None:
        return tuple(range(seats, 0, -1))
    named = rules.rank_points[:seats]
    return named + (0,) * (seats - len(named))
