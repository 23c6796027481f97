"""What worker processes make of kept pages for the public: boxes apart, or pages without codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballot.sheet import SheetLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A kept side: the flattened ``image``, and page ``number`` of ``layout`` that it is."""

    layout: SheetLayout
    number: int
    image: bytes


def boxes(sides: Sequence[Side]) -> list[tuple[int, bytes]]:
    """Return the boxes of every project on ``sides`` as (project, PNG)."""
    from counting.scan.flattened import decoded_page  # noqa: PLC0415  (in workers alone)
    from counting.scan.published import box_images, cleaned  # noqa: PLC0415

    return [
        (crop.project, crop.png)
        for side in sides
        for crop in box_images(
            cleaned(decoded_page(side.image)), side.layout.pages[side.number - 1]
        )
    ]


def pages(sides: Sequence[Side]) -> list[bytes]:
    """Return ``sides`` as PNG without their codes."""
    from counting.scan.flattened import decoded_page  # noqa: PLC0415  (in workers alone)
    from counting.scan.published import cleaned, page_image  # noqa: PLC0415

    return [
        page_image(cleaned(decoded_page(side.image)), side.layout.pages[side.number - 1])
        for side in sides
    ]
