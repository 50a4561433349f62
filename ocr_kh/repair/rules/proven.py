# SPDX-License-Identifier: Apache-2.0
"""What the dictionaries prove in the lines of a document: places, and words and phrases of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.repair.rules.misread_figures import merge_edits
from ocr_kh.repair.rules.own_words import load_own_phrases, phrase_edits, word_edits
from ocr_kh.repair.rules.places import load_gazetteer, place_edits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr_kh.language.damage import Damage
    from ocr_kh.repair.edits import Edit


def proven_edits(lines: Sequence[str], damages: Sequence[Damage], folders: tuple[Path, ...]) -> list[list[Edit]]:
    """For each line what is proven, in order; an edit that changes nothing says that what stands there is right.

    Raises DictionaryError.
    """
    places = place_edits(lines, damages, load_gazetteer(folders))
    words = word_edits(lines, damages, folders)
    phrases = phrase_edits(lines, damages, load_own_phrases(folders))
    return [merge_edits(*found) for found in zip(places, words, phrases, strict=True)]
