# SPDX-License-Identifier: Apache-2.0
"""Which true words an observed one may stand for: near skeletons by RapidFuzz, weighed by the channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_kh.language.inventory import Choices, Inventory
from ocr_kh.language.letters import fold, skeleton
from ocr_kh.repair.decoding.case import carry_case, pattern_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.language.model import LanguageModel
    from ocr_kh.repair.decoding.channel import Channel

MAX_NEAR_SKELETONS = 48
MAX_SKELETON_EDITS = 3
"""Edits between folded skeletons (`chirc` and `chuc` are 2 apart)."""
MAX_CANDIDATES = 28
"""Candidates kept for a word; of a lone sign that stands for one (`¢` for có) all: every letter is near to it."""
MAX_LOG_LOSS = 11.0
"""Candidates less likely than the best by more than this (natural log, channel and half the unigram) are dropped."""
MARKS_LOST_COST = -6.9
"""Log probability that an engine loses or mistakes all marks of a word, as where print is faint: it then reads any word
of its skeleton (`diêm` for điểm, -13 if each letter had lost its own mark by itself). Of nearly right lines alone."""
_RESPELLED = (
    ("it", "u"), ("ir", "u"), ("iv", "u"), ("ii", "u"), ("ti", "u"), ("mr", "nu"), ("mv", "nu"), ("am", "un"),
    ("inr", "hu"), ("hr", "lu"), ("hy", "lu"), ("iu", "lu"), ("chr", "du"), ("wr", "tu"),
)  # fmt: skip
"""Strokes taken for other letters: an ư and what stands before it often come out with the parts parted anew (`mrdc`
is nước, `mite` is mức), too far from the true skeleton for its neighbours to be looked at."""
MAX_RESPELLED_EDITS = 1
"""Edits from a respelled skeleton."""


def choices(
    observed: Sequence[str], channel: Channel, stock: Inventory, *, farthest: int = MAX_SKELETON_EDITS
) -> list[Choices]:
    """The candidates of each observed word (case as on the page), of skeletons at most `farthest` edits away."""
    cache = stock.caches.setdefault((id(channel), farthest), {})
    missing = list(dict.fromkeys(word for word in observed if word not in cache))
    for start in range(0, len(missing), 512):
        part = missing[start : start + 512]
        cache.update(zip(part, _weigh_candidates(part, channel, stock, farthest), strict=True))
    found = [cache[word] for word in observed]
    if len(cache) > 50_000:
        cache.clear()
    return found


def _weigh_candidates(observed: Sequence[str], channel: Channel, stock: Inventory, farthest: int) -> list[Choices]:
    pools = _pools(observed, channel, stock, farthest)
    sizes = [len(pool) for pool in pools]
    which = np.repeat(np.arange(len(observed)), sizes)
    true = [carry_case(word, candidate) for word, pool in zip(observed, pools, strict=True) for candidate in pool]
    spelled = channel.spelled(observed, true, which, np.arange(len(true)))
    costs = channel.remembered(observed, true, which, spelled)
    if farthest == 1:
        costs = _with_marks_lost(observed, true, which, costs)
    if not farthest:
        # Whoever stripped the accents did it evenly: all words of a skeleton are equally likely readings of it.
        costs = np.zeros_like(costs)
    ends = np.cumsum(sizes)
    return [
        _best(pool, costs[end - size : end], stock.model, len(pool) if _is_sign(word) else MAX_CANDIDATES)
        for word, pool, size, end in zip(observed, pools, sizes, ends, strict=True)
    ]


def _with_marks_lost(
    observed: Sequence[str], true: Sequence[str], which: NDArray[np.int64], costs: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The costs of each pair (observed[which[i]], true[i]), none more than that of marks lost at once."""
    bare = [skeleton(word).lower() for word in observed]
    same = np.array([skeleton(word).lower() == bare[at] for at, word in zip(which.tolist(), true, strict=True)], bool)
    words = np.bincount(which[same], minlength=len(observed))
    lost = MARKS_LOST_COST - np.log(np.maximum(words, 1))[which]
    return np.where(same, np.maximum(costs, lost), costs).astype(np.float32)


