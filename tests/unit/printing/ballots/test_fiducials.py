import cv2
import numpy as np
import pytest

from printing.ballots.fiducials import BITS, MODULES, white_modules

DICTIONARY = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)


@pytest.mark.parametrize("marker", range(50))
def test_the_bits_are_those_of_the_dictionary(marker: int) -> None:
    expected = cv2.aruco.generateImageMarker(DICTIONARY, marker, MODULES, borderBits=1)
    drawn = np.zeros((MODULES, MODULES), np.uint8)
    for row, column in white_modules(marker):
        drawn[row, column] = 255

    assert (drawn == expected).all()


def test_there_are_as_many_as_the_dictionary_has() -> None:
    assert len(set(BITS)) == len(BITS) == 50
    with pytest.raises(IndexError):
        white_modules(50)
