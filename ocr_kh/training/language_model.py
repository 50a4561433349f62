# SPDX-License-Identifier: Apache-2.0
"""Training the language model: count, smooth, prune, quantise, write.

Smoothing is interpolated absolute discounting with three discounts an order (Chen and Goodman 1998), down
to Kneser-Ney continuation unigrams. Corpora have weights: each group of corpora of equal weight is discounted
by itself and the groups are added, so a weight does not make a singleton look like evidence.
Pruning (`pruning.py`) keeps the n-grams that decide, at one threshold for all orders that makes the file as large as
wanted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.array_file import text_array, write_arrays
from ocr_kh.language.compact_table import VALUES, build
from ocr_kh.language.model import MAGIC, Coded, load_model
from ocr_kh.language.ngrams import BITS, ORDER
from ocr_kh.language.tokens import START, chunk_tokens
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.training.corpora import blocks
from ocr_kh.training.counting import (
    Corpus,
    Counts,
    Numbers,
    choose_vocabulary,
    count,
    merge_counts,
    read_corpus,
    renumber,
)
from ocr_kh.training.denoise import faulty_pairs, skeleton_classes, without
from ocr_kh.training.pruning import SHIFT, WORD, Grams, kept_grams, suffix_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GENERAL_CORPORA = ("viwiki", "wiki", "news")
"""Corpora that begin so are general text, which is rarer than law and holds more words."""
GENERAL_WEIGHT = 3
"""Weight of general text; the rest has 1."""


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What `ocr-kh train` tells."""

    tokens: int
    """Read, without what is kept out."""
    vocabulary: int
    seen: tuple[int, ...]
    """Distinct n-grams, orders 2 to 4."""
    kept: tuple[int, ...]
    """After pruning."""
    perplexity: float | None
    """Of the text kept out, unknown words left out of account; None where nothing is kept out."""
    bytes: int
    seconds: float


def train(
    corpora: Sequence[Path],
    out: Path,
    *,
    megabytes: float = 27.0,
    progress: Callable[[str], None] = lambda _: None,
) -> TrainingReport:
    """Train on `corpora` (.txt, .txt.xz) and write the model to `out`, at most about `megabytes` (10^6 bytes).

    Raises OSError, lzma.LZMAError.
    """
    begun = time.monotonic()
    numbers = Numbers()
    read = []
    for path in corpora:
        tokens = read_corpus(path, numbers, lambda _: None)
        progress(f"{path.name}: {len(tokens):,} tokens")
        read.append(Corpus(tokens, weight_of(path)))
    vocabulary = choose_vocabulary(read, numbers, _lexicon_tokens())
    groups = _group(read, numbers, vocabulary)
    total = sum(len(corpus.tokens) for corpus in read)
    read.clear()
    unigrams, grams = _smooth(groups, vocabulary, progress)
    kept = kept_grams(grams, unigrams, skeleton_classes(vocabulary), megabytes)
    _write(
        out,
        vocabulary,
        unigrams,
        [gram.at(keep) for gram, keep in zip(grams, kept, strict=True)],
    )
    progress("written")
    return TrainingReport(
        tokens=total,
        vocabulary=len(vocabulary),
        seen=tuple(len(gram.keys) for gram in grams),
        kept=tuple(int(keep.sum()) for keep in kept),
        perplexity=perplexity(out, corpora),
        bytes=out.stat().st_size,
        seconds=time.monotonic() - begun,
    )


def weight_of(corpus: Path) -> int:
    """What a word of this corpus counts."""
    return GENERAL_WEIGHT if corpus.name.startswith(GENERAL_CORPORA) else 1


def _lexicon_tokens() -> set[str]:
    """Every word of the shipped dictionaries belongs to the vocabulary."""
    lexicon = load_lexicon(())
    texts = [*lexicon.phrases, *lexicon.words, *lexicon.short_forms, *(place.name for place in lexicon.places)]
    return {token for text in texts for chunk in text.split() for token in chunk_tokens(chunk)}


