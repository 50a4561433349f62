# SPDX-License-Identifier: Apache-2.0
"""What the engine's own alternatives say about a word: what else the same strokes may be, and how likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.document import Alternative

LEAST = -30.0
"""Texts less likely than this beside what was read (natural log) are not made."""
MOST = 64
"""Texts kept while the letters are gone through."""


def texts_seen(text: str, alternatives: Sequence[Alternative]) -> dict[str, float]:
    """Every text that the alternatives allow in the place of `text`, with its loss; `text` itself has 0.

    Alternatives that do not fit `text` (it was changed since) are passed over.

    >>> from ocr_kh.document import Alternative
    >>> texts_seen("tê", (Alternative(1, "ê", "ế", -3.5),))
    {'tê': 0.0, 'tế': -3.5}
    """
    found = [("", 0.0)]
    cursor = 0
    for at in sorted({alternative.at for alternative in alternatives}):
        here = [a for a in alternatives if a.at == at and a.read and text.startswith(a.read, at)]
        if at < cursor or not here:
            continue
        end = at + len(here[0].read)
        parts = [(text[at:end], 0.0), *((a.text, a.loss) for a in here if len(a.read) == end - at)]
        found = _likeliest((word + text[cursor:at] + part, sum_ + loss) for word, sum_ in found for part, loss in parts)
        cursor = end
    texts: dict[str, float] = {}
    for start, loss in found:
        whole = start + text[cursor:]
        texts[whole] = max(loss, texts.get(whole, LEAST))
    return texts


def words_seen(text: str, alternatives: Sequence[Alternative]) -> dict[str, float]:
    """The same in small letters."""
    words: dict[str, float] = {}
    for word, loss in texts_seen(text, alternatives).items():
        words[word.lower()] = max(loss, words.get(word.lower(), LEAST))
    return words


def _likeliest(texts: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    kept = [(text, loss) for text, loss in texts if loss > LEAST]
    return sorted(kept, key=lambda pair: -pair[1])[:MOST]


def shifted(alternatives: Iterable[Alternative], start: int, end: int) -> tuple[Alternative, ...]:
    """Those within a part of the word, their offsets counted from its start."""
    return tuple(a._replace(at=a.at - start) for a in alternatives if start <= a.at and a.at + len(a.read) <= end)
