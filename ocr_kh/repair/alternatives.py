# SPDX-License-Identifier: Apache-2.0
"""What the engine's own alternatives say about a word: what else the same strokes may be, and how likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocr_kh.document import Alternative

MIN_LOG_LIKELIHOOD = -30.0
"""Texts less likely than this beside what was read (natural log) are not made."""
MAX_TEXTS = 64
"""Texts kept while the letters are gone through."""


def texts_seen(text: str, alternatives: Sequence[Alternative]) -> dict[str, float]:
    """Every text that the alternatives allow in the place of `text`, with its loss; `text` itself has 0.

    Alternatives that do not fit `text` (it was changed since) are passed over.

    >>> from ocr_kh.document import Alternative
    >>> texts_seen("tê", (Alternative(1, "ê", "ế", -3.5),))
    {'tê': 0.0, 'tế': -3.5}
    """
    ways: list[dict[str, float]] = [{"": 0.0}, *({} for _ in text)]
    """For each offset the texts that may stand before it."""
    steps = sorted({(a.at, a.read, a.text, a.loss) for a in alternatives if a.read and text.startswith(a.read, a.at)})
    for at, char in enumerate(text):
        before = _likeliest(ways[at])
        for read, other, loss in [(char, char, 0.0), *(step[1:] for step in steps if step[0] == at)]:
            after = ways[at + len(read)]
            for start, sum_ in before:
                after[start + other] = max(sum_ + loss, after.get(start + other, MIN_LOG_LIKELIHOOD))
    return dict(_likeliest(ways[-1]))


def words_seen(text: str, alternatives: Sequence[Alternative]) -> dict[str, float]:
    """The same in small letters."""
    words: dict[str, float] = {}
    for word, loss in texts_seen(text, alternatives).items():
        words[word.lower()] = max(loss, words.get(word.lower(), MIN_LOG_LIKELIHOOD))
    return words


def _likeliest(texts: Mapping[str, float]) -> list[tuple[str, float]]:
    kept = [(text, loss) for text, loss in texts.items() if loss > MIN_LOG_LIKELIHOOD]
    return sorted(kept, key=lambda pair: -pair[1])[:MAX_TEXTS]


def shift_alternatives(alternatives: Iterable[Alternative], start: int, end: int) -> tuple[Alternative, ...]:
    """Those within a part of the word, their offsets counted from its start."""
    return tuple(a._replace(at=a.at - start) for a in alternatives if start <= a.at and a.at + len(a.read) <= end)
