"""Train the reader of symbols on generator A and on real crops, if there are any.

    python -m bench.symbols.train [--size N] [--epochs N] [--real FOLDER] [--out FILE]

Needs torch, which nothing else here does (docs/symbols.md). With one seed, one torch and one
number of threads the weights are the same; another processor may round otherwise.
"""

import argparse
import io
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from bench.convolving import convolutions, kernels_of, together
from bench.symbols.dataset import Labelled, held_out, made, of_hand, part, real
from bench.symbols.sheet import LABELS

SEED, VALIDATION_SEED = 1, 2
PROCESSES = 2
WIDTHS = (16, 32, 48, 64)
HIDDEN = 64
LEFT = (2, 3)
"""Height and width of a picture after the convolutions."""
_REAL_WEIGHT = 4
"""How often a real crop is shown for each time that a drawn one is."""


def network() -> nn.Sequential:
    """Return four convolutions, each halving the picture, and two full layers."""
    return nn.Sequential(
        *convolutions(WIDTHS),
        nn.Flatten(),
        nn.Dropout(0.2),
        nn.Linear(WIDTHS[-1] * LEFT[0] * LEFT[1], HIDDEN),
        nn.ReLU(),
        nn.Linear(HIDDEN, len(LABELS)),
    )


def varied(batch: torch.Tensor) -> torch.Tensor:
    """Return the batch moved by up to a pixel, a little darker or lighter, with noise."""
    down, right = (int(one) for one in torch.randint(-1, 2, (2,)))
    batch = torch.roll(batch, (down, right), (2, 3))
    gain = 1 + 0.12 * torch.randn(len(batch), 1, 1, 1)
    return (batch * gain + 0.015 * torch.randn_like(batch)).clamp(0, 1)


def trained(net: nn.Sequential, data: Labelled, check: Labelled, epochs: int, rate: float) -> None:
    """Train ``net`` in place; prints after each epoch how it does on ``check``."""
    crops = torch.from_numpy(data.crops)[:, None]
    labels = torch.from_numpy(data.labels)
    size = 256
    steps = epochs * (len(labels) // size)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=rate, total_steps=steps)
    for epoch in range(epochs):
        start, whole = time.monotonic(), 0.0
        net.train()
        order = torch.randperm(len(labels))
        for at in range(0, len(labels) - size + 1, size):
            chosen = order[at : at + size]
            batch = varied(crops[chosen].float() / 255)
            guess = net(batch.contiguous(memory_format=torch.channels_last))
            loss = nn.functional.cross_entropy(guess, labels[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
            whole += loss.item() * size
        share = right_share(net, check)
        spent = time.monotonic() - start
        print(f"epoch {epoch}: loss {whole / len(labels):.4f}, right {share:.4f}, {spent:.0f} s")
        sys.stdout.flush()


def right_share(net: nn.Sequential, data: Labelled) -> float:
    """Return the share of ``data`` that ``net`` labels rightly."""
    net.eval()
    with torch.no_grad():
        parts = torch.from_numpy(data.crops)[:, None].float().div(255).split(1024)
        guess = torch.cat([net(one) for one in parts]).argmax(1)
    return float((guess == torch.from_numpy(data.labels)).float().mean())


def weights_of(net: nn.Sequential) -> dict[str, np.ndarray]:
    """Return the weights as the reader wants them, half-precision."""
    out = kernels_of(net, WIDTHS)
    for number, layer in enumerate(one for one in net if isinstance(one, nn.Linear)):
        kernel = layer.weight.detach().numpy()
        out[f"full{number}"] = (together(kernel, WIDTHS[-1], *LEFT) if number == 0 else kernel).T
        out[f"full{number}_bias"] = layer.bias.detach().numpy()
    return {name: value.astype(np.float16) for name, value in out.items()}


def main() -> int:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=40_000)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--real", type=Path, default=Path("crops"))
    parser.add_argument("--out", type=Path, default=Path("build/symbols.npz"))
    options = parser.parse_args()
    # One thread: on a shared machine two of them mostly wait for each other.
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    started = time.monotonic()
    data = made(of_hand, SEED, options.size, PROCESSES)
    check = made(of_hand, VALIDATION_SEED, options.size // 12, PROCESSES)
    written = real(options.real)
    taught = part(written, ~held_out(written))
    spent = time.monotonic() - started
    print(
        f"{len(data.labels)} drawn crops, {len(taught.labels)} real ones, {spent:.0f} s", flush=True
    )
    data = Labelled(
        crops=np.concatenate([data.crops, *[taught.crops] * _REAL_WEIGHT]),
        labels=np.concatenate([data.labels, *[taught.labels] * _REAL_WEIGHT]),
        kinds=data.kinds + taught.kinds * _REAL_WEIGHT,
    )
    net = network().to(memory_format=torch.channels_last)
    trained(net, data, check, options.epochs, options.rate)
    file = io.BytesIO()
    np.savez(file, **weights_of(net))
    options.out.write_bytes(file.getvalue())
    print(f"{options.out}: {len(file.getvalue())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