def _group(
    corpora: Iterable[Corpus], numbers: Numbers, vocabulary: Sequence[str]
) -> dict[int, list[NDArray[np.uint64]]]:
    groups: dict[int, list[NDArray[np.uint64]]] = {}
    for corpus in corpora:
        if len(corpus.tokens) > ORDER:
            groups.setdefault(corpus.weight, []).append(renumber(corpus.tokens, numbers, vocabulary))
    return groups


def _smooth(
    groups: dict[int, list[NDArray[np.uint64]]], vocabulary: Sequence[str], progress: Callable[[str], None]
) -> tuple[Floats, list[Grams]]:
    """Continuation unigrams, and the smoothed n-grams of orders 2 to 4."""
    grams: list[Grams] = []
    unigrams = np.zeros(0)
    faults = np.zeros(0, np.uint64)
    for order in range(2, ORDER + 1):
        parts = {
            weight: merge_counts([count(tokens, order) for tokens in streams]) for weight, streams in groups.items()
        }
        progress(f"order {order}: {sum(len(part.keys) for part in parts.values()):,} distinct")
        if order == 2:
            everything = merge_counts([Counts(part.keys, part.counts * weight) for weight, part in parts.items()])
            faults = faulty_pairs(everything.keys, everything.counts, skeleton_classes(vocabulary), BITS)
            progress(f"{len(faults):,} pairs are misreadings in the corpora")
        parts = {weight: _without(part, faults, order) for weight, part in parts.items()}
        if order == 2:
            unigrams = _continuation(parts, len(vocabulary))
        grams.append(_interpolate(parts, unigrams, grams[-1] if grams else None))
    return unigrams, grams


def _without(part: Counts, faults: NDArray[np.uint64], order: int) -> Counts:
    good = without(part.keys, faults, order, BITS)
    return Counts(part.keys[good], part.counts[good])


def _continuation(bigrams: dict[int, Counts], size: int) -> Floats:
    """How many different tokens each token follows, weighted, as probabilities; none is zero."""
    types = np.full(size, 0.5)
    for weight, part in bigrams.items():
        types += weight * np.bincount((part.keys & WORD).astype(np.int64), minlength=size)
    return np.asarray(types / types.sum())


def discounts(counts: NDArray[np.int64]) -> tuple[float, float, float]:
    """What to take off n-grams seen once, twice, and more often (Chen and Goodman 1998, equation 26)."""
    n1, n2, n3, n4 = (max(1, int((counts == times).sum())) for times in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    found = (1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)
    return tuple(min(max(value, 0.1), times - 0.05) for value, times in zip(found, (1, 2, 3), strict=True))  # type: ignore[return-value]


def _interpolate(parts: dict[int, Counts], unigrams: Floats, lower: Grams | None) -> Grams:
    keys = np.unique(np.concatenate([part.keys for part in parts.values()]))
    mass, weight = np.zeros(len(keys)), np.zeros(len(keys))
    for factor, part in parts.items():
        at = np.searchsorted(keys, part.keys)
        taken = np.array([0.0, *discounts(part.counts)])[np.minimum(part.counts, 3)]
        mass[at] += factor * (part.counts - taken)
        weight[at] += factor * part.counts
    _, history = np.unique(keys >> SHIFT, return_inverse=True)
    total = np.bincount(history, weights=weight)[history]
    back = 1 - np.bincount(history, weights=mass)[history] / total
    own = mass / total
    return Grams(keys, own + back * _lower(keys, unigrams, lower), own, back, weight)


def _lower(keys: NDArray[np.uint64], unigrams: Floats, lower: Grams | None) -> Floats:
    """Probability of each n-gram's last token after a history shorter by one (that n-gram was always seen)."""
    if lower is None:
        return np.asarray(unigrams[(keys & WORD).astype(np.int64)])
    return np.asarray(lower.p[suffix_places(keys, lower.keys)])


class _Pruned:
    """The pruned model while it is being made: probabilities by back-off, exact, over sorted arrays."""

    def __init__(self, unigrams: Floats) -> None:
        self.unigrams = unigrams
        self.orders: list[tuple[NDArray[np.uint64], Floats, NDArray[np.uint64], Floats]] = []

    def add(self, gram: Grams) -> None:
        """Take in the kept n-grams of the next order and work out the weights of their histories."""
        histories, index = np.unique(gram.keys >> SHIFT, return_inverse=True)
        mask = np.uint64((1 << (BITS * (len(self.orders) + 1))) - 1)
        lower = self.probability(gram.keys & mask)
        left = np.maximum(1 - np.bincount(index, weights=gram.p, minlength=len(histories)), 1e-4)
        left_below = np.maximum(1 - np.bincount(index, weights=lower, minlength=len(histories)), 1e-4)
        self.orders.append((gram.keys, gram.p, histories, left / left_below))

    def probability(self, keys: NDArray[np.uint64]) -> Floats:
        """P(last token | the tokens before it) for n-grams one longer than the number of orders taken in."""
        p = np.asarray(self.unigrams[(keys & WORD).astype(np.int64)])
        for order, (known, values, histories, backs) in enumerate(self.orders, 2):
            suffix = keys & np.uint64((1 << (BITS * order)) - 1)
            p = p * _looked_up(histories, backs, suffix >> SHIFT, 1.0)
            found = _looked_up(known, values, suffix, -1.0)
            p = np.where(found > 0, found, p)
        return p


def _looked_up(keys: NDArray[np.uint64], values: Floats, wanted: NDArray[np.uint64], missing: float) -> Floats:
    if not len(keys):
        return np.full(len(wanted), missing)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], missing)


