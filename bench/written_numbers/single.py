# SPDX-License-Identifier: Apache-2.0
"""Training the reader of single written digits (`ocr_kh.recognition.handwriting.single`) on invented ones.

    python -m bench.written_numbers.single pieces --mnist DIR --hands FACE ... --print UPRIGHT ITALIC ... --out PIECES
    python -m bench.written_numbers.single train --pieces PIECES --out single_digits.onnx [--passes 8]

Some pieces are cut out of the strips that the reader of strips learns from (`strips`), where its network says, for the
number that is written and for one with a digit too many or too few: pieces of those are digits or none. The others are
digits drawn alone, beside remains of neighbours. `pieces` writes files until it is stopped, `train` needs PyTorch.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from bench.scans.degrade import blurred, jpegged
from bench.scans.drawn_handwriting import random_letters
from bench.written_numbers.material import add_hands, hands_of
from bench.written_numbers.strips import Print, strip
from ocr_kh.recognition.handwriting.digits import END_SIGN, STRIP_HEIGHT, network_scores
from ocr_kh.recognition.handwriting.single import NO_DIGIT, PIECE, piece_of, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from bench.scans.drawn_handwriting import Hands

    Labelled = tuple[NDArray[np.uint8], int]

_SAME, _OTHER = 0.8, 0.5
"""Share of ink that a piece has in common with a digit from which it is that digit, and below which it is none."""
_OF_A_FILE = 4000
_FROM_STRIPS = 0.3
"""Share of the pieces that are cut out of strips."""
_NONE = 0.12
"""Share of those drawn alone that are no digit."""
_MOST_DIGITS = 4
_BATCH, _RATE = 128, 2e-3
_CLASSES = 11


def _from_strip(hands: Hands, faces: Print, rng: Generator) -> Iterator[Labelled]:
    """The pieces of a strip, cut for what is written there and for what is not."""
    image, text = strip(hands, faces, rng)
    digits = text.rstrip(END_SIGN)
    if digits == text or not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return
    columns = network_scores(image[None])[0]
    own = pieces(image, columns, digits)
    for piece, digit in zip(own, digits, strict=True):
        yield piece_of(image, piece), int(digit)
    at = int(rng.integers(len(digits)))
    more = digits[:at] + str(rng.integers(10)) + digits[at:]
    wrong = digits[:at] + digits[at + 1 :] if len(digits) > 1 and rng.random() < 0.5 else more
    for piece in pieces(image, columns, wrong):
        shared = [_shared(image, piece, each) for each in own]
        best = int(np.argmax(shared))
        if shared[best] < _OTHER:
            yield piece_of(image, piece), NO_DIGIT
        elif shared[best] >= _SAME:
            yield piece_of(image, piece), int(digits[best])


def _shared(image: NDArray[np.uint8], one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """The ink that two pieces have in common over that of both."""
    return float(image[one & other].sum(dtype=float) / max(1.0, image[one | other].sum(dtype=float)))


def _alone(hands: Hands, rng: Generator) -> Labelled:
    """A digit, or none, drawn alone, with what a cut may leave of others beside it."""
    height = rng.uniform(0.4, 0.85) * STRIP_HEIGHT
    digit, lot = int(rng.integers(10)), rng.random()
    text = str(digit)
    if lot < _NONE:
        text = str(rng.integers(10, 100)) if lot < 0.6 * _NONE else random_letters(1, rng)
    ink = hands.written(text, height, rng)
    if lot > 1 - _NONE / 2:  # half of one
        keep = round(ink.shape[1] * rng.uniform(0.3, 0.6))
        ink, digit = (ink[:, :keep] if rng.random() < 0.5 else ink[:, -keep:]), NO_DIGIT
    digit = NO_DIGIT if lot < _NONE else digit
    canvas = np.pad(ink, ((4, 4), (6, 6)))
    for side in (slice(0, 6), slice(-6, None)):
        if rng.random() < 0.2:
            beside = hands.written(str(rng.integers(10)), height * rng.uniform(0.8, 1.1), rng)
            beside = beside[: len(canvas)]
            width = int(rng.integers(1, 4))
            sliver = beside[:, -width:] if side.start == 0 else beside[:, :width]
            top = int(rng.integers(0, len(canvas) - len(sliver) + 1))
            left = int(rng.integers(0, 4)) if side.start == 0 else canvas.shape[1] - 1 - int(rng.integers(0, 4)) - width
            place = canvas[top : top + len(sliver), left : left + sliver.shape[1]]
            np.maximum(place, sliver, out=place)
    return piece_of(_scanned(canvas, rng), np.ones(canvas.shape, bool)), digit


def _scanned(ink: NDArray[np.float32], rng: Generator) -> NDArray[np.uint8]:
    """Ink as a strip has it: blurred, with noise, some of it bilevel or pale."""
    grey = blurred(np.asarray(255 - ink * 255, np.uint8), rng.uniform(0.2, 0.9))
    grey = np.clip(grey + rng.standard_normal(grey.shape) * rng.uniform(0, 12), 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        grey = np.where(grey > rng.uniform(90, 200), 255, 0).astype(np.uint8)
        grey = blurred(grey, rng.uniform(0.3, 0.7))
    elif rng.random() < 0.4:
        grey = jpegged(grey, int(rng.integers(30, 90)))
    dark = 255.0 - grey
    return np.asarray(np.clip(dark * rng.uniform(0.75, 1.05), 0, 255), np.uint8)


def draw(hands: Hands, faces: Print, seed: int, out: Path) -> Iterator[Path]:
    """Files of labelled pieces without end."""
    out.mkdir(parents=True, exist_ok=True)
    for number in itertools.count():
        rng = np.random.default_rng([seed, number])
        made: list[Labelled] = []
        while len(made) < _OF_A_FILE * _FROM_STRIPS:
            made += _from_strip(hands, faces, rng)
        made += [_alone(hands, rng) for _ in range(_OF_A_FILE - len(made))]
        path = out / f"pieces-{seed}-{number:03}.npz"
        np.savez_compressed(path, pieces=np.stack([piece for piece, _ in made]), digits=[digit for _, digit in made])
        yield path


def network() -> Any:
    """Pieces (n, 1, PIECE, PIECE) to scores (n, 11)."""
    from torch import nn

    def layer(inner: int, outer: int, size: int, step: int = 1) -> list[nn.Module]:
        return [nn.Conv2d(inner, outer, size, step, size // 2, bias=False), nn.BatchNorm2d(outer), nn.ReLU()]

    side = PIECE // 8
    return nn.Sequential(
        *layer(1, 20, 5, 2), *layer(20, 36, 3), nn.MaxPool2d(2), *layer(36, 72, 3), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.25), nn.Linear(72 * side * side, _CLASSES),
    )  # fmt: skip


def _moved(batch: NDArray[np.uint8], rng: Generator) -> NDArray[np.float32]:
    """Pieces a little turned, leaning, larger or smaller, beside their place."""
    moved = np.empty(batch.shape, np.float32)
    for at, piece in enumerate(batch):
        turn, lean = rng.normal(0, 0.06), rng.normal(0, 0.07)
        scale = rng.normal(1, 0.04, 2)
        matrix = np.array([[math.cos(turn), lean - math.sin(turn)], [math.sin(turn), math.cos(turn)]]) * scale
        middle = np.full(2, (PIECE - 1) / 2)
        shift = middle - matrix @ middle + rng.normal(0, 0.5, 2)
        moved[at] = cv2.warpAffine(piece, np.column_stack([matrix, shift]), (PIECE, PIECE))
    return np.asarray(moved / 255, np.float32)


def train(folder: Path, passes: int, kept: Path) -> Any:
    """The trained network, gone on with from what is in `kept`, where its weights are kept after each pass."""
    import torch

    torch.manual_seed(1)
    torch.set_num_threads(1)
    rng = np.random.default_rng(1)
    model = network()
    if kept.exists():
        model.load_state_dict(torch.load(kept))
    optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=1e-3)
    began = time.monotonic()
    for number in range(passes):
        files = [np.load(path) for path in sorted(folder.glob("*.npz"))]
        images, labels = (np.concatenate([file[name] for file in files]) for name in ("pieces", "digits"))
        order, losses = rng.permutation(len(images)), []
        model.train()
        for step in range(len(order) // _BATCH):
            done = (number + step * _BATCH / len(order)) / passes
            for group in optimizer.param_groups:
                group["lr"] = _RATE * 0.5 * (1 + math.cos(math.pi * done))
            chosen = order[step * _BATCH : (step + 1) * _BATCH]
            scores = model(torch.from_numpy(_moved(images[chosen], rng))[:, None])
            right = torch.from_numpy(labels[chosen].astype(np.int64))
            loss = torch.nn.functional.cross_entropy(scores, right, label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(float(loss.detach()))
        said = f"pass {number + 1} of {passes}, {len(images)} pieces, loss {np.mean(losses):.4f}"
        sys.stdout.write(f"{said}, {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
        torch.save(model.state_dict(), kept)
    return model.eval()


def save(model: Any, path: Path) -> None:
    """As ONNX."""
    import torch

    torch.onnx.export(model, (torch.zeros(1, 1, PIECE, PIECE),), str(path), input_names=["pieces"],
                      output_names=["scores"], dynamo=False,
                      dynamic_axes={"pieces": {0: "n"}, "scores": {0: "n"}})  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw pieces, or train."""
    parser = argparse.ArgumentParser(prog="single", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("pieces", "train"))
    add_hands(parser, required=False)
    parser.add_argument("--print", type=Path, nargs="+", metavar="FACE")
    parser.add_argument("--pieces", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.what == "train":
        save(train(options.pieces, options.passes, options.out.with_suffix(".pt")), options.out)
        return 0
    hands = hands_of(options, "train")
    faces = Print(list(zip(options.print[::2], options.print[1::2], strict=True)))
    for path in draw(hands, faces, options.seed, options.out):
        sys.stdout.write(f"{path}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
