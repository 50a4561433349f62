# SPDX-License-Identifier: Apache-2.0
"""True words beside read words: the pairs that the channel models are learned from.

    python -m bench.repair.align FOLDER... --language eng --out pairs.tsv

Reads the pages that `repair_pages` made and writes one pair a line: true text, read text, lowest confidence
(0 to 100), parted by tabs. A pair is one word each, or two true words read as one, or one read as two.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_kh.language.letters import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

SKIP = 0.55
"""Cost of a word without partner; two words further apart than twice this are no pair."""
REGROUPED = 0.15
"""Cost of reading two words as one, or one as two, beside the distance."""


class Read(NamedTuple):
    """A word as the engine gave it."""

    text: str
    confidence: float


class Pair(NamedTuple):
    """What was printed and what was read; words parted by a space."""

    true: str
    read: str
    confidence: float


def read_words(tsv: str) -> list[Read]:
    """The words of Tesseract's TSV."""
    rows = [line.split("\t") for line in tsv.splitlines()[1:]]
    return [Read(row[11], float(row[10])) for row in rows if len(row) == 12 and row[11].strip()]


def align(true: Sequence[str], read: Sequence[Read]) -> list[Pair]:
    """The pairs of a page, in order; words without partner are left out."""
    if not true or not read:
        return []
    texts = [word.text for word in read]
    costs = _costs(true, texts)
    moves = _moves(costs, len(true), len(read))
    return list(_walk(moves, true, read))


def _costs(true: Sequence[str], read: Sequence[str]) -> dict[tuple[int, int], NDArray[np.float32]]:
    """Distances of one true word to one read word, of two to one and of one to two."""
    pairs = [a + b for a, b in pairwise(true)]
    read_pairs = [a + b for a, b in pairwise(read)]
    return {
        (1, 1): _distances(true, read),
        (2, 1): _distances(pairs, read) + REGROUPED,
        (1, 2): _distances(true, read_pairs) + REGROUPED,
    }


def _distances(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float32]:
    if not a or not b:
        return np.full((len(a), len(b)), np.inf, np.float32)
    scorer = Levenshtein.normalized_distance
    folded = process.cdist([fold(x) or x for x in a], [fold(x) or x for x in b], scorer=scorer, dtype=np.float32)
    exact = process.cdist(a, b, scorer=scorer, dtype=np.float32)
    return np.asarray(0.8 * folded + 0.2 * exact)


def _moves(costs: dict[tuple[int, int], NDArray[np.float32]], rows: int, columns: int) -> NDArray[np.int8]:
    """The cheapest last move to each cell: an index into MOVES."""
    total = np.full((rows + 1, columns + 1), np.inf)
    moves = np.zeros((rows + 1, columns + 1), np.int8)
    offsets = SKIP * np.arange(columns + 1)
    total[0], moves[0, 1:] = offsets, 1
    for i in range(1, rows + 1):
        options = np.full((len(MOVES), columns + 1), np.inf)
        options[0] = total[i - 1] + SKIP
        options[2, 1:] = total[i - 1, :-1] + costs[1, 1][i - 1]
        if i > 1:
            options[3, 1:] = total[i - 2, :-1] + costs[2, 1][i - 2]
        options[4, 2:] = total[i - 1, :-2] + costs[1, 2][i - 1]
        best = options.argmin(axis=0)
        base = options[best, np.arange(columns + 1)]
        total[i] = offsets + np.minimum.accumulate(base - offsets)
        moves[i] = np.where(total[i] < base, 1, best)
    return moves


MOVES = ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2))
"""True and read words that each move takes."""


def _walk(moves: NDArray[np.int8], true: Sequence[str], read: Sequence[Read]) -> Iterator[Pair]:
    i, j = len(true), len(read)
    found = []
    while i or j:
        rows, columns = MOVES[moves[i, j]]
        if rows and columns:
            words = read[j - columns : j]
            joined = " ".join(word.text for word in words)
            found.append(Pair(" ".join(true[i - rows : i]), joined, min(word.confidence for word in words)))
        i, j = i - rows, j - columns
    return reversed(found)


def page_pairs(folder: Path, language: str) -> Iterator[list[Pair]]:
    """The pairs of each page in the folder."""
    for truth in sorted(folder.glob("*.truth.txt")):
        tsv = truth.with_name(truth.name.replace(".truth.txt", f".{language}.tsv"))
        if tsv.exists():
            yield align(truth.read_text(encoding="utf-8").split(), read_words(tsv.read_text(encoding="utf-8")))


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--language", default="eng")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with arguments.out.open("w", encoding="utf-8") as file:
        for folder in arguments.folders:
            for pairs in page_pairs(folder, arguments.language):
                file.writelines(f"{pair.true}\t{pair.read}\t{pair.confidence:.1f}\n" for pair in pairs)


if __name__ == "__main__":
    main()
