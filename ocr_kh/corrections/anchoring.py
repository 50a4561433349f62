# SPDX-License-Identifier: Apache-2.0
"""Where a decision about words stands in a document, also in one that was read again.

Every run of words that may be meant has a cost: how far its letters are from what stood there (or what is to stand
there: another reading may have it right already), how far the words around it are from those of the anchor, and how
little its box and the anchor's have in common. The least cost wins, unless it is high, or another place is as good.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from ocr_kh.document import Role, around
from ocr_kh.repair.edits import word_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.corrections.correction import Anchor, Correction
    from ocr_kh.document import Box, Line

CONTEXT_WORDS = 5
"""Words on either side that an anchor keeps: enough to tell the rows of a list apart."""
_TOKEN = re.compile(r"\S+")
_CELL_BORDER = "|"
_ASIDE = frozenset({Role.PAGE_NUMBER, Role.NOISE})
"""Lines that are no text of the document."""


@dataclass(frozen=True, slots=True)
class AnchorCosts:
    """Weights of what tells a place, and when it is found. Set by hand; the tests shift, garble and repeat words."""

    letters: float = 1.0
    context: float = 1.0
    box: float = 1.5
    """A box finds words that were read quite differently."""
    no_box: float = 0.75
    """What counts for the box where there is none: then letters and context must agree by half and more. Texts of the
    genre that have nothing to do with each other are 0.7 apart."""
    most: float = 0.5
    """Of a place that is still the one, from 0 (all is the same) to 1 (nothing is)."""
    margin: float = 0.02
    """By which the next best place must be worse."""
    same_context: float = 0.1
    """Distance of the words around within which the same letters need no other look: one such place is it."""
    unlike: float = 0.6
    """Edit distance, in share of the letters, from which words without a common box are not looked at."""


COSTS = AnchorCosts()


class Token(NamedTuple):
    """A word as it stands in a line of the document."""

    line: int
    """Index of the line, from 0."""
    start: int
    end: int
    text: str
    page: int | None
    box: Box | None


class Place(NamedTuple):
    """A run of words in one line."""

    line: int
    start: int
    """Offset of the first word in the line's text."""
    end: int
    page: int | None
    box: Box | None


def line_tokens(index: int, line: Line) -> list[Token]:
    """The words of one line, without the borders of cells; none of a page number or a seal."""
    if line.role in _ASIDE:
        return []
    boxes = _boxes(line)
    return [
        Token(index, match.start(), match.end(), match.group(), line.page, boxes.get(match.start()))
        for match in _TOKEN.finditer(line.text)
        if match.group() != _CELL_BORDER
    ]


def _boxes(line: Line) -> dict[int, Box | None]:
    """The boxes of a line's words by the offset in its text."""
    spans = word_spans(line.with_text_as_read()) or []
    return {start: word.box for word, (start, _) in zip(line.words, spans, strict=False)}


def find_place(tokens: Sequence[Token], correction: Correction) -> Place | None:
    """Where the decision stands among the words of a document; None where nowhere, or in several places alike."""
    if exact := _exact(tokens, correction):
        return exact
    page = correction.anchor.page
    near = [token for token in tokens if page is None or token.page is None or token.page == page]
    return _best(near, correction) or (_best(tokens, correction) if len(near) < len(tokens) else None)


def _exact(tokens: Sequence[Token], correction: Correction) -> Place | None:
    """The one place with the same letters and the same words around: found without pricing all others."""
    words = correction.read.split()
    if not words:
        return None
    starts = [at for at, token in enumerate(tokens) if token.text == words[0]]
    runs = [(at, at + len(words) - 1) for at in starts if _texts(tokens, at, len(words)) == words]
    same = [
        (first, last)
        for first, last in runs
        if _context_distance(tokens, first, last, correction.anchor) <= COSTS.same_context
        and _apart(tokens[first : last + 1], correction.anchor) != 1.0  # else its own place may be read otherwise now
    ]
    return _place(tokens, *same[0]) if len(same) == 1 else None


