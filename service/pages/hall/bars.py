"""A bar as SVG, made here: the browser of the hall's PC draws it and computes nothing."""

from markupsafe import Markup

WIDTH, HEIGHT = 1000, 40


def bar(score: int, most: int, *, chosen: bool | None, line: int | None = None) -> Markup:
    """Return a bar of ``score`` out of ``most``, with a mark at ``line`` if there is one.

    Integers only; what is not chosen is hatched as well as grey, so that no state is told by
    colour alone. Its meaning stands beside it in words, so it is hidden from screen readers.
    """
    kind = "open" if chosen is None else "chosen" if chosen else "left"
    length = 0 if most <= 0 else min(WIDTH, max(score, 0) * WIDTH // most)
    parts = [
        f'<rect class="track" x="0" y="0" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<rect class="bar {kind}" x="0" y="0" width="{length}" height="{HEIGHT}"/>',
    ]
    if kind == "left":
        parts += [
            f'<path class="hatch" d="M{at} {HEIGHT}L{min(at + HEIGHT, length)} '
            f'{max(0, at + HEIGHT - length)}"/>'
            for at in range(0, length, HEIGHT)
        ]
    if line is not None and 0 < line <= most:
        at = line * WIDTH // most
        parts += [f'<path class="{kind}" d="M{at} 0V{HEIGHT}"/>' for kind in ("edge", "line")]
    drawn = "".join(parts)
    return Markup(  # noqa: S704  (whole numbers and words of ours)
        f'<svg class="bars" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{drawn}</svg>'
    )
