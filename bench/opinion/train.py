"""Train the network that gives a second opinion on a box (docs/scanning.md, section 3).

    python -m bench.opinion.train [--boxes FILE] [--part N] [--epochs N] [--out FILE]

Needs torch, which nothing else but the reader of symbols does (docs/symbols.md). With one seed, one
torch and one number of threads the weights are the same; another processor may round otherwise.
"""

import argparse
import io
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from bench.convolving import convolutions, kernels_of, together
from bench.opinion.dataset import Labelled, made
from counting.scan.opinion import SEEN

SEED = 1
WIDTHS = (8, 16, 28, 44)
HIDDEN = 64
LEFT = (3, 3)
"""Height and width of a picture after the convolutions."""
_DEAR = [1.5 if one in {"faint", "struck"} else 1.0 for one in SEEN]
"""What a faint mark or one taken back weighs in training, in the order of SEEN."""


class Look(nn.Module):
    """Four convolutions, each halving the picture; two full layers see the measures, too."""

    def __init__(self, measures: int) -> None:
        """Make a network for pictures and so many ``measures``."""
        super().__init__()
        self.convolutions = convolutions(WIDTHS)
        self.full = nn.ModuleList(
            [
                nn.Linear(WIDTHS[-1] * LEFT[0] * LEFT[1] + measures, HIDDEN),
                nn.Linear(HIDDEN, len(SEEN)),
            ]
        )
        self.dropped = nn.Dropout(0.2)

    def forward(self, pictures: torch.Tensor, measures: torch.Tensor) -> torch.Tensor:
        """Return the scores of each class."""
        flat = torch.cat([self.convolutions(pictures).flatten(1), measures], 1)
        return self.full[1](torch.relu(self.full[0](self.dropped(flat))))


def varied(batch: torch.Tensor) -> torch.Tensor:
    """Return the batch moved by up to a pixel, a little darker or lighter, with noise."""
    down, right = (int(one) for one in torch.randint(-1, 2, (2,)))
    batch = torch.roll(batch, (down, right), (2, 3))
    gain = 1 + 0.05 * torch.randn(len(batch), 1, 1, 1)
    return (batch * gain + 0.01 * torch.randn_like(batch)).clamp(0, 1).sqrt()


def trained(net: Look, data: Labelled, epochs: int, rate: float) -> None:
    """Train ``net`` in place; prints the loss of each epoch."""
    pictures = torch.from_numpy(data.pictures)[:, None]
    measures, labels = torch.from_numpy(data.measures), torch.from_numpy(data.labels)
    size = 256
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=rate, total_steps=epochs * (len(labels) // size)
    )
    for epoch in range(epochs):
        start, whole = time.monotonic(), 0.0
        net.train()
        order = torch.randperm(len(labels))
        for at in range(0, len(labels) - size + 1, size):
            chosen = order[at : at + size]
            batch = varied(pictures[chosen].float() / 255)
            beside = measures[chosen] + 0.01 * torch.randn(size, measures.shape[1])
            guess = net(batch.contiguous(memory_format=torch.channels_last), beside)
            loss = nn.functional.cross_entropy(guess, labels[chosen], weight=torch.tensor(_DEAR))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
            whole += loss.item() * size
        spent = time.monotonic() - start
        print(f"epoch {epoch}: loss {whole / len(labels):.4f}, {spent:.0f} s", flush=True)


def weights_of(net: Look) -> dict[str, np.ndarray]:
    """Return the weights as the reader wants them, half-precision."""
    out = kernels_of(net.convolutions, WIDTHS)
    first, second = (layer.weight.detach().numpy() for layer in net.full)
    seen = WIDTHS[-1] * LEFT[0] * LEFT[1]
    picture = together(first[:, :seen], WIDTHS[-1], *LEFT)
    first = np.concatenate([picture, first[:, seen:]], axis=1)
    for number, kernel in enumerate((first, second)):
        out[f"full{number}"] = kernel.T
        out[f"full{number}_bias"] = net.full[number].bias.detach().numpy()
    return {name: value.astype(np.float16) for name, value in out.items()}


def _boxes(kept: Path, part: int) -> Labelled:
    """Return the boxes that lie in ``kept``; they are made and put there if it does not exist."""
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        data = made(os.cpu_count() or 1, part)
        np.savez(kept, pictures=data.pictures, measures=data.measures, labels=data.labels)
    with np.load(kept) as stored:
        return Labelled(stored["pictures"], stored["measures"], stored["labels"])


def main() -> int:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boxes", type=Path, default=Path("build/boxes.npz"))
    parser.add_argument("--part", type=int, default=1, help="one sheet in so many, for a trial")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--out", type=Path, default=Path("build/opinion.npz"))
    options = parser.parse_args()
    # One thread: on a shared machine two of them mostly wait for each other.
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    started = time.monotonic()
    data = _boxes(options.boxes, options.part)
    counts = dict(zip(SEEN, np.bincount(data.labels).tolist(), strict=True))
    print(f"{len(data.labels)} boxes {counts}, {time.monotonic() - started:.0f} s", flush=True)
    net = Look(data.measures.shape[1]).to(memory_format=torch.channels_last)
    trained(net, data, options.epochs, options.rate)
    file = io.BytesIO()
    np.savez(file, **weights_of(net))
    options.out.write_bytes(file.getvalue())
    print(f"{options.out}: {len(file.getvalue())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