def _texts(tokens: Sequence[Token], first: int, count: int) -> list[str]:
    """The words of a run; none of one that goes on in the next line."""
    run = tokens[first : first + count]
    return [token.text for token in run] if run[0].line == run[-1].line else []


def _best(tokens: Sequence[Token], correction: Correction) -> Place | None:
    """The cheapest run of words; None where it costs too much, or another one costs as much."""
    priced = sorted(_candidates(tokens, correction), key=lambda candidate: candidate[0])
    if not priced or priced[0][0] > COSTS.most:
        return None
    cost, first, last = priced[0]
    rivals = (other for other, start, end in priced[1:] if end < first or last < start)
    if next(rivals, 1.0) < cost + COSTS.margin:
        return None
    return _place(tokens, first, last)


def _place(tokens: Sequence[Token], first: int, last: int) -> Place:
    run = tokens[first : last + 1]
    box = around(token.box for token in run if token.box)
    return Place(run[0].line, run[0].start, run[-1].end, run[0].page, box)


def _candidates(tokens: Sequence[Token], correction: Correction) -> Iterator[tuple[float, int, int]]:
    """Runs that may be meant: their cost, first and last token."""
    for length in sorted({len(text.split()) for text in (correction.read, correction.right)} - {0}):
        for first in range(len(tokens) - length + 1):
            last = first + length - 1
            if tokens[first].line != tokens[last].line:
                continue
            cost = _cost(tokens, first, last, correction)
            if cost is not None:
                yield cost, first, last


def _cost(tokens: Sequence[Token], first: int, last: int, correction: Correction) -> float | None:
    """The weighted mean of the three; None for words that are neither alike nor in the same place."""
    anchor, run = correction.anchor, tokens[first : last + 1]
    text = " ".join(token.text for token in run)
    letters = min(_distance(text, other) for other in (correction.read, correction.right) if other)
    apart = _apart(run, anchor)
    if letters > COSTS.unlike and (apart is None or apart == 1.0):
        return None
    costs = (
        (COSTS.letters, letters),
        (COSTS.context, _context_distance(tokens, first, last, anchor)),
        (COSTS.box, COSTS.no_box if apart is None else apart),
    )
    return sum(weight * cost for weight, cost in costs) / sum(weight for weight, _ in costs)


def _distance(one: str, other: str) -> float:
    return Levenshtein.normalized_distance(one, other)


def _context_distance(tokens: Sequence[Token], first: int, last: int, anchor: Anchor) -> float:
    before, after = context(tokens, first, last)
    sides = [(one, other) for one, other in ((before, anchor.before), (after, anchor.after)) if one or other]
    return sum(_distance(one, other) for one, other in sides) / len(sides) if sides else 0.0


def context(tokens: Sequence[Token], first: int, last: int) -> tuple[str, str]:
    """The words before and behind a run, as anchors keep them."""
    before = tokens[max(first - CONTEXT_WORDS, 0) : first]
    after = tokens[last + 1 : last + 1 + CONTEXT_WORDS]
    return " ".join(token.text for token in before), " ".join(token.text for token in after)


def _apart(run: Sequence[Token], anchor: Anchor) -> float | None:
    """The share of the smaller box that is outside the other; None where there is no box to compare.

    Of the smaller one: a word that lost letters is narrower, and the same place all the same.
    """
    box = around(token.box for token in run if token.box)
    if anchor.box is None or box is None:
        return None
    if run[0].page != anchor.page:
        return 1.0
    width = min(box.x1, anchor.box.x1) - max(box.x0, anchor.box.x0)
    height = min(box.y1, anchor.box.y1) - max(box.y0, anchor.box.y0)
    smaller = min(box.width * box.height, anchor.box.width * anchor.box.height)
    return 1.0 - max(width, 0.0) * max(height, 0.0) / smaller if smaller else 1.0
