# SPDX-License-Identifier: Apache-2.0
"""The thresholds of rules that guess; the section `lint` of a project file may set them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is told."""

    far_years: int = 5
    """Years from the nearest other date: a hồ sơ is kept for one matter, which rarely rests for so long. A guess."""
    fewest_dated: int = 4
    """Documents with a date, from which it can be told what is far."""
    page_words: int = 60
    """Words of a page that is compared with others: forms and closings of fewer are alike by right."""
    language_words: int = 60
    """Words of a text whose language can be told."""
    vietnamese: float = 0.5
    """Share of Vietnamese words below which a text is in another language. The texts of the samples have 0.95 to 0.99,
    the English pages of our docs 0.13 to 0.16 (`to`, `an`, `the` are syllables of both)."""


USUAL = Limits()
