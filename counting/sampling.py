"""抽样复核: how many paper ballots are looked at again (`audit_sample`)."""

from ballot.rules import Rules


def sample_size(rules: Rules, sheets: int) -> int:
    """Return how many of ``sheets`` paper ballots are drawn: all of a small pile, else a share.

    The share is rounded up, so that a pile above the limit is never left without a sample unless
    the rules ask for none.
    """
    sample = rules.audit_sample
    if sheets <= sample.all_up_to:
        return sheets
    numerator, denominator = sample.ratio
    return min(sheets, -(-sheets * numerator // denominator))
