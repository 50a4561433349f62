# SPDX-License-Identifier: Apache-2.0
"""Of changes said to be p, how many are right: reliability by channel and source, and the scales that make it so.

    python -m bench.repair.calibration --data DIR [--pages DIR] [--fit] [--words 15000]

Channels: `stripped` (right text without its accents), `typed` (right text with one word in 30 misread as the Vietnamese
channel misreads), `garbled` (pages drawn, degraded and read with the English model, and the seed with truth). Measured
on blocks kept out of training; with `--fit` on those kept for tuning, and the scale of each channel is printed that
makes the changes made there likeliest (Platt: p' = 1 / (1 + exp(-(slope * logit p + offset)))).

A change is right if the words it comes to stand in the truth in their place; case and marks at edges do not count.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from bench.repair.pages import EDGES, Order, make_pages
from bench.repair.whole import printed_lines, tsv_lines
from ocr_kh.language.letters import skeleton
from ocr_kh.language.syllables import place_tones
from ocr_kh.repair.calibration import MAX_LOGIT, SCALES, Scale, calibrated, logit
from ocr_kh.repair.edits import apply_edits
from ocr_kh.repair.passes import repair_lines
from ocr_kh.repair.readings import Reading
from ocr_kh.repair.resources import load_tools
from ocr_kh.settings import Settings
from ocr_kh.training.corpora import blocks
from ocr_kh.training.counting import is_prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ocr_kh.repair.edits import Edit

CORPORA = {
    "kept out": ("congbao", "phapdien", "phuongtuongmai", "news"),
    "tuning": ("congbao", "viwiki", "news"),
}
BINS = (0.0, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0001)
"""Edges of what is said, for the table."""
WORDS_A_BLOCK = 600
"""At most: what a block tells of is told all through it."""
WORDS_A_FAULT = 30
PAGES = 12
MAX_STEPS = 50
"""Of Newton's method, when a scale is fitted; a step that does not gain is halved."""
MIN_SLOPE = 0.1
"""What is said to be surer is never made less sure, however few changes there are to fit on."""
RIDGE, TINY = 1e-6, 1e-9
"""Added to the diagonal of the Hessian; nats of loss that count as none."""


class Said(NamedTuple):
    """A change that was made: how sure, and whether it was right."""

    probability: float
    right: bool
    doubtful: bool


@dataclass(slots=True)
class Judged:
    """What was said of the changes of a source."""

    said: list[Said] = field(default_factory=list)

    def error(self) -> float:
        """Expected calibration error over BINS, weighted by the number of changes."""
        apart = [abs(sum(each.probability - each.right for each in part)) for part in self.parts().values()]
        return sum(apart) / max(1, len(self.said))

    def parts(self) -> dict[float, list[Said]]:
        """By the lower edge of their bin."""
        found: dict[float, list[Said]] = defaultdict(list)
        for said in self.said:
            found[max(edge for edge in BINS if edge <= said.probability)].append(said)
        return found

    def row(self, name: str) -> str:
        """Right of all in each bin; the error; of those said 0.95 or more the share right; wrong ones not doubted."""
        parts = self.parts()
        cells = [f"{sum(s.right for s in part)}/{len(part)}" for edge in BINS[:-1] for part in [parts.get(edge, [])]]
        sure = [said.right for said in self.said if said.probability >= 0.95]
        silent = sum(not said.right and not said.doubtful for said in self.said)
        wrong = sum(not said.right for said in self.said)
        return f"| {name} | {' | '.join(cells)} | {self.error():.3f} | {np.mean(sure):.3f} | {silent}/{wrong} |"


def judged(lines: Sequence[str], truth: Sequence[str], *, whole: bool = False) -> list[Said]:
    """The changes of words in a text, judged by its truth, line by line (of as many as there are) or as a whole."""
    edits = repair_lines([Reading(line) for line in lines], Settings())
    after = [apply_edits(line, made) for line, made in zip(lines, edits, strict=True)]
    if whole:
        right = _matched(" ".join(after).split(), " ".join(truth).split())
    said, first = [], 0
    for number, (line, made) in enumerate(zip(after, edits, strict=True)):
        if not whole and number < len(truth):
            right = _matched(line.split(), truth[number].split())
        if whole or number < len(truth):
            said += list(_said(lines[number], made, line, right, first if whole else 0))
        first += len(line.split())
    return said


