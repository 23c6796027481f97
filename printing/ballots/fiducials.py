"""The fiducials at the corners of a sheet: the 50 markers of the dictionary DICT_4X4_50.

A marker has 6 × 6 modules: a black border of one module around 4 × 4 bits. The bits are those of
OpenCV (``cv2.aruco``, modules/objdetect/src/aruco/predefined_dictionaries.hpp, Apache-2.0), after
S. Garrido-Jurado et al., Automatic generation and detection of highly reliable fiducial markers
under occlusion, Pattern Recognition 47 (2014). They stand here as data because printing loads no
image library; a test has OpenCV confirm every one of them.
"""

MODULES = 6
"""Modules along the side of a marker, its border included."""

_INNER = 4

# fmt: off
BITS = (
    0xB532, 0x0F9A, 0x332D, 0x9946, 0x549E, 0x79CD, 0x9E2E, 0xC4F2, 0xFEDA, 0xCF56,
    0xF991, 0x11A7, 0x0EB7, 0x2A0F, 0x24B1, 0x263E, 0x4665, 0x6600, 0x6C5E, 0x76AF,
    0x868B, 0xB02B, 0xCCD5, 0xDD82, 0xFE47, 0x9471, 0xACE4, 0xA554, 0x2123, 0x346F,
    0x4415, 0x57B2, 0x9ECF, 0xF0CB, 0x08AE, 0x0929, 0x1875, 0x04FF, 0x0DF6, 0x1C5A,
    0x1718, 0x2A28, 0x328C, 0x38B2, 0x24E8, 0x2EEB, 0x2D3F, 0x4B64, 0x502E, 0x5013,
)
# fmt: on
"""16 bits of each marker by id: row by row from the top left, the highest bit first, 1 is white."""


def white_modules(marker: int) -> tuple[tuple[int, int], ...]:
    """Return row and column (from 0, border included) of the white modules of a marker.

    Raises IndexError for an id that the dictionary does not have.
    """
    bits = BITS[marker]
    return tuple(
        (1 + at // _INNER, 1 + at % _INNER)
        for at in range(_INNER * _INNER)
        if bits >> (_INNER * _INNER - 1 - at) & 1
    )
