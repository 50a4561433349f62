# SPDX-License-Identifier: Apache-2.0
"""A line and what it is, judged once: layout makes it, plan reads it, nobody asks the same again.

Other modules of this folder hold the rules; those that look at text without marks take it as `plain` where it is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ocr_kh.genre import document_types, enumerators, forms, office_marks, organisations, people, sentences
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import is_capitals, plain_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocr_kh.genre.enumerators import Reading
    from ocr_kh.genre.forms import Form
    from ocr_kh.genre.vocabulary import Vocabulary


_DOUBTFUL = 2.0
"""Cost of a reading from which on a line rather is running text than an item."""


@dataclass(frozen=True)
class GenreLine:
    """A line or paragraph, without Markdown marks; every judgement is made when it is first asked for, and kept.

    >>> line = GenreLine("KT. CHỦ TỊCH")
    >>> line.plain, line.form, line.capitals, line.readings, line.is_name
    ('KT. CHU TICH', <Form.AUTHORITY: 'authority'>, True, (), False)
    """

    text: str

    @cached_property
    def plain(self) -> str:
        """Its letters without marks; offsets are those of the text."""
        return plain_of(self.text)

    @cached_property
    def capitals(self) -> bool:
        """It is set in capitals."""
        return is_capitals(self.text)

    @cached_property
    def form(self) -> Form | None:
        """The fixed line of the genre that it is."""
        return forms.form(self.text, self.plain)

    @cached_property
    def bullet(self) -> tuple[str, str] | None:
        """Its list mark, and what stands behind it."""
        return enumerators.bullet(self.text)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The numbers that may stand at its head."""
        return enumerators.readings(self.text, self.plain)

    @cached_property
    def starts_item(self) -> bool:
        """It begins as a bullet, or as a numbered heading or paragraph."""
        return bool(self.bullet) or any(
            reading.cost < _DOUBTFUL and _opens(self.text[reading.start : reading.start + 1], reading)
            for reading in self.readings
        )

    @cached_property
    def starts_lower_item(self) -> bool:
        """It begins with a number or letter that text follows, perhaps in lower case (`a) xây dựng`)."""
        return any(reading.cost < 1 and reading.start < len(self.text) for reading in self.readings)

    @cached_property
    def ends_sentence(self) -> bool:
        """It ends as a sentence, an item or a lead-in does."""
        return sentences.ends_sentence(self.text)

    @cached_property
    def is_span(self) -> bool:
        """It is nothing but a time: the last line of a subject."""
        return sentences.is_span(self.text, self.plain)

    @cached_property
    def is_lead_in(self) -> bool:
        """It begins the grounds or the lead-in of a document."""
        return forms.is_lead_in(self.text, self.plain)

    @cached_property
    def is_name(self) -> bool:
        """It is the name of a person."""
        return people.is_name(self.text, self.plain)

    @cached_property
    def is_body_name(self) -> bool:
        """It is the name of a body in capitals, or the title of its head with it."""
        return organisations.is_body_name(self.text, self.plain)

    @cached_property
    def is_unit_name(self) -> bool:
        """It is an administrative unit in capitals: the second line of a body's name."""
        return organisations.is_unit_name(self.text, self.plain)

    @cached_property
    def annex_heading(self) -> tuple[str, str] | None:
        """Marker and title of the annex that it opens, behind the signatures."""
        return forms.annex_heading(self.text, self.plain)

    @cached_property
    def is_attached_note(self) -> bool:
        """It says below the title of an annex what it is attached to."""
        return forms.is_attached_note(self.text, self.plain)

    @cached_property
    def type_and_rest(self) -> tuple[str, str] | None:
        """The type of document that it begins with, and what stands beside it."""
        return document_types.type_and_rest(self.text, self.plain)

    @cached_property
    def names_kind(self) -> bool:
        """It is a type of document and of what kind it is, in capitals."""
        return document_types.names_kind(self.text, self.plain)

    @cached_property
    def office_marks(self) -> dict[str, str] | None:
        """The marks of office that it consists of."""
        return office_marks.office_marks(self.text, self.plain)

    @cached_property
    def is_note(self) -> bool:
        """It is a note of an official or a stamp of receipt."""
        return office_marks.is_note(self.text, self.plain)


_KEPT_LINES = 512
"""Lines whose judgements are kept: header, closing and paragraphs of a document ask one after another."""


def judged(text: str) -> GenreLine:
    """The line with this text, with all that was judged of it before by the words in force."""
    return _kept()(text)


@from_vocabulary
def _kept(words: Vocabulary) -> Callable[[str], GenreLine]:
    del words  # other words, other judgements
    return lru_cache(_KEPT_LINES)(GenreLine)


def _opens(letter: str, reading: Reading) -> bool:
    """What follows a number at the head of an item: no lower case, and nothing only after `Chương I`."""
    return not letter.islower() if letter else reading.style in enumerators.WORDED
