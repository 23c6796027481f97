"""The networks that look at boxes: four convolutions and two full layers, carried out by numpy.

The weights lie beside this file and are part of the program: their SHA-256 stands here, so that
nobody can exchange what decides on votes without changing a line of source.
"""

import hashlib
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from counting.errors import WeightsDamaged


@dataclass(frozen=True, slots=True)
class Network:
    """Published weights: their ``version`` names the file, ``digest`` is the file's SHA-256.

    ``purpose`` is what they are for, in Chinese.
    """

    version: str
    digest: str
    purpose: str


SYMBOLS: Final = Network(
    "symbols-1", "de904711517d1a6917bc1e57225b5b6d10f0b00916efdd71946ff30b23690909", "符号识别"
)
OPINION: Final = Network(
    "opinion-4", "b9e6bbf042ca0edd56bd1c298007aabbb27650eef668f5ff23f9c5a9099f0721", "方框复核"
)

Pictures = npt.NDArray[np.float32]
"""N x height x width (x channels); a crop is 0 for paper to 1 for print black."""
Weights = Mapping[str, npt.NDArray[np.float32]]
"""``conv0`` … ``conv3``, ``full0``, ``full1``: inputs x outputs; and the ``_bias`` of each."""

_CONVOLUTIONS: Final = 4


def published_weights(network: Network) -> Weights:
    """Return the weights of the package. Raises WeightsDamaged if they are not those."""
    return _published(network)


@cache
def _published(network: Network) -> Weights:
    content = files(__package__ or "").joinpath(f"{network.version}.npz").read_bytes()
    return checked(content, network)


def checked(content: bytes, network: Network) -> Weights:
    """Return the weights in ``content`` if it is the published file; WeightsDamaged otherwise."""
    if hashlib.sha256(content).hexdigest() != network.digest:
        raise WeightsDamaged(
            f"{network.purpose}的权重文件 {network.version}.npz 与随软件发布的不一致，"
            f"请重新安装后再读票。"
        )
    return read_weights(content)


def read_weights(content: bytes) -> Weights:
    """Return the weights in ``content``, the bytes of an .npz file of half-precision numbers."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def chances(pictures: Pictures, weights: Weights, beside: Pictures | None = None) -> Pictures:
    """Return how likely each picture (N x h x w) shows each class: rows that sum to 1.

    ``beside`` (N x k) are numbers that the full layers see beside the picture.
    """
    # Pixels of the same place lie side by side, so that every step copies and adds long rows.
    layer = np.ascontiguousarray(pictures.transpose(1, 2, 0))[None]
    layer = _cut_off(_convolved(layer, weights["conv0"], step=2), weights["conv0_bias"])
    for number in range(1, _CONVOLUTIONS):
        sums = _largest(_convolved(layer, weights[f"conv{number}"]))
        layer = _cut_off(sums, weights[f"conv{number}_bias"])
    flat = layer.transpose(3, 1, 2, 0).reshape(len(pictures), -1)
    if beside is not None:
        flat = np.concatenate([flat, beside], axis=1)
    hidden = np.maximum(flat @ weights["full0"] + weights["full0_bias"], 0)
    scores = hidden @ weights["full1"] + weights["full1_bias"]
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True), np.float32)


def _convolved(layer: Pictures, kernel: npt.NDArray[np.float32], step: int = 1) -> Pictures:
    """Return a convolution of as many taps as ``kernel`` has rows for, channels x h x w x N."""
    channels, height, width, count = layer.shape
    side = math.isqrt(len(kernel) // channels)
    edge = side // 2
    wide = np.pad(layer, ((0, 0), (edge, edge), (edge, edge), (0, 0)))
    taps = np.concatenate(
        [
            wide[:, y : y + height : step, x : x + width : step]
            for y in range(side)
            for x in range(side)
        ]
    )
    sums = kernel.T @ taps.reshape(len(kernel), -1)
    return np.asarray(sums.reshape(-1, *taps.shape[1:3], count), np.float32)


def _cut_off(sums: Pictures, bias: npt.NDArray[np.float32]) -> Pictures:
    """Return the ``sums`` and each channel's ``bias``, cut off below 0."""
    return np.asarray(np.maximum(sums + bias[:, None, None, None], 0), np.float32)


def _largest(layer: Pictures) -> Pictures:
    """Return the largest of each 2 x 2 pixels; an odd row or column at the end falls away."""
    height, width = layer.shape[1] // 2 * 2, layer.shape[2] // 2 * 2
    rows = np.maximum(layer[:, 0:height:2], layer[:, 1:height:2])
    return np.asarray(np.maximum(rows[:, :, 0:width:2], rows[:, :, 1:width:2]), np.float32)