def _is_sign(observed: str) -> bool:
    """Whether what was read is a lone sign, neither letter nor figure."""
    return len(observed) == 1 and not observed.isalnum()


def _pools(observed: Sequence[str], channel: Channel, stock: Inventory, farthest: int) -> list[list[str]]:
    exact = farthest == 0
    # What is stripped is right but for its accents: in `1A` the figure is no letter.
    folded = [skeleton(word).lower() if exact else fold(word) for word in observed]
    near = [[bare] for bare in folded] if exact else _near_skeletons(folded, stock.syllable_skeletons, farthest)
    capitals = [pattern_of(word) == "upper" for word in observed]
    far = [[bare] for bare in folded] if exact else _near_skeletons(folded, stock.other_skeletons, 1)
    shorts: list[list[str]] = (
        [[] for _ in folded] if exact else _near_skeletons(folded, tuple(stock.known_skeletons), 2)
    )
    again = [[] for _ in folded] if exact else _near_respelled(folded, stock.syllable_skeletons)
    near = [[*first, *more] for first, more in zip(near, again, strict=True)]
    pools = []
    for word, skeletons, more, short, upper in zip(observed, near, far, shorts, capitals, strict=True):
        pool = {candidate for skeleton in skeletons for candidate in stock.syllables.get(skeleton, ())}
        if upper or len(word) > 4 or exact:
            pool |= {candidate for skeleton in more for candidate in stock.others.get(skeleton, ())}
        if upper and len(word) > 2:
            pool |= {candidate for skeleton in short for candidate in stock.others.get(skeleton, ())}
        if not exact:
            pool |= {true.lower() for true, _ in channel.memory.get(word, ()) if true.lower() in stock.model.index}
        lower = word.lower()
        if lower in stock.model.index and lower.isalpha():
            pool.add(lower)
        pools.append(sorted(pool))
    return pools


def _near_respelled(folded: Sequence[str], skeletons: Sequence[str]) -> list[list[str]]:
    """Skeletons of syllables near to what each word may be with its strokes parted otherwise."""
    variants = [
        (at, word.replace(read, true, 1)) for at, word in enumerate(folded) for read, true in _RESPELLED if read in word
    ]
    found: list[list[str]] = [[] for _ in folded]
    for (at, _), near in zip(
        variants, _near_skeletons([text for _, text in variants], skeletons, MAX_RESPELLED_EDITS), strict=True
    ):
        found[at] += near
    return found


def _near_skeletons(folded: Sequence[str], skeletons: Sequence[str], farthest: int) -> list[list[str]]:
    """The nearest skeletons of each, at most MAX_NEAR_SKELETONS."""
    if not skeletons:
        return [[] for _ in folded]
    distances = process.cdist(folded, skeletons, scorer=Levenshtein.distance, score_cutoff=farthest, dtype=np.uint8)
    found = []
    for word, row in zip(folded, distances, strict=True):
        allowed = min(farthest, max(1, len(word) - 1))
        within = np.flatnonzero(row <= allowed)
        if len(within) > MAX_NEAR_SKELETONS:
            within = within[np.argsort(row[within], kind="stable")[:MAX_NEAR_SKELETONS]]
        found.append([skeletons[int(at)] for at in within])
    return found


def _best(pool: Sequence[str], costs: NDArray[np.float32], model: LanguageModel, most: int) -> Choices:
    ids = np.array([model.index[word] for word in pool], np.uint64)
    if not len(ids):
        return Choices((), ids, costs)
    value = costs + 0.5 * model.unigrams[ids]
    order = np.argsort(-value, kind="stable")[:most]
    order = order[value[order] > value[order[0]] - MAX_LOG_LOSS]
    return Choices(tuple(pool[int(at)] for at in order), ids[order], costs[order])
