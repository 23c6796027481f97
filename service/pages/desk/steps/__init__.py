"""What is done in a round, what is still missing, and the one thing to do next.

Pure: from the folded state and a few figures of the office to sentences. Where an act is left to
do, the fold's own guard is asked as well (`values.obstacle`), so that no page calls a round ready
that the log would refuse.
"""

from ballot.state import Election, Round
from service.pages.desk.steps import after, before
from service.pages.desk.steps.values import BAR, Doing, Known, Place, Progress, Step, obstacle

__all__ = ["BAR", "Doing", "Known", "Place", "Progress", "Step", "obstacle", "progress"]


def progress(state: Election, current: Round, known: Known) -> Progress:
    """Return where ``current`` stands."""
    match current.stage:
        case "drafting":
            steps = before.drafting(state, current, known)
        case "listed" | "ready":
            steps = before.preparing(state, current, known)
        case "open":
            steps = before.voting(state, known)
        case "closed":
            steps = after.counting(state, current, known)
        case "counted":
            steps = after.certifying(state, current, known)
        case "certified":
            steps = after.announcing(state, current, known)
        case _:
            steps = after.after(state, current)
    return Progress(stage=current.stage, steps=tuple(steps))
