# SPDX-License-Identifier: Apache-2.0
"""Fine-tune the engine's Vietnamese model on lines under ink.

    combine_tessdata -u vie.traineddata BASE.
    python -m bench.ink_lines.training BASE LINES OUT.lstm [--steps 4000] [--rate 1e-3]

BASE is the beginning of the names of its parts, LINES a folder that `bench.ink_lines.draw` fills, also meanwhile. What
is trained is kept beside OUT as it goes on (`.pt`), and gone on from. OUT takes the place of BASE.lstm for
`combine_tessdata BASE.`. Needs torch.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from bench.ink_lines.lstmf import letters_of, read_lines, weights_of, with_weights
from bench.ink_lines.network import HEIGHT, SHRINK, LineNetwork, as_seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_BATCH = 24
"""Lines of a step."""
_TELL = 50
"""Steps between two lines of what became of it."""
_LONGEST = 640
"""Pixels of the longest line."""
_GRADIENT = 5.0
"""Greatest norm of the gradients of a step."""

Example = tuple["NDArray[np.float32]", list[int]]


def _examples(folder: Path, letters: dict[str, int], rng: np.random.Generator) -> Iterator[Example]:
    """Lines of the folder's files in any order, again and again."""
    while True:
        paths = sorted(folder.glob("*.lstmf"))
        for at in rng.permutation(len(paths)):
            for pixels, text in read_lines(paths[at]):
                seen = as_seen(pixels)
                if set(text) <= letters.keys() and seen.shape[1] <= _LONGEST:
                    yield seen, [letters[letter] for letter in text]


def _batches(examples: Iterator[Example]) -> Iterator[list[Example]]:
    """Lines of like length together."""
    while True:
        some = sorted((next(examples) for _ in range(_BATCH * 8)), key=lambda each: each[0].shape[1])
        for at in np.random.default_rng(0).permutation(8):
            yield some[at * _BATCH : (at + 1) * _BATCH]


def _loss(model: LineNetwork, batch: list[Example], blank: int) -> torch.Tensor:
    """The mean cost of a letter."""
    widths = [seen.shape[1] for seen, _ in batch]
    lines = torch.empty(len(batch), HEIGHT, max(widths)).uniform_(-1, 1)
    for number, (seen, _) in enumerate(batch):
        lines[number, :, : seen.shape[1]] = torch.from_numpy(seen)
    lengths = torch.tensor([width // SHRINK for width in widths])
    counts = torch.tensor([len(classes) for _, classes in batch])
    right = torch.tensor([each for _, classes in batch for each in classes])
    scores = model(lines, lengths).transpose(0, 1)
    loss: torch.Tensor = torch.nn.functional.ctc_loss(scores, right, lengths, counts, blank, zero_infinity=True)
    return loss


def trained(  # noqa: PLR0913 - what is trained, on what, how long, where it is kept
    base: bytes, letters: dict[str, int], folder: Path, kept: Path, *, steps: int, rate: float
) -> LineNetwork:
    """The network of `base` after so many steps, with Adam, the rate falling to nothing."""
    torch.set_num_threads(1)
    model = LineNetwork(weights_of(base))
    optimizer = torch.optim.Adam((each for each in model.parameters() if each.requires_grad), lr=rate)
    begin, blank = 0, len(model.letters.bias) - 1
    if kept.exists():
        state = torch.load(kept)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        begin = state["step"]
    batches = _batches(_examples(folder, letters, np.random.default_rng(begin)))
    losses: deque[float] = deque(maxlen=_TELL)
    for step in range(begin, steps):
        now = rate * min(1.0, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * step / steps))
        for group in optimizer.param_groups:
            group["lr"] = now
        optimizer.zero_grad()
        loss = _loss(model, next(batches), blank)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), _GRADIENT)
        optimizer.step()
        losses.append(float(loss.detach()))
        if (step + 1) % _TELL == 0:
            sys.stdout.write(f"{step + 1} loss {np.mean(losses):.4f} cpu {time.process_time():.0f}\n")
            sys.stdout.flush()
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}, kept)
            kept.with_suffix(".lstm").write_bytes(with_weights(base, model.weights()))
    return model


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and write the weights."""
    parser = argparse.ArgumentParser(prog="training", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("base", metavar="BASE")
    parser.add_argument("lines", type=Path, metavar="LINES")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=1e-3)
    options = parser.parse_args(arguments)
    base = Path(f"{options.base}lstm").read_bytes()
    letters = letters_of(*(Path(f"{options.base}lstm-{part}").read_bytes() for part in ("unicharset", "recoder")))
    kept = options.out.with_suffix(".pt")
    model = trained(base, letters, options.lines, kept, steps=options.steps, rate=options.rate)
    options.out.write_bytes(with_weights(base, model.weights()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
