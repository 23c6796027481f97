"""What the networks of `counting.scan.network` have in common while they are trained (torch)."""

from collections.abc import Sequence

import numpy as np
from torch import nn


def convolutions(widths: Sequence[int]) -> nn.Sequential:
    """Return convolutions of so many channels, each halving the picture."""
    layers: list[nn.Module] = []
    before = 1
    for number, width in enumerate(widths):
        # The first one steps by two pixels: the rest would spend its time on a full picture.
        size, step = (5, 2) if number == 0 else (3, 1)
        layers += [
            nn.Conv2d(before, width, size, stride=step, padding=size // 2, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.MaxPool2d(2) if number else nn.Identity(),
        ]
        before = width
    return nn.Sequential(*layers)


def kernels_of(net: nn.Sequential, widths: Sequence[int]) -> dict[str, np.ndarray]:
    """Return the weights of `convolutions` as the reader wants them, normalisation worked in.

    A convolution of w channels is taps x channels in, by w.
    """
    out: dict[str, np.ndarray] = {}
    modules = list(net)
    for number, width in enumerate(widths):
        conv, norm = modules[4 * number], modules[4 * number + 1]
        scale = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach()
        kernel = (conv.weight.detach() * scale[:, None, None, None]).permute(2, 3, 1, 0)
        out[f"conv{number}"] = kernel.reshape(-1, width).numpy()
        out[f"conv{number}_bias"] = (norm.bias - norm.running_mean * scale).detach().numpy()
    return out


def together(kernel: np.ndarray, channels: int, height: int, width: int) -> np.ndarray:
    """Return the first full layer's weights (out x in) with the channels of a pixel together.

    torch flattens channel by channel.
    """
    parted = kernel.reshape(len(kernel), channels, height, width)
    return parted.transpose(0, 2, 3, 1).reshape(len(kernel), -1)