def _write(out: Path, vocabulary: Sequence[str], unigrams: Floats, grams: Sequence[Grams]) -> None:
    pruned = _Pruned(unigrams)
    arrays: dict[str, NDArray[np.generic]] = {
        "vocabulary": text_array(vocabulary),
        "unigrams": np.log(unigrams).astype(np.float32),
    }
    tables = {}
    for order, gram in enumerate(grams, 2):
        pruned.add(gram)
        _, _, histories, backs = pruned.orders[-1]
        if order == 2:
            back2 = np.zeros(len(vocabulary), np.float32)
            back2[histories.astype(np.int64)] = np.log(backs)
            arrays["back2"] = back2
        else:
            tables[f"backs{order}"] = _quantise(histories, np.log(backs))
        tables[f"grams{order}"] = _quantise(gram.keys, np.log(gram.p))
    for name, coded in tables.items():
        arrays[f"{name}.cells"], arrays[f"{name}.codebook"] = coded.table.cells, coded.codebook
    shapes = {name: [c.table.length, c.table.blocks, c.table.seed] for name, c in tables.items()}
    write_arrays(out, MAGIC, {"tables": shapes}, arrays)


def _quantise(keys: NDArray[np.uint64], values: Floats) -> Coded:
    """Values in VALUES levels: means of equally filled bins. The codebook ends with a nan, for code -1."""
    edges = np.quantile(values, np.linspace(0, 1, VALUES + 1)[1:-1])
    codes = np.searchsorted(edges, values)
    filled = np.maximum(np.bincount(codes, minlength=VALUES), 1)
    levels = np.bincount(codes, weights=values, minlength=VALUES) / filled
    return Coded(build(keys, codes.astype(np.uint8)), np.append(levels, np.nan).astype(np.float32))


def perplexity(model_path: Path, corpora: Sequence[Path]) -> float | None:
    """Of the blocks kept out of training, unknown words and line starts not counted; None where there are none."""
    load_model.cache_clear()
    model = load_model(model_path)
    tokens: list[int] = []
    for path in corpora:
        for block in blocks(path):
            if block.held_out:
                for line in block.lines:
                    words = [token for chunk in line.split() for token in chunk_tokens(chunk)]
                    tokens += model.ids([START, *words])
    ids = np.array(tokens, np.uint64)
    counted = (ids != model.start) & (ids != model.unknown)
    return float(np.exp(-model.score(ids)[counted].mean())) if counted.any() else None