def _matched(got: Sequence[str], right: Sequence[str]) -> set[int]:
    """Which words of a text stand so in its truth."""
    a, b = ([place_tones(word.strip(EDGES).lower()) for word in words] for words in (got, right))
    return {
        at
        for block in Levenshtein.opcodes(a, b)
        if block.tag == "equal"
        for at in range(block.src_start, block.src_end)
    }


def _said(before: str, edits: Sequence[Edit], after: str, right: set[int], first: int) -> Iterator[Said]:
    shift = 0
    for edit in edits:
        start = edit.start + shift
        shift += len(edit.after) - (edit.end - edit.start)
        is_change = edit.after.strip() and edit.after != before[edit.start : edit.end]
        if edit.source in {"channel", "phrase"} and is_change:
            word = first + len(after[:start].split()) - (start > 0 and not after[start - 1].isspace())
            places = range(word, word + len(edit.after.split()))
            yield Said(edit.probability, all(at in right for at in places), edit.doubtful)


def _texts(data: Path, prefix: str, *, tuning: bool, words: int) -> Iterator[list[str]]:
    """The beginnings of blocks of a corpus, so many that there are enough words."""
    for path in sorted((data / "corpus").glob(f"{prefix}*")):
        for block in blocks(path):
            if block.for_tuning if tuning else block.held_out:
                lines: list[str] = []
                for line in block.lines:
                    if len(line.split()) > 3 and is_prose(line.split()):
                        lines.append(line)
                    if sum(len(line.split()) for line in lines) > WORDS_A_BLOCK:
                        break
                words -= sum(len(line.split()) for line in lines)
                if lines:
                    yield lines
                if words < 0:
                    return


def with_faults(lines: Sequence[str], rng: random.Random) -> list[str]:
    """Lines with one word in WORDS_A_FAULT as the Vietnamese channel was seen to misread it."""
    seen = _misreadings()
    return [
        " ".join(
            rng.choice(seen[word]) if word in seen and rng.random() * WORDS_A_FAULT < 1 else word
            for word in line.split()
        )
        for line in lines
    ]


def _misreadings() -> Mapping[str, list[str]]:
    """What each word was read as, wrongly, as often as it was."""
    seen: dict[str, list[str]] = defaultdict(list)
    for read, meant in load_tools().source.clean_channel.memory.items():
        for true, times in meant:
            if true != read and place_tones(true) != place_tones(read):
                seen[true] += [read] * times
    return seen


def sources(data: Path, pages: Path, *, tuning: bool, words: int) -> Iterator[tuple[str, str, list[Said]]]:
    """Channel, source, and what was said of the changes."""
    rng = random.Random(5)
    names = CORPORA["tuning" if tuning else "kept out"]
    for prefix in names:
        found: dict[str, list[Said]] = {"stripped": [], "typed": []}
        for lines in _texts(data, prefix, tuning=tuning, words=words):
            found["stripped"] += judged([skeleton(line) for line in lines], lines)
            found["typed"] += judged(with_faults(lines, rng), lines)
        yield from ((channel, prefix, said) for channel, said in found.items())
    folder = pages / ("tuning" if tuning else "test")
    if not list(folder.glob("*.truth.txt")):
        corpora = [path for name in names for path in sorted((data / "corpus").glob(f"{name}*"))]
        make_pages(Order(corpora, PAGES, ["eng"], 31, "tuning" if tuning else "test", "prose"), folder)
    read: list[Said] = []
    for truth in sorted(folder.glob("*.truth.txt")):
        tsv = truth.with_name(truth.name.replace(".truth.txt", ".eng.tsv")).read_text(encoding="utf-8")
        right = truth.read_text(encoding="utf-8").splitlines()
        read += judged([line.text for line in tsv_lines(tsv)], right, whole=True)
    yield "garbled", "pages drawn", read
    if not tuning:
        yield from (("garbled", f"scan {name}", said) for name, said in _seeds(data))


