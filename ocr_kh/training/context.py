# SPDX-License-Identifier: Apache-2.0
"""Training the context model of repair: which of the words of one skeleton the words on both sides speak for.

    python -m ocr_kh.training.context corpus/*.txt.xz --out ocr_kh/models/context.bin

Maximum conditional likelihood by AdaGrad (Duchi, Hazan and Singer 2011): each word of the corpora is held against the
others of its skeleton, a batch at a time. A feature that was met for the first time changes nothing yet: most never
come again, and in a hashed table they would only be noise for the others.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.language.array_file import text_array, write_arrays
from ocr_kh.language.context import MAGIC, MARGIN, cells, features, mixed, skeleton_keys
from ocr_kh.language.model import SHIPPED, load_model
from ocr_kh.training.counting import Corpus, Numbers, read_corpus, renumber
from ocr_kh.training.denoise import skeleton_classes
from ocr_kh.training.language_model import weight_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ids = NDArray[np.uint64]
    Indices = NDArray[np.int64]

BITS = 24
"""Binary logarithm of the number of weights."""
CODES = 256
"""Values that a shipped weight may have."""
STEP = 0.12
"""Step of AdaGrad at the beginning; at the end LAST_STEP_SHARE of it."""
LAST_STEP_SHARE = 0.33
FIRST_SQUARE = 1e-3
"""Sum of the squares of gradients that every weight begins with."""
MIN_GRADIENT = 0.02
"""A word surer than this by its distance from 0 or 1 teaches nothing more."""
BATCH_TOKENS = 256
MIN_SEEN = 3
MIN_SHARE = 2e-4
"""A word is weighed against the others of its skeleton if it was seen MIN_SEEN times, and is this share of them."""
EPOCHS = 1
BATCHES_BETWEEN_REPORTS = 10_000
WITHIN_RANGE = 0.9999
"""Share of the weights within the range of the codes."""
_log = logging.getLogger(__name__)


class Stream(NamedTuple):
    """A corpus as the numbers of the vocabulary, and its weight."""

    tokens: Ids
    weight: int


@dataclass
class Told:
    """How well words were told from their rivals before each step of learning."""

    likelihood: float = 0.0
    right: int = 0
    words: int = 0

    def add(self, likelihood: float, right: int, words: int) -> None:
        """Count in a batch."""
        self.likelihood, self.right, self.words = self.likelihood + likelihood, self.right + right, self.words + words

    def __str__(self) -> str:
        words = max(1, self.words)
        return f"{self.right / words:.2%} right, {-self.likelihood / words:.4f} nats a word"


class Rivals(NamedTuple):
    """The words that are weighed against one another, those of a skeleton together."""

    words: Indices
    first: Indices
    """Where the words of each skeleton begin."""
    sizes: Indices
    """How many words each skeleton has."""
    trained: NDArray[np.bool_]
    """Of each word of the vocabulary, whether it is among them."""


class Batch(NamedTuple):
    """Words to tell from their rivals."""

    asked: Indices
    """For each rival, which of the words to tell it is a rival of."""
    begins: Indices
    """Where the rivals of each begin."""
    rivals: Indices
    true: NDArray[np.bool_]
    places: Indices


@dataclass(eq=False)
class Trainer:
    """Weights while they are learned."""

    words: Ids
    """The key of each word."""
    skeletons: Ids
    classes: Indices
    rivals: Rivals
    weights: Floats
    squares: Floats
    """Sums of the squares of gradients."""
    met: NDArray[np.bool_]
    """Whether a feature of the cell was met before."""

    def learn(self, tokens: Ids, step: float) -> tuple[float, int, int]:
        """One step over tokens with MARGIN more on both sides; log likelihood before it, words right, words."""
        batch = self._batch(tokens.astype(np.int64))
        if not len(batch.places):
            return 0.0, 0, 0
        skeletons, keys = self.skeletons[tokens.astype(np.int64)], self.words[batch.rivals]
        table = np.stack([self._cells(feature[batch.asked], keys) for feature in features(skeletons, batch.places)])
        p = _softmax(self.weights[table].sum(0), batch)
        self._update(table, p - batch.true, step)
        right = np.maximum.reduceat(p, batch.begins) == p[batch.true]
        return float(np.log(np.maximum(p[batch.true], 1e-9)).sum()), int(right.sum()), len(right)

    def _cells(self, feature: Ids, keys: Ids) -> Indices:
        return cells(feature, keys, len(self.weights).bit_length() - 1)

    def _batch(self, tokens: Indices) -> Batch:
        true = tokens[MARGIN:-MARGIN]
        sizes = self.rivals.sizes[self.classes[true]]
        places = np.flatnonzero((sizes > 1) & self.rivals.trained[true])
        true, sizes = true[places], sizes[places]
        begins = np.cumsum(sizes) - sizes
        asked = np.repeat(np.arange(len(places)), sizes)
        within = np.arange(len(asked)) - begins[asked]
        rivals = self.rivals.words[self.rivals.first[self.classes[true]][asked] + within]
        return Batch(asked, begins, rivals, rivals == true[asked], places + MARGIN)

    def _update(self, table: Indices, gradient: Floats, step: float) -> None:
        telling = np.abs(gradient) > MIN_GRADIENT
        where = table[:, telling].ravel()
        values = np.broadcast_to(gradient[telling], (len(table), int(telling.sum()))).ravel().astype(np.float32)
        again = self.met[where]
        self.met[where] = True
        where, values = where[again], values[again]
        np.add.at(self.squares, where, values * values)
        np.add.at(self.weights, where, -np.float32(step) * values / np.sqrt(self.squares[where]))


def _softmax(scores: Floats, batch: Batch) -> Floats:
    weights = np.exp(scores - np.maximum.reduceat(scores, batch.begins)[batch.asked])
    return np.asarray(weights / np.add.reduceat(weights, batch.begins)[batch.asked])


def rivals_of(counts: Indices, classes: Indices) -> Rivals:
    """The words common enough, from how often each was seen and the number of its skeleton."""
    total = np.bincount(classes, counts)[classes]
    trained = counts >= np.maximum(MIN_SEEN, MIN_SHARE * total)
    words = np.flatnonzero(trained)
    words = words[np.argsort(classes[words], kind="stable")]
    sizes = np.bincount(classes[words], minlength=int(classes.max()) + 1)
    return Rivals(words, np.cumsum(sizes) - sizes, sizes, trained)


def train(
    corpora: Sequence[Path], out: Path, vocabulary: Sequence[str], *, epochs: int = EPOCHS, bits: int = BITS
) -> None:
    """Train on `corpora` (.txt, .txt.xz) and write the model to `out`. Raises OSError, lzma.LZMAError."""
    numbers = Numbers()
    read = [Corpus(read_corpus(path, numbers, lambda _: None), weight_of(path)) for path in corpora]
    streams = [Stream(renumber(corpus.tokens, numbers, vocabulary), corpus.weight) for corpus in read]
    _log.info("%s tokens", f"{sum(len(stream.tokens) for stream in streams):,}")
    trainer = _trainer(streams, vocabulary, bits)
    batches = [batch for epoch in range(epochs) for batch in _drawn(streams, epoch)]
    told = Told()
    for number, (stream, start) in enumerate(batches):
        step = STEP * (1 - (1 - LAST_STEP_SHARE) * number / len(batches))
        told.add(*trainer.learn(streams[stream].tokens[start : start + BATCH_TOKENS + 2 * MARGIN], step))
        if (number + 1) % BATCHES_BETWEEN_REPORTS == 0:
            _log.info("%s %% of the batches: %s", 100 * number // len(batches), told)
            told = Told()
    _write(out, vocabulary, trainer)


def _trainer(streams: Sequence[Stream], vocabulary: Sequence[str], bits: int) -> Trainer:
    size = len(vocabulary)
    counts = np.sum([np.bincount(stream.tokens.astype(np.int64), minlength=size) for stream in streams], axis=0)
    classes = skeleton_classes(vocabulary).astype(np.int64)
    return Trainer(
        words=mixed(np.arange(size, dtype=np.uint64)),
        skeletons=skeleton_keys(classes),
        classes=classes,
        rivals=rivals_of(counts, classes),
        weights=np.zeros(1 << bits, np.float32),
        squares=np.full(1 << bits, FIRST_SQUARE, np.float32),
        met=np.zeros(1 << bits, bool),
    )


def _drawn(streams: Sequence[Stream], epoch: int) -> list[tuple[int, int]]:
    """The batches of an epoch as (stream, first token), shuffled: of each stream a share as great as its weight."""
    chance = np.random.default_rng(epoch)
    heaviest = max(stream.weight for stream in streams)
    found = []
    for number, stream in enumerate(streams):
        starts = np.arange(0, len(stream.tokens) - BATCH_TOKENS - 2 * MARGIN, BATCH_TOKENS)
        drawn = chance.permutation(starts)[: len(starts) * stream.weight // heaviest]
        found += [(number, int(start)) for start in drawn]
    return [found[at] for at in chance.permutation(len(found))]


def _write(out: Path, vocabulary: Sequence[str], trainer: Trainer) -> None:
    """Weights rounded to CODES values, evenly spaced."""
    most = float(np.quantile(np.abs(trainer.weights), WITHIN_RANGE))
    spacing = most / (CODES // 2 - 1)
    codes = np.clip(np.round(trainer.weights / spacing), 1 - CODES // 2, CODES // 2 - 1) + CODES // 2
    arrays: dict[str, NDArray[np.generic]] = {
        "vocabulary": text_array(vocabulary),
        "classes": trainer.classes.astype(np.uint16),
        "trained": trainer.rivals.trained.astype(np.uint8),
        "codes": codes.astype(np.uint8),
        "weights": ((np.arange(CODES) - CODES // 2) * spacing).astype(np.float32),
    }
    write_arrays(out, MAGIC, {}, arrays)


def main() -> None:
    """Train a context model for the words of the shipped language model and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="+", help="text files (.txt, .txt.xz)")
    parser.add_argument("--language", type=Path, default=SHIPPED, help="the language model whose words are told apart")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(arguments.corpora, arguments.out, load_model(arguments.language).vocabulary)


if __name__ == "__main__":
    main()
