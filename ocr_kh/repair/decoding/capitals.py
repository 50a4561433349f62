# SPDX-License-Identifier: Apache-2.0
"""How often a word bears a capital within a sentence: a stripped line still shows it, and no model else looks at it.

`Tran` between small letters is Trần, a name, rather than tràn; `tran` is not. Made by `ocr_kh.training.capitals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from ocr_kh.errors import MachineError
from ocr_kh.models import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr_kh.repair.decoding.decoder import Floats
    from ocr_kh.repair.decoding.lattice import Option
    from ocr_kh.repair.decoding.pieces import Piece

Case = Literal["small", "capital", "any"]
SHIPPED = FOLDER / "capitals.npz"
CAPITALS_WEIGHT = 1.0
"""Of what the case says. Of 2,509 wrong syllables of tuning blocks 61 fewer: news 61, wiki 7, gazette 7 more."""


@dataclass(frozen=True, eq=False)
class Capitals:
    """Arrays with an entry a word go by the numbers of the language model."""

    capital: Floats
    """Log probability that the word bears a capital where no sentence begins."""
    small: Floats
    """The same that it does not."""

    def weighed(self, options: Sequence[Option], case: Case) -> list[Option]:
        """The options of a word of that case, those dearer that it speaks against; the best costs what it did."""
        if case == "any" or len(options) < 2:
            return list(options)
        likely = (self.capital if case == "capital" else self.small)[[option.word for option in options]]
        costs = (CAPITALS_WEIGHT * (likely - likely.max())).tolist()
        return [option._replace(cost=option.cost + cost) for option, cost in zip(options, costs, strict=True)]


def case_at(pieces: Sequence[Piece], at: int) -> Case:
    """How a piece is written; `any` where a sentence may begin, or all is in capitals: that tells nothing."""
    text = pieces[at].text
    if not text.isalpha():
        return "any"
    if text.islower():
        return "small"
    follows_word = at > 0 and pieces[at - 1].end + 1 == pieces[at].start and pieces[at - 1].text[-1:].isalpha()
    return "capital" if follows_word and text[1:].islower() else "any"


@lru_cache(maxsize=2)
def load_capitals(vocabulary: Sequence[str], path: Path = SHIPPED) -> Capitals:
    """The table in the file at `path` for words numbered as in `vocabulary`. Raises MachineError."""
    try:
        with np.load(path) as archive:
            words, odds = archive["words"].tobytes().decode().split("\n"), archive["odds"].astype(np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise MachineError(reason=f"the table of capitals {path.name} cannot be read ({error})") from error
    known = dict(zip(words, odds.tolist(), strict=True))
    own = np.array([known.get(word, known[""]) for word in vocabulary], np.float32)
    return Capitals(-np.logaddexp(np.float32(0), -own), -np.logaddexp(np.float32(0), own))