def _seeds(data: Path) -> Iterator[tuple[str, list[Said]]]:
    for truth in sorted((data / "truth").glob("*_lines_*.txt")):
        right = printed_lines(truth.read_text(encoding="utf-8"))
        name = truth.name.split("_")[0]
        lines = printed_lines(next((data / "seeds").glob(f"{name}_*.txt")).read_text(encoding="utf-8"))
        yield name, judged(lines, right)


def fitted(said: Sequence[Said], before: Scale) -> Scale:
    """The scale with which what was said is likeliest; `before` is the one that was in force."""
    x = np.clip([(logit(each.probability) - before.offset) / before.slope for each in said], -MAX_LOGIT, MAX_LOGIT)
    y = np.array([each.right for each in said], np.float64)
    weights = np.array([1.0, 0.0])
    weights = _newton(np.stack([x, np.ones(len(x))], axis=1), y, weights)
    if weights[0] < MIN_SLOPE:
        moved = np.stack([MIN_SLOPE * x, np.ones(len(x))], axis=1)
        weights = np.array([MIN_SLOPE, _newton(moved, y, np.array([1.0, 0.0]), free=1)[1]])
    return Scale(round(float(weights[0]), 3), round(float(weights[1]), 3))


def _newton(
    rows: NDArray[np.float64], y: NDArray[np.float64], weights: NDArray[np.float64], *, free: int = 2
) -> NDArray[np.float64]:
    """The weights of the least loss; of them only the last `free` move."""
    for _ in range(MAX_STEPS):
        p = 1 / (1 + np.exp(-rows @ weights))
        hessian = rows.T @ (rows * (p * (1 - p))[:, None]) + RIDGE * np.eye(2)
        step = np.zeros(2)
        step[-free:] = np.linalg.solve(hessian[-free:, -free:], (rows.T @ (y - p))[-free:])
        while _loss(rows, y, weights + step) > _loss(rows, y, weights) + TINY:
            step /= 2
        weights = weights + step
    return weights


def _loss(rows: NDArray[np.float64], right: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Negative log likelihood."""
    scores = rows @ weights
    return float(np.sum(np.logaddexp(0, scores) - right * scores))


def main() -> None:
    """Print the table, or the scales."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=Path, required=True, help="folder where the pages drawn are kept")
    parser.add_argument("--fit", action="store_true", help="on tuning blocks: print the scales")
    parser.add_argument("--words", type=int, default=15_000, help="of each corpus")
    arguments = parser.parse_args()
    channels: dict[str, list[Said]] = defaultdict(list)
    heads = [f"{low:g}-{min(1, high):g}" for low, high in zip(BINS, islice(BINS, 1, None), strict=False)]
    print(f"| changes said to be | {' | '.join(heads)} | error | right of 0.95+ | silent/wrong |")  # noqa: T201
    print("|---|" + "---|" * (len(heads) + 3))  # noqa: T201
    for channel, name, said in sources(arguments.data, arguments.pages, tuning=arguments.fit, words=arguments.words):
        channels[channel] += said
        print(Judged(said).row(f"{channel}, {name}"), flush=True)  # noqa: T201
    for channel, said in channels.items():
        print(Judged(said).row(f"{channel}, all"))  # noqa: T201
        if arguments.fit:
            scale = fitted(said, SCALES[channel])
            again = [each._replace(probability=_again(each, SCALES[channel], scale)) for each in said]
            print(scale, Judged(again).row("so fitted"))  # noqa: T201


def _again(said: Said, before: Scale, after: Scale) -> float:
    x = (logit(said.probability) - before.offset) / before.slope
    return calibrated(1 / (1 + float(np.exp(-x))), after)


if __name__ == "__main__":
    main()
