# SPDX-License-Identifier: Apache-2.0
"""Where the candidates of words come from, for damaged lines and for nearly right ones; each is worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.language.damage import Damage
from ocr_kh.repair.decoding.candidates import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.language.inventory import Choices, Inventory
    from ocr_kh.repair.decoding.capitals import Capitals, Case
    from ocr_kh.repair.decoding.channel import Channel
    from ocr_kh.repair.decoding.lattice import Option
    from ocr_kh.repair.decoding.pieces import Piece


POOR_CANDIDATE = -6.5
"""A word whose best candidate is less likely than this is tried in halves and with its neighbour."""
MAX_EDITS = {Damage.GARBLED: 3, Damage.STRIPPED: 0}
"""Edits between the folded skeletons of word and candidate (`chirc` and `chuc` are 2 apart)."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where candidates come from."""

    channel: Channel
    """For garbled and stripped lines."""
    clean_channel: Channel
    """For lines that are nearly right."""
    stock: Inventory
    known: frozenset[str]
    """Words of the dictionaries, in small letters."""
    phrases: tuple[str, ...]
    capitals: Capitals
    made: dict[tuple[str, str, bool, Damage, Case], list[Option]] = field(default_factory=dict)
    """Options of pieces of damaged lines that were made already."""

    def prefetch(self, pieces: Sequence[Sequence[Piece]], damage: Damage) -> None:
        """Work out the candidates of many lines at once; asking for them afterwards costs nothing."""
        farthest = MAX_EDITS[damage]
        rows = [[piece for piece in row if piece.open] for row in pieces]
        found = choices([piece.text for row in rows for piece in row], self.channel, self.stock, farthest=farthest)
        if not farthest:
            return
        poor = {
            piece.text for piece, choice in zip((p for row in rows for p in row), found, strict=True) if is_poor(choice)
        }
        parts = {part for text in poor for pair in halves(text) for part in pair}
        pairs = {
            a.text + b.text
            for row in rows
            for a, b in pairwise(row)
            if b.start == a.end + 1 and (a.text in poor or b.text in poor)
        }
        choices([*parts, *pairs], self.channel, self.stock)

    def of(self, text: str, damage: Damage = Damage.GARBLED) -> Choices:
        """The candidates of one word of a damaged line."""
        return choices([text], self.channel, self.stock, farthest=MAX_EDITS[damage])[0]

    def prefetch_clean(self, texts: Sequence[str]) -> None:
        """Work out the candidates of these words of nearly right lines at once."""
        choices(texts, self.clean_channel, self.stock, farthest=1)

    def clean(self, text: str) -> Choices:
        """The candidates of one word of a nearly right line."""
        return choices([text], self.clean_channel, self.stock, farthest=1)[0]


def halves(text: str) -> list[tuple[str, str]]:
    """All ways to cut a word in two, each half of two characters at least."""
    return [(text[:middle], text[middle:]) for middle in range(2, len(text) - 1)]


def is_poor(found: Choices) -> bool:
    """Whether no candidate explains the word well."""
    return not len(found.costs) or float(found.costs.max()) < POOR_CANDIDATE
