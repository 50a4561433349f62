# SPDX-License-Identifier: Apache-2.0
"""What a plan tells of the reading that it was made from: how sure it is, page by page, and what was left out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ocr_kh.document import BlankReason, LeftOutReason  # noqa: TC001 - pydantic looks at it
from ocr_kh.plan.base import FrozenModel, PageNumber

Grade = Annotated[
    Literal["A", "B", "C", "D"],
    Field(
        description="By the share of words expected to be wrong: A below 1 %, B below 2.5 %, C below 5 %, D more; "
        "D too for a page that could not be read, a document with such a page, and one without a word."
    ),
]


class PageQuality(FrozenModel):
    """How sure the reading of a page is, and what speaks against it."""

    page: PageNumber = None
    grade: Grade = "A"
    expected_errors: float = Field(default=0.0, description="Wrong words to be expected.")
    words: int = Field(default=0, description="Words of its text; 0 where it could not be read.")
    mean_confidence: float | None = Field(
        default=None, description="Of its words, seals and the like among them, 0 to 1; null where there are none."
    )
    doubtful_words: int = Field(default=0, description="Repairs that another reading nearly won.")
    repaired_words: int = Field(default=0, description="Words that were changed, and are not doubtful.")
    ink: float | None = Field(
        default=None, description="Share of the page image that is dark, 0 to 1; null where no image was looked at."
    )
    blank_reason: BlankReason | None = Field(
        default=None,
        description="Why the page is called blank: its image is too small for a line; no letters stand side by side "
        "on it, whichever way it lies; the engine made no words of it, whichever way it was turned; it made words of "
        "it in the mirror alone: the print is that of the other side; a person says so.",
    )


class Quality(FrozenModel):
    """How sure the reading is."""

    mean_confidence: float | None = Field(
        default=None, description="Mean word confidence, 0 to 1; null for plain text."
    )
    doubtful_words: int = Field(default=0, description="Repairs that another reading nearly won.")
    needs_review: bool = False
    grade: Grade | None = Field(default=None, description="null where it was not judged.")
    expected_errors: float = Field(default=0.0, description="Wrong words to be expected, over all pages.")
    pages: tuple[PageQuality, ...] = Field(default=(), description="One entry a page.")


class LeftOut(FrozenModel):
    """Something that was read and is in no file of text, so that nothing is dropped in silence."""

    text: str
    reason: LeftOutReason = Field(
        description="Of words that are not in original.txt: `sign` (no letter, no digit: a rule, a speck), `edge` (the "
        "same run together with a word that stayed), `twice` (ink read twice), `blank page`, `unreadable page`. Of "
        "lines that are not in text.txt: `page number`, `running head`, `caption` (of a digital signature), `noise` "
        "(a seal, a signature, a note by hand), `speck`."
    )
    page: PageNumber = None
    line: int | None = Field(
        default=None, description="From 1, in original.txt or in the text that was parsed; null for words not there."
    )
    box: tuple[float, float, float, float] | None = Field(
        default=None, description="On that page, PDF points from its top left corner; null for text without places."
    )
